using Aurion.Engine.Storage;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>Run commits as a command takes them: by columns, one element for each commit, and one for each part with the commit's place.</summary>
internal sealed class RunColumns
{
    private readonly List<string?> _tenants = [], _runs = [], _workflows = [], _conversations = [], _workers = [];
    private readonly List<Guid> _commits = [];
    private readonly List<long> _startedAt = [], _firstSteps = [];
    private readonly List<long?> _due = [], _leases = [];
    private readonly List<short> _statuses = [];
    private readonly List<int> _formats = [], _steps = [];
    private readonly List<bool> _over = [];
    private readonly List<byte[]?> _heads = [], _markings = [];

    private readonly List<int> _recordAt = [], _valueAt = [], _subscriptionAt = [], _approvalAt = [], _approverAt = [];
    private readonly List<long> _recordSteps = [];
    private readonly List<byte[]?> _recordBodies = [], _valueBodies = [], _approvalBodies = [];
    private readonly List<string?> _valueNames = [], _subscriptionTypes = [], _correlations = [], _approvalIds = [], _approverIds = [], _approverEntries = [];
    private readonly List<bool> _approvalPending = [];
    private readonly List<short> _approvalStatuses = [];
    private readonly List<long?> _approvalDecided = [];
    private readonly MessageColumns _messages = new();

    /// <summary>The number of parameters that <see cref="AddCommitsTo"/> adds: without tenants, runs and commit ids.</summary>
    internal const int PartParameters = 23;

    internal void Add(int at, RunRows rows)
    {
        var (commit, head) = (rows.Commit, rows.Commit.Head);
        _tenants.Add(rows.Tenant);
        _runs.Add(rows.Run);
        _commits.Add(commit.CommitId);
        _workflows.Add(rows.Workflow);
        _statuses.Add((short)head.Status);
        _conversations.Add(rows.Conversation);
        _startedAt.Add(head.StartedAt.UtcTicks);
        _formats.Add(head.Format);
        _due.Add(rows.DueAt);
        _over.Add(rows.IsOver);
        _workers.Add(commit.KeepLeaseFor is null ? null : StoredText.Id(commit.KeepLeaseFor));
        _leases.Add(rows.Lease);
        _firstSteps.Add(commit.Records.IsEmpty ? 0 : commit.Records[0].Step);
        _steps.Add(commit.Records.Length);
        _heads.Add(rows.Head);
        _markings.Add(rows.Marking);
        AddParts(at, rows);
    }

    internal void AddIdentityTo(NpgsqlBatchCommand command) => command.Add(_tenants).Add(_runs).Add(_commits);

    internal void AddCommitsTo(NpgsqlBatchCommand command) => command
        .Add(_workflows).Add(_statuses).Add(_conversations).Add(_startedAt).Add(_formats).Add(_due).Add(_over).Add(_workers).Add(_leases)
        .Add(_firstSteps).Add(_steps).Add(_heads).Add(_markings);

    internal void AddPartsTo(NpgsqlBatchCommand command)
    {
        command.Add(_recordAt).Add(_recordSteps).Add(_recordBodies)
            .Add(_valueAt).Add(_valueNames).Add(_valueBodies)
            .Add(_subscriptionAt).Add(_subscriptionTypes).Add(_correlations)
            .Add(_approvalAt).Add(_approvalIds).Add(_approvalPending).Add(_approvalStatuses).Add(_approvalDecided).Add(_approvalBodies)
            .Add(_approverAt).Add(_approverIds).Add(_approverEntries);
        _messages.AddTo(command);
    }

    private void AddParts(int at, RunRows rows)
    {
        for (var index = 0; index < rows.Records.Length; index++)
        {
            _recordAt.Add(at);
            _recordSteps.Add(rows.Commit.Records[index].Step);
            _recordBodies.Add(rows.Records[index]);
        }

        foreach (var value in rows.Commit.Values)
        {
            _valueAt.Add(at);
            _valueNames.Add(StoredText.Key(value.Name));
            _valueBodies.Add(value.Value.Utf8.ToArray());
        }

        foreach (var subscription in rows.Commit.Subscriptions)
        {
            _subscriptionAt.Add(at);
            _subscriptionTypes.Add(StoredText.Key(subscription.EventType));
            _correlations.Add(StoredText.Key(subscription.Correlation));
        }

        foreach (var approval in rows.Approvals)
        {
            AddApproval(at, approval);
        }

        _messages.Add(at, rows.Messages);
    }

