using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Rules;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>Reads and changes the host's conversations; a host that has none works with payloads and events alone.</summary>
internal sealed class ConversationFields(IConversationStore? conversations)
{
    private const int Attempts = 5;

    /// <summary>Gets a value indicating whether the host has conversations at all.</summary>
    public bool Exist => conversations is not null;

    public async ValueTask<Conversation?> FindAsync(FlowContext context, CancellationToken cancellationToken) =>
        conversations is null ? null : await conversations.FindAsync(context.Tenant, context.ConversationId, cancellationToken).ConfigureAwait(false);

    /// <summary>Changes fields, once per key, as long as what was seen in some of them is what is there.</summary>
    /// <param name="seen">The conversation as it was read; null when the host has none, and then nothing is changed.</param>
    /// <param name="key">The key of the change.</param>
    /// <param name="changes">The new values.</param>
    /// <param name="isStillRight">Judges a conversation that others have changed meanwhile.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False when it was no longer right, or the host refused.</returns>
    /// <exception cref="AurionEngineException">Others changed it each time: to be tried again later.</exception>
    public async ValueTask<bool> ApplyAsync(
        Conversation? seen, string key, ImmutableArray<FieldChange> changes, Func<Conversation, bool> isStillRight, CancellationToken cancellationToken)
    {
        if (conversations is null || seen is null || changes.IsEmpty)
        {
            return true;
        }

        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var patch = new ConversationPatch { Tenant = seen.Tenant, ConversationId = seen.Id, Key = key, ExpectedVersion = seen.Version, Changes = changes };
            var answer = await conversations.ApplyAsync(patch, cancellationToken).ConfigureAwait(false);
            switch (answer.Status)
            {
                case PatchStatus.Applied:
                    return true;
                case PatchStatus.Refused:
                    return false;
                default:
                    seen = answer.Current ?? seen;
                    if (!isStillRight(seen))
                    {
                        return false;
                    }

                    break;
            }
        }

        throw new AurionEngineException($"The conversation '{seen.Id}' was changed by others each of {Attempts} times it was to be changed.");
    }

    /// <summary>A text as a value of JSON.</summary>
    public static JsonText Json(string? text) => text is null ? JsonText.Null : new JsonText(JsonSerializer.SerializeToUtf8Bytes(text, IntelligenceContext.Default.String));

    /// <summary>Reads a field; JSON's null when it is absent.</summary>
    public static JsonText ValueOf(JsonText fields, string name) =>
        fields.Element.ValueKind is JsonValueKind.Object && fields.Element.TryGetProperty(name, out var value) ? JsonText.Copy(value) : JsonText.Null;

    /// <summary>Writes the fields as they are after changes, under <c>previous</c> what was before, and further members.</summary>
    public static JsonText Payload(JsonText fields, IEnumerable<(string Field, JsonText After, JsonText Before)> changes, params IEnumerable<(string Name, JsonText Value)> more)
    {
        var members = new OrderedDictionary<string, JsonText>(StringComparer.Ordinal);
        if (fields.Element.ValueKind is JsonValueKind.Object)
        {
            foreach (var member in fields.Element.EnumerateObject())
            {
                if (!member.NameEquals("previous"u8))
                {
                    members[member.Name] = JsonText.Copy(member.Value);
                }
            }
        }

        var previous = new OrderedDictionary<string, JsonText>(StringComparer.Ordinal);
        foreach (var (field, after, before) in changes)
        {
            members[field] = after;
            previous[field] = before;
        }

        foreach (var (name, value) in more)
        {
            members[name] = value;
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            Write(writer, members);
            writer.WriteStartObject("previous");
            Write(writer, previous);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return new JsonText(buffer.WrittenMemory);
    }

    private static void Write(Utf8JsonWriter writer, OrderedDictionary<string, JsonText> members)
    {
        foreach (var (name, value) in members)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
        }
    }
}
