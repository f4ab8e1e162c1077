using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Npgsql;

namespace Aurion.Engine.PostgreSql;

/// <summary>A run as its rows hold it; read into plain data outside the transaction.</summary>
internal sealed class RunRow
{
    public byte[] Head { get; init; } = [];

    public byte[] Marking { get; init; } = [];

    public long Revision { get; init; }

    public long Steps { get; init; }

    public int Claims { get; init; }

    public string Tenant { get; init; } = string.Empty;

    public string Run { get; init; } = string.Empty;

    public string[]? InboxIds { get; init; }

    public byte[][]? InboxBodies { get; init; }

    /// <summary>Reads a row of <c>claim_runs</c>, which begins with the store's time.</summary>
    internal static (long Now, RunRow? Run) OfClaim(NpgsqlDataReader row) => (row.GetInt64(0), row.IsDBNull(1) ? null : new RunRow
    {
        Head = row.GetFieldValue<byte[]>(1),
        Marking = row.GetFieldValue<byte[]>(2),
        Revision = row.GetInt64(3),
        Steps = row.GetInt64(4),
        Claims = row.GetInt32(5),
        InboxIds = row.IsDBNull(6) ? null : row.GetFieldValue<string[]>(6),
        InboxBodies = row.IsDBNull(7) ? null : row.GetFieldValue<byte[][]>(7),
        Tenant = row.GetString(8),
        Run = row.GetString(9),
    });

    internal StoredRun ToStored() => new()
    {
        Head = StoredFormat.Read<RunHead>(Head),
        Marking = StoredFormat.Read<Marking>(Marking),
        Revision = Revision,
        Steps = Steps,
        Claims = Claims,
        Inbox = InboxIds is null ? [] : [.. InboxIds.Zip(InboxBodies!, static (id, body) => new InboxItem(StoredText.Read(id), StoredFormat.Read<RunInput>(body)))],
    };
}

/// <summary>The records of one commit.</summary>
internal sealed class RecordRow
{
    /// <summary>Gets the number of the last.</summary>
    public long Step { get; init; }

    public byte[][] Bodies { get; init; } = [];

    internal IEnumerable<RunRecord> From(long step) => Bodies.Skip((int)Math.Max(0, step - (Step - Bodies.Length + 1))).Select(static body => StoredFormat.Read<RunRecord>(body));
}
