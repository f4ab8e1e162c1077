using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.PostgreSql.Writing;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.PostgreSql;

internal sealed class PostgreSqlApprovalStore(PostgreSqlDatabase database) : IApprovalStore
{
    public async ValueTask<StoredApproval?> FindAsync(TenantId tenant, ApprovalId id, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<(long Revision, short? ClosedStatus, long? ClosedAt, byte[] Body)>(
            "SELECT revision, closed_status, closed_at, body FROM aurion.approval WHERE tenant = @tenant AND id = @id",
            new { tenant = StoredText.Id(tenant.Value), id = StoredText.Id(id.Value) },
            cancellationToken).ConfigureAwait(false);
        if (rows.Count == 0)
        {
            return null;
        }

        var row = rows[0];
        var approval = StoredFormat.Read<Approval>(row.Body);
        return new StoredApproval(
            row.ClosedStatus is { } status ? approval with { Status = (ApprovalStatus)status, DecidedAt = row.ClosedAt is { } at ? Ticks.ToTime(at) : null } : approval, row.Revision);
    }

    public async ValueTask<ImmutableArray<Approval>> ListPendingAsync(TenantId tenant, ApproverSet approvers, Page page, CancellationToken cancellationToken)
    {
        var bodies = await database.QueryAsync<byte[]>(
            "SELECT body FROM aurion.approval WHERE tenant = @tenant AND id IN " +
            "(SELECT DISTINCT id FROM aurion.approver WHERE tenant = @tenant AND entry = ANY (@entries) AND id > @after ORDER BY id LIMIT @limit) ORDER BY id",
            new
            {
                tenant = StoredText.Id(tenant.Value),
                entries = approvers.Entries.Select(StoredText.Key).ToArray(),
                after = StoredText.Of(page.After ?? string.Empty),
                limit = page.Limit,
            },
            cancellationToken).ConfigureAwait(false);
        return [.. bodies.Select(static body => StoredFormat.Read<Approval>(body))];
    }

    public ValueTask<CommitResult> CommitAsync(
        TenantId tenant, Approval approval, long expectedRevision, InboxItem? outcome, ImmutableArray<Message> messages, CancellationToken cancellationToken) =>
        database.Writer.WriteAsync(new ApprovalUnit(tenant.Value, approval, expectedRevision, outcome, messages, cancellationToken), cancellationToken);
}
