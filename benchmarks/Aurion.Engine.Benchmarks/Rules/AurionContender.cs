using Aurion.Engine.Rules;

namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>Ours, through the public call: from UTF-8, all strict checks included, to the list of rules that matched.</summary>
internal sealed class AurionContender(Workload workload) : Contender("Aurion.Engine, from UTF-8")
{
    private readonly List<AutomationRule> _matched = new(1024);

    public RuleSet Rules { get; } = RuleSet.Compile(workload.Rules.Select(AurionRules.Make));

    public override void Handle(int number, ReadOnlyMemory<byte> utf8, List<int> matched)
    {
        _matched.Clear();
        Rules.Match(AurionRules.EventType, utf8, AurionRules.Now, _matched);
    }

    public override void GetMatched(List<int> matched) => matched.AddRange(_matched.Select(static rule => rule.PriorityOrder));
}
