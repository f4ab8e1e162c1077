using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>Sees each commit that a store takes, and what can be told from it alone.</summary>
internal sealed class Watch(VirtualTime time)
{
    private readonly Dictionary<(string Scope, string Key), (string Holder, DateTimeOffset? Until)> _once = [];

    private readonly Dictionary<string, HashSet<RunId>> _atWork = new(StringComparer.Ordinal);

    /// <summary>Gets the first promise that was seen broken; null when none was.</summary>
    public Violation? Found { get; private set; }

    public void See(RunCommit commit, CommitResult result)
    {
        if (result.Status is not CommitStatus.Committed)
        {
            return;
        }

        var now = time.GetUtcNow();
        if (commit.Records.FirstOrDefault(record => record.Input.At > now) is { } early)
        {
            Found ??= new Violation(Fault.Early, $"{commit.Run} records {early.Input.GetType().Name} at {early.Input.At:O}, and it is {now:O}");
        }

        if (commit.Marking.Admission is { Group: { } group })
        {
            Count(commit, group);
        }

        if (commit.StartKey is { } key)
        {
            Take(key, commit.Run.Value, now);
        }
    }

    public void See(EventCommit commit, CommitResult result)
    {
        if (result.Status is CommitStatus.Committed)
        {
            foreach (var key in commit.Once)
            {
                Take(key, commit.EventId, time.GetUtcNow());
            }
        }
    }

    private void Count(RunCommit commit, ConcurrencyGroup group)
    {
        if (!_atWork.TryGetValue(group.Id, out var runs))
        {
            _atWork[group.Id] = runs = [];
        }

        foreach (var happened in commit.Records.SelectMany(static record => record.Events))
        {
            _ = happened switch
            {
                RunEvent.RunAdmitted => runs.Add(commit.Run),
                RunEvent.RunEnded => runs.Remove(commit.Run),
                _ => false,
            };
            if (runs.Count > group.Limit)
            {
                Found ??= new Violation(Fault.Concurrency, $"{string.Join(", ", runs)} are at work with one key, and {group.Limit} may be");
            }
        }
    }

    private void Take(OnceKey key, string holder, DateTimeOffset now)
    {
        if (_once.TryGetValue((key.Scope, key.Key), out var held) && held.Holder != holder && (held.Until is null || held.Until > now))
        {
            Found ??= new Violation(Fault.Once, $"{key.Scope} {key.Key} is held by {held.Holder} and taken by {holder}");
        }

        _once[(key.Scope, key.Key)] = (holder, key.Until);
    }
}
