using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Reads and writes conditions as JSON.</summary>
/// <remarks>
/// <para>Stateless and safe for concurrent use.</para>
/// <para>Reading never throws: what is no condition becomes an <see cref="InvalidCondition"/> with its path, and all faults
/// are reported, not the first alone. The elements come from text that <see cref="StrictJson"/> takes.</para>
/// </remarks>
public static class ConditionJson
{
    /// <summary>Reads a list (<c>[…]</c>, all must hold) or a group (<c>{"any":[…]}</c>).</summary>
    /// <param name="json">The value; one of kind Undefined is the empty list.</param>
    /// <param name="at">Where it stands in the document.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <param name="options">What the host declares; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The conditions; faulty ones are invalid items, which match nothing.</returns>
    public static ConditionGroup Read(JsonElement json, FaultPath at, ICollection<Fault> faults, ConditionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(faults);
        return json.ValueKind is JsonValueKind.Undefined
            ? ConditionGroup.Empty
            : new ConditionReader(faults, options ?? ConditionOptions.Default).ReadRoot(json, at);
    }

    /// <summary>Reads the configuration of a canvas node: <c>conditions</c>, a group, or the short form <c>{"field":"category","equals":"Onboarding"}</c>.</summary>
    /// <param name="config">The node's configuration; members that mean nothing here are ignored.</param>
    /// <param name="at">Where it stands in the document.</param>
    /// <param name="faults">Takes everything that is wrong.</param>
    /// <param name="options">What the host declares; null is <see cref="ConditionOptions.Default"/>.</param>
    /// <returns>The conditions; faulty ones are invalid items, which match nothing.</returns>
    public static ConditionGroup ReadShortForm(JsonElement config, FaultPath at, ICollection<Fault> faults, ConditionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(faults);
        return new ConditionReader(faults, options ?? ConditionOptions.Default).ReadConfig(config, at);
    }

    /// <summary>Writes conditions in the form they were read in, aliases as the names they stand for.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="group">The conditions.</param>
    public static void Write(Utf8JsonWriter writer, ConditionGroup group)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(group);
        Write(writer, group, isOutermost: true);
    }

    private static void Write(Utf8JsonWriter writer, ConditionGroup group, bool isOutermost)
    {
        var isList = isOutermost && group.Kind is GroupKind.All && !group.IsSpelledOut;
        if (!isList)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(ConditionCompiler.NameOf(group.Kind));
        }

        writer.WriteStartArray();
        foreach (var item in group.Items.IsDefault ? [] : group.Items)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
        if (!isList)
        {
            writer.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter writer, Condition item)
    {
        switch (item)
        {
            case ConditionGroup group:
                Write(writer, group, isOutermost: false);
                break;
            case InvalidCondition invalid:
                WriteRaw(writer, invalid.Json);
                break;
            case FieldCondition field:
                writer.WriteStartObject();
                writer.WriteString("field"u8, field.Field);
                writer.WriteString("operator"u8, ConditionOperators.NameOf(field.Operator));
                if (field.Value is not null)
                {
                    writer.WritePropertyName("value"u8);
                    WriteRaw(writer, field.Value);
                }

                if (field.CaseSensitive)
                {
                    writer.WriteBoolean("case_sensitive"u8, true);
                }

                writer.WriteEndObject();
                break;
        }
    }

    private static void WriteRaw(Utf8JsonWriter writer, JsonText json) => writer.WriteRawValue(json.Utf8.Span, skipInputValidation: true);
}
