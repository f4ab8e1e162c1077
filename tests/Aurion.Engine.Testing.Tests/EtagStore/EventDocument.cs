using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.EtagStore;

/// <summary>An event, whole, with its part of the rules' log and what it has to say.</summary>
internal sealed class EventDocument
{
    public Guid First { get; set; }

    public Guid Latest { get; set; }

    public JsonText Stored { get; set; } = JsonText.Null;

    public List<JsonText> Log { get; set; } = [];

    public List<JsonText> Outbox { get; set; } = [];

    public DateTimeOffset LeasedUntil { get; set; }

    public StoredEvent Event => EtagData.Value<StoredEvent>(Stored);

    public DateTimeOffset AvailableAt
    {
        get
        {
            var stored = Event;
            return stored.Stage is EventStage.Finished ? DateTimeOffset.MaxValue : stored.AcceptedAt > LeasedUntil ? stored.AcceptedAt : LeasedUntil;
        }
    }

    public static EventDocument After(EventDocument? before, EventCommit commit, DateTimeOffset now) => new()
    {
        First = before?.First ?? commit.CommitId,
        Latest = commit.CommitId,
        Stored = EtagData.Text(new StoredEvent
        {
            Event = commit.Event,
            EventId = commit.EventId,
            Revision = (before?.Event.Revision ?? 0) + 1,
            AcceptedAt = commit.AcceptedAt,
            Stage = commit.Stage,
            Patch = commit.Patch,
            Verdicts = commit.Verdicts,
            Actions = commit.Actions,
            Plan = commit.Plan,
        }),
        Log = [.. before?.Log ?? [], .. commit.Log.Select(EtagData.Text)],
        Outbox = [.. before?.Outbox ?? [], .. commit.Messages.Select(EtagData.Text)],
        LeasedUntil = commit.KeepLeaseFor is null ? DateTimeOffset.MinValue : now + commit.Lease,
    };
}
