using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Dapper;

namespace Aurion.Engine.Sqlite;

internal sealed class SqliteRunStore(SqliteDatabase database) : IRunStore
{
    private const int RecordsAtOnce = 200;

    public ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken)
    {
        if (commits.IsDefaultOrEmpty)
        {
            return new(ImmutableArray<CommitResult>.Empty);
        }

        ImmutableArray<RunRows> rows = [.. commits.Select(static commit => new RunRows(commit))];
        return database.Writer.WriteAsync<ImmutableArray<CommitResult>>(session => [.. rows.Select(each => RunWriting.Commit(session, each))], cancellationToken);
    }

    public ValueTask<SendStatus> SendAsync(TenantId tenant, RunId run, InboxItem item, CancellationToken cancellationToken)
    {
        var body = StoredFormat.Write(item.Input);
        return database.Writer.WriteAsync(
            session => RunWriting.FindKey(session, tenant, run) is not { } key ? SendStatus.NotFound
                : RunWriting.Put(session, key, item.Id, item.Input is RunInput.Cancelled, body) ? SendStatus.Stored
                : SendStatus.AlreadyStored,
            cancellationToken);
    }

    public ValueTask<StoredRun?> LoadAsync(TenantId tenant, RunId run, CancellationToken cancellationToken)
    {
        var raw = database.Read(
            connection =>
            {
                using var query = connection.CreateCommand();
                query.CommandText = $"SELECT {RawRun.Columns}, r.key FROM aurion_run r JOIN aurion_run_queue q ON q.key = r.key WHERE r.tenant = $1 AND r.run = $2";
                query.Parameters.AddWithValue("$1", tenant.Value);
                query.Parameters.AddWithValue("$2", run.Value);
                using var row = query.ExecuteReader();
                if (!row.Read())
                {
                    return null;
                }

                var found = RawRun.Of(row);
                using var inbox = connection.CreateCommand();
                inbox.CommandText = RawRun.InboxQuery;
                inbox.Parameters.AddWithValue("$1", row.GetInt64(7));
                using var items = inbox.ExecuteReader();
                found.AddInbox(items);
                return found;
            },
            cancellationToken);
        return new(raw?.ToStored());
    }

    public ValueTask<ImmutableArray<RunValue>> LoadValuesAsync(TenantId tenant, RunId run, ImmutableArray<string> names, CancellationToken cancellationToken)
    {
        var found = database.Read(
            connection => connection.Query<(string Name, byte[] Body)>(
                "SELECT v.name, v.body FROM aurion_run r JOIN aurion_run_value v ON v.run_key = r.key WHERE r.tenant = @tenant AND r.run = @run AND v.name IN @names",
                new { tenant = tenant.Value, run = run.Value, names = names.ToArray() }).ToDictionary(static row => row.Name, static row => row.Body, StringComparer.Ordinal),
            cancellationToken);
        return new([.. names.Where(found.ContainsKey).Select(name => new RunValue(name, StrictJson.Parse(found[name])))]);
    }

    public async IAsyncEnumerable<RunRecord> ReadAsync(TenantId tenant, RunId run, long fromStep, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        while (true)
        {
            var from = fromStep;
            var bodies = database.Read(
                connection => connection.Query<byte[]>(
                    "SELECT e.body FROM aurion_run r JOIN aurion_run_record e ON e.run_key = r.key WHERE r.tenant = @tenant AND r.run = @run AND e.step >= @from ORDER BY e.step LIMIT @limit",
                    new { tenant = tenant.Value, run = run.Value, from, limit = RecordsAtOnce }).AsList(),
                cancellationToken);
            foreach (var body in bodies)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var record = StoredFormat.Read<RunRecord>(body);
                fromStep = record.Step + 1;
                yield return record;
            }

            if (bodies.Count < RecordsAtOnce)
            {
                yield break;
            }
        }
    }

    public async IAsyncEnumerable<RunId> FindSubscribedAsync(TenantId tenant, Subscription subscription, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await ValueTask.CompletedTask.ConfigureAwait(false);
        var found = database.Read(
            connection => connection.Query<string>(
                "SELECT r.run FROM aurion_subscription s JOIN aurion_run r ON r.key = s.run_key WHERE s.tenant = @tenant AND s.event_type = @type AND s.correlation = @correlation",
                new { tenant = tenant.Value, type = subscription.EventType, correlation = subscription.Correlation }).AsList(),
            cancellationToken);
        foreach (var run in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new RunId(run);
        }
    }
}
