using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage.Memory;

/// <summary>What all stores of one <see cref="MemoryStores"/> share.</summary>
/// <remarks>Locks are taken in the order: run or event, once-keys, everything else; none of the last kind within another.</remarks>
internal sealed class MemoryData(TimeProvider time)
{
    internal TimeProvider Time { get; } = time;

    internal DateTimeOffset Now => Time.GetUtcNow();

    internal OnceTable Once { get; } = new();

    internal MessageTable Messages { get; } = new();

    internal RunTable Runs { get; } = new();

    internal ApprovalTable Approvals { get; } = new();

    internal EventTable Events { get; } = new();

    internal DocumentTable Documents { get; } = new();

    internal DecisionTable Decisions { get; } = new();

    /// <summary>Puts a message into a run's inbox and makes the run due; false when its id is known.</summary>
    internal bool Put(RunEntry entry, InboxItem item)
    {
        long available;
        lock (entry.Gate)
        {
            if (!entry.Put(item, Now))
            {
                return false;
            }

            available = entry.AvailableAt;
        }

        Runs.Queue.Schedule(entry.Tenant, entry, available);
        return true;
    }

    internal List<RunRecord> ReadRecords(TenantId tenant, RunId run, long fromStep)
    {
        if (Runs.Find(tenant, run) is not { } entry)
        {
            return [];
        }

        lock (entry.Gate)
        {
            return entry.ReadRecords(fromStep);
        }
    }
}
