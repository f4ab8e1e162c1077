using Aurion.Engine.Storage;
using Npgsql;

namespace Aurion.Engine.PostgreSql;

/// <summary>An event as its row holds it.</summary>
internal sealed class EventRow
{
    public long Revision { get; init; }

    public int Claims { get; init; }

    public byte[] Body { get; init; } = [];

    public string Tenant { get; init; } = string.Empty;

    public string Id { get; init; } = string.Empty;

    /// <summary>Reads a row of <c>claim_events</c>.</summary>
    internal static EventRow OfClaim(NpgsqlDataReader row) => new()
    {
        Revision = row.GetInt64(0),
        Claims = row.GetInt32(1),
        Body = row.GetFieldValue<byte[]>(2),
        Tenant = row.GetString(3),
        Id = row.GetString(4),
    };

    internal StoredEvent ToStored() => StoredFormat.Read<StoredEvent>(Body) with { Revision = Revision, Claims = Claims };
}
