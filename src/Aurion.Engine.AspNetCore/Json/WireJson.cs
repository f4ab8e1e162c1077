using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aurion.Engine.AspNetCore.Rules;
using Aurion.Engine.AspNetCore.Workflows;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Json;

/// <summary>The JSON of the answers: generated at compile time, snake_case, apart from the host's own JSON options.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(JsonText))]
[JsonSerializable(typeof(IEnumerable<JsonText>))]
[JsonSerializable(typeof(IEnumerable<LogView>))]
[JsonSerializable(typeof(FiredEventView))]
[JsonSerializable(typeof(TimeRuleRunView))]
[JsonSerializable(typeof(WorkflowView))]
[JsonSerializable(typeof(IEnumerable<WorkflowView>))]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(IEnumerable<VersionView>))]
[JsonSerializable(typeof(IEnumerable<FindingView>))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(IEnumerable<RunView>))]
[JsonSerializable(typeof(StartedRunView))]
[JsonSerializable(typeof(IEnumerable<StepView>))]
[JsonSerializable(typeof(ApprovalView))]
[JsonSerializable(typeof(IEnumerable<ApprovalView>))]
[JsonSerializable(typeof(DryRunView))]
[JsonSerializable(typeof(DiffView))]
[JsonSerializable(typeof(WebhookRunView))]
[JsonSerializable(typeof(WebhookSecretView))]
[JsonSerializable(typeof(ImpactView))]
[JsonSerializable(typeof(TemplateView))]
[JsonSerializable(typeof(IEnumerable<TemplateView>))]
internal sealed partial class WireJson : JsonSerializerContext
{
    /// <summary>Gets how text is written: as people read it, for the answers are never part of an HTML page.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes what the engine writes itself.</summary>
    public static JsonText Write(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text, WriterOptions))
        {
            write(writer);
        }

        return StrictJson.Parse(text.WrittenMemory);
    }
}
