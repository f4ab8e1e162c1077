using System.Collections.Immutable;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>An event, decided, and the once-keys that its commit must take or give back.</summary>
internal sealed record EventDecision(StoredEvent State, ImmutableArray<OnceKey> Once);
