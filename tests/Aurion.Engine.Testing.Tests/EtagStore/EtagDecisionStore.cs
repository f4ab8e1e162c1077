using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.EtagStore;

/// <summary>A conversation's decisions are one document, so one conditional write appends one and takes the old one's place.</summary>
internal sealed class EtagDecisionStore(EtagData data) : IDecisionStore
{
    public ValueTask<CommitResult> AppendAsync(StoredDecision decision, string? supersedes, CancellationToken cancellationToken) =>
        new(data.Blobs.Change<Log, CommitResult>(EtagData.Key("decisions", decision.Tenant, decision.ConversationId), log =>
        {
            log ??= new Log();
            if (log.Rows.Exists(row => row.Id == decision.Id))
            {
                return (null, new(CommitStatus.AlreadyCommitted));
            }

            var standing = log.Rows.Find(row => row.Kind == decision.Kind && row.IsCurrent);
            if (standing?.Id != supersedes)
            {
                return (null, new(CommitStatus.Stale, standing?.Id));
            }

            standing?.IsCurrent = false;
            log.Rows.Add(new Row
            {
                Id = decision.Id, Conversation = decision.ConversationId, Kind = decision.Kind, DecidedAt = decision.DecidedAt, RecordedAt = decision.RecordedAt, IsCurrent = true, Body = decision.Body,
            });
            return (log, new(CommitStatus.Committed));
        }));

    public ValueTask<StoredDecision?> FindCurrentAsync(TenantId tenant, string conversationId, DecisionKind kind, CancellationToken cancellationToken) =>
        new(data.Blobs.Find<Log>(EtagData.Key("decisions", tenant, conversationId))?.Rows.Find(row => row.Kind == kind && row.IsCurrent)?.ToDecision(tenant));

    public ValueTask<ImmutableArray<StoredDecision>> ListAsync(TenantId tenant, DecisionFilter filter, Page page, CancellationToken cancellationToken) =>
        new([.. All(tenant)
            .Where(row => (filter.Kind is null || row.Kind == filter.Kind) && (filter.ConversationId is null || row.Conversation == filter.ConversationId)
                && (page.After is null || string.CompareOrdinal(row.Id, page.After) < 0))
            .OrderByDescending(static row => row.Id, StringComparer.Ordinal).Take(page.Limit).Select(row => row.ToDecision(tenant))]);

    public async IAsyncEnumerable<StoredDecision> ReadCurrentAsync(TenantId tenant, DateTimeOffset from, DateTimeOffset until, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var row in All(tenant).Where(row => row.IsCurrent && row.DecidedAt >= from && row.DecidedAt < until).OrderBy(static row => (row.DecidedAt, row.Id)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row.ToDecision(tenant);
        }
    }

    private IEnumerable<Row> All(TenantId tenant) => data.Blobs.All<Log>(EtagData.Prefix("decisions", tenant)).SelectMany(static log => log.Rows);

    private sealed class Log
    {
        public List<Row> Rows { get; set; } = [];
    }

    private sealed class Row
    {
        public string Id { get; set; } = "";

        public string Conversation { get; set; } = "";

        public DecisionKind Kind { get; set; }

        public DateTimeOffset DecidedAt { get; set; }

        public DateTimeOffset RecordedAt { get; set; }

        public bool IsCurrent { get; set; }

        public JsonText Body { get; set; } = JsonText.Null;

        public StoredDecision ToDecision(TenantId tenant) => new()
        {
            Tenant = tenant, Id = Id, ConversationId = Conversation, Kind = Kind, DecidedAt = DecidedAt, RecordedAt = RecordedAt, IsCurrent = IsCurrent, Body = Body,
        };
    }
}
