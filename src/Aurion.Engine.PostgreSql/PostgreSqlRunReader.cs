using System.Collections.Immutable;
using System.Text;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.PostgreSql;

internal sealed class PostgreSqlRunReader(PostgreSqlDatabase database) : IRunReader
{
    private static readonly short[] Active =
        [.. Enum.GetValues<RunStatus>().Where(static status => status is not (RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled)).Select(static status => (short)status)];

    private const string Select =
        "SELECT r.tenant AS Tenant, r.run AS Run, r.workflow AS Workflow, q.status AS Status, r.started_at AS StartedAt, r.head AS Head, u.error AS Error " +
        "FROM aurion.run r JOIN aurion.run_queue q ON q.key = r.key LEFT JOIN aurion.unreadable u ON u.tenant = r.tenant AND u.kind = 'run' AND u.id = r.run WHERE ";

    public async ValueTask<RunHead?> FindAsync(TenantId tenant, RunId run, CancellationToken cancellationToken)
    {
        var row = await database.QueryFirstAsync<HeadRow>(
            $"{Select}r.tenant = @tenant AND r.run = @run", new { tenant = StoredText.Id(tenant.Value), run = StoredText.Id(run.Value) }, cancellationToken).ConfigureAwait(false);
        return row?.ToHead();
    }

    public async ValueTask<ImmutableArray<RunHead>> ListAsync(TenantId tenant, RunFilter filter, Page page, CancellationToken cancellationToken)
    {
        // The status stands in the small row; completed runs, which are most, are found by looking through all.
        var byStatus = filter.Status is not (null or RunStatus.Completed);
        var sql = new StringBuilder(Select);
        sql.Append(filter.Status is null ? "" : "q.status = @status AND ");
        sql.Append(byStatus ? "q.status <> 4 AND q.tenant = @tenant" : "r.tenant = @tenant");
        sql.Append(page.After is null ? "" : byStatus ? " AND q.run < @after" : " AND r.run < @after");
        sql.Append(filter.WorkflowId is null ? "" : " AND r.workflow = @workflow");
        sql.Append(filter.ConversationId is null ? "" : " AND r.conversation = @conversation");
        sql.Append(filter.StartedFrom is null ? "" : " AND r.started_at >= @from");
        sql.Append(filter.StartedBefore is null ? "" : " AND r.started_at < @before");
        sql.Append(byStatus ? " ORDER BY q.run DESC LIMIT @limit" : " ORDER BY r.run DESC LIMIT @limit");
        var heads = await database.QueryAsync<HeadRow>(
            sql.ToString(),
            new
            {
                tenant = StoredText.Id(tenant.Value),
                after = page.After is null ? null : StoredText.Of(page.After),
                workflow = StoredText.KeyOrNull(filter.WorkflowId),
                status = (short?)filter.Status,
                conversation = StoredText.KeyOrNull(filter.ConversationId),
                from = Ticks.Of(filter.StartedFrom),
                before = Ticks.Of(filter.StartedBefore),
                limit = page.Limit,
            },
            cancellationToken).ConfigureAwait(false);
        return [.. heads.Select(static head => head.ToHead())];
    }

    public async ValueTask<ImmutableArray<StepRow>> ListStepsAsync(TenantId tenant, RunId run, Page page, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<RecordRow>(
            "SELECT e.step AS Step, e.bodies AS Bodies FROM aurion.run r JOIN aurion.run_record e ON e.run_key = r.key WHERE r.tenant = @tenant AND r.run = @run ORDER BY e.step",
            new { tenant = StoredText.Id(tenant.Value), run = StoredText.Id(run.Value) },
            cancellationToken).ConfigureAwait(false);
        return StepProjection.Part(StepProjection.Fold(rows.SelectMany(static row => row.From(0))), page.After, page.Limit);
    }

    public async ValueTask<RunCounts> CountAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var counts = await database.QueryAsync<(long Active, long Started)>(
            "SELECT (SELECT count(*) FROM aurion.run_queue WHERE tenant = @tenant AND status = ANY (@active) AND status <> 4), " +
            "(SELECT count(*) FROM aurion.run WHERE tenant = @tenant AND started_at >= @since)",
            new { tenant = StoredText.Id(tenant.Value), active = Active, since = since.UtcTicks },
            cancellationToken).ConfigureAwait(false);
        return new RunCounts(counts[0].Active, counts[0].Started);
    }

    public async ValueTask<ImmutableDictionary<string, WorkflowCounter>> CountByWorkflowAsync(TenantId tenant, CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<(string Workflow, long Count, long LastAt)>(
            "SELECT workflow, sum(count)::bigint, max(last_at) FROM aurion.workflow_counter WHERE tenant = @tenant GROUP BY workflow",
            new { tenant = StoredText.Id(tenant.Value) },
            cancellationToken).ConfigureAwait(false);
        return rows.ToImmutableDictionary(
            static row => StoredText.Read(row.Workflow), static row => new WorkflowCounter(row.Count, Ticks.ToTime(row.LastAt)), StringComparer.Ordinal);
    }
}
