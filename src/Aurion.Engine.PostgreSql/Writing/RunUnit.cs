using Aurion.Engine.Storage;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>One run commit.</summary>
internal sealed class RunUnit(RunRows rows, CancellationToken cancellationToken) : WriteUnit<CommitResult>(cancellationToken)
{
    internal RunRows Rows => rows;

    internal bool IsStart => rows.Commit.ExpectedRevision == 0;

    internal override int? GroupPlace => IsStart ? 0 : 1;

    internal override WorkKinds Wakes => WorkKinds.Runs | WakesMessages;

    // A run that its worker keeps is nobody else's work.
    internal override WorkKinds WakesOthers => (rows.Commit.KeepLeaseFor is null && rows.DueAt is not null ? WorkKinds.Runs : WorkKinds.None) | WakesMessages;

    private WorkKinds WakesMessages => rows.Messages.IsEmpty ? WorkKinds.None : WorkKinds.Messages;

    internal override WriteGroup NewGroup() => IsStart ? new RunStartGroup() : new RunProgressGroup();

    internal override void Touch(List<TouchedRecord> records)
    {
        records.Add(new TouchedRecord('r', rows.Tenant, rows.Run));
        if (IsStart && rows.Commit.StartKey is { } key)
        {
            records.Add(new TouchedRecord('o', rows.Tenant, StoredText.Key(key.Scope), StoredText.Key(key.Key)));
        }

        foreach (var approval in rows.Approvals)
        {
            records.Add(new TouchedRecord('a', rows.Tenant, approval.Id));
        }
    }
}
