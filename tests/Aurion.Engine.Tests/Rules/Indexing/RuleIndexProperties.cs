using System.Buffers;
using System.Text;
using System.Text.Json;
using Aurion.Engine.Conditions;
using Aurion.Engine.Rules;
using Aurion.Engine.Tests.Conditions;
using Aurion.Engine.Values;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Rules.Indexing;

/// <summary>The index is the linear scan of the compiled conditions, and the naive evaluator, on random rules, payloads and patches.</summary>
[Properties(Arbitrary = [typeof(ConditionGenerators), typeof(RuleIndexProperties)])]
public sealed class RuleIndexProperties
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly string[] Actions =
    [
        """{"type":"set_field","field":"n","value":1}""", """{"type":"set_field","field":"n","value":"100"}""", """{"type":"set_field","field":"t","value":"aB"}""",
        """{"type":"set_field","field":"t","value":["b","É"]}""", """{"type":"set_field","field":"o.n","value":10}""", """{"type":"set_field","field":"l","value":[]}""",
        """{"type":"set_field","field":"t","mode":"clear"}""", """{"type":"set_field","field":"o","value":{"t":"a","n":1.0}}""", """{"type":"set_field","field":"d.t","value":true}""",
    ];

    public static Arbitrary<AutomationRule> RuleOf() => Rule().ToArbitrary();

    [Property(MaxTest = 2_000)]
    public bool Decide_RandomRules_EqualsTheLinearPass(AutomationRule[] rules, JsonText payload) => Agree(RuleSet.Compile(Named(rules), Judge.Declared), Named(rules), payload);

    [Property(MaxTest = 1_000)]
    public bool Match_RandomRules_EqualsTheNaiveEvaluator(AutomationRule[] rules, JsonText payload)
    {
        rules = Named(rules);
        var expected = new List<string>();
        foreach (var rule in LinearPass.InOrder(rules))
        {
            if (new NaiveEvaluator(payload.Element, Judge.Now, Berlin).Evaluate(rule.Conditions) is Truth.True)
            {
                expected.Add(rule.Id);
                if (rule.StopProcessing)
                {
                    break;
                }
            }
        }

        return expected.SequenceEqual(Match(RuleSet.Compile(rules, Judge.Declared), payload));
    }

    [Property(MaxTest = 3_000)]
    public bool Match_OneCondition_EqualsItself(FieldCondition condition, JsonText payload)
    {
        var rule = Simple("rule_0") with { Conditions = new ConditionGroup { Items = [condition] } };
        var expected = CompiledCondition.Compile(rule.Conditions, options: Judge.Declared).Evaluate(new ConditionContext(new JsonFields(payload), Judge.Now, Berlin)) is Truth.True;
        return (Match(RuleSet.Compile([rule], Judge.Declared), payload).Count == 1) == expected
            ? true
            : throw new InvalidOperationException($"{condition} on {payload} is {expected}.");
    }

    [Property(MaxTest = 300)]
    public bool Change_RandomEdits_BehavesAsTheRebuiltSet(AutomationRule[] rules, (byte Rule, AutomationRule? Now)[] edits, JsonText first, JsonText second)
    {
        var now = Named(rules).ToDictionary(static rule => rule.Id);
        var edited = RuleSet.Compile(now.Values, Judge.Declared);
        var start = edited;
        var before = now.Values.ToArray();
        foreach (var (number, rule) in edits)
        {
            var id = $"rule_{number % 12}";
            if (rule is null || number % 5 == 0)
            {
                now.Remove(id);
                edited = edited.Without(id);
            }
            else
            {
                now[id] = rule with { Id = id, Name = id };
                edited = edited.With(now[id]);
            }
        }

        return edited.Rules.Select(static rule => rule.Id).SequenceEqual(RuleSet.Compile(now.Values, Judge.Declared).Rules.Select(static rule => rule.Id))
            && Agree(edited, [.. now.Values], first)
            && Agree(edited, [.. now.Values], second)
            && Agree(start, before, first); // the set that was edited is as it was
    }

    [Property(MaxTest = 500)]
    public bool Match_OtherOrderOfConditions_IsTheSame(AutomationRule[] rules, JsonText payload, int seed)
    {
        var random = new Random(seed);
        var shuffled = Named(rules).Select(rule =>
        {
            var items = rule.Conditions.Items.ToArray();
            random.Shuffle(items);
            return rule with { Conditions = rule.Conditions with { Items = [.. items] } };
        });
        return Match(RuleSet.Compile(Named(rules), Judge.Declared), payload).SequenceEqual(Match(RuleSet.Compile(shuffled, Judge.Declared), payload));
    }

    /// <summary>Hundreds of rules: several blocks of bits, many thresholds, long lists of values.</summary>
    [Property(MaxTest = 40)]
    public bool Decide_ManyRules_EqualsTheLinearPass(int seed, JsonText payload, PositiveInt edits)
    {
        var random = new Random(seed);
        var rules = Enumerable.Range(0, random.Next(300, 900)).Select(number => Many(random, number)).ToDictionary(static rule => rule.Id);
        var set = RuleSet.Compile(rules.Values, Judge.Declared);
        for (var edit = 0; edit < edits.Get; edit++)
        {
            var rule = Many(random, random.Next(1_000));
            if (random.Next(3) == 0)
            {
                rules.Remove(rule.Id);
                set = set.Without(rule.Id);
            }
            else
            {
                rules[rule.Id] = rule;
                set = set.With(rule);
            }
        }

        return Agree(set, [.. rules.Values], payload) && Agree(set, [.. rules.Values], ManyPayload(random));
    }

    /// <summary>Hundreds of edits, one on the other: tables are merged, positions used again, orders changed on the way.</summary>
    [Property(MaxTest = 12)]
    public bool Change_LongChains_BehavesAsTheRebuiltSet(int seed)
    {
        var random = new Random(seed);
        var rules = Enumerable.Range(0, random.Next(5, 320)).Select(number => Many(random, number)).ToDictionary(static rule => rule.Id);
        var set = RuleSet.Compile(rules.Values);
        for (var edit = 1; edit <= 300; edit++)
        {
            var rule = Many(random, random.Next(340));
            if (rules.TryGetValue(rule.Id, out var known) && random.Next(4) > 0)
            {
                rule = rule with { PriorityOrder = known.PriorityOrder }; // keeps its place in the order
            }

            if (random.Next(5) == 0)
            {
                rules.Remove(rule.Id);
                set = set.Without(rule.Id);
            }
            else
            {
                rules[rule.Id] = rule with { Enabled = random.Next(20) > 0 };
                set = set.With(rules[rule.Id]);
            }

            if (edit % 30 == 0)
            {
                var payload = ManyPayload(random);
                Agree(set, [.. rules.Values], payload);
                if (!set.Rules.SequenceEqual(RuleSet.Compile(rules.Values).Rules) || !Match(set, payload).SequenceEqual(Match(RuleSet.Compile(rules.Values), payload)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Agree(RuleSet set, AutomationRule[] rules, JsonText payload)
    {
        var (verdicts, copy) = LinearPass.Decide(rules, payload, Judge.Now, Berlin);
        var decision = RulePass.Decide(set, "evt_1", RuleBuilder.Event("{}") with { Payload = payload }, conversation: null, Judge.Now, Berlin);
        if (!decision.Verdicts.SequenceEqual(verdicts) || !decision.Changes.SequenceEqual(copy.Changes))
        {
            var other = decision.Verdicts.Zip(verdicts).FirstOrDefault(static pair => pair.First != pair.Second);
            var rule = rules.FirstOrDefault(rule => rule.Id == other.Second?.RuleId);
            throw new InvalidOperationException($"The index says {other.First}, the scan {other.Second} for {(rule is null ? "?" : Write(rule.Conditions))} on {payload}.");
        }

        return true;
    }

    private static List<string> Match(RuleSet set, JsonText payload)
    {
        var matched = new List<AutomationRule>();
        Assert.Equal(set.Match("ticket.created", payload.Utf8, Judge.Now, matched, Berlin), matched.Count);
        return matched.ConvertAll(static rule => rule.Id);
    }

    private static AutomationRule[] Named(AutomationRule[] rules) =>
        [.. rules.Take(12).Select(static (rule, number) => rule with { Id = $"rule_{number}", Name = $"rule_{number}" })];

    private static AutomationRule Simple(string id) => new()
    {
        Id = id,
        Name = id,
        TriggerEvent = "ticket.created",
        Actions = [],
        CreatedAt = RuleBuilder.Now,
        UpdatedAt = RuleBuilder.Now,
    };

    private static Gen<AutomationRule> Rule() =>
        from simple in ConditionGenerators.FieldConditions().Generator.ListOf()
        from joined in ConditionGenerators.Groups().Generator
        from isGroup in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from actions in Gen.Elements(Actions).ListOf()
        from order in Gen.Choose(0, 3)
        from minutes in Gen.Choose(0, 2)
        from flags in Gen.Choose(0, 19)
        select Simple("rule") with
        {
            Conditions = isGroup ? joined : new ConditionGroup { Items = [.. simple.Take(3)] },
            Actions = [.. actions.Take(flags % 3).Select(static action => new RuleAction("set_field", JsonText.Parse(action)))],
            PriorityOrder = order,
            CreatedAt = RuleBuilder.Now.AddMinutes(minutes),
            StopProcessing = flags == 0,
            Enabled = flags != 1,
        };

    private static AutomationRule Many(Random random, int number)
    {
        string[] words = ["urgent", "Refund", "é", "vpn", "it", "password", "passwords", "word", "straße", "a", "true", "12", "日本語"];
        FieldCondition Condition() => random.Next(5) switch
        {
            0 => Field("t", ConditionOperator.Equal, $"\"{words[random.Next(words.Length)]}\""),
            1 => Field("o.t", random.Next(2) == 0 ? ConditionOperator.Contains : ConditionOperator.ContainsAny, $"\"{words[random.Next(words.Length)]}\""),
            2 => Field("n", (ConditionOperator)random.Next((int)ConditionOperator.GreaterThan, (int)ConditionOperator.LessThanOrEqual + 1), $"{random.Next(-60, 60)}"),
            3 => Field("p", ConditionOperator.In, $"[{string.Join(',', Enumerable.Range(0, 4).Select(_ => $"\"v{random.Next(50)}\""))}]"),
            _ => Field("n", random.Next(2) == 0 ? ConditionOperator.NotEqual : ConditionOperator.IsPresent, random.Next(2) == 0 ? "true" : null),
        };
        return Simple($"rule_{number}") with
        {
            Conditions = new ConditionGroup { Items = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Condition())] },
            Actions = random.Next(40) == 0 ? [new RuleAction("set_field", JsonText.Parse(Actions[random.Next(2)]))] : [],
            PriorityOrder = random.Next(5),
            StopProcessing = random.Next(400) == 0,
        };
    }

    private static FieldCondition Field(string field, ConditionOperator comparison, string? value) =>
        new() { Field = field, Operator = comparison, Value = value is null ? null : JsonText.Parse(value) };

    private static JsonText ManyPayload(Random random) => JsonText.Parse(
        $$"""
        {"t":"{{(random.Next(2) == 0 ? "URGENT" : "É")}}","n":{{random.Next(-60, 60)}},"p":["V{{random.Next(50)}}","v{{random.Next(50)}}"],
         "o":{"t":"Bitte das Passwort (PASSWORD) zurücksetzen: VPN in der STRASSE 12, 日本語 {{(random.Next(2) == 0 ? "refund" : "Straße")}}" } }
        """);

    private static string Write(ConditionGroup group)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            ConditionJson.Write(writer, group);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
