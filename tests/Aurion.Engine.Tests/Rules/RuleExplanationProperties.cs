using Aurion.Engine.Conditions;
using Aurion.Engine.Rules;
using Aurion.Engine.Tests.Conditions;
using Aurion.Engine.Tests.Rules.Indexing;
using Aurion.Engine.Values;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Rules;

/// <summary>To explain is to decide: the same verdicts, actions, changes and warnings, on random rules, payloads, previous values and changes.</summary>
[Properties(Arbitrary = [typeof(ConditionGenerators), typeof(RuleIndexProperties)])]
public sealed class RuleExplanationProperties
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Property(MaxTest = 2_500)]
    public bool Explain_RandomRules_IsTheDecision(AutomationRule[] rules, JsonText payload, JsonText fields, byte shape)
    {
        var set = RuleSet.Compile(rules.Take(12).Select((rule, number) => Named(rule, number, shape)), Judge.Declared);
        var automationEvent = RuleBuilder.Event("{}", "c") with { Payload = payload };
        var conversation = shape % 2 == 0 ? null : new Conversation { Tenant = TenantId.Default, Id = "c", Version = "1", Fields = fields };

        var gate = GateOf(set, shape);

        var decision = RulePass.Decide(set, "evt_1", automationEvent, conversation, Judge.Now, Berlin, gate);
        var explanation = RuleExplainer.Explain(set, "evt_1", automationEvent, conversation, Judge.Now, Berlin, gate);

        Assert.Equal(set.Rules, explanation.Rules.Select(static rule => rule.Rule));
        Assert.Equal(
            decision.Verdicts.Select(static verdict => (verdict.RuleId, verdict.IsRun, verdict is { Matched: false, Error: not null }, verdict.Cut is RuleLogStatus.LimitReached)),
            explanation.Rules.Where(IsLookedAt).Select(static rule =>
                (rule.Rule.Id, rule.Fate is RuleFate.Run, rule.Fate is RuleFate.ConditionError, rule.Fate is RuleFate.LimitReached)));
        Assert.Subset(
            explanation.Rules.Where(static rule => rule.Fate is RuleFate.LoopStopped).Select(static rule => rule.Rule.Id).ToHashSet(),
            decision.Verdicts.Where(static verdict => verdict.Cut is RuleLogStatus.LoopStopped).Select(static verdict => verdict.RuleId).ToHashSet());
        Assert.Equal(decision.Actions.AsEnumerable(), explanation.Rules.SelectMany(static rule => rule.Actions));
        Assert.Equal(decision.Changes.AsEnumerable(), explanation.Changes);
        Assert.Equal(decision.Warnings.AsEnumerable(), explanation.Warnings);
        foreach (var rule in explanation.Rules)
        {
            Assert.NotEmpty(rule.Sentence);
            AssertAgrees(rule);
        }

        return true;
    }

    [Property(MaxTest = 2_500)]
    public bool Explain_RandomConditions_ShowsEachAsItIsByItself(ConditionGroup group, JsonText payload)
    {
        var compiled = CompiledCondition.Compile(group, options: Judge.Declared);
        var context = ConditionProperties.Context(payload);

        var explanation = compiled.Explain(context);

        Assert.Equal(compiled.Evaluate(context), explanation.Verdict);
        AssertShowsAll(group, explanation, new NaiveEvaluator(payload.Element, Judge.Now, Berlin));
        return true;
    }

    private static bool IsLookedAt(RuleExplanation rule) =>
        rule.Fate is not (RuleFate.Stopped or RuleFate.Disabled or RuleFate.OtherEvent or RuleFate.OtherMode);

    /// <summary>Now and then some rules have reached their limits, and automation has caused the event.</summary>
    private static PassGate? GateOf(RuleSet set, byte shape)
    {
        if (shape % 5 > 2)
        {
            return null;
        }

        var gate = new PassGate(shape % 5 > 0 ? null : new AutomationChain { Root = "evt_0", Depth = 1, Rules = [$"rule_{shape % 7}"] });
        foreach (var rule in set.Rules.Where((_, number) => (number + shape) % 4 == 0))
        {
            gate.Close(rule.Id, new RuleCut(RuleLogStatus.LimitReached, "Not run: enough."));
        }

        return gate;
    }

    private static AutomationRule Named(AutomationRule rule, int number, byte shape) => rule with
    {
        Id = $"rule_{number}",
        Name = $"rule_{number}",
        TriggerEvent = number == shape % 16 ? "ticket.updated" : rule.TriggerEvent,
        ReactToAutomation = number % 3 > 0,
        Mode = number == shape / 16 ? ExecutionMode.Time : rule.Mode,
    };

    private static void AssertAgrees(RuleExplanation rule)
    {
        AssertShowsAll(rule.Rule.Conditions, rule.Conditions, naive: null);
        Truth? wanted = rule.Fate switch
        {
            RuleFate.Run or RuleFate.LimitReached or RuleFate.LoopStopped or RuleFate.NotReacting => Truth.True,
            RuleFate.NotMatched => Truth.False,
            RuleFate.ConditionError => Truth.Unknown,
            _ => null,
        };
        Assert.Equal(wanted ?? rule.Conditions.Verdict, rule.Conditions.Verdict);
        Assert.Equal(rule.Fate is RuleFate.Stopped, rule.StoppedBy is not null);
        Assert.Equal(rule.Fate is RuleFate.Run ? rule.Rule.Actions.Length : 0, rule.Actions.Length);
    }

    /// <summary>Every condition is there, in order, and each group's verdict follows from its parts by Kleene's logic.</summary>
    private static void AssertShowsAll(Condition condition, ConditionExplanation shown, NaiveEvaluator? naive)
    {
        Assert.NotEmpty(shown.Sentence);
        if (condition is FieldCondition field)
        {
            Assert.Equal((field.Field, ConditionOperators.NameOf(field.Operator), field.Value), (shown.Field, shown.Operator, shown.Wanted));
            Assert.Empty(shown.Parts);
            if (naive is not null)
            {
                Assert.Equal(naive.Evaluate(new ConditionGroup { Items = [field] }), shown.Verdict);
            }

            return;
        }

        var group = Assert.IsType<ConditionGroup>(condition);
        Assert.Equal(group.Kind, shown.Group);
        Assert.Equal(group.Items.Length, shown.Parts.Length);
        foreach (var (item, part) in group.Items.Zip(shown.Parts))
        {
            AssertShowsAll(item, part, naive);
        }

        var verdicts = shown.Parts.Select(static part => part.Verdict).ToList();
        Assert.Equal(
            group.Kind switch
            {
                GroupKind.All => verdicts.Append(Truth.True).Min(),
                GroupKind.Any => verdicts.Append(Truth.False).Max(),
                _ => (Truth)((int)Truth.True - (int)verdicts.Append(Truth.False).Max()),
            },
            shown.Verdict);
    }
}
