using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Conditions;

public sealed class ExplanationTests
{
    private static readonly ConditionOptions Declared = Judge.Declared with
    {
        Fields = FieldSchema.Open with { Orders = [["low", "normal", "high", "urgent"]] },
    };

    [Theory]
    [InlineData("equals", "\"a\"", "{\"f\":\"A\"}", "f is \"A\"; equals \"a\" holds")]
    [InlineData("equals", "\"a\"", "{\"f\":\"b\"}", "f is \"b\"; equals \"a\" wants exactly that")]
    [InlineData("equals", "\"a\"", "{}", "f is missing; equals \"a\" wants exactly that")]
    [InlineData("equals", "12", "{\"f\":\"13\"}", "f is \"13\" (read as the number 13); equals 12 wants exactly that")]
    [InlineData("equals", "true", "{\"f\":\"true\"}", "f is \"true\" (read as true); equals true holds")]
    [InlineData("equals", "\"2026-11-24T10:00:00Z\"", "{\"f\":\"2026-11-24T11:00:00+01:00\"}", "f is \"2026-11-24T11:00:00+01:00\" (read as 2026-11-24T10:00:00Z); equals \"2026-11-24T10:00:00Z\" holds")]
    [InlineData("equals", "null", "{\"f\":\"b\"}", "f is \"b\"; equals null wants it empty")]
    [InlineData("equals", "\"a\"", "{\"f\":[\"b\"]}", "f is the list [\"b\"]; equals \"a\" wants an element that is exactly that")]
    [InlineData("not_equals", "\"a\"", "{\"f\":\"a\"}", "f is \"a\"; not_equals \"a\" wants anything else")]
    [InlineData("in", "[\"a\",\"b\"]", "{\"f\":null}", "f is null; in [\"a\",\"b\"] wants one of these")]
    [InlineData("not_in", "[\"a\"]", "{\"f\":\"a\"}", "f is \"a\"; not_in [\"a\"] wants none of these")]
    [InlineData("contains", "\"b\"", "{\"f\":\"aa\"}", "f is \"aa\"; contains \"b\" wants that text in it")]
    [InlineData("contains", "\"b\"", "{\"f\":[]}", "f is an empty list; contains \"b\" wants that element in it")]
    [InlineData("contains_all", "[\"b\",\"c\"]", "{\"f\":[\"b\"]}", "f is the list [\"b\"]; contains_all [\"b\",\"c\"] wants all of these in it")]
    [InlineData("contains_none", "[\"b\"]", "{\"f\":\"abc\"}", "f is \"abc\"; contains_none [\"b\"] wants none of these in it")]
    [InlineData("contains_word", "\"it\"", "{\"f\":\"with\"}", "f is \"with\"; contains_word \"it\" wants that word in it, with no letter or digit beside it")]
    [InlineData("starts_with", "\"re:\"", "{\"f\":\"fw: x\"}", "f is \"fw: x\"; starts_with \"re:\" wants it to begin so")]
    [InlineData("not_ends_with", "\"x\"", "{\"f\":\"fx\"}", "f is \"fx\"; not_ends_with \"x\" wants it not to end so")]
    [InlineData("matches_regex", "\"^a\"", "{\"f\":\"b\"}", "f is \"b\"; matches_regex \"^a\" wants a text in which the pattern is found")]
    [InlineData("is_present", null, "{\"f\":\" \"}", "f is the blank text \" \"; is_present wants something there")]
    [InlineData("is_empty", null, "{\"f\":{\"a\":1}}", "f is an object; is_empty wants nothing there")]
    [InlineData("greater_than", "\"high\"", "{\"f\":\"low\"}", "f is \"low\"; greater_than \"high\" wants a higher one")]
    [InlineData("greater_than", "\"high\"", "{\"f\":\"urgent\"}", "f is \"urgent\"; greater_than \"high\" holds")]
    [InlineData("greater_than", "5", "{\"f\":\"soon\"}", "f is \"soon\"; greater_than 5 wants a value that can be compared with that")]
    [InlineData("less_than_or_equal", "5", "{\"f\":\"7\"}", "f is \"7\" (read as the number 7); less_than_or_equal 5 wants that or a lower one")]
    [InlineData("between", "[1,5]", "{\"f\":7}", "f is 7; between [1,5] wants one from the first to the second")]
    [InlineData("before", "\"2026-11-24\"", "{\"f\":\"2026-11-25\"}", "f is \"2026-11-25\" (read as that whole day); before \"2026-11-24\" wants an earlier time")]
    [InlineData("on_or_after", "\"2026-11-24\"", "{\"f\":true}", "f is true; on_or_after \"2026-11-24\" wants a date or time")]
    [InlineData("older_than", "\"PT1H\"", "{\"f\":\"2026-11-24T11:30:00Z\"}", "f is \"2026-11-24T11:30:00Z\", and now is 2026-11-24T12:00:00Z; older_than \"PT1H\" wants a time at least that long ago")]
    [InlineData("within_next", "\"PT1H\"", "{\"f\":\"soon\"}", "f is \"soon\", and now is 2026-11-24T12:00:00Z; within_next \"PT1H\" wants a date or time")]
    [InlineData("is_today", null, "{\"f\":\"2026-11-23\"}", "f is \"2026-11-23\" (read as that whole day), and now is 2026-11-24T12:00:00Z; is_today wants a time of today")]
    [InlineData("on_weekday", "[\"mon\"]", "{\"f\":\"2026-11-24\"}", "f is \"2026-11-24\" (read as that whole day), and now is 2026-11-24T12:00:00Z; on_weekday [\"mon\"] wants one of these weekdays")]
    [InlineData("in_business_hours", "\"office\"", "{\"f\":\"2026-11-24T20:00:00Z\"}", "f is \"2026-11-24T20:00:00Z\", and now is 2026-11-24T12:00:00Z; in_business_hours \"office\" wants a time at which the calendar is open")]
    [InlineData("in_cidr", "\"10.0.0.0/8\"", "{\"f\":\"11.0.0.1\"}", "f is \"11.0.0.1\"; in_cidr \"10.0.0.0/8\" wants an address in one of these ranges")]
    [InlineData("in_cidr", "\"10.0.0.0/8\"", "{\"f\":\"ten\"}", "f is \"ten\"; in_cidr \"10.0.0.0/8\" wants an IP address")]
    [InlineData("changed", null, "{\"f\":\"a\",\"previous\":{\"f\":\"a\"}}", "f is \"a\" and was \"a\"; changed wants another value than before")]
    [InlineData("changed_to", "\"b\"", "{\"f\":\"b\",\"previous\":{\"f\":null}}", "f is \"b\" and was null; changed_to \"b\" holds")]
    [InlineData("changed_from", "\"b\"", "{\"f\":\"c\",\"previous\":{\"f\":\"a\"}}", "f is \"c\" and was \"a\"; changed_from \"b\" wants it to have changed, and from that")]
    [InlineData("increased", null, "{\"f\":1,\"previous\":{\"f\":2}}", "f is 1 and was 2; increased wants a higher value than before")]
    public void Explain_OneCondition_SaysWhy(string comparison, string? value, string payload, string sentence) =>
        Assert.Equal(sentence, One(Judge.Condition(comparison, value), payload).Sentence);

