namespace Aurion.Engine.AspNetCore.Tests.Support;

/// <summary>What the engine under test stands on.</summary>
public enum StoreKind
{
    Memory,
    Sqlite,
}
