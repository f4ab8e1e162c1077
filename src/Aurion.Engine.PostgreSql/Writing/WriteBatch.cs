using Npgsql;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>Units that are written by one transaction, in one round trip: no two of them touch the same record.</summary>
internal sealed class WriteBatch
{
    private readonly List<WriteUnit> _units = [];
    private readonly SortedDictionary<int, WriteGroup> _groups = [];
    private readonly List<WriteGroup> _alone = [];
    private readonly HashSet<TouchedRecord> _touched = [];
    private readonly List<TouchedRecord> _records = [];

    internal int Count => _units.Count;

    internal IReadOnlyList<WriteUnit> Units => _units;

    /// <summary>Takes a unit; false when it touches what another one touches, and must wait for the next batch.</summary>
    internal bool TryAdd(WriteUnit unit)
    {
        _records.Clear();
        unit.Touch(_records);
        foreach (var record in _records)
        {
            if (_touched.Contains(record))
            {
                return false;
            }
        }

        _touched.UnionWith(_records);
        _units.Add(unit);
        if (unit.GroupPlace is not { } place)
        {
            var alone = unit.NewGroup();
            alone.Add(unit);
            _alone.Add(alone);
            return true;
        }

        if (!_groups.TryGetValue(place, out var group))
        {
            _groups[place] = group = unit.NewGroup();
        }

        group.Add(unit);
        return true;
    }

    /// <summary>Writes everything: as a transaction of its own, or within the one given.</summary>
    internal async Task ExecuteAsync(PostgreSqlDatabase database, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        var batch = new NpgsqlBatch(connection, transaction);
        await using (batch.ConfigureAwait(false))
        {
            WriteGroup[] groups = [.. _groups.Values, .. _alone];
            foreach (var group in groups)
            {
                batch.BatchCommands.Add(group.ToCommand(database));
            }

            var reader = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                foreach (var group in groups)
                {
                    await group.ReadAsync(reader, cancellationToken).ConfigureAwait(false);
                    await reader.NextResultAsync(cancellationToken).ConfigureAwait(false); // after the last one: the transaction stands
                }
            }
        }
    }

    internal void Succeed(PostgreSqlDatabase database)
    {
        var (wakes, others) = (WorkKinds.None, WorkKinds.None);
        foreach (var unit in _units)
        {
            wakes |= unit.Wakes;
            others |= unit.WakesOthers;
        }

        database.Signals.Set(wakes);
        _units.ForEach(static unit => unit.Succeed());
        database.Signals.Announce(others);
    }

    internal void Fail(Exception exception)
    {
        var failure = exception is NpgsqlException or IOException or TimeoutException ? PostgreSqlDatabase.Broken(exception) : exception;
        _units.ForEach(unit => unit.Fail(failure));
    }
}
