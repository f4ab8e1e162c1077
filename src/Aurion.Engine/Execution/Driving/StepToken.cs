using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Aurion.Engine.Actions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Names one attempt at a step for whoever reports its end. Opaque, and with a checksum, so that one that was cut or changed is known as none.</summary>
/// <remarks>It is a name, not a secret: who may report is the host's to decide, as for every other call of the engine.</remarks>
internal readonly record struct StepToken(TenantId Tenant, RunId Run, string Key, int Attempt)
{
    private const int CheckBytes = 8;
    private const char Separator = '\n';
    private const string Format = "1";

    /// <summary>Gets what makes the token of a request that a run's step makes.</summary>
    public static Func<ActionRequest, string> Maker { get; } = static request =>
        new StepToken(request.Tenant, request.Run!.Value, request.IdempotencyKey, request.Attempt).ToString();

    /// <summary>Reads a token.</summary>
    /// <returns>False when it is none that <see cref="ToString"/> gave.</returns>
    public static bool TryRead(string text, out StepToken token)
    {
        token = default;
        if (!Base64Url.IsValid(text))
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(text).AsSpan();
        if (bytes.Length <= CheckBytes || !Check(bytes[CheckBytes..]).AsSpan().SequenceEqual(bytes[..CheckBytes]))
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(bytes[CheckBytes..]).Split(Separator);
        if (parts is not [Format, var tenant, var run, var attempt, ..] || !int.TryParse(attempt, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        // A node's id may hold anything, so the key is all that follows.
        token = new StepToken(new TenantId(tenant), new RunId(run), string.Join(Separator, parts[4..]), number);
        return true;
    }

    public override string ToString()
    {
        var content = Encoding.UTF8.GetBytes(string.Join(Separator, Format, Tenant.Value, Run.Value, Attempt.ToString(CultureInfo.InvariantCulture), Key));
        return Base64Url.EncodeToString((byte[])[.. Check(content), .. content]);
    }

    private static byte[] Check(ReadOnlySpan<byte> content) => SHA256.HashData(content)[..CheckBytes];
}
