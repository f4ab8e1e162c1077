using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>What a node wants to happen to the token that is at it. The machine alone moves the token.</summary>
internal readonly struct Step
{
    private Step(StepKind kind) => Kind = kind;

    public StepKind Kind { get; }

    /// <summary>Gets the port to leave by.</summary>
    public int Port { get; private init; }

    /// <summary>Gets several ports to leave by at once; default when there is one.</summary>
    public ImmutableArray<int> Ports { get; private init; }

    public Wait? Wait { get; private init; }

    /// <summary>Gets what the wait asks the driver to do; null when nothing.</summary>
    public Effect? Effect { get; private init; }

    /// <summary>Gets when the next attempt is made, for a wait that follows a failed one; null for any other.</summary>
    public DateTimeOffset? NextAt => Error is not null && Wait is Wait.Retry retry ? retry.Due : null;

    /// <summary>Gets what a container is opened for; null unless it is to be opened.</summary>
    public Opening? Opening { get; private init; }

    public JsonText? Output { get; private init; }

    public string? Error { get; private init; }

    /// <summary>Gets what the node did besides, to be recorded and sent with the commit; null when nothing.</summary>
    public RunEvent? Happened { get; init; }

    /// <summary>Gets what the node was given, for the record.</summary>
    public JsonText? Input { get; init; }

    public static Step Leave(int port, JsonText? output = null, string? error = null) => new(StepKind.Leave) { Port = port, Output = output, Error = error };

    public static Step LeaveBy(ImmutableArray<int> ports) => new(StepKind.Leave) { Ports = ports };

    public static Step WaitFor(Wait wait, Effect? effect = null) => new(StepKind.Wait) { Wait = wait, Effect = effect };

    /// <summary>The attempt failed; the wait is for the next one.</summary>
    public static Step TryAgain(Wait.Retry wait, string error) => new(StepKind.Wait) { Wait = wait, Error = error };

    /// <summary>The token stays, and others begin inside the container.</summary>
    public static Step Open(JsonText? items, DateTimeOffset? due) => new(StepKind.Open) { Opening = new Opening(items, due) };

    /// <summary>What goes on at other nodes ends, and the token leaves by the main port.</summary>
    public static Step Cancel() => new(StepKind.Cancel);

    /// <summary>The branch ends, or the whole run.</summary>
    public static Step End(bool endsRun, JsonText? output, string? error) => new(endsRun ? StepKind.EndRun : StepKind.EndBranch) { Output = output, Error = error };

    /// <summary>The step failed and nothing at the node handles it.</summary>
    public static Step Fail(string error) => new(StepKind.Fail) { Error = error };
}
