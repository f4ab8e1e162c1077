using System.Buffers;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>Reads and writes rules as JSON: bodies of requests, stored documents, answers.</summary>
/// <remarks>Stateless and safe for concurrent use. Validation reports all faults at once and never throws.</remarks>
public static class RuleJson
{
    /// <summary>The version of the stored form that <see cref="WriteStored"/> writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The most characters (Unicode code points) of a name or a trigger event: 200.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Reads the body of a new rule.</summary>
    /// <param name="body">The body. Unknown members are ignored, but those of actions are kept.</param>
    /// <param name="catalog">The types of action that may be used.</param>
    /// <param name="id">The id of the new rule.</param>
    /// <param name="now">When it is created.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <param name="conditions">What the host declares about fields and calendars; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The rule; null when anything is wrong.</returns>
    public static AutomationRule? Read(JsonText body, ActionCatalog catalog, string id, DateTimeOffset now, ICollection<Fault> faults, ConditionOptions? conditions = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(catalog);
        var reader = new RuleReader(body.Element, default, catalog, faults, conditions);
        return reader.Read(id, now, now);
    }

    /// <summary>Applies a change: members that are absent stay, an explicit null clears a nullable one, the result is validated whole.</summary>
    /// <param name="current">The rule as it stands.</param>
    /// <param name="patch">The members to change. A changed mode clears the other mode's member.</param>
    /// <param name="catalog">The types of action that may be used.</param>
    /// <param name="now">When it is changed.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <param name="conditions">What the host declares about fields and calendars; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The changed rule; null when anything is wrong.</returns>
    public static AutomationRule? Apply(AutomationRule current, JsonText patch, ActionCatalog catalog, DateTimeOffset now, ICollection<Fault> faults, ConditionOptions? conditions = null)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(catalog);
        var reader = new RuleReader(patch.Element, WriteStored(current).Element, catalog, faults, conditions);
        return reader.Read(current.Id, current.CreatedAt, now);
    }

    /// <summary>Checks a change by itself, without the rule that it is for: the members that are given.</summary>
    /// <param name="patch">The members to change.</param>
    /// <param name="catalog">The types of action that may be used.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <param name="conditions">What the host declares about fields and calendars; null is <see cref="ConditionOptions.Default"/>.</param>
    public static void ValidatePatch(JsonText patch, ActionCatalog catalog, ICollection<Fault> faults, ConditionOptions? conditions = null)
    {
        ArgumentNullException.ThrowIfNull(patch);
        ArgumentNullException.ThrowIfNull(catalog);
        new RuleReader(patch.Element, default, catalog, faults, conditions).CheckGiven();
    }

    /// <summary>Reads a stored rule of any released format. What a newer engine or host no longer allows in it stays: it is judged when the rule runs.</summary>
    /// <param name="stored">The document.</param>
    /// <param name="conditions">What the host declares about fields and calendars; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The rule.</returns>
    /// <exception cref="JsonException">It is no stored rule, or one of a newer format.</exception>
    public static AutomationRule ReadStored(JsonText stored, ConditionOptions? conditions = null)
    {
        ArgumentNullException.ThrowIfNull(stored);
        var root = stored.Element;
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("format", out var format) || !format.TryGetInt32(out var number))
        {
            throw new JsonException("This is no stored rule.");
        }

        if (number is < 1 or > CurrentFormat)
        {
            throw new JsonException($"The rule is stored in format {number}; this engine reads up to {CurrentFormat}.");
        }

        var faults = new List<Fault>();
        var reader = new RuleReader(root, default, catalog: null, faults, conditions);
        return reader.Read(RuleReader.TextOf(root, "id"), RuleReader.InstantOf(root, "created_at"), RuleReader.InstantOf(root, "updated_at"))
            ?? throw new JsonException($"The stored rule cannot be read: {string.Join(" ", faults)}");
    }

    /// <summary>Writes a rule to be stored.</summary>
    /// <param name="rule">The rule.</param>
    /// <returns>The document, in <see cref="CurrentFormat"/>.</returns>
    public static JsonText WriteStored(AutomationRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, TemplateJson.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("format", CurrentFormat);
            RuleWriter.WriteMembers(writer, rule);
            RuleWriter.WriteTimes(writer, rule);
            writer.WriteEndObject();
        }

        return StrictJson.Parse(buffer.WrittenMemory);
    }

    /// <summary>Writes a rule as answers show it, in the order of the HTTP reference, its counters included.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="state">The rule.</param>
    public static void Write(Utf8JsonWriter writer, RuleState state)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(state);
        writer.WriteStartObject();
        RuleWriter.WriteMembers(writer, state.Rule);
        writer.WriteNumber("execution_count", state.ExecutionCount);
        RuleWriter.WriteInstant(writer, "last_fired_at", state.LastFiredAt);
        RuleWriter.WriteTimes(writer, state.Rule);
        writer.WriteEndObject();
    }
}
