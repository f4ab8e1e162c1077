using System.Text.Json;
using System.Text.Json.Nodes;
using Aurion.Engine.Actions;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Rules;

public sealed class RuleJsonProperties
{
    private static readonly DateTimeOffset Now = new(2026, 2, 1, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Members with values that are right, and some that are wrong or cleared.</summary>
    private static readonly (string Name, string Value)[] Members =
    [
        ("name", "\"a\""), ("name", "\"b\""), ("name", "null"), ("name", "\" \""),
        ("description", "\"d\""), ("description", "null"), ("description", "4"),
        ("enabled", "true"), ("enabled", "false"), ("enabled", "null"),
        ("execution_mode", "\"event\""), ("execution_mode", "\"time\""), ("execution_mode", "\"x\""),
        ("trigger_event", "\"ticket.created\""), ("trigger_event", "null"),
        ("time_condition", "{}"), ("time_condition", """{"older_than_minutes":5,"status":["open"]}"""),
        ("conditions", "[]"), ("conditions", """[{"field":"a","operator":"equals","value":1}]"""), ("conditions", """{"any":[]}"""), ("conditions", "7"),
        ("actions", """[{"type":"unassign"}]"""), ("actions", """[{"type":"set_status","status":"x","extra":1.0}]"""), ("actions", "[]"),
        ("priority_order", "3"), ("priority_order", "0"), ("priority_order", "-1"),
        ("stop_processing", "true"), ("react_to_automation", "true"), ("on_error", "\"fail\""), ("on_error", "null"),
        ("run_limit", "\"once_per_ticket\""), ("run_limit", "null"), ("run_limit", """{"max":2,"window":"P1D"}"""), ("unknown", "[{}]"),
    ];

    [Property(MaxTest = 500)]
    public Property Read_AnyBody_RoundTripsThroughTheStoreOrSaysWhy() =>
        Prop.ForAll(Body().ToArbitrary(), body =>
        {
            var faults = new List<Fault>();
            var rule = RuleJson.Read(body, ActionCatalog.BuiltIn, "rule_1", Now, faults);
            if (rule is null)
            {
                return faults.Count > 0;
            }

            var stored = RuleJson.WriteStored(rule);
            return faults.Count == 0 && RuleJson.WriteStored(RuleJson.ReadStored(stored)).Equals(stored);
        });

    /// <summary>A change is the same as writing the members into the body of the rule, where the mode stays.</summary>
    [Property(MaxTest = 500)]
    public Property Apply_WhereTheModeStays_IsReadingTheMergedBody() =>
        Prop.ForAll((from body in Body() from patch in Patch() select (body, patch)).ToArbitrary(), pair =>
        {
            var (body, patch) = pair;
            var rule = RuleJson.Read(body, ActionCatalog.BuiltIn, "rule_1", Now, []);
            if (rule is null || patch.Element.TryGetProperty("execution_mode", out _))
            {
                return true;
            }

            var patchFaults = new List<Fault>();
            var changed = RuleJson.Apply(rule, patch, ActionCatalog.BuiltIn, Now, patchFaults);
            var mergedFaults = new List<Fault>();
            var merged = RuleJson.Read(Merge(body, patch), ActionCatalog.BuiltIn, "rule_1", Now, mergedFaults);
            return patchFaults.Select(Say).SequenceEqual(mergedFaults.Select(Say))
                && (changed is null) == (merged is null)
                && (changed is null || RuleJson.WriteStored(changed).Equals(RuleJson.WriteStored(merged!)));
        });

    [Property(MaxTest = 500)]
    public Property Apply_Twice_IsApplyOnce() =>
        Prop.ForAll((from body in Body() from patch in Patch() select (body, patch)).ToArbitrary(), pair =>
        {
            var (body, patch) = pair;
            var rule = RuleJson.Read(body, ActionCatalog.BuiltIn, "rule_1", Now, []);
            var once = rule is null ? null : RuleJson.Apply(rule, patch, ActionCatalog.BuiltIn, Now, []);
            return once is null
                || RuleJson.WriteStored(RuleJson.Apply(once, patch, ActionCatalog.BuiltIn, Now, [])!).Equals(RuleJson.WriteStored(once));
        });

    [Property(MaxTest = 300)]
    public Property Apply_Nothing_ChangesNothing() =>
        Prop.ForAll(Body().ToArbitrary(), body =>
            RuleJson.Read(body, ActionCatalog.BuiltIn, "rule_1", Now, []) is not { } rule
            || RuleJson.WriteStored(RuleJson.Apply(rule, JsonText.EmptyObject, ActionCatalog.BuiltIn, Now, [])!).Equals(RuleJson.WriteStored(rule)));

    private static string Say(Fault fault) => $"{fault.Path}:{fault.Type}";

    private static Gen<JsonText> Body() =>
        from members in Gen.Elements(Members).ArrayOf()
        from complete in Gen.Frequency((4, Gen.Constant(true)), (1, Gen.Constant(false)))
        select Write([
            .. complete ? [("name", "\"n\""), ("trigger_event", "\"e\""), ("actions", """[{"type":"unassign"}]""")] : Array.Empty<(string, string)>(),
            .. members.Take(complete ? 3 : members.Length),
        ]);

    private static Gen<JsonText> Patch() => from members in Gen.Elements(Members).ArrayOf() select Write([.. members.Take(4)]);

    private static JsonText Write((string Name, string Value)[] members)
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            last[name] = value;
        }

        return JsonText.Parse("{" + string.Join(",", last.Select(static pair => $"\"{pair.Key}\":{pair.Value}")) + "}");
    }

    private static JsonText Merge(JsonText body, JsonText patch)
    {
        var merged = JsonNode.Parse(body.ToString())!.AsObject();
        foreach (var member in patch.Element.EnumerateObject())
        {
            merged[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        }

        return JsonText.Parse(merged.ToJsonString(new JsonSerializerOptions()));
    }
}
