using System.Collections.Immutable;
using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>A vote, a delegation, a reminder, an escalation or an outcome.</summary>
internal sealed class ApprovalUnit(string tenant, Approval approval, long expectedRevision, InboxItem? outcome, ImmutableArray<Message> messages, CancellationToken cancellationToken)
    : WriteUnit<CommitResult>(cancellationToken)
{
    internal string Tenant { get; } = StoredText.Id(tenant);

    internal ApprovalRow Row { get; } = new(approval);

    /// <summary>Gets the write's own id: sent again after its answer was lost, it finds itself.</summary>
    internal Guid Write { get; } = Guid.CreateVersion7();

    internal long ExpectedRevision => expectedRevision;

    internal string? ItemId { get; } = outcome is null ? null : StoredText.Id(outcome.Id);

    internal bool ItemCancels { get; } = outcome?.Input is RunInput.Cancelled;

    internal byte[]? ItemBody { get; } = outcome is null ? null : StoredFormat.Write(outcome.Input);

    internal ImmutableArray<MessageRow> Messages { get; } = MessageRow.Of(messages);

    internal override int? GroupPlace => 3;

    internal override WorkKinds Wakes => (ItemId is null ? WorkKinds.None : WorkKinds.Runs) | (Messages.IsEmpty ? WorkKinds.None : WorkKinds.Messages);

    internal override WorkKinds WakesOthers => Wakes;

    internal override WriteGroup NewGroup() => new ApprovalGroup();

    internal override void Touch(List<TouchedRecord> records) => records.Add(new TouchedRecord('a', Tenant, Row.Id));
}

/// <summary>Writes of approval requests.</summary>
internal sealed class ApprovalGroup : WriteGroup<ApprovalUnit>
{
    internal override NpgsqlBatchCommand ToCommand(PostgreSqlDatabase database)
    {
        var (tenants, ids, items, entries) = (new List<string?>(), new List<string?>(), new List<string?>(), new List<string?>());
        var (writes, expected, pending, cancels) = (new List<Guid>(), new List<long>(), new List<bool>(), new List<bool>());
        var (bodies, itemBodies, entryAt, messages) = (new List<byte[]?>(), new List<byte[]?>(), new List<int>(), new MessageColumns());
        foreach (var unit in Units)
        {
            tenants.Add(unit.Tenant);
            ids.Add(unit.Row.Id);
            writes.Add(unit.Write);
            expected.Add(unit.ExpectedRevision);
            pending.Add(unit.Row.IsPending);
            bodies.Add(unit.Row.Body);
            items.Add(unit.ItemId);
            cancels.Add(unit.ItemCancels);
            itemBodies.Add(unit.ItemBody);
            foreach (var entry in unit.Row.Approvers)
            {
                entryAt.Add(ids.Count);
                entries.Add(entry);
            }

            messages.Add(ids.Count, unit.Messages);
        }

        var command = Call(database, "commit_approvals", 17).Add(database.Now)
            .Add(tenants).Add(ids).Add(writes).Add(expected).Add(pending).Add(bodies).Add(items).Add(cancels).Add(itemBodies).Add(entryAt).Add(entries);
        messages.AddTo(command);
        return command;
    }

    private protected override void Read(ApprovalUnit unit, NpgsqlDataReader row) => unit.Result = new CommitResult((CommitStatus)row.GetInt16(0));
}
