using System.Text;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing.Tests.EtagStore;

/// <summary>One opening: the blobs, a clock, and the wake-ups of this opening.</summary>
internal sealed class EtagData(EtagBlobs blobs, TimeProvider time)
{
    public EtagBlobs Blobs { get; } = blobs;

    public TimeProvider Time { get; } = time;

    public DateTimeOffset Now => Time.GetUtcNow();

    public WorkSignal Signal { get; } = new();

    public static string Key(string kind, TenantId tenant, params ReadOnlySpan<string> parts)
    {
        var key = new StringBuilder(kind).Append('/').Append(Uri.EscapeDataString(tenant.Value));
        foreach (var part in parts)
        {
            key.Append('/').Append(Uri.EscapeDataString(part));
        }

        return key.ToString();
    }

    public static string Prefix(string kind, TenantId tenant) => Key(kind, tenant) + "/";

    public static JsonText Text<T>(T value) => StrictJson.Parse(StoredFormat.Write(value));

    public static T Value<T>(JsonText text) => StoredFormat.Read<T>(text.Utf8.Span);

    /// <summary>Lets the tenants take turns, each tenant's oldest first.</summary>
    public static IEnumerable<T> TakeTurns<T>(IEnumerable<T> due, Func<T, TenantId> tenantOf, Func<T, (DateTimeOffset, string)> placeOf, ClaimRequest request) =>
        due.GroupBy(tenantOf)
            .SelectMany(group => group.OrderBy(placeOf).Take(request.MaxPerTenant).Select((item, turn) => (item, turn)))
            .OrderBy(static entry => entry.turn).ThenBy(entry => placeOf(entry.item))
            .Select(static entry => entry.item);

    public ValueTask WaitAsync(Task next, DateTimeOffset? due, TimeSpan atMost, CancellationToken cancellationToken) =>
        WorkSignal.WaitAsync(next, Time, due, atMost, cancellationToken);
}
