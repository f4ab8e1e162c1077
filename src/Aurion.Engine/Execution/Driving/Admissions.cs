using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Gives runs their places: exact, since a place is taken by one write on one document's revision, and begun only after it.</summary>
/// <remarks>
/// A run that asks is stored already, and a run that has ended has said so in the commit of its end: so a place is never held by
/// a run that does not exist, and given on only once its holder is done. Everything here may be done again, by anybody.
/// </remarks>
internal sealed class Admissions(IDocumentStore documents, IRunStore runs, IRunReader reader, Heartbeat heartbeat)
{
    public const string LeaveKind = "run.leave";

    /// <summary>Finds whom a run must share with.</summary>
    /// <returns>The group; null when the workflow sets no limit.</returns>
    public static ConcurrencyGroup? GroupOf(Workflow workflow, Graph graph, RunInput.Started started)
    {
        if (ConcurrencyLimit.Of(workflow) is not { } limit)
        {
            return null;
        }

        var key = string.Empty;
        if (limit.Key is not null)
        {
            var turn = Turn.Take(graph, Marking.Empty, started.At);
            turn.Begin(started);
            var value = turn.Resolve(limit.Key, out _);
            turn.Close();
            key = value is null ? string.Empty : value.Element.ValueKind is JsonValueKind.String ? value.Element.GetString()! : value.ToString();
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));
        return new ConcurrencyGroup
        {
            Id = $"{workflow.Id}/{hash}",
            Key = key,
            Limit = limit.Limit,
            OnConflict = limit.OnConflict switch { "skip" => ConcurrencyConflict.Skip, "replace" => ConcurrencyConflict.Replace, _ => ConcurrencyConflict.Queue },
        };
    }

    /// <summary>Finds who has the place that a run would have to skip; null when there is room.</summary>
    public async ValueTask<RunId?> FindHolderAsync(TenantId tenant, ConcurrencyGroup group, CancellationToken cancellationToken)
    {
        var (seats, _) = await LoadAsync(tenant, group, cancellationToken).ConfigureAwait(false);
        return seats.Running.Length < group.Limit || await FindGoneAsync(tenant, seats, cancellationToken).ConfigureAwait(false) is not null
            ? null
            : new RunId(seats.Running[0].Run);
    }

    /// <summary>Asks for a place.</summary>
    /// <returns>What the run is told: admitted, queued, or refused.</returns>
    public async ValueTask<RunInput> EnterAsync(TenantId tenant, RunId run, Effect.RequestAdmission wish, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (group, seat) = (wish.Group, new Seat(run.Value, wish.Ticket));
        while (true)
        {
            var (seats, revision) = await LoadAsync(tenant, group, cancellationToken).ConfigureAwait(false);
            var next = seats.Enter(seat);
            var isIn = next.FindRunning(run.Value) is not null;
            if (!isIn && await FindGoneAsync(tenant, seats, cancellationToken).ConfigureAwait(false) is { } gone)
            {
                // Its word of leaving is on the way, or lost.
                await LeaveAsync(tenant, group.Id, gone.Run, gone.Ticket, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (!isIn && group.OnConflict is ConcurrencyConflict.Skip)
            {
                return new RunInput.Refused { At = now, Ticket = wish.Ticket, Holder = new RunId(seats.Running[0].Run) };
            }

            if (!ReferenceEquals(next, seats) && !await TryWriteAsync(tenant, group.Id, next, revision, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            await TellAsync(tenant, next.Running.Where(other => other.Run != run.Value && !seats.Running.Contains(other)), now, cancellationToken).ConfigureAwait(false);
            if (isIn)
            {
                return new RunInput.Admitted { At = now, Ticket = wish.Ticket };
            }

            if (group.OnConflict is ConcurrencyConflict.Replace)
            {
                await ReplaceAsync(tenant, run, next, now, cancellationToken).ConfigureAwait(false);
            }

            return new RunInput.Queued { At = now, Ticket = wish.Ticket };
        }
    }

    /// <summary>Gives a place up and tells whose turn it is.</summary>
    public async ValueTask LeaveAsync(TenantId tenant, string groupId, string run, int ticket, CancellationToken cancellationToken)
    {
        while (await documents.FindAsync(tenant, DocumentKind.ConcurrencyGroup, groupId, cancellationToken).ConfigureAwait(false) is { } document)
        {
            var seats = Seats.Read(document.Body);
            var next = seats.Leave(run, ticket);
            if (ReferenceEquals(next, seats) || await TryWriteAsync(tenant, groupId, next, document.Revision, cancellationToken).ConfigureAwait(false))
            {
                // Said again, it may be that whoever said it first died before telling.
                await TellAsync(tenant, ReferenceEquals(next, seats) ? seats.Running : next.Running.Except(seats.Running), default, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>Names the item that tells a run the answer to its wish.</summary>
    public static string IdOf(RunInput answer, int ticket) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(answer is RunInput.Admitted ? "admitted" : answer is RunInput.Queued ? "queued" : "refused")}/{ticket}");

    /// <summary>Writes the message by which a run that has ended gives its place up: one for each wish.</summary>
    public static Message LeaveMessage(TenantId tenant, RunId run, Admission admission)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("group", admission.Group.Id);
            writer.WriteString("run", run.Value);
            writer.WriteNumber("ticket", admission.Ticket);
            writer.WriteEndObject();
        }

        var id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"leave/{run}/{admission.Ticket}");
        return new Message { Id = id, Tenant = tenant, Kind = LeaveKind, Body = new JsonText(buffer.WrittenMemory) };
    }

    /// <summary>Delivers such a message.</summary>
    /// <returns>False when it can't be read.</returns>
    public async ValueTask<bool> DeliverAsync(Message message, CancellationToken cancellationToken)
    {
        var body = message.Body.Element;
        if (body.ValueKind is not JsonValueKind.Object
            || !body.TryGetProperty("group", out var group)
            || !body.TryGetProperty("run", out var run)
            || !body.TryGetProperty("ticket", out var ticket))
        {
            return false;
        }

        await LeaveAsync(message.Tenant, group.GetString()!, run.GetString()!, ticket.GetInt32(), cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask<(Seats Seats, long Revision)> LoadAsync(TenantId tenant, ConcurrencyGroup group, CancellationToken cancellationToken)
    {
        var document = await documents.FindAsync(tenant, DocumentKind.ConcurrencyGroup, group.Id, cancellationToken).ConfigureAwait(false);
        var seats = document is null ? new Seats { Key = group.Key, Limit = group.Limit } : Seats.Read(document.Body);
        return (seats.Limit == group.Limit ? seats : seats with { Limit = group.Limit }, document?.Revision ?? 0);
    }

    // The document is never deleted: its revision must not begin anew.
    private async ValueTask<bool> TryWriteAsync(TenantId tenant, string groupId, Seats seats, long revision, CancellationToken cancellationToken)
    {
        var write = new DocumentWrite
        {
            Kind = DocumentKind.ConcurrencyGroup,
            Id = groupId,
            ExpectedRevision = revision,
            Parent = groupId[..groupId.IndexOf('/', StringComparison.Ordinal)],
            Body = seats.ToJson(),
        };
        return (await documents.CommitAsync(tenant, [write], cancellationToken).ConfigureAwait(false)).IsDurable;
    }

    /// <summary>Finds a holder that has ended for good. A failed one may be about to be retried: its own message decides.</summary>
    private async ValueTask<Seat?> FindGoneAsync(TenantId tenant, Seats seats, CancellationToken cancellationToken)
    {
        foreach (var seat in seats.Running)
        {
            if (await reader.FindAsync(tenant, new RunId(seat.Run), cancellationToken).ConfigureAwait(false) is { Status: RunStatus.Completed or RunStatus.Cancelled })
            {
                return seat;
            }
        }

        return null;
    }

    private async ValueTask TellAsync(TenantId tenant, IEnumerable<Seat> seats, DateTimeOffset now, CancellationToken cancellationToken)
    {
        foreach (var seat in seats)
        {
            var answer = new RunInput.Admitted { At = now, Ticket = seat.Ticket };
            await runs.SendAsync(tenant, new RunId(seat.Run), new InboxItem(IdOf(answer, seat.Ticket), answer), cancellationToken).ConfigureAwait(false);
            heartbeat.Refresh(new RunId(seat.Run));
        }
    }

    /// <summary>Asks the oldest run at work, and those that wait, to end: never one that began after the one that replaces it.</summary>
    private async ValueTask ReplaceAsync(TenantId tenant, RunId by, Seats seats, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var older = seats.Running.Where(seat => string.CompareOrdinal(seat.Run, by.Value) < 0).OrderBy(static seat => seat.Run, StringComparer.Ordinal);
        foreach (var seat in seats.Waiting.Where(seat => string.CompareOrdinal(seat.Run, by.Value) < 0).Concat(older.Take(seats.Running.Length - seats.Limit + 1)))
        {
            var cancelled = new RunInput.Cancelled { At = now, Reason = $"Run {by} replaces it." };
            await runs.SendAsync(tenant, new RunId(seat.Run), new InboxItem("cancel", cancelled), cancellationToken).ConfigureAwait(false);
            heartbeat.Refresh(new RunId(seat.Run));
        }
    }
}