    private void AddApproval(int at, ApprovalRow approval)
    {
        _approvalAt.Add(at);
        _approvalIds.Add(approval.Id);
        _approvalPending.Add(approval.IsPending);
        _approvalStatuses.Add(approval.Status);
        _approvalDecided.Add(approval.DecidedAt);
        _approvalBodies.Add(approval.Body);
        foreach (var entry in approval.Approvers)
        {
            _approverAt.Add(at);
            _approverIds.Add(approval.Id);
            _approverEntries.Add(entry);
        }
    }
}

/// <summary>What run groups have in common: their answers.</summary>
internal abstract class RunGroup : WriteGroup<RunUnit>
{
    /// <summary>The answer to records that do not continue the run's.</summary>
    private const short WrongSteps = 9;

    /// <summary>Orders the units so that two nodes lock the same runs in the same order.</summary>
    private protected RunColumns Columns()
    {
        Units.Sort(static (left, right) =>
            string.CompareOrdinal(left.Rows.Tenant, right.Rows.Tenant) is not 0 and var order ? order : string.CompareOrdinal(left.Rows.Run, right.Rows.Run));
        var columns = new RunColumns();
        for (var at = 0; at < Units.Count; at++)
        {
            columns.Add(at + 1, Units[at].Rows);
        }

        return columns;
    }

    private protected sealed override void Read(RunUnit unit, NpgsqlDataReader row)
    {
        var status = row.GetInt16(0);
        var holder = row.IsDBNull(1) ? null : row.GetString(1);
        if (status == WrongSteps)
        {
            var commit = unit.Rows.Commit;
            unit.Refuse(new ArgumentException($"Run {commit.Run} has {holder} records, so the next is not {commit.Records[0].Step}."));
            return;
        }

        unit.Result = new CommitResult((CommitStatus)status, holder is null ? null : StoredText.Read(holder));
    }
}

/// <summary>Starts of runs.</summary>
internal sealed class RunStartGroup : RunGroup
{
    internal override NpgsqlBatchCommand ToCommand(PostgreSqlDatabase database)
    {
        var columns = Columns();
        var (scopes, names, until) = (new List<string?>(), new List<string?>(), new List<long?>());
        foreach (var unit in Units)
        {
            var key = unit.Rows.Commit.StartKey;
            scopes.Add(key is { } scope ? StoredText.Key(scope.Scope) : null);
            names.Add(key is { } name ? StoredText.Key(name.Key) : null);
            until.Add(Ticks.Of(key?.Until));
        }

        var command = Call(database, "start_runs", 20 + RunColumns.PartParameters).Add(database.Now);
        columns.AddIdentityTo(command);
        columns.AddCommitsTo(command);
        command.Add(scopes).Add(names).Add(until);
        columns.AddPartsTo(command);
        return command;
    }
}

/// <summary>Commits to runs that are there.</summary>
internal sealed class RunProgressGroup : RunGroup
{
    internal override NpgsqlBatchCommand ToCommand(PostgreSqlDatabase database)
    {
        var columns = Columns();
        var expected = new List<long>();
        var (first, last, ids) = (new List<int>(), new List<int>(), new List<string?>());
        foreach (var unit in Units)
        {
            var commit = unit.Rows.Commit;
            expected.Add(commit.ExpectedRevision);
            first.Add(ids.Count + 1);
            ids.AddRange(commit.Consumed.Select(StoredText.Id));
            last.Add(ids.Count);
        }

        var command = Call(database, "progress_runs", 21 + RunColumns.PartParameters).Add(database.Now);
        columns.AddIdentityTo(command);
        command.Add(expected);
        columns.AddCommitsTo(command);
        command.Add(first).Add(last).Add(ids);
        columns.AddPartsTo(command);
        return command;
    }
}
