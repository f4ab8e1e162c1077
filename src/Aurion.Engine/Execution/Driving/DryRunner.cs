using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Conditions;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Tries a canvas in a scripted world.</summary>
internal sealed class DryRunner(ActionCatalog actions, TimeProvider time, TimeZoneInfo? zone = null, ConditionOptions? conditions = null, ActionInvoker? handlers = null)
{
    private static readonly RunId Run = new("run_dry");

    public async ValueTask<DryRunResult> RunAsync(CanvasDefinition canvas, DryRunOptions options, CancellationToken cancellationToken)
    {
        var given = options.Payload ?? TestDataOf(canvas, options.EventType);
        var payload = given ?? JsonText.EmptyObject;
        var findings = CanvasValidator.Validate(canvas, options.Trigger, actions, conditions);
        if (findings.Any(static finding => finding.Severity is FindingSeverity.Error))
        {
            return new DryRunResult
            {
                Status = RunStatus.Failed,
                TriggerEvent = payload,
                Warnings = [.. findings.Select(static finding => finding.Message)],
                Error = "The canvas has errors.",
            };
        }

        var now = options.StartAt ?? time.GetUtcNow();
        if (given is not null && options.Trigger?.Conditions is { } asked && !Holds(asked, given, now))
        {
            return new DryRunResult
            {
                Status = RunStatus.Completed,
                TriggerEvent = payload,
                Warnings = [.. findings.Select(static finding => finding.Message), "The conditions of the trigger do not hold for this event: no run would start."],
            };
        }

        var graph = Graph.Compile(new WorkflowVersion
        {
            WorkflowId = "wf_dry",
            WorkflowName = "Dry run",
            Version = 0,
            Canvas = canvas,
            Trigger = options.Trigger ?? TriggerConfig.Manual,
            PublishedAt = now,
        }, zone, conditions);
        var needsConversation = options.ConversationId is null && graph.Settings.Any(static settings => settings is WaitEventSettings { Correlation: null });
        var start = new RunInput.Started
        {
            At = now,
            Run = Run,
            Tenant = TenantId.Default,
            ConversationId = options.ConversationId ?? (needsConversation ? "conversation" : null),
            Payload = payload,
            EventType = options.EventType,
        };
        var world = new ScriptedWorld(start, options);
        if (needsConversation)
        {
            world.Assume("The run is about a conversation.");
        }

        var choices = new List<DryRunChoice>();
        var marking = await RunDriver.DriveAsync(world, graph, Marking.Empty, [], new Explain(choices), cancellationToken).ConfigureAwait(false);
        var result = ResultOf(world, marking, payload, findings) with { Choices = [.. choices] };
        return await DescribeAsync(result with { Branches = TakenBranches.Of(result.Steps, choices, options) }, start, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks the host's handlers what they would do.</summary>
    private async ValueTask<DryRunResult> DescribeAsync(DryRunResult result, RunInput.Started start, CancellationToken cancellationToken)
    {
        if (handlers is null || result.PlannedActions.IsEmpty)
        {
            return result;
        }

        var planned = ImmutableArray.CreateBuilder<PlannedAction>(result.PlannedActions.Length);
        var faults = new List<string>();
        foreach (var action in result.PlannedActions)
        {
            var (text, fault) = await handlers.DescribeAsync(
                new ActionRequest
                {
                    IdempotencyKey = $"{Run.Value}/{action.NodeId}",
                    Tenant = start.Tenant,
                    Type = action.Type,
                    Parameters = action.Parameters,
                    ConversationId = start.ConversationId,
                    EventType = start.EventType,
                    Payload = start.Payload,
                },
                cancellationToken).ConfigureAwait(false);
            planned.Add(text is null ? action : action with { Description = text });
            if (fault is not null && !faults.Contains(fault))
            {
                faults.Add(fault);
            }
        }

        return result with { PlannedActions = planned.DrainToImmutable(), Warnings = [.. result.Warnings, .. faults] };
    }

    private static DryRunResult ResultOf(ScriptedWorld world, Marking marking, JsonText payload, ImmutableArray<CanvasFinding> findings) => new()
    {
        Status = marking.Status switch
        {
            RunStatus.Completed => RunStatus.Completed,
            RunStatus.Failed or RunStatus.Cancelled => RunStatus.Failed,
            _ => RunStatus.Waiting,
        },
        TriggerEvent = payload,
        Path = [.. world.Records.SelectMany(static record => record.Events).OfType<RunEvent.NodeEntered>().Select(static entered => entered.NodeId)],
        Steps = [.. StepProjection.Fold(world.Records)],
        PlannedActions = world.Planned,
        Assumptions = [.. world.Assumptions],
        Warnings =
        [
            .. findings.Select(static finding => finding.Message),
            .. world.Records.SelectMany(static record => record.Events).OfType<RunEvent.NodeEntered>().SelectMany(static entered => entered.Warnings),
            .. world.Warnings,
        ],
        Error = marking.Error,
        Output = marking.Output,
    };

    private bool Holds(ConditionGroup asked, JsonText payload, DateTimeOffset now) =>
        CompiledCondition.Compile(asked, at: null, conditions).Evaluate(new ConditionContext(new WorkingCopy(payload), now, zone)) is Truth.True;

    /// <summary>Finds the pinned sample of the trigger that would fire.</summary>
    private static JsonText? TestDataOf(CanvasDefinition canvas, string? eventType)
    {
        var triggers = canvas.Nodes.Where(static node => node.Type == "trigger").ToArray();
        var trigger = triggers.FirstOrDefault(node => eventType is not null && EventOf(node) == eventType) ?? triggers.FirstOrDefault();
        return trigger is { Config.ValueKind: JsonValueKind.Object }
            && trigger.Config.TryGetProperty("test_data", out var data)
            && data.ValueKind is JsonValueKind.Object
                ? JsonText.From(data)
                : null;
    }

    private static string? EventOf(CanvasNode node) =>
        node.Config.ValueKind is JsonValueKind.Object && node.Config.TryGetProperty("event", out var name) && name.ValueKind is JsonValueKind.String
            ? name.GetString()
            : null;
}
