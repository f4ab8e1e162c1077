using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>Makes the ids of runs that a step calls: the same decision made again, after a crash, makes the same id.</summary>
internal static class ChildIds
{
    private const string Digits = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;

    /// <summary>Makes an id in the layout of all run ids, 48 bits of milliseconds and 80 more; these come from a hash of tenant and key instead of chance.</summary>
    public static RunId Of(TenantId tenant, string key, DateTimeOffset now)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{tenant.Value}\n{key}"), hash);
        var high = ((ulong)Math.Max(0, now.ToUnixTimeMilliseconds()) << 16) | BinaryPrimitives.ReadUInt16BigEndian(hash);
        var rest = new UInt128(high, BinaryPrimitives.ReadUInt64BigEndian(hash[2..]));
        Span<char> text = stackalloc char[Length];
        for (var at = Length - 1; at >= 0; at--)
        {
            text[at] = Digits[(int)(rest & 31)];
            rest >>= 5;
        }

        return new RunId($"run_{text}");
    }
}
