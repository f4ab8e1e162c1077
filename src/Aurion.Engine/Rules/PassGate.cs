namespace Aurion.Engine.Rules;

/// <summary>Says which rules may run in a pass: within the chain that caused its event, and within their limits.</summary>
/// <remarks>Read by one pass at a time.</remarks>
internal sealed class PassGate(AutomationChain? chain)
{
    private readonly Dictionary<string, RuleCut> _cuts = new(StringComparer.Ordinal);

    /// <summary>Gets the rules that have reached their limits.</summary>
    public IReadOnlyCollection<string> Closed => _cuts.Keys;

    /// <summary>Lets a rule not run in the passes to come.</summary>
    public void Close(string ruleId, RuleCut cut) => _cuts[ruleId] = cut;

    /// <summary>Whether a rule looks at the event at all.</summary>
    public bool Admits(AutomationRule rule) => chain is null || rule.ReactToAutomation;

    /// <summary>Tells why a rule is not run; null when it is.</summary>
    public RuleCut? CutOf(AutomationRule rule)
    {
        if (_cuts.TryGetValue(rule.Id, out var cut))
        {
            return cut;
        }

        if (chain is null)
        {
            return null;
        }

        return chain.Depth > AutomationChain.MaxDepth
            ? new RuleCut(RuleLogStatus.LoopStopped, $"Not run: automation has caused {AutomationChain.MaxDepth} changes in a row since event {chain.Root}.")
            : chain.Rules.Contains(rule.Id, StringComparer.Ordinal)
                ? new RuleCut(RuleLogStatus.LoopStopped, $"Not run: it has run already in the chain of changes since event {chain.Root}.")
                : null;
    }
}
