using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>Parses tickets the fastest way that the framework has.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(Ticket))]
internal sealed partial class TicketJsonContext : JsonSerializerContext
{
    public static Ticket Parse(ReadOnlySpan<byte> utf8) => JsonSerializer.Deserialize(utf8, Default.Ticket)!;
}
