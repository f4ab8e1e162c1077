using Aurion.Engine.Tests.Execution.Driving.Harness;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>Tests that open their stores anew again and again. The projects of the stores share them; each has a <c>StoreGround</c> of its own.</summary>
public abstract class StoredTests : IAsyncLifetime
{
    private readonly StoreGround _ground = new();

    /// <summary>Gets a value indicating whether everything is tried, rather than a sample.</summary>
    protected static bool IsLarge => Environment.GetEnvironmentVariable("AURION_LARGE_TESTS") is "1";

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _ground.CloseAsync();

    /// <summary>Makes room for a store; each call of the answer opens it anew.</summary>
    private protected Func<StoreSet> Place(TimeProvider time) => _ground.Place(time);
}
