using System.Text.Json;
using System.Text.Json.Nodes;
using Aurion.Engine.Rules;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Rules;

public sealed class RulePassProperties
{
    private static readonly string[] Conditions =
    [
        "[]", """[{"field":"status","operator":"equals","value":"b"}]""", """[{"field":"status","operator":"not_equals","value":"a"}]""",
        """[{"field":"n","operator":"equals","value":1}]""", """[{"field":"n","operator":"changed"}]""", """[{"field":"status","operator":"changed"}]""",
    ];

    private static readonly string[] Actions =
    [
        """{"type":"set_status","status":"a"}""", """{"type":"set_status","status":"b"}""", """{"type":"set_field","field":"n","mode":"increment"}""",
        """{"type":"set_field","field":"n","value":1}""", """{"type":"set_field","field":"status.x","value":1}""", """{"type":"stop_processing"}""",
        """{"type":"send_notification"}""",
    ];

    private static readonly string[] Payloads = ["{}", """{"status":"a"}""", """{"status":"b","n":0}""", """{"n":1}""", """{"status":"c","n":2}"""];

    /// <summary>The pass agrees with one written plainly, on a mutable object, without index, copies or compilation.</summary>
    [Property(MaxTest = 1000)]
    public Property Decide_RandomRules_AgreesWithThePlainPass() =>
        Prop.ForAll(Cases(), sample =>
        {
            var (payload, rules) = sample;
            var decision = RuleBuilder.Decide(payload, rules);
            var plain = PlainPass(payload, rules);
            var actual = decision.Verdicts.Select(static verdict => $"{verdict.RuleId}={verdict.Matched}").Concat(decision.Outcomes());
            return actual.SequenceEqual(plain.Lines)
                && decision.Changes.All(change => ValueOf(plain.Fields, change.Field) == change.Value.ToString());
        });

    private static string? ValueOf(JsonObject fields, string field) =>
        (field is "status.x" ? (fields["status"] as JsonObject)?["x"] : fields[field])?.ToJsonString();

    private static Arbitrary<(string Payload, AutomationRule[] Rules)> Cases() =>
        (from payload in Gen.Elements(Payloads)
         from specs in (from conditions in Gen.Elements(Conditions)
                        from actions in Gen.Elements(Actions).NonEmptyListOf()
                        from order in Gen.Choose(0, 2)
                        from stop in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
                        from fail in Gen.Elements(true, false)
                        from age in Gen.Choose(0, 1)
                        from enabled in Gen.Frequency((5, Gen.Constant(true)), (1, Gen.Constant(false)))
                        select (conditions, actions, order, stop, fail, age, enabled)).ArrayOf()
         select (payload, specs.Take(8).Select(static (spec, index) => RuleBuilder.Rule(
             $"rule_{index}",
             $"[{string.Join(",", spec.actions.Take(4))}]",
             spec.conditions,
             $"\"priority_order\":{spec.order},\"stop_processing\":{Word(spec.stop)},\"on_error\":\"{(spec.fail ? "fail" : "continue")}\",\"enabled\":{Word(spec.enabled)}",
             RuleBuilder.Now.AddMinutes(spec.age))).ToArray())).ToArbitrary();

    private static string Word(bool value) => value ? "true" : "false";

    private static (List<string> Lines, JsonObject Fields) PlainPass(string payload, AutomationRule[] rules)
    {
        var start = JsonNode.Parse(payload)!.AsObject();
        var fields = JsonNode.Parse(payload)!.AsObject();
        var verdicts = new List<string>();
        var outcomes = new List<string>();
        var left = rules.Where(static rule => rule.Enabled).ToList();
        while (left.Count > 0)
        {
            var rule = left.MinBy(static rule => (rule.PriorityOrder, rule.CreatedAt, rule.Id))!;
            left.Remove(rule);
            var matched = Holds(RuleText(rule, "conditions"), fields, start);
            verdicts.Add($"{rule.Id}={matched}");
            if (matched && Act(rule, fields, outcomes))
            {
                break;
            }
        }

        return ([.. verdicts, .. outcomes], fields);
    }

    private static bool Act(AutomationRule rule, JsonObject fields, List<string> outcomes)
    {
        var stops = rule.StopProcessing;
        var failed = false;
        foreach (var action in RuleText(rule, "actions").EnumerateArray())
        {
            var type = action.GetProperty("type").GetString()!;
            var status = failed && rule.OnError is OnActionError.Fail ? "Skipped" : Apply(type, action, fields);
            failed |= status is "Failed";
            stops |= type is "stop_processing" && status is not "Skipped";
            outcomes.Add($"{rule.Id}/{type}:{status}");
        }

        return stops;
    }

    private static string Apply(string type, JsonElement action, JsonObject fields)
    {
        switch (type)
        {
            case "stop_processing":
                return "Ok";
            case "send_notification":
                return "Queued";
            case "set_status":
                return Set(fields, "status", action.GetProperty("status").GetString());
            case "set_field" when action.GetProperty("field").GetString() is "status.x":
                switch (fields["status"])
                {
                    case null:
                        fields["status"] = new JsonObject { ["x"] = 1 };
                        return "Ok";
                    case JsonObject inner:
                        return Set(inner, "x", 1);
                    default:
                        return "Failed";
                }

            case "set_field" when action.TryGetProperty("value", out _):
                return Set(fields, "n", 1);
            default:
                return Set(fields, "n", (fields["n"]?.GetValue<int>() ?? 0) + 1);
        }
    }

    private static string Set(JsonObject fields, string name, JsonNode? value)
    {
        var noop = JsonNode.DeepEquals(fields[name], value);
        fields[name] = JsonNode.Parse(value!.ToJsonString());
        return noop ? "Ok!" : "Ok";
    }

    private static bool Holds(JsonElement conditions, JsonObject fields, JsonObject start) =>
        conditions.EnumerateArray().All(condition =>
        {
            var field = condition.GetProperty("field").GetString()!;
            var value = fields[field];
            return condition.GetProperty("operator").GetString() switch
            {
                "changed" => !JsonNode.DeepEquals(value, start[field]),
                "equals" => JsonNode.DeepEquals(value, JsonNode.Parse(condition.GetProperty("value").GetRawText())),
                _ => !JsonNode.DeepEquals(value, JsonNode.Parse(condition.GetProperty("value").GetRawText())),
            };
        });

    private static JsonElement RuleText(AutomationRule rule, string member) => RuleJson.WriteStored(rule).Element.GetProperty(member);
}
