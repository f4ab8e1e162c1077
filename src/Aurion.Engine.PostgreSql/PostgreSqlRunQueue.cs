using System.Collections.Immutable;
using Aurion.Engine.PostgreSql.Writing;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Npgsql;

namespace Aurion.Engine.PostgreSql;

internal sealed class PostgreSqlRunQueue(PostgreSqlDatabase database) : IRunQueue
{
    public async ValueTask<RunClaims> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var unit = new ClaimUnit<(long Now, RunRow? Run)>(
            place => new NpgsqlBatchCommand(place.Sql("SELECT * FROM aurion.claim_runs($1,$2,$3,$4,$5,$6)"))
                .Add(place.Now).Add(StoredText.Id(request.Worker)).Add(request.Limit).Add((long?)request.Lease.Ticks).Add(request.MaxPerTenant).Add(request.MaxFormat),
            RunRow.OfClaim,
            WorkKinds.None,
            cancellationToken);
        var rows = await database.Writer.WriteAsync(unit, cancellationToken).ConfigureAwait(false);
        var runs = ImmutableArray.CreateBuilder<StoredRun>(rows.Count);
        foreach (var (_, row) in rows)
        {
            try
            {
                if (row is not null)
                {
                    runs.Add(row.ToStored());
                }
            }
            catch (AurionEngineException exception)
            {
                await database.ParkAsync("run", row!.Tenant, row.Run, row.Revision, exception, cancellationToken).ConfigureAwait(false);
            }
        }

        return new RunClaims(Ticks.ToTime(rows[0].Now), runs.DrainToImmutable());
    }

    public async ValueTask<ImmutableArray<LeaseState>> RenewAsync(string worker, ImmutableArray<RunId> runs, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (runs.IsDefaultOrEmpty)
        {
            return [];
        }

        List<string?> ids = [.. runs.Select(static run => StoredText.Id(run.Value))];
        var unit = new ClaimUnit<LeaseState>(
            place => new NpgsqlBatchCommand(place.Sql("SELECT * FROM aurion.renew_runs($1,$2,$3,$4)")).Add(place.Now).Add(StoredText.Id(worker)).Add(ids).Add((long?)lease.Ticks),
            static row => (LeaseState)row.GetInt16(0),
            WorkKinds.None,
            cancellationToken);
        return [.. await database.Writer.WriteAsync(unit, cancellationToken).ConfigureAwait(false)];
    }

    public async ValueTask ReleaseAsync(string worker, ImmutableArray<RunId> runs, CancellationToken cancellationToken)
    {
        if (runs.IsDefaultOrEmpty)
        {
            return;
        }

        List<string?> ids = [.. runs.Select(static run => StoredText.Id(run.Value))];
        var unit = new ClaimUnit<bool>(
            place => new NpgsqlBatchCommand(place.Sql("SELECT * FROM aurion.release_runs($1,$2)")).Add(StoredText.Id(worker)).Add(ids),
            static _ => true,
            WorkKinds.Runs,
            cancellationToken);
        await database.Writer.WriteAsync(unit, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => database.Signals.WaitAsync(WorkKinds.Runs, "run_queue", atMost, cancellationToken);
}
