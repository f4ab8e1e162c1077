using System.Collections.Immutable;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Sqlite;

internal sealed class SqliteRunQueue(SqliteDatabase database) : IRunQueue
{
    private static readonly DueRows Due = new("aurion_run_queue", "format <= $9");

    public async ValueTask<RunClaims> ClaimAsync(ClaimRequest request, CancellationToken cancellationToken)
    {
        var (now, raw) = await database.Writer.WriteAsync(session => Claim(session, request), cancellationToken).ConfigureAwait(false);
        var runs = ImmutableArray.CreateBuilder<StoredRun>(raw.Count);
        foreach (var run in raw)
        {
            try
            {
                runs.Add(run.ToStored());
            }
            catch (AurionEngineException exception)
            {
                await Parking.ParkAsync(database, Parking.Run, run.Tenant, run.Run, run.Revision, exception, cancellationToken).ConfigureAwait(false);
            }
        }

        return new RunClaims(now, runs.DrainToImmutable());
    }

    public ValueTask<ImmutableArray<LeaseState>> RenewAsync(string worker, ImmutableArray<RunId> runs, TimeSpan lease, CancellationToken cancellationToken) =>
        database.Writer.WriteAsync<ImmutableArray<LeaseState>>(
            session =>
            {
                var until = (session.Now + lease).UtcTicks;
                return [.. runs.Select(run => Renew(session, worker, run, until))];
            },
            cancellationToken);

    public async ValueTask ReleaseAsync(string worker, ImmutableArray<RunId> runs, CancellationToken cancellationToken) =>
        await database.Writer.WriteAsync(
            session =>
            {
                foreach (var run in runs)
                {
                    foreach (var key in Held(session, worker, run))
                    {
                        session.Run("UPDATE aurion_run_queue SET lease_worker = NULL, lease_until = NULL WHERE key = $1", key);
                        RunWriting.Reschedule(session, key);
                        session.WakesRuns = true;
                    }
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);

    public ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        database.WaitAsync(database.Runs, static connection => Due.Next(connection, Marking.CurrentFormat), atMost, cancellationToken);

    private static (DateTimeOffset Now, List<RawRun> Runs) Claim(WriteSession session, ClaimRequest request)
    {
        var now = session.Now;
        var until = (now + request.Lease).UtcTicks;
        var claimed = new List<RawRun>();
        foreach (var key in Due.Pick(session, now.UtcTicks, request.Limit, request.MaxPerTenant, request.MaxFormat))
        {
            session.Run(
                "UPDATE aurion_run_queue SET lease_worker = $2, lease_until = $3, available_at = $3, claims = claims + 1, revision = revision + 1 WHERE key = $1",
                key, request.Worker, until);
            RawRun run;
            using (var row = session.Read($"SELECT {RawRun.Columns} FROM aurion_run r JOIN aurion_run_queue q ON q.key = r.key WHERE r.key = $1", key))
            {
                row.Read();
                run = RawRun.Of(row);
            }

            using var inbox = session.Read(RawRun.InboxQuery, key);
            run.AddInbox(inbox);
            claimed.Add(run);
        }

        return (now, claimed);
    }

    private static LeaseState Renew(WriteSession session, string worker, RunId run, long until)
    {
        var state = LeaseState.Lost;
        foreach (var key in Held(session, worker, run))
        {
            session.Run("UPDATE aurion_run_queue SET lease_until = $2 WHERE key = $1", key, until);
            RunWriting.Reschedule(session, key);
            var isAsked = session.ReadNumber("SELECT 1 FROM aurion_run_inbox WHERE run_key = $1 AND body IS NOT NULL AND is_cancellation LIMIT 1", key) is not null;
            state = isAsked ? LeaseState.CancelAsked : LeaseState.Held;
        }

        return state;
    }

    /// <summary>Finds what the worker holds under that id: one run, unless two tenants chose the same id.</summary>
    private static List<long> Held(WriteSession session, string worker, RunId run)
    {
        var keys = new List<long>(1);
        using var rows = session.Read("SELECT key FROM aurion_run_queue WHERE run = $1 AND lease_worker = $2", run.Value, worker);
        while (rows.Read())
        {
            keys.Add(rows.GetInt64(0));
        }

        return keys;
    }
}
