using System.Buffers;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Storage;

/// <summary>Turns what the engine stores into UTF-8 JSON and back: for stores of every kind, also a host's own.</summary>
/// <remarks>
/// <para>Stateless and safe for concurrent use; works under native AOT. Names are in snake case, <see cref="JsonText"/> members keep their own bytes.</para>
/// <para>The types are <see cref="RunHead"/>, <see cref="Marking"/>, <see cref="RunRecord"/>, <see cref="RunInput"/>, <see cref="RunEvent"/>,
/// <see cref="RunValue"/>, <see cref="InboxItem"/>, <see cref="Subscription"/>, <see cref="Approval"/>, <see cref="Rules.AutomationEvent"/>,
/// <see cref="StoredEvent"/>, <see cref="Rules.ConversationPatch"/>, <see cref="Rules.ActionEntry"/>, <see cref="Rules.RuleVerdict"/>,
/// <see cref="Rules.RuleLogEntry"/>, <see cref="Message"/>, <see cref="Delivery"/>, <see cref="OnceKey"/>, <see cref="Document"/> and <see cref="StoredRun"/>.</para>
/// <para>Every text carries the format's number. Every released format loads for ever, and members that this build does not know are left out.
/// A member that an old text lacks reads as its type's own default (null, 0, false), whatever the record's initializer says.</para>
/// </remarks>
public static class StoredFormat
{
    /// <summary>The format that <see cref="Write"/> writes.</summary>
    public const int Current = 1;

    private const string FormatMember = "v";

    private static readonly JsonSerializerOptions Options = new(StoredFormatContext.Default.Options)
    {
        MaxDepth = 4 * StrictJson.MaxDepth, // a text of the deepest allowed nesting stands within a record's own levels
        TypeInfoResolver = StoredFormatContext.Default.WithAddedModifier(LeaveOutWhatIsMissing),
    };

    /// <summary>Writes a value in the current format.</summary>
    /// <typeparam name="T">One of the types named above; for <see cref="RunInput"/> and <see cref="RunEvent"/> the base type.</typeparam>
    /// <param name="value">The value.</param>
    /// <returns>One JSON object in UTF-8.</returns>
    /// <exception cref="NotSupportedException">The type is none of them.</exception>
    public static byte[] Write<T>(T value)
    {
        if (value is Marking marking)
        {
            var buffer = new ArrayBufferWriter<byte>();
            marking.WriteTo(buffer);
            return buffer.WrittenSpan.ToArray();
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(value, TypeInfo<T>());
        var suffix = json.Length == 2 ? "\"v\":1}"u8 : ",\"v\":1}"u8;
        var stamped = new byte[json.Length - 1 + suffix.Length];
        json.AsSpan(..^1).CopyTo(stamped);
        suffix.CopyTo(stamped.AsSpan(json.Length - 1));
        return stamped;
    }

    /// <summary>Reads a value of any released format.</summary>
    /// <typeparam name="T">The type that was written.</typeparam>
    /// <param name="utf8">What <see cref="Write"/> wrote.</param>
    /// <returns>The value.</returns>
    /// <exception cref="AurionEngineException">The bytes are no such value, or were written by a newer build in a format that this one can't read.</exception>
    /// <exception cref="NotSupportedException">The type is none of those named above.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8)
    {
        var isMarking = typeof(T) == typeof(Marking);
        var typeInfo = isMarking ? null : TypeInfo<T>();
        try
        {
            if (isMarking)
            {
                return (T)(object)Marking.Read(utf8);
            }

            if (!utf8.EndsWith(",\"v\":1}"u8))
            {
                CheckFormat(utf8);
            }

            return JsonSerializer.Deserialize(utf8, typeInfo!) ?? throw new JsonException("A stored value is null.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or NotSupportedException)
        {
            throw new AurionEngineException($"A stored {typeof(T).Name} can't be read: {exception.Message}", exception);
        }
    }

    [SuppressMessage("Trimming", "IL2026", Justification = "The resolver is the source-generated context; a type it does not hold throws.")]
    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    /// <summary>A text that is missing is left out, for JSON's own <c>null</c> is a text too and must come back as one; so are delegations that there are none of, which older requests do not have.</summary>
    private static void LeaveOutWhatIsMissing(JsonTypeInfo typeInfo)
    {
        foreach (var property in typeInfo.Properties)
        {
            if (property.PropertyType == typeof(JsonText))
            {
                property.ShouldSerialize = static (_, text) => text is not null;
            }
            else if (property.PropertyType == typeof(ImmutableArray<ApprovalDelegation>))
            {
                property.ShouldSerialize = static (_, list) => list is ImmutableArray<ApprovalDelegation> { IsDefaultOrEmpty: false };
            }
        }
    }

    private static void CheckFormat(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Options.MaxDepth });
        reader.Read();
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isFormat = reader.ValueTextEquals(FormatMember);
            reader.Read();
            if (isFormat && (!reader.TryGetInt32(out var format) || format > Current))
            {
                throw new JsonException("it was written by a newer build, in a format that this one does not know.");
            }

            reader.Skip();
        }
    }
}
