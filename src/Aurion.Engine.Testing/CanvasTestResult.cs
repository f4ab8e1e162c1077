using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Testing;

/// <summary>What a canvas did in a test.</summary>
/// <remarks>Immutable. Each <c>Should…</c> answers this result, or throws a <see cref="CanvasTestException"/> that shows the path.</remarks>
public sealed class CanvasTestResult
{
    internal CanvasTestResult(CanvasDefinition canvas, DryRunResult run)
    {
        Canvas = canvas;
        Run = run;
    }

    /// <summary>Gets the canvas.</summary>
    public CanvasDefinition Canvas { get; }

    /// <summary>Gets everything that happened: steps with virtual times, planned actions, why each way was taken, assumptions, warnings.</summary>
    public DryRunResult Run { get; }

    /// <summary>Gets how it ended: completed, failed, or waiting when something never came.</summary>
    public RunStatus Status => Run.Status;

    /// <summary>Gets the nodes in the order they were entered.</summary>
    public ImmutableArray<string> Path => Run.Path;

    /// <summary>Gets the virtual time from the first step's beginning to the last one's end.</summary>
    public TimeSpan Elapsed => Run.Steps.IsEmpty ? TimeSpan.Zero : Run.Steps.Max(static step => step.FinishedAt ?? step.StartedAt) - Run.Steps[0].StartedAt;

    /// <summary>Asks that nodes ran in this order; others may have run before, between and after.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <returns>This result.</returns>
    /// <exception cref="CanvasTestException">They did not.</exception>
    public CanvasTestResult ShouldHaveRun(params ReadOnlySpan<string> nodes)
    {
        var at = 0;
        foreach (var node in nodes)
        {
            var found = Path.IndexOf(Known(node), at);
            if (found < 0)
            {
                throw Failure(at > 0 && Path.Contains(node)
                    ? $"The node '{node}' should have run after '{Path[at - 1]}', but ran before it alone"
                    : $"The node '{node}' should have run{(at > 0 ? $" after '{Path[at - 1]}'" : string.Empty)}, but did not");
            }

            at = found + 1;
        }

        return this;
    }

    /// <summary>Asks that these nodes ran in this order and no others did.</summary>
    /// <param name="nodes">The whole path.</param>
    /// <returns>This result.</returns>
    /// <exception cref="CanvasTestException">The path is another.</exception>
    public CanvasTestResult ShouldHaveRunExactly(params ReadOnlySpan<string> nodes) =>
        Path.AsSpan().SequenceEqual(nodes) ? this : throw Failure($"The path should have been{Environment.NewLine}  {string.Join(" → ", nodes.ToArray())}{Environment.NewLine}");

    /// <summary>Asks that none of these nodes ran.</summary>
    /// <param name="nodes">The nodes.</param>
    /// <returns>This result.</returns>
    /// <exception cref="CanvasTestException">One did.</exception>
    public CanvasTestResult ShouldNotHaveRun(params ReadOnlySpan<string> nodes)
    {
        foreach (var node in nodes)
        {
            if (Path.Contains(Known(node)))
            {
                throw Failure($"The node '{node}' should not have run, but did");
            }
        }

        return this;
    }

    /// <summary>Asks that the run completed.</summary>
    /// <returns>This result.</returns>
    /// <exception cref="CanvasTestException">It failed, or waits.</exception>
    public CanvasTestResult ShouldHaveCompleted() => Status is RunStatus.Completed ? this : throw Failure("The run should have completed");

    /// <summary>Asks that the run failed.</summary>
    /// <param name="because">A part of the error; null asks for none.</param>
    /// <returns>This result.</returns>
    /// <exception cref="CanvasTestException">It did not, or with another error.</exception>
    public CanvasTestResult ShouldHaveFailed(string? because = null) =>
        Status is RunStatus.Failed && (because is null || Run.Error?.Contains(because, StringComparison.Ordinal) == true)
            ? this
            : throw Failure($"The run should have failed{(because is null ? string.Empty : $" with \"{because}\"")}");

    /// <summary>Asks that a node was left by a port, on one of its visits.</summary>
    /// <param name="node">The node.</param>
    /// <param name="port">The port: <c>true</c>, <c>rejected</c>, <c>timeout</c>, ….</param>
    /// <returns>This result.</returns>
    /// <exception cref="CanvasTestException">It was not.</exception>
    public CanvasTestResult ShouldHaveLeft(string node, string port)
    {
        var ports = Run.Steps.Where(step => step.NodeId == Known(node)).SelectMany(static step => RunOverlay.PortsOf(step)).Distinct(StringComparer.Ordinal).ToArray();
        return ports.Contains(port, StringComparer.Ordinal)
            ? this
            : throw Failure($"The node '{node}' should have been left by '{port}', but was {(ports.Length == 0 ? "not left" : $"left by '{string.Join("', '", ports)}'")}");
    }

    /// <summary>Asks that a node's action was planned with a parameter, placeholders resolved.</summary>
    /// <param name="node">The node.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="value">Its value: a text as it is, anything else as JSON.</param>
    /// <returns>This result.</returns>
    /// <exception cref="CanvasTestException">It was not.</exception>
    public CanvasTestResult ShouldHavePlanned(string node, string parameter, string value)
    {
        var planned = Run.PlannedActions.Where(action => action.NodeId == Known(node)).ToArray();
        var found = planned
            .Select(action => action.Parameters.Element.TryGetProperty(parameter, out var one) ? (one.ValueKind is JsonValueKind.String ? one.GetString()! : one.GetRawText()) : null)
            .ToArray();
        return found.Contains(value, StringComparer.Ordinal)
            ? this
            : throw Failure($"The action of '{node}' should have been planned with {parameter} = {value}, but {(planned.Length == 0 ? "was not planned" : $"had {string.Join(", ", found.Select(static one => one ?? "nothing"))}")}");
    }

    /// <summary>Asks how long the run took, in virtual time.</summary>
    /// <param name="atLeast">The least.</param>
    /// <param name="atMost">The most; null is <paramref name="atLeast"/>.</param>
    /// <returns>This result.</returns>
    /// <exception cref="CanvasTestException">It took less or more.</exception>
    public CanvasTestResult ShouldHaveTaken(TimeSpan atLeast, TimeSpan? atMost = null) =>
        Elapsed >= atLeast && Elapsed <= (atMost ?? atLeast)
            ? this
            : throw Failure($"The run should have taken {TakenBranches.Spell(atLeast)}{(atMost is { } most ? $" to {TakenBranches.Spell(most)}" : string.Empty)}, but took {TakenBranches.Spell(Elapsed)}");

    private string Known(string node) => Canvas.Nodes.Any(one => one.Id == node)
        ? node
        : throw new CanvasTestException($"The canvas has no node '{node}'. It has {string.Join(", ", Canvas.Nodes.Select(static one => one.Id))}.");

    private CanvasTestException Failure(string what)
    {
        var message = new StringBuilder(what).AppendLine(".").Append("Path: ").AppendLine(Path.IsEmpty ? "none" : string.Join(" → ", Path));
        message.Append("Ended: ").Append(Status.ToString().ToLowerInvariant()).AppendLine(Run.Error is null ? string.Empty : $", {Run.Error}");
        foreach (var branch in Run.Branches)
        {
            message.AppendLine(CultureInfo.InvariantCulture, $"  {branch.NodeId} → {branch.Port}: {branch.Why}");
        }

        foreach (var warning in Run.Warnings)
        {
            message.AppendLine(CultureInfo.InvariantCulture, $"  Warning: {warning}");
        }

        return new CanvasTestException(message.ToString().TrimEnd());
    }
}
