using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Dapper;

namespace Aurion.Engine.Sqlite;

internal sealed class SqliteApprovalStore(SqliteDatabase database) : IApprovalStore
{
    public ValueTask<StoredApproval?> FindAsync(TenantId tenant, ApprovalId id, CancellationToken cancellationToken)
    {
        var rows = database.Read(
            connection => connection.Query<(long Revision, byte[] Body)>(
                "SELECT revision, body FROM aurion_approval WHERE tenant = @tenant AND id = @id", new { tenant = tenant.Value, id = id.Value }).AsList(),
            cancellationToken);
        return new(rows.Count == 0 ? null : new StoredApproval(StoredFormat.Read<Approval>(rows[0].Body), rows[0].Revision));
    }

    public ValueTask<ImmutableArray<Approval>> ListPendingAsync(TenantId tenant, ApproverSet approvers, Page page, CancellationToken cancellationToken)
    {
        var bodies = database.Read(
            connection => connection.Query<byte[]>(
                "SELECT body FROM aurion_approval WHERE tenant = @tenant AND id IN " +
                "(SELECT DISTINCT id FROM aurion_approver WHERE tenant = @tenant AND entry IN @entries AND id > @after ORDER BY id LIMIT @limit) ORDER BY id",
                new { tenant = tenant.Value, entries = approvers.Entries.ToArray(), after = page.After ?? string.Empty, limit = page.Limit }).AsList(),
            cancellationToken);
        return new([.. bodies.Select(static body => StoredFormat.Read<Approval>(body))]);
    }

    public ValueTask<CommitResult> CommitAsync(
        TenantId tenant, Approval approval, long expectedRevision, InboxItem? outcome, ImmutableArray<Message> messages, CancellationToken cancellationToken)
    {
        (string, bool, byte[])? item = outcome is null ? null : (outcome.Id, outcome.Input is RunInput.Cancelled, StoredFormat.Write(outcome.Input));
        var rows = MessageRow.Of(messages);
        return database.Writer.WriteAsync(session => ApprovalWriting.Commit(session, tenant, approval, expectedRevision, item, rows), cancellationToken);
    }
}
