using System.Globalization;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>Ours through the whole pass: the text checked and taken over, verdicts, actions with their keys, field changes on a working copy, the patch.</summary>
internal sealed class AurionPassContender(Workload workload) : Contender("Aurion.Engine, whole pass")
{
    private readonly RuleSet _rules = RuleSet.Compile(workload.Rules.Select(AurionRules.Make));

    public override bool DecidesRules => false; // it sees its own changes, the others do not

    public override void Handle(int number, ReadOnlyMemory<byte> utf8, List<int> matched)
    {
        var decision = RulePass.Decide(
            _rules,
            "evt_1",
            new AutomationEvent { Type = AurionRules.EventType, Payload = StrictJson.Parse(utf8) },
            conversation: null,
            AurionRules.Now);
        foreach (var verdict in decision.Found)
        {
            matched.Add(int.Parse(verdict.RuleId.AsSpan("rule_".Length), CultureInfo.InvariantCulture));
        }
    }
}
