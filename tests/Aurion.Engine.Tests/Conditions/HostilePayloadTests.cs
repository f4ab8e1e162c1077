using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Conditions;
using Aurion.Engine.Rules;
using Aurion.Engine.Tests.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>Nothing in a payload throws but the refusal at the edge, and every way of judging it comes to the same.</summary>
public sealed class HostilePayloadTests
{
    private static readonly (string Name, string Condition)[] Conditions =
    [
        ("changed", """{"field":"f","operator":"changed_from","value":"x"}"""),
        ("deep", $$"""{"field":"{{string.Join('.', Enumerable.Repeat("a", 62))}}","operator":"equals","value":1}"""),
        ("more", """{"field":"n","operator":"greater_than","value":1}"""),
        ("near", """{"field":"ip","operator":"in_cidr","value":["10.0.0.0/8","2001:db8::/32"]}"""),
        ("old", """{"field":"w","operator":"older_than","value":{"amount":4,"unit":"hours","calendar":"office"}}"""),
        ("part", """{"field":"f","operator":"contains","value":"needle"}"""),
        ("pattern", """{"field":"f","operator":"matches_regex","value":"^(a+)+$"}"""),
        ("same", """{"field":"f","operator":"equals","value":"é"}"""),
        ("tag", """{"field":"tags","operator":"contains_any","value":["vip","é"]}"""),
        ("word", """{"field":"f","operator":"contains_word","value":"needle"}"""),
    ];

    private static readonly ImmutableArray<AutomationRule> Rules = [.. Conditions.Select(static (its, at) =>
        RuleJson.Read(
            JsonText.Parse($$"""{"name":"{{its.Name}}","trigger_event":"e","priority_order":{{at}},"conditions":[{{its.Condition}}],"actions":[{"type":"add_tag","tag":"seen"}]}"""),
            RuleBuilder.Catalog,
            its.Name,
            RuleBuilder.Now,
            [],
            Judge.Declared)!)];

    private static readonly RuleSet Set = RuleSet.Compile(Rules, Judge.Declared);

    public static TheoryData<string> Names => [.. HostilePayloads.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Match_HostilePayload_IsRefusedOrMatchesWhatItShould(string name)
    {
        var (payload, outcome) = HostilePayloads.Get(name);

        if (outcome is HostilePayloads.Refused)
        {
            Assert.Throws<JsonException>(() => Match(payload));
            Assert.Throws<JsonException>(() => StrictJson.Parse(payload));
            return;
        }

        Assert.Equal(outcome, Match(payload));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decide_HostilePayload_EqualsEachConditionByItself(string name)
    {
        var (payload, outcome) = HostilePayloads.Get(name);
        if (outcome is HostilePayloads.Refused)
        {
            return; // an event's payload is read before the rules see it
        }

        var text = StrictJson.Parse(payload);
        var context = new ConditionContext(new JsonFields(text), Judge.Now);
        var byItself = Rules.Where(rule => CompiledCondition.Compile(rule.Conditions, options: Judge.Declared).Evaluate(context) is Truth.True);
        Assert.Equal(outcome, string.Join(' ', byItself.Select(static rule => rule.Id)));
        if (text.Element.ValueKind is JsonValueKind.Object)
        {
            var decision = RulePass.Decide(Set, "evt_1", new AutomationEvent { Type = "e", Payload = text }, conversation: null, Judge.Now);
            Assert.Equal(outcome, string.Join(' ', decision.Verdicts.Where(static verdict => verdict.Matched).Select(static verdict => verdict.RuleId)));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Explain_HostilePayload_ComesToTheSameAndStaysShort(string name)
    {
        var (payload, outcome) = HostilePayloads.Get(name);
        if (outcome is HostilePayloads.Refused)
        {
            return; // an event's payload is read before anything is explained
        }

        var text = StrictJson.Parse(payload);
        if (text.Element.ValueKind is not JsonValueKind.Object)
        {
            return;
        }

        var explanation = RuleExplainer.Explain(Set, "evt_1", new AutomationEvent { Type = "e", Payload = text }, conversation: null, Judge.Now, zone: null);

        Assert.Equal(outcome, string.Join(' ', explanation.Rules.Where(static rule => rule.Fate is RuleFate.Run).Select(static rule => rule.Rule.Id)));
        var written = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(written))
        {
            ExplanationJson.Write(writer, explanation);
        }

        Assert.Equal(Rules.Length, StrictJson.Parse(written.WrittenMemory).Element.GetProperty("rules").GetArrayLength());
        Assert.InRange(written.WrittenCount, 1, 200_000);
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("^(a|a?)+$")]
    [InlineData("(.*)*(.*)*(.*)*b")]
    [InlineData("^([a-zA-Z]+)*$")]
    [InlineData("(x+x+)+y")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    [InlineData("a{1,500}a{1,500}b")]
    public void Evaluate_CatastrophicPattern_IsJudgedOrUnknownAndNeverThrows(string pattern)
    {
        var group = Judge.Read(Judge.Condition("matches_regex", JsonSerializer.Serialize(pattern)), out _);
        var compiled = CompiledCondition.Compile(group);
        foreach (var text in new[] { new string('a', 65_536), new string('a', 65_535) + "!", new string('x', 65_536), string.Concat(Enumerable.Repeat("aA", 32_768)) })
        {
            var context = Judge.Context($"{{\"f\":\"{text}\"}}");
            var truth = compiled.Evaluate(context);
            Assert.True(Enum.IsDefined(truth));
        }
    }

    [Theory]
    [InlineData("matches_regex")]
    [InlineData("not_matches_regex")]
    public void Evaluate_ASearchThatTakesTooLong_IsUnknownInBothPolarities(string comparison)
    {
        var group = Judge.Read(Judge.Condition(comparison, "\"a{1,500}a{1,500}b\""), out _);
        var context = Judge.Context($"{{\"f\":\"{new string('a', 65_536)}\"}}");

        var compiled = CompiledCondition.Compile(group, options: ConditionOptions.Default with { RegexTimeout = TimeSpan.FromMilliseconds(1) });

        Assert.Equal(TimeSpan.FromMilliseconds(100), ConditionOptions.Default.RegexTimeout); // what hosts get
        Assert.Equal(Truth.Unknown, compiled.Evaluate(context));
        Assert.Contains("more than 1 ms", compiled.Explain(context).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(a)\\\\1")]
    [InlineData("(?=a)a")]
    [InlineData("(?<!a)b")]
    [InlineData("(?>a+)b")]
    [InlineData("((a{1000}){1000}){1000}")]
    [InlineData("(")]
    [InlineData("[z-a]")]
    [InlineData("a{2,1}")]
    public void Read_PatternThatCannotBeHeldInBounds_IsRefused(string pattern)
    {
        var group = Judge.Read(Judge.Condition("not_matches_regex", $"\"{pattern}\""), out var faults);

        Assert.Equal("conditions[0].value", Assert.Single(faults).Path.ToString());
        Assert.Equal(Truth.Unknown, CompiledCondition.Compile(group).Evaluate(Judge.Context("""{"f":"ab"}""")));
    }

    private static string Match(byte[] payload)
    {
        var matched = new List<AutomationRule>();
        Set.Match("e", payload, Judge.Now, matched);
        return string.Join(' ', matched.Select(static rule => rule.Id));
    }
}
