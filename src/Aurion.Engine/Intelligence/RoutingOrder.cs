using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>Where a step of a canvas sends a conversation, instead of the rules.</summary>
internal sealed record RoutingOrder(string TeamId, ImmutableArray<string> Skills, RoutingMethod Method);
