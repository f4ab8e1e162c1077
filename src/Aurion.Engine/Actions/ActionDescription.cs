using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Actions;

/// <summary>Describes one type of action: what it is called, what it does and which parameters it takes.</summary>
/// <remarks>Immutable. Parameters that are not described are kept and handed to the handler as they are.</remarks>
public sealed record ActionDescription
{
    /// <summary>Gets the type as rules and canvases write it, for example <c>assign_team</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Gets one sentence for people; null when there is none.</summary>
    public string? Summary { get; init; }

    /// <summary>Gets the parameters, in the order a designer shows them.</summary>
    public ImmutableArray<ActionParameter> Parameters { get; init; } = [];

    /// <summary>Gets the names of parameters of which at least one must be given; empty asks nothing.</summary>
    public ImmutableArray<string> RequiresOneOf { get; init; } = [];

    /// <summary>Gets a value indicating whether the engine itself performs it, rather than a handler of the host.</summary>
    public bool IsBuiltIn { get; init; }

    /// <summary>Gets how often a step of a run may perform it when a process dies in the middle. The default is <see cref="ActionGuarantee.AtLeastOnce"/>.</summary>
    /// <remarks>Steps of runs heed it; rules perform their actions at least once in any case.</remarks>
    public ActionGuarantee Guarantee { get; init; }

    /// <summary>Writes the description as JSON: <c>type</c>, <c>summary</c>, <c>built_in</c>, <c>parameters</c>, <c>requires_one_of</c>, and <c>guarantee</c> unless it is the usual one.</summary>
    /// <returns>The JSON object.</returns>
    public JsonText ToJson()
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output))
        {
            WriteTo(json);
        }

        return StrictJson.Parse(output.WrittenMemory);
    }

    /// <summary>Writes the description as one JSON value, as <see cref="ToJson"/> gives it.</summary>
    /// <param name="json">Where to.</param>
    public void WriteTo(Utf8JsonWriter json)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject();
        json.WriteString("type", Type);
        json.WriteString("summary", Summary);
        json.WriteBoolean("built_in", IsBuiltIn);
        json.WriteStartArray("parameters");
        foreach (var parameter in Parameters)
        {
            json.WriteStartObject();
            json.WriteString("name", parameter.Name);
            json.WriteString("type", ActionParameters.NameOf(parameter.Type));
            json.WriteBoolean("required", parameter.IsRequired);
            if (!parameter.AllowedValues.IsEmpty)
            {
                WriteTexts(json, "allowed_values", parameter.AllowedValues);
            }

            json.WriteString("description", parameter.Description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (!RequiresOneOf.IsEmpty)
        {
            WriteTexts(json, "requires_one_of", RequiresOneOf);
        }

        if (Guarantee is not ActionGuarantee.AtLeastOnce)
        {
            json.WriteString("guarantee", Guarantee is ActionGuarantee.AtMostOnce ? "at_most_once" : "repeatable");
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, ImmutableArray<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
