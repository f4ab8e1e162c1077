using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>One event commit.</summary>
internal sealed class EventUnit(EventCommit commit, CancellationToken cancellationToken) : WriteUnit<CommitResult>(cancellationToken)
{
    internal EventCommit Commit => commit;

    internal string Tenant { get; } = StoredText.Id(commit.Tenant.Value);

    internal string Id { get; } = StoredText.Id(commit.EventId);

    internal byte[] Body { get; } = StoredFormat.Write(new StoredEvent
    {
        Event = commit.Event,
        EventId = commit.EventId,
        Revision = 0, // the column's counts
        AcceptedAt = commit.AcceptedAt,
        Stage = commit.Stage,
        Patch = commit.Patch,
        Verdicts = commit.Verdicts,
        Actions = commit.Actions,
        Plan = commit.Plan,
    });

    internal ImmutableArray<byte[]> Log { get; } = [.. commit.Log.Select(StoredFormat.Write)];

    internal ImmutableArray<MessageRow> Messages { get; } = MessageRow.Of(commit.Messages);

    internal override int? GroupPlace => 2;

    internal override WorkKinds Wakes => WorkKinds.Events | (Messages.IsEmpty ? WorkKinds.None : WorkKinds.Messages);

    internal override WorkKinds WakesOthers =>
        (commit.KeepLeaseFor is null && commit.Stage is not EventStage.Finished ? WorkKinds.Events : WorkKinds.None) | (Messages.IsEmpty ? WorkKinds.None : WorkKinds.Messages);

    internal override WriteGroup NewGroup() => new EventGroup();

    internal override void Touch(List<TouchedRecord> records)
    {
        records.Add(new TouchedRecord('e', Tenant, Id));
        foreach (var key in commit.Once)
        {
            records.Add(new TouchedRecord('o', Tenant, StoredText.Key(key.Scope), StoredText.Key(key.Key)));
        }
    }
}

/// <summary>Event commits.</summary>
internal sealed class EventGroup : WriteGroup<EventUnit>
{
    internal override NpgsqlBatchCommand ToCommand(PostgreSqlDatabase database)
    {
        Units.Sort(static (left, right) => string.CompareOrdinal(left.Tenant, right.Tenant) is not 0 and var order ? order : string.CompareOrdinal(left.Id, right.Id));
        var command = Call(database, "commit_events", 26).Add(database.Now);
        AddCommits(command);
        AddOnceKeys(command);
        AddLog(command);
        var messages = new MessageColumns();
        for (var at = 0; at < Units.Count; at++)
        {
            messages.Add(at + 1, Units[at].Messages);
        }

        messages.AddTo(command);
        return command;
    }

    private protected override void Read(EventUnit unit, NpgsqlDataReader row) =>
        unit.Result = new CommitResult((CommitStatus)row.GetInt16(0), row.IsDBNull(1) ? null : StoredText.Read(row.GetString(1)));

    private void AddCommits(NpgsqlBatchCommand command)
    {
        var (tenants, ids, types, conversations) = (new List<string?>(), new List<string?>(), new List<string?>(), new List<string?>());
        var (commits, expected, acceptedAt, leases) = (new List<Guid>(), new List<long>(), new List<long>(), new List<long?>());
        var (finished, bodies) = (new List<bool>(), new List<byte[]?>());
        foreach (var unit in Units)
        {
            var commit = unit.Commit;
            tenants.Add(unit.Tenant);
            ids.Add(unit.Id);
            commits.Add(commit.CommitId);
            expected.Add(commit.ExpectedRevision);
            finished.Add(commit.Stage is EventStage.Finished);
            leases.Add(commit.KeepLeaseFor is null ? null : commit.Lease.Ticks);
            acceptedAt.Add(commit.AcceptedAt.UtcTicks);
            types.Add(StoredText.Key(commit.Event.Type));
            conversations.Add(StoredText.KeyOrNull(commit.Event.ConversationId));
            bodies.Add(unit.Body);
        }

        command.Add(tenants).Add(ids).Add(commits).Add(expected).Add(finished).Add(leases).Add(acceptedAt).Add(types).Add(conversations).Add(bodies);
    }

    private void AddOnceKeys(NpgsqlBatchCommand command)
    {
        var (places, scopes, names, until) = (new List<int>(), new List<string?>(), new List<string?>(), new List<long?>());
        for (var at = 0; at < Units.Count; at++)
        {
            foreach (var key in Units[at].Commit.Once)
            {
                places.Add(at + 1);
                scopes.Add(StoredText.Key(key.Scope));
                names.Add(StoredText.Key(key.Key));
                until.Add(Ticks.Of(key.Until));
            }
        }

        command.Add(places).Add(scopes).Add(names).Add(until);
    }

    private void AddLog(NpgsqlBatchCommand command)
    {
        var (places, ids, rules, matches) = (new List<int>(), new List<string?>(), new List<string?>(), new List<bool>());
        var (executedAt, bodies) = (new List<long>(), new List<byte[]?>());
        for (var at = 0; at < Units.Count; at++)
        {
            for (var entry = 0; entry < Units[at].Log.Length; entry++)
            {
                var log = Units[at].Commit.Log[entry];
                places.Add(at + 1);
                ids.Add(StoredText.Key(log.Id));
                rules.Add(StoredText.Id(log.RuleId));
                matches.Add(log.IsMatch);
                executedAt.Add(log.ExecutedAt.UtcTicks);
                bodies.Add(Units[at].Log[entry]);
            }
        }

        command.Add(places).Add(ids).Add(rules).Add(matches).Add(executedAt).Add(bodies);
    }
}
