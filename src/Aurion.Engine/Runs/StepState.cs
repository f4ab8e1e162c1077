using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>What a run remembers of a node within one scope instance: how often it was visited and how the latest visit ended.</summary>
/// <param name="Scope">The scope instance; 0 is the run itself.</param>
/// <param name="Node">The node, by its position in the canvas.</param>
/// <param name="Visits">The number of visits so far: the next one's key is one more.</param>
/// <param name="Status">Where the latest visit stands.</param>
/// <param name="Branch">The port that it left by; null before, and when there was none.</param>
/// <param name="Output">What it produced; null when nothing.</param>
/// <param name="Error">Why it failed; null unless it did.</param>
internal readonly record struct StepState(int Scope, int Node, int Visits, StepStatus Status, string? Branch, JsonText? Output, string? Error)
{
    /// <summary>Gets the status as markings store it and conditions read it.</summary>
    public string StatusName => Status switch
    {
        StepStatus.Completed => "completed",
        StepStatus.Failed => "failed",
        StepStatus.Cancelled => "cancelled",
        _ => "running",
    };

    /// <summary>Reads what <see cref="StatusName"/> gives.</summary>
    public static StepStatus ReadStatus(string? name) => name switch
    {
        null or "completed" => StepStatus.Completed,
        "failed" => StepStatus.Failed,
        "cancelled" => StepStatus.Cancelled,
        "running" => StepStatus.Running,
        _ => throw new JsonException($"The marking has the step status \"{name}\", which this build does not know."),
    };

    /// <summary>The order that a marking keeps them in.</summary>
    public static int Compare(int scope, int node, in StepState other) =>
        scope != other.Scope ? scope.CompareTo(other.Scope) : node.CompareTo(other.Node);
}
