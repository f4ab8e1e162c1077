using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>The message that starts a workflow, once for its id.</summary>
internal static class StartMessage
{
    public const string Kind = "workflow.start";
    private const string Manual = "manual";

    /// <summary>Writes the message for a workflow that an event starts.</summary>
    public static Message Of(AutomationEvent automationEvent, string eventId, string workflowId) => new()
    {
        Id = $"start/{eventId}/{workflowId}",
        Tenant = automationEvent.Tenant,
        Kind = Kind,
        Body = MessageBody.Of(writer =>
        {
            writer.WriteString("workflow_id", workflowId);
            writer.Text("event_id", eventId);
            writer.Text("event_type", automationEvent.Type);
            writer.Text("conversation_id", automationEvent.ConversationId);
            writer.Text("actor", automationEvent.Actor);
            writer.Number("depth", automationEvent.Depth);
            writer.WriteString("trigger", "event");
            writer.Json("payload", automationEvent.Payload);
        }),
    };

    /// <summary>Writes the message for a workflow that an action starts.</summary>
    public static Message Of(ActionRequest request, string workflowId) => new()
    {
        Id = $"start/{request.IdempotencyKey}",
        Tenant = request.Tenant,
        Kind = Kind,
        Body = MessageBody.Of(writer =>
        {
            writer.WriteString("workflow_id", workflowId);
            writer.Text("event_id", request.EventId);
            writer.Text("event_type", request.EventType);
            writer.Text("conversation_id", request.ConversationId);
            writer.Text("actor", request.Actor);
            writer.Number("depth", request.Depth + 1);
            writer.WriteString("trigger", "workflow");
            writer.Json("payload", request.Payload ?? JsonText.EmptyObject);
        }),
    };

    /// <summary>Writes the message for a workflow that a step of a run calls.</summary>
    public static Message Of(Marking caller, RunEvent.ChildStarted call) => new()
    {
        Id = $"start/{call.Key}",
        Tenant = caller.Tenant,
        Kind = Kind,
        Body = MessageBody.Of(writer =>
        {
            writer.WriteString("workflow_id", call.WorkflowId);
            writer.Number("version", call.Version ?? 0);
            writer.WriteString("run", call.Child.Value);
            writer.Text("parent", call.IsAwaited ? caller.Run.Value : null);
            writer.Text("parent_key", call.IsAwaited ? call.Key : null);
            writer.Text("conversation_id", caller.ConversationId);
            writer.Text("actor", caller.RequestedBy);
            writer.Number("depth", caller.Depth + 1);
            writer.WriteString("trigger", "workflow");
            writer.Json("payload", call.Input);
        }),
    };

    /// <summary>Writes the message for a workflow that the host starts within its own transaction, as a run of this id.</summary>
    public static Message Of(StartRun request, RunId run) => new()
    {
        Id = $"start/host/{run}",
        Tenant = request.Tenant,
        Kind = Kind,
        Body = MessageBody.Of(writer =>
        {
            writer.WriteString("workflow_id", request.WorkflowId);
            writer.WriteString("run", run.Value);
            writer.Text("event_type", request.EventType);
            writer.Text("conversation_id", request.ConversationId);
            writer.Text("actor", request.RequestedBy);
            writer.WriteString("trigger", request.Trigger switch { TriggerType.Manual => Manual, TriggerType.Workflow => "workflow", _ => "event" });
            writer.Text("start_key", request.StartKey);
            writer.Text("keep_start_key_for", request.StartKey is null ? null : request.KeepStartKeyFor?.ToString("c", CultureInfo.InvariantCulture));
            if (request.Payload is { } payload)
            {
                writer.Json("payload", payload);
            }
        }),
    };

    /// <summary>Reads the message.</summary>
    /// <returns>False when it names no workflow.</returns>
    public static bool TryRead(Message message, [NotNullWhen(true)] out StartRun? request)
    {
        request = null;
        var body = message.Body.Element;
        if (body.ValueKind is not JsonValueKind.Object || body.Text("workflow_id") is not { } workflowId)
        {
            return false;
        }

        request = new StartRun
        {
            Tenant = message.Tenant,
            WorkflowId = workflowId,
            Version = body.Number("version") is var version and > 0 ? version : null,
            Run = body.Text("run") is { } run ? new RunId(run) : null,
            Parent = body.Text("parent") is { } parent && body.Text("parent_key") is { } key ? new ParentStep { Run = new RunId(parent), Key = key } : null,
            Depth = body.Number("depth"),
            ConversationId = body.Text("conversation_id"),
            Payload = body.TryGetProperty("payload", out var payload) && payload.ValueKind is JsonValueKind.Object ? JsonText.From(payload) : null,
            Trigger = body.Text("trigger") switch { "workflow" => TriggerType.Workflow, Manual => TriggerType.Manual, _ => TriggerType.Event },
            EventType = body.Text("event_type"),
            RequestedBy = body.Text("actor"),
            StartKey = body.Text("start_key") ?? message.Id,
            KeepStartKeyFor = TimeSpan.TryParseExact(body.Text("keep_start_key_for"), "c", CultureInfo.InvariantCulture, out var kept) ? kept : null,
        };
        return true;
    }
}
