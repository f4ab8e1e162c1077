using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>What a run remembers of a node within one scope instance: how often it was visited and how the latest visit ended.</summary>
/// <remarks>Small, for each decision copies some: most steps have a branch and nothing else to remember.</remarks>
internal readonly record struct StepState
{
    private readonly object? _result; // the branch alone, or a Result
    private readonly byte _status;

    /// <summary>Initializes a new instance of the <see cref="StepState"/> struct.</summary>
    /// <param name="scope">The scope instance; 0 is the run itself.</param>
    /// <param name="node">The node, by its position in the canvas.</param>
    /// <param name="visits">The number of visits so far: the next one's key is one more.</param>
    /// <param name="status">Where the latest visit stands.</param>
    /// <param name="branch">The port that it left by; null before, and when there was none.</param>
    /// <param name="output">What it produced; null when nothing.</param>
    /// <param name="error">Why it failed; null unless it did.</param>
    public StepState(int scope, int node, int visits, StepStatus status, string? branch, JsonText? output, string? error)
    {
        Scope = scope;
        Node = node;
        Visits = visits;
        _status = (byte)status;
        _result = Combine(branch, output, error);
    }

    public int Scope { get; }

    public int Node { get; }

    public int Visits { get; init; }

    public StepStatus Status
    {
        get => (StepStatus)_status;
        init => _status = (byte)value;
    }

    public string? Branch => _result is Result result ? result.Branch : (string?)_result;

    public JsonText? Output
    {
        get => (_result as Result)?.Output;
        init => _result = Combine(Branch, value, Error);
    }

    public string? Error => (_result as Result)?.Error;

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

    private static object? Combine(string? branch, JsonText? output, string? error) =>
        output is null && error is null ? branch : new Result(branch, output, error);

    private sealed record Result(string? Branch, JsonText? Output, string? Error);
}
