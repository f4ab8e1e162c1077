using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>What a canvas would do.</summary>
public sealed record DryRunResult
{
    /// <summary>Gets how it would end: completed, failed (a broken canvas too), or waiting when it did not end within the limits.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Gets the event's payload that it was tried with.</summary>
    public required JsonText TriggerEvent { get; init; }

    /// <summary>Gets the nodes in the order they were entered; a node that is entered twice stands twice.</summary>
    public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>Gets the steps in the order they began, with virtual times.</summary>
    public ImmutableArray<StepRow> Steps { get; init; } = [];

    /// <summary>Gets the questions that conditions and switches asked, in order, each with why it was answered so: why each way was taken or not.</summary>
    public ImmutableArray<DryRunChoice> Choices { get; init; } = [];

    /// <summary>Gets the ways that were taken where there was more than one, in the order the steps began, each with why.</summary>
    public ImmutableArray<DryRunBranch> Branches { get; init; } = [];

    /// <summary>Gets the actions that would have been performed, in order.</summary>
    public ImmutableArray<PlannedAction> PlannedActions { get; init; } = [];

    /// <summary>Gets what was assumed, one sentence each.</summary>
    public ImmutableArray<string> Assumptions { get; init; } = [];

    /// <summary>Gets what is doubtful or wrong, one sentence each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>Gets why it would fail; null unless it would.</summary>
    public string? Error { get; init; }

    /// <summary>Gets what it would produce; null when nothing.</summary>
    public JsonText? Output { get; init; }
}
