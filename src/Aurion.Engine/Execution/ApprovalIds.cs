using Aurion.Engine.Approvals;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>Makes the ids of approval requests: the same decision made again, after a crash, makes the same id.</summary>
internal static class ApprovalIds
{
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeDigits = 10;
    private const int HashDigits = 8;

    /// <summary>
    /// Makes <c>req_</c>, the run's id without its kind, <c>_</c>, ten digits of the time in milliseconds and eight of a hash
    /// of the step's key: it names the run that it belongs to and sorts by creation within it.
    /// </summary>
    public static ApprovalId Of(RunId run, string key, DateTimeOffset now)
    {
        var name = run.Value.StartsWith("run_", StringComparison.Ordinal) ? run.Value.AsSpan(4) : run.Value;
        Span<char> tail = stackalloc char[TimeDigits + HashDigits];
        Write(tail[..TimeDigits], (ulong)Math.Max(0, now.ToUnixTimeMilliseconds()));
        Write(tail[TimeDigits..], StableHash.Of(key, 0));
        return new ApprovalId($"req_{name}_{tail}");
    }

    private static void Write(Span<char> digits, ulong value)
    {
        for (var at = digits.Length - 1; at >= 0; at--)
        {
            digits[at] = Digits[(int)(value & 31)];
            value >>= 5;
        }
    }
}
