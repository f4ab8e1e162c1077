using System.Text.Json.Serialization;

namespace Aurion.Engine.Intelligence;

/// <summary>How decisions, settings and routing rules are written; works under native AOT.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(SnakeCaseEnumConverter<ResolutionMode>), typeof(SnakeCaseEnumConverter<RoutingMethod>), typeof(SnakeCaseEnumConverter<RoutingOutcome>),
        typeof(SnakeCaseEnumConverter<ClassificationOutcome>), typeof(SnakeCaseEnumConverter<FieldOutcome>), typeof(SnakeCaseEnumConverter<ResolutionOutcome>)])]
[JsonSerializable(typeof(IntelligenceSettings))]
[JsonSerializable(typeof(RoutingRule))]
[JsonSerializable(typeof(ClassificationDecision))]
[JsonSerializable(typeof(RoutingDecision))]
[JsonSerializable(typeof(ResolutionDecision))]
[JsonSerializable(typeof(AgentClaimsDocument))]
[JsonSerializable(typeof(QueuePlace))]
[JsonSerializable(typeof(string))]
internal sealed partial class IntelligenceContext : JsonSerializerContext;
