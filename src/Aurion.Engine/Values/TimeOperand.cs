namespace Aurion.Engine.Values;

/// <summary>A time that many others are compared with: its place in the zone is worked out once per zone, for zones allocate.</summary>
/// <remarks>Safe for concurrent use: the last zone's answer is one immutable object, swapped whole.</remarks>
internal sealed class TimeOperand(IsoTime time)
{
    private Placed? _last;

    /// <summary>Compares another time with this one; see <see cref="IsoTime.Compare"/>.</summary>
    public int Compare(in IsoTime other, TimeZoneInfo zone)
    {
        var placed = _last;
        if (placed is null || !ReferenceEquals(placed.Zone, zone))
        {
            var (start, end) = time.Span(zone);
            _last = placed = new Placed(zone, start, end);
        }

        return IsoTime.Compare(other.Span(zone), (placed.Start, placed.End));
    }

    private sealed record Placed(TimeZoneInfo Zone, long Start, long End);
}
