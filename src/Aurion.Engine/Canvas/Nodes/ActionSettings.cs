using System.Buffers;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>An action node.</summary>
/// <param name="Type">The action's type; empty when it is missing.</param>
/// <param name="Parameters">The parameters: the configuration without the members that are the engine's own.</param>
/// <param name="Retry">How often it is tried.</param>
/// <param name="Timeout">How long an attempt may take; null leaves it to the driver.</param>
/// <param name="ContinuesOnError">Whether the run goes on by the main port after a failure that no edge handles.</param>
/// <param name="OutputAs">The variable that takes the output; null when none does.</param>
/// <param name="Compensates">The step that it undoes when their container does not succeed; null for a step of its own.</param>
internal sealed record ActionSettings(string Type, JsonTemplate Parameters, RetryPolicy Retry, TimeSpan? Timeout, bool ContinuesOnError, string? OutputAs, string? Compensates)
{
    // Of constant parameters, described once; two threads may both do it and get the same.
    private JsonText? _described;
    private ActionPlan? _plan;

    public static ActionSettings Read(in ConfigReader config)
    {
        var type = config.TryGet("type", out var found) && found.ValueKind is JsonValueKind.String ? found.GetString()! : string.Empty;
        return Read(config, type, ParametersOf(config.Config));
    }

    /// <summary>Reads a node of another kind that is performed as an action is.</summary>
    public static ActionSettings Read(in ConfigReader config, string type, JsonText parameters)
    {
        var timeout = config.Duration("timeout");
        if (timeout <= TimeSpan.Zero)
        {
            config.TryGet("timeout", out var written);
            config.Add(config.At.Member("timeout"), "out_of_range", "\"timeout\" must be longer than nothing.", written);
        }

        return new ActionSettings(
            type,
            new JsonTemplate(parameters),
            RetryPolicy.Read(config),
            timeout,
            config.Choice("on_error", "fail", ["fail", "continue"]) == "continue",
            config.Text("output_as"),
            config.Text("compensates"));
    }

    /// <summary>Says what is the same each time that it is performed.</summary>
    /// <param name="nodeId">The node whose settings these are.</param>
    public ActionPlan PlanOf(string nodeId) => _plan ??= new ActionPlan(nodeId, Type, Timeout);

    /// <summary>Says what the action was given, for the record: its type and the filled parameters.</summary>
    public JsonText Describe(JsonText parameters)
    {
        if (Parameters.IsConstant && _described is { } described)
        {
            return described;
        }

        var output = new ArrayBufferWriter<byte>(parameters.Utf8.Length + Type.Length + 16);
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, Type);
            foreach (var member in parameters.Element.EnumerateObject())
            {
                member.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return _described = new JsonText(output.WrittenSpan.ToArray());
    }

    private static JsonText ParametersOf(JsonElement config)
    {
        if (config.ValueKind is not JsonValueKind.Object)
        {
            return JsonText.EmptyObject;
        }

        var output = new ArrayBufferWriter<byte>(128);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            foreach (var member in config.EnumerateObject())
            {
                if (member.Name is not ("type" or "retry" or "timeout" or "on_error" or "output_as" or "compensates"))
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return new JsonText(output.WrittenSpan.ToArray());
    }
}
