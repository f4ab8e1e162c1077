using System.Collections.Frozen;
using Aurion.Engine.Rules;

namespace Aurion.Engine.Execution.Driving;

/// <summary>A tenant's rules as of one generation of its documents.</summary>
internal sealed record CachedRules(RuleSet Set, long Generation, FrozenDictionary<string, CachedRule> ById);
