namespace Aurion.Engine.Testing.Stores;

/// <summary>One case of a suite.</summary>
/// <param name="Name">The name, unique within its suite.</param>
/// <param name="RunAsync">Runs the case on a store of its own; throws when the store breaks its contract.</param>
public sealed record StoreCase(string Name, Func<CancellationToken, Task> RunAsync)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
