using System.Text.Json.Serialization;

namespace Aurion.Engine.AotTest;

/// <summary>The JSON of this program, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(NewTicket))]
internal sealed partial class ProgramJson : JsonSerializerContext;
