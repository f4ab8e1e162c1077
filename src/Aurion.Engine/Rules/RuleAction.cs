using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>One action of a rule.</summary>
/// <param name="Type">The action's type.</param>
/// <param name="Definition">The action whole as it was written: <c>type</c> and the parameters beside it, member order kept.</param>
public sealed record RuleAction(string Type, JsonText Definition);
