using System.Collections.Immutable;
using System.Text;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Dapper;

namespace Aurion.Engine.Sqlite;

internal sealed class SqliteRunReader(SqliteDatabase database) : IRunReader
{
    private const string Select =
        "SELECT r.tenant AS Tenant, r.run AS Run, r.workflow AS Workflow, r.status AS Status, r.started_at AS StartedAt, r.head AS Head, u.error AS Error " +
        "FROM aurion_run r LEFT JOIN aurion_unreadable u ON u.tenant = r.tenant AND u.kind = 'run' AND u.id = r.run WHERE r.tenant = @tenant";

    public ValueTask<RunHead?> FindAsync(TenantId tenant, RunId run, CancellationToken cancellationToken)
    {
        var row = database.Read(
            connection => connection.QuerySingleOrDefault<HeadRow>($"{Select} AND r.run = @run", new { tenant = tenant.Value, run = run.Value }), cancellationToken);
        return new(row?.ToHead());
    }

    public ValueTask<ImmutableArray<RunHead>> ListAsync(TenantId tenant, RunFilter filter, Page page, CancellationToken cancellationToken)
    {
        var sql = new StringBuilder(Select);
        sql.Append(page.After is null ? "" : " AND r.run < @after");
        sql.Append(filter.WorkflowId is null ? "" : " AND r.workflow = @workflow");
        sql.Append(filter.Status is null ? "" : " AND r.status = @status");
        sql.Append(filter.ConversationId is null ? "" : " AND r.conversation = @conversation");
        sql.Append(filter.StartedFrom is null ? "" : " AND r.started_at >= @from");
        sql.Append(filter.StartedBefore is null ? "" : " AND r.started_at < @before");
        sql.Append(" ORDER BY r.run DESC LIMIT @limit");
        var heads = database.Read(
            connection => connection.Query<HeadRow>(sql.ToString(), new
            {
                tenant = tenant.Value,
                after = page.After,
                workflow = filter.WorkflowId,
                status = (int?)filter.Status,
                conversation = filter.ConversationId,
                from = Ticks.Of(filter.StartedFrom),
                before = Ticks.Of(filter.StartedBefore),
                limit = page.Limit,
            }).AsList(),
            cancellationToken);
        return new([.. heads.Select(static head => head.ToHead())]);
    }

    public ValueTask<ImmutableArray<StepRow>> ListStepsAsync(TenantId tenant, RunId run, Page page, CancellationToken cancellationToken)
    {
        var records = database.Read(
            connection => connection.Query<byte[]>(
                "SELECT e.body FROM aurion_run r JOIN aurion_run_record e ON e.run_key = r.key WHERE r.tenant = @tenant AND r.run = @run ORDER BY e.step",
                new { tenant = tenant.Value, run = run.Value }).AsList(),
            cancellationToken);
        return new(StepProjection.Part(StepProjection.Fold(records.Select(static body => StoredFormat.Read<RunRecord>(body))), page.After, page.Limit));
    }

    public ValueTask<RunCounts> CountAsync(TenantId tenant, DateTimeOffset since, CancellationToken cancellationToken)
    {
        int[] active = [.. Enum.GetValues<RunStatus>().Where(static status => status is not (RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled)).Cast<int>()];
        return new(database.Read(
            connection => new RunCounts(
                connection.ExecuteScalar<long>("SELECT count(*) FROM aurion_run WHERE tenant = @tenant AND status IN @active", new { tenant = tenant.Value, active }),
                connection.ExecuteScalar<long>("SELECT count(*) FROM aurion_run WHERE tenant = @tenant AND started_at >= @since", new { tenant = tenant.Value, since = since.UtcTicks })),
            cancellationToken));
    }

    public ValueTask<ImmutableDictionary<string, WorkflowCounter>> CountByWorkflowAsync(TenantId tenant, CancellationToken cancellationToken) =>
        new(database.Read(
            connection => connection.Query<(string Workflow, long Count, long LastAt)>(
                "SELECT workflow, count, last_at FROM aurion_workflow_counter WHERE tenant = @tenant", new { tenant = tenant.Value })
                .ToImmutableDictionary(static row => row.Workflow, static row => new WorkflowCounter(row.Count, Ticks.ToTime(row.LastAt)), StringComparer.Ordinal),
            cancellationToken));
}
