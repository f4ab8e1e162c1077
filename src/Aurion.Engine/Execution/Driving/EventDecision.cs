using System.Collections.Immutable;
using Aurion.Engine.Storage;

namespace Aurion.Engine.Execution.Driving;

/// <summary>An event, decided, the once-keys that its commit must take or give back, and the rules that decided.</summary>
internal sealed record EventDecision(StoredEvent State, ImmutableArray<OnceKey> Once, CachedRules Rules);
