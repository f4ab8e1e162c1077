using System.Collections.Immutable;
using System.Globalization;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>Says in plain words where a run stands.</summary>
internal static class RunWords
{
    public static RunDetails Describe(Graph graph, StoredHead stored) => new()
    {
        Head = stored.Head,
        Payload = stored.Marking.Payload,
        Variables = stored.Marking.Variables,
        Output = stored.Marking.Output,
        Waits = [.. stored.Marking.Tokens.Select(token => Describe(graph, token, stored.Marking)).ToImmutableArray()],
        IsPausedByPerson = stored.Marking.PausedBy.HasFlag(PauseCauses.Person),
        IsPausedByWorkflow = stored.Marking.PausedBy.HasFlag(PauseCauses.Workflow),
        Group = stored.Marking.Admission?.Group,
    };

    private static RunWait Describe(Graph graph, Token token, Marking marking) => new()
    {
        NodeId = graph.Nodes[token.Node].Id,
        StepId = token.Wait?.Key,
        Until = token.Wait?.DueAt,
        Text = token.Wait switch
        {
            null when marking.Status is RunStatus.Pending => "Waits for its turn: as many runs of its key as are allowed are at work.",
            null => "Is about to be entered.",
            Wait.Result result => string.Create(CultureInfo.InvariantCulture, $"Attempt {token.Attempt} at the action \"{TypeOf(graph, token)}\" is being made{(result.IsBegun ? ", and will not be made again" : string.Empty)}."),
            Wait.Pending => $"The action \"{TypeOf(graph, token)}\" goes on elsewhere and will be reported.",
            Wait.Retry retry => string.Create(CultureInfo.InvariantCulture, $"Attempt {token.Attempt + 1} at the action \"{TypeOf(graph, token)}\" is made at {Time(retry.Due)}."),
            Wait.Until until => $"Waits until {Time(until.Due)}.",
            Wait.Vote { DueAt: { } due } vote => $"Waits for approval {vote.Approval}, until {Time(due)}.",
            Wait.Vote vote => $"Waits for approval {vote.Approval}.",
            Wait.Held { Port: null } => "Has failed; it is done again when the run is retried.",
            Wait.Held { Port: { } port } => $"Has ended; it goes on by \"{graph.Ports[token.Node][port]}\" when the run goes on.",
            { DueAt: { } due } => $"Waits, until {Time(due)} at most.",
            _ => "Waits for other parts of the run, or for another one.",
        },
    };

    private static string TypeOf(Graph graph, Token token) => graph.Settings[token.Node] is ActionSettings action ? action.Type : graph.Nodes[token.Node].Type;

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>What is said of a run: its head, and where it stands.</summary>
    internal readonly record struct StoredHead(RunHead Head, Marking Marking);
}
