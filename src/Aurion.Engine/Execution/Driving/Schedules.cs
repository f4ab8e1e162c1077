using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Starts workflows by the calendar: each occurrence is a message that is due then, and ends by leaving the next one in the same write.</summary>
/// <remarks>
/// The chain begins with a message that is sent before a version is published, so that no crash loses it; it ends when another version
/// stands. Two chains of one version meet: their messages have the same ids, and a start is once for its workflow and instant.
/// </remarks>
internal sealed class Schedules(IDocumentStore documents, IMessageStore messages, GraphCache graphs, TimeProvider time, IScheduleCalendar? calendar)
{
    public const string Kind = "workflow.schedule";

    // A chain that has no version to follow yet: its publication is on the way, or was never made.
    private const int MaxWaits = 8;

    /// <summary>Begins the chain of a version that is about to stand.</summary>
    public async ValueTask BeginAsync(TenantId tenant, string workflowId, int version, long revision, TriggerConfig trigger, CancellationToken cancellationToken)
    {
        if (trigger.Type is TriggerType.Schedule)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"schedule/{workflowId}/{version}/begin/{revision}");
            await messages.SendAsync([MessageOf(tenant, id, workflowId, version, due: null)], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Delivers a message of the chain.</summary>
    /// <param name="claimed">The message.</param>
    /// <param name="start">Starts a run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How it ended.</returns>
    public async ValueTask<Delivery> DeliverAsync(ClaimedMessage claimed, Func<StartRun, CancellationToken, ValueTask<StartResult>> start, CancellationToken cancellationToken)
    {
        var message = claimed.Message;
        var delivered = new Delivery { Tenant = message.Tenant, MessageId = message.Id, Fence = claimed.Fence, Outcome = DeliveryOutcome.Delivered };
        var later = delivered with { Outcome = DeliveryOutcome.Later, RetryAt = time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(60, 1 << Math.Min(claimed.Attempt, 6))) };
        if (calendar is null)
        {
            return later with { Error = "Nothing here reads calendars; AddWorkers of Aurion.Engine.Hosting does." };
        }

        var body = message.Body.Element;
        var (workflowId, version) = (body.GetProperty("workflow_id").GetString()!, body.GetProperty("version").GetInt32());
        DateTimeOffset? due = body.TryGetProperty("due", out var stored) ? stored.GetDateTimeOffset() : null;
        var document = await documents.FindAsync(message.Tenant, DocumentKind.Workflow, workflowId, cancellationToken).ConfigureAwait(false);
        var workflow = document is null ? null : Workflow.FromJson(document.Body);
        if (workflow is not { Status: WorkflowStatus.Published } || workflow.PublishedVersion != version)
        {
            return due is null && workflow is not null && (workflow.PublishedVersion ?? 0) < version && claimed.Attempt < MaxWaits
                ? later with { Error = "The version is not published yet." }
                : delivered;
        }

        var trigger = (await graphs.GetAsync(message.Tenant, workflowId, version, cancellationToken).ConfigureAwait(false)).Version.Trigger;
        DateTimeOffset? next;
        try
        {
            if (due is not { } instant)
            {
                next = calendar.FindNext(trigger.Cron!, trigger.TimeZone, time.GetUtcNow());
            }
            else
            {
                (var begin, next) = ScheduleRules.Judge(trigger, calendar, instant, time.GetUtcNow());
                if (begin is { } at)
                {
                    await start(RequestOf(message.Tenant, workflowId, at), cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (FormatException exception)
        {
            return delivered with { Outcome = DeliveryOutcome.Dead, Error = exception.Message };
        }

        return next is null ? delivered : delivered with { Next = [MessageOf(message.Tenant, IdOf(workflowId, version, next.Value), workflowId, version, next)] };
    }

    private static StartRun RequestOf(TenantId tenant, string workflowId, DateTimeOffset due) => new()
    {
        Tenant = tenant,
        WorkflowId = workflowId,
        Trigger = TriggerType.Schedule,
        Payload = JsonText.Parse($$"""{"scheduled_for":"{{Text(due)}}"}"""),
        StartKey = $"schedule/{workflowId}/{Text(due)}",
        KeepStartKeyFor = null,
    };

    private static string IdOf(string workflowId, int version, DateTimeOffset due) => string.Create(CultureInfo.InvariantCulture, $"schedule/{workflowId}/{version}/{Text(due)}");

    private static Message MessageOf(TenantId tenant, string id, string workflowId, int version, DateTimeOffset? due)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("workflow_id", workflowId);
            writer.WriteNumber("version", version);
            if (due is { } instant)
            {
                writer.WriteString("due", instant);
            }

            writer.WriteEndObject();
        }

        return new Message { Id = id, Tenant = tenant, Kind = Kind, Body = new JsonText(buffer.WrittenMemory), DueAt = due };
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
