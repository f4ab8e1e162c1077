using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Aurion.Engine.Values;

/// <summary>Makes ids that carry their kind and sort by creation: <c>run_01jd…</c>.</summary>
/// <remarks>
/// Safe for concurrent use. 48 bits of milliseconds, 16 bits that count within one millisecond and process, 64 random
/// bits, in Crockford's base 32, which sorts as its bits do (the layout of a ULID).
/// </remarks>
public sealed class IdSource
{
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private readonly TimeProvider _time;
    private readonly Func<ulong> _draw;
    private readonly Lock _lock = new();
    private ulong _last;

    /// <summary>Initializes a new instance of the <see cref="IdSource"/> class.</summary>
    /// <param name="time">The clock that the ids sort by.</param>
    public IdSource(TimeProvider time)
        : this(time, Draw)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="IdSource"/> class whose ids can be made again.</summary>
    /// <param name="time">The clock that the ids sort by.</param>
    /// <param name="draw">Draws the 64 bits that are by chance; called from any thread.</param>
    internal IdSource(TimeProvider time, Func<ulong> draw)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_time, _draw) = (time, draw);
    }

    /// <summary>Makes a new id, later in order than each this instance made before.</summary>
    /// <param name="kind">The kind, without the underscore: <c>run</c>, <c>rule</c>, <c>wf</c>, <c>log</c>, ….</param>
    /// <returns>The kind, an underscore and 26 letters and digits.</returns>
    public string Next(string kind)
    {
        ulong high;
        lock (_lock)
        {
            var now = (ulong)_time.GetUtcNow().ToUnixTimeMilliseconds() << 16;
            high = _last = Math.Max(now, _last + 1);
        }

        var bits = new UInt128(high, _draw());
        return string.Create(kind.Length + 27, (kind, bits), static (text, state) =>
        {
            state.kind.CopyTo(text);
            text[state.kind.Length] = '_';
            var rest = state.bits;
            for (var at = text.Length - 1; at > state.kind.Length; at--)
            {
                text[at] = Digits[(int)(rest & 31)];
                rest >>= 5;
            }
        });
    }
    private static ulong Draw()
    {
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        return BinaryPrimitives.ReadUInt64BigEndian(random);
    }
}
