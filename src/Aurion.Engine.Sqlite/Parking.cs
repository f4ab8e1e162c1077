using Aurion.Engine.Runs;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Sqlite;

/// <summary>Takes records that their claimer could not read out of the queue: nobody's work, visible, and no other fails for them. The record itself stays as it is.</summary>
internal static class Parking
{
    internal const string Run = "run";
    internal const string Event = "event";
    internal const string Message = "message";

    /// <summary>Parks a record, unless somebody claimed it again in between.</summary>
    /// <param name="database">The database.</param>
    /// <param name="kind">One of the kinds above.</param>
    /// <param name="tenant">The tenant.</param>
    /// <param name="id">The record's id.</param>
    /// <param name="fence">The claim's own number: the revision that it raised, or the attempt.</param>
    /// <param name="error">Why it can't be read.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    internal static async ValueTask ParkAsync(
        SqliteDatabase database, string kind, string tenant, string id, long fence, AurionEngineException error, CancellationToken cancellationToken)
    {
        database.Logger.RecordParked(error, kind, id, tenant);
        await database.Writer.WriteAsync(session => Park(session, kind, tenant, id, fence, error.Message), cancellationToken).ConfigureAwait(false);
    }

    private static bool Park(WriteSession session, string kind, string tenant, string id, long fence, string error)
    {
        var parked = kind switch
        {
            Run => ParkRun(session, tenant, id, fence),
            Event => session.Run("UPDATE aurion_event SET available_at = NULL WHERE tenant = $1 AND id = $2 AND revision = $3", tenant, id, fence),
            _ => session.Run(
                "UPDATE aurion_message SET available_at = NULL, is_dead = 1, is_idle = 1, error = $4 WHERE tenant = $1 AND id = $2 AND attempt = $3", tenant, id, fence, error),
        };
        if (parked == 0)
        {
            return false;
        }

        session.Run(
            "INSERT INTO aurion_unreadable (tenant, kind, id, found_at, error) VALUES ($1, $2, $3, $4, $5) " +
            "ON CONFLICT DO UPDATE SET found_at = excluded.found_at, error = excluded.error",
            tenant, kind, id, session.Now.UtcTicks, error);
        return true;
    }

    private static int ParkRun(WriteSession session, string tenant, string id, long fence)
    {
        var parked = session.Run(
            "UPDATE aurion_run_queue SET due_at = NULL, woken_at = NULL, lease_worker = NULL, lease_until = NULL, available_at = NULL " +
            "WHERE revision = $3 AND key = (SELECT key FROM aurion_run WHERE tenant = $1 AND run = $2)",
            tenant, id, fence);
        if (parked > 0)
        {
            session.Run("UPDATE aurion_run SET status = $3 WHERE tenant = $1 AND run = $2", tenant, id, (int)RunStatus.Failed);
        }

        return parked;
    }
}
