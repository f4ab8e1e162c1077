namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>Who has work after a write.</summary>
[Flags]
internal enum WorkKinds
{
    None = 0,
    Runs = 1,
    Events = 2,
    Messages = 4,
}