    [Fact]
    public void Explain_EveryOperator_HasASentenceOfItsOwn()
    {
        foreach (var comparison in Enum.GetValues<ConditionOperator>())
        {
            var condition = new FieldCondition { Field = "f", Operator = comparison, Value = ValueFor(ConditionOperators.NameOf(comparison)) };
            var compiled = CompiledCondition.Compile(new ConditionGroup { Items = [condition] }, options: Declared);
            Assert.Empty(compiled.Faults);
            foreach (var payload in new[] { "{}", """{"f":"2026-11-24T20:00:00Z"}""", """{"f":["10.0.0.1",1]}""", """{"f":{"a":1},"previous":{"f":3}}""" })
            {
                var shown = compiled.Explain(Judge.Context(payload)).Parts.Single();
                Assert.Contains(ConditionOperators.NameOf(comparison), shown.Sentence, StringComparison.Ordinal);
                Assert.EndsWith(shown.Verdict is Truth.True ? "holds" : shown.Sentence[(shown.Sentence.IndexOf(" wants ", StringComparison.Ordinal) + 7)..], shown.Sentence, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("equals", "12", "{\"f\":\"13.0\"}", ReadingKind.Number, "13.0")]
    [InlineData("equals", "12", "{\"f\":\"x\"}", ReadingKind.Nothing, null)]
    [InlineData("equals", "\"é\"", "{\"f\":\"e\\u0301\"}", ReadingKind.Text, "\"é\"")]
    [InlineData("in", "[\"x\",12]", "{\"f\":\"12\"}", ReadingKind.Number, "12")]
    [InlineData("equals", "false", "{\"f\":\"true\"}", ReadingKind.Boolean, "true")]
    [InlineData("equals", "\"x\"", "{\"f\":\" \"}", ReadingKind.Text, "\" \"")]
    [InlineData("is_empty", null, "{\"f\":\" \"}", ReadingKind.Empty, null)]
    [InlineData("is_empty", null, "{}", ReadingKind.Empty, null)]
    [InlineData("before", "\"2026-11-24\"", "{\"f\":\"2026-11-24T00:30:00\"}", ReadingKind.Time, "\"2026-11-23T23:30:00Z\"")]
    [InlineData("before", "\"2026-11-24\"", "{\"f\":\"2026-11-24\"}", ReadingKind.Date, "\"2026-11-24\"")]
    [InlineData("greater_than", "\"low\"", "{\"f\":\"HIGH\"}", ReadingKind.Choice, "\"HIGH\"")]
    [InlineData("in_cidr", "\"10.0.0.0/8\"", "{\"f\":\"::1\"}", ReadingKind.Address, "\"::1\"")]
    [InlineData("contains", "\"1\"", "{\"f\":[1,\"x\",{}]}", ReadingKind.List, "[1,\"x\",null]")]
    public void Explain_OneCondition_ShowsWhatTheValueIsReadAs(string comparison, string? value, string payload, ReadingKind kind, string? coerced)
    {
        var shown = One(Judge.Condition(comparison, value), payload, "Europe/Berlin");

        Assert.Equal((kind, coerced), (shown.ReadAs, shown.Coerced?.ToString()));
    }

    [Fact]
    public void Explain_Groups_ShowEveryPartThoughTheFirstDecides()
    {
        var shown = CompiledCondition.Compile(Judge.Read(
            """
            [{"field":"a","operator":"equals","value":1},
             {"any":[{"field":"b","operator":"is_present"},{"none":[{"field":"c","operator":"equals","value":3}]}]},
             {"field":"d","operator":"resembles","value":"x"}]
            """,
            out _)).Explain(Judge.Context("""{"a":2,"c":3}"""));

        Assert.Equal(("conditions", GroupKind.All, Truth.False), (shown.Path, shown.Group, shown.Verdict));
        Assert.Equal("all must hold, and conditions[0], conditions[1].any do not", shown.Sentence);
        Assert.Equal([Truth.False, Truth.False, Truth.Unknown], shown.Parts.Select(static part => part.Verdict));
        Assert.Equal("one must hold, and none of 2 does", shown.Parts[1].Sentence);
        Assert.Equal("none may hold, and conditions[1].any[1].none[0] does", shown.Parts[1].Parts[1].Sentence);
        Assert.StartsWith("this cannot be judged: conditions[2].operator: ", shown.Parts[2].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_NoConditions_SaysThatTheyAlwaysHold()
    {
        var shown = Judge.Compile("[]").Explain(Judge.Context("{}"));

        Assert.Equal((Truth.True, "there are no conditions, so it always holds"), (shown.Verdict, shown.Sentence));
    }

    [Fact]
    public void Explain_ATextThatIsTooLongToSearch_SaysThatItCannotBeJudged()
    {
        var shown = One(Judge.Condition("not_matches_regex", "\"a\""), $"{{\"f\":\"{new string('x', 70_000)}\"}}");

        Assert.Equal(Truth.Unknown, shown.Verdict);
        Assert.StartsWith("f cannot be judged: The text in f could not be searched", shown.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_ALongValue_IsCutBetweenCharacters()
    {
        var shown = One(Judge.Condition("equals", "\"x\""), $"{{\"f\":\"{string.Concat(Enumerable.Repeat("é", 3_000))}\"}}");

        Assert.Equal($"\"\\\"{new string('é', 99)}…\"", shown.Actual!.ToString());
        Assert.Equal($"\"{new string('é', 200)}…\"", shown.Coerced!.ToString());
        Assert.Equal($"f is \"{new string('é', 29)}…; equals \"x\" wants exactly that", shown.Sentence);
    }

    [Fact]
    public void Explain_TheClock_IsWhatTheFieldNowIs()
    {
        var shown = CompiledCondition.Compile(Judge.Read("""[{"field":"now","operator":"on_weekday","value":"mon"}]""", out _)).Explain(Judge.Context("{}")).Parts[0];

        Assert.Equal((ReadingKind.Time, "\"2026-11-24T12:00:00Z\""), (shown.ReadAs, shown.Coerced?.ToString()));
        Assert.Equal("now is the clock, and now is 2026-11-24T12:00:00Z; on_weekday \"mon\" wants one of these weekdays", shown.Sentence);
    }

    private static ConditionExplanation One(string conditions, string payload, string zone = "UTC")
    {
        var faults = new List<Fault>();
        var group = ConditionJson.Read(JsonText.Parse(conditions).Element, FaultPath.Root.Member("conditions"), faults, Declared);
        Assert.Empty(faults);
        var shown = CompiledCondition.Compile(group, options: Declared).Explain(Judge.Context(payload, zone));
        return Assert.Single(shown.Parts);
    }

    private static JsonText? ValueFor(string comparison) => comparison switch
    {
        "is_present" or "is_empty" or "changed" or "not_changed" or "increased" or "decreased" or "is_today" => null,
        "between" => JsonText.Parse("[1,2]"),
        "before" or "after" or "on_or_before" or "on_or_after" => JsonText.Parse("\"2026-11-24\""),
        "older_than" or "within_last" or "within_next" => JsonText.Parse("\"PT1H\""),
        "on_weekday" => JsonText.Parse("\"mon\""),
        "in_business_hours" or "not_in_business_hours" => JsonText.Parse("\"office\""),
        "in_cidr" or "not_in_cidr" => JsonText.Parse("\"10.0.0.0/8\""),
        _ => JsonText.Parse("\"1\""),
    };
}
