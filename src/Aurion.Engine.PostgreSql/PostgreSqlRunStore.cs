using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Aurion.Engine.PostgreSql.Writing;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.PostgreSql;

internal sealed class PostgreSqlRunStore(PostgreSqlDatabase database) : IRunStore
{
    private const int CommitsAtOnce = 100;

    private const string LoadText =
        "SELECT r.head AS Head, r.marking AS Marking, q.revision AS Revision, q.steps AS Steps, q.claims AS Claims, i.ids AS InboxIds, i.bodies AS InboxBodies " +
        "FROM aurion.run r JOIN aurion.run_queue q ON q.key = r.key CROSS JOIN LATERAL (" +
        "SELECT array_agg(x.id ORDER BY x.key) AS ids, array_agg(x.body ORDER BY x.key) AS bodies FROM aurion.run_inbox x WHERE x.run_key = r.key AND x.body IS NOT NULL) i " +
        "WHERE r.tenant = @tenant AND r.run = @run";

    private const string LoadValuesText =
        "SELECT v.name, v.body FROM aurion.run r JOIN aurion.run_value v ON v.run_key = r.key WHERE r.tenant = @tenant AND r.run = @run AND v.name = ANY (@names)";

    private const string ReadText =
        "SELECT e.step AS Step, e.bodies AS Bodies FROM aurion.run r JOIN aurion.run_record e ON e.run_key = r.key " +
        "WHERE r.tenant = @tenant AND r.run = @run AND e.step >= @from ORDER BY e.step LIMIT @limit";

    private const string FindSubscribedText =
        "SELECT r.run FROM aurion.subscription s JOIN aurion.run r ON r.key = s.run_key WHERE s.tenant = @tenant AND s.event_type = @type AND s.correlation = @correlation";

    public async ValueTask<ImmutableArray<CommitResult>> CommitAsync(ImmutableArray<RunCommit> commits, CancellationToken cancellationToken)
    {
        if (commits.IsDefaultOrEmpty)
        {
            return [];
        }

        RunUnit[] units = [.. commits.Select(commit => new RunUnit(new RunRows(commit), cancellationToken))];
        return await database.Writer.WriteAsync<RunUnit, CommitResult>(units, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<SendStatus> SendAsync(TenantId tenant, RunId run, InboxItem item, CancellationToken cancellationToken) =>
        database.Writer.WriteAsync(new InboxUnit(tenant.Value, run.Value, item, cancellationToken), cancellationToken);

    public async ValueTask<StoredRun?> LoadAsync(TenantId tenant, RunId run, CancellationToken cancellationToken)
    {
        var row = await database.QueryFirstAsync<RunRow>(LoadText, new { tenant = StoredText.Id(tenant.Value), run = StoredText.Id(run.Value) }, cancellationToken).ConfigureAwait(false);
        return row?.ToStored();
    }

    public async ValueTask<ImmutableArray<RunValue>> LoadValuesAsync(TenantId tenant, RunId run, ImmutableArray<string> names, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<(string Name, byte[] Body)>(
            LoadValuesText, new { tenant = StoredText.Id(tenant.Value), run = StoredText.Id(run.Value), names = names.Select(StoredText.Key).ToArray() }, cancellationToken).ConfigureAwait(false);
        var found = rows.ToDictionary(static row => row.Name, static row => row.Body, StringComparer.Ordinal);
        return [.. names.Where(name => found.ContainsKey(StoredText.Key(name))).Select(name => new RunValue(name, StrictJson.Parse(found[StoredText.Key(name)])))];
    }

    public async IAsyncEnumerable<RunRecord> ReadAsync(TenantId tenant, RunId run, long fromStep, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var rows = await database.QueryAsync<RecordRow>(
                ReadText, new { tenant = StoredText.Id(tenant.Value), run = StoredText.Id(run.Value), from = fromStep, limit = CommitsAtOnce }, cancellationToken).ConfigureAwait(false);
            foreach (var row in rows)
            {
                foreach (var record in row.From(fromStep))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return record;
                }

                fromStep = row.Step + 1;
            }

            if (rows.Count < CommitsAtOnce)
            {
                yield break;
            }
        }
    }

    public async IAsyncEnumerable<RunId> FindSubscribedAsync(TenantId tenant, Subscription subscription, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync<string>(
            FindSubscribedText,
            new { tenant = StoredText.Id(tenant.Value), type = StoredText.Key(subscription.EventType), correlation = StoredText.Key(subscription.Correlation) },
            cancellationToken).ConfigureAwait(false);
        foreach (var run in found)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new RunId(StoredText.Read(run));
        }
    }
}
