using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aurion.Engine.Intelligence;

/// <summary>Writes enumerations as the contract does: <c>auto_resolved</c>.</summary>
internal sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
