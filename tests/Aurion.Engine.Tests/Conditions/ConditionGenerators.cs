using Aurion.Engine.Conditions;
using Aurion.Engine.Values;
using FsCheck;
using FsCheck.Fluent;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>
/// Random conditions and payloads over small stocks of values, one per kind of field, so that they meet often and at the
/// edges; now and then anything stands anywhere.
/// </summary>
internal static class ConditionGenerators
{
    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "1.0", "1e0", "10", "-1", "1e2", "100", "1e-32", "1e400", "1.5e400", "9007199254740993", "9007199254740992",
        "\"9007199254740993\"", "0.1", "\"0.10\"", "\"1\"", "\"1.0\"", "\"1e2\"", "123456789012345678901234567890123456789012345678901234567890",
        "123456789012345678901234567890123456789012345678901234567891", "\" 1\"", "\"01\"", "true",
    ];

    private static readonly string[] Texts =
    [
        "\"a\"", "\"A\"", "\"ab\"", "\"b a b\"", "\"aB_\"", "\"é\"", "\"e\\u0301\"", "\"É\"", "\"ß\"", "\"\\ud83d\\ude00a\"", "\"a\\nb\"", "\"a.b\"", "\"true\"", "\"b\"",
        "true", "false", "\"TRUE\"", "\"ab ab\"", "\"1\"", "\"10\"", "1",
        "\"10.0.0.1\"", "\"10.1.2.3\"", "\"::ffff:10.0.0.2\"", "\"2001:DB8::1\"", "\"::1\"", "\"010.0.0.1\"", "\"fe80::1%2\"", "\"10.0.0.1:80\"",
    ];

    private static readonly string[] Ranges =
    [
        "\"10.0.0.0/8\"", "\"10.0.0.1\"", "\"10.0.0.0/31\"", "\"0.0.0.0/0\"", "\"::/0\"", "\"2001:db8::/32\"", "\"::ffff:10.0.0.0/120\"", "\"::1/128\"",
        "\"10.0.0.1/8\"", "\"10.0.0.0/33\"", "\"::/129\"", "\"ten\"", "\"10.0.0.0/08\"", "\"::ffff:0.0.0.0/95\"",
    ];

    private static readonly string[] Times =
    [
        "\"2026-11-24T10:00:00Z\"", "\"2026-11-24T11:00:00+01:00\"", "\"2026-11-24T11:00:00\"", "\"2026-11-24\"", "\"2026-11-23\"", "\"2026-11-25\"",
        "\"2026-11-24T10:00:00.0000001Z\"", "\"2026-11-24T23:30:00Z\"", "\"2026-11-24T12:00:00Z\"", "\"2026-11-20T08:00:00-05:00\"", "\"2026-11-23T23:00:00Z\"",
        "\"2026-10-25\"", "\"2026-13-01\"", "\"yesterday\"",
    ];

    private static readonly string[] Names = ["\"low\"", "\"Normal\"", "\"high\"", "\"URGENT\"", "\"urgent\"", "\"blocker\""];
    private static readonly string[] Empties = ["null", "\"\"", "\" \"", "\"\\t\"", "[]", "{}"];
    private static readonly string[] BusinessDurations =
    [
        "{\"amount\":4,\"unit\":\"hours\",\"calendar\":\"office\"}", "{\"amount\":0,\"unit\":\"hours\",\"calendar\":\"office\"}",
        "{\"amount\":2,\"unit\":\"days\",\"calendar\":\"office\"}", "{\"amount\":90,\"unit\":\"minutes\",\"calendar\":\"lab\"}",
    ];

    private static readonly string[] Durations = ["\"P1D\"", "\"PT30M\"", "\"P1DT2H\"", "{\"amount\":2,\"unit\":\"hours\"}", "{\"amount\":4,\"unit\":\"days\"}", "\"PT0M\"", .. BusinessDurations];
    private static readonly string[] Calendars = ["\"office\"", "\"office\"", "\"office\"", "\"Office\"", "true"];
    private static readonly string[] Days = ["\"monday\"", "\"Tue\"", "[\"wed\",\"tue\"]", "[\"sat\",\"Sunday\"]", "\"sunday\""];
    private static readonly string[] Patterns = ["\"^a\"", "\"a.b\"", "\"[a-\"", "\"(?=a)\"", "\"^(a|b)+$\"", "\"\\\\d+\"", "\"^é$\""];
    private static readonly string[] Fields = ["n", "t", "w", "p", "m"];
    private static readonly string[] Shapes = ["#", "#", "o.#", "l[0].#", "l[1].#", "d.#", "missing.#", "previous.#"];
    private static readonly string[][] Stocks = [Numbers, Texts, Times, Names, Empties];

    public static Arbitrary<JsonText> Payloads() => Payload().ToArbitrary();

    public static Arbitrary<ConditionGroup> Groups() => Group(depth: 3).ToArbitrary();

    public static Arbitrary<FieldCondition> FieldConditions() => Field().ToArbitrary();

    private static Gen<string> Anything() => Gen.Elements(Stocks.SelectMany(static stock => stock).Concat(Durations).Concat(Days).ToArray());

    private static Gen<string> ListOf(Gen<string> items) => items.ListOf().Select(list => $"[{string.Join(",", list.Take(3))}]");

    private static Gen<string> PayloadValue(string[] stock) => Gen.Frequency(
        (8, Gen.Elements(stock)),
        (2, ListOf(Gen.Elements(stock))),
        (1, Gen.Elements(Empties)),
        (1, Anything()),
        (1, ListOf(ListOf(Anything()))));

    private static Gen<string> Members(string prefix) =>
        from n in PayloadValue(Numbers)
        from t in PayloadValue(Texts)
        from w in PayloadValue(Times)
        from p in PayloadValue(Names)
        from m in PayloadValue(Empties)
        from shape in Gen.Elements("n t w p m", "m p w t n", "n t w p m", "n", "t w", "")
        select string.Join(",", shape.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name =>
            $"\"{prefix}{name}\":{name switch { "n" => n, "t" => t, "w" => w, "p" => p, _ => m }}"));

    private static Gen<string> Values() =>
        from root in Members(string.Empty)
        from inner in Members(string.Empty)
        from item in Members(string.Empty)
        from dotted in Members("d.")
        from rest in Gen.Elements(",\"o\":{#I},\"l\":[{#E},{#I}]", ",\"o\":null,\"l\":[]", ",\"o\":[{#I}],\"l\":{#E}", "", ",\"d\":{#I}", ",\"n\":{\"o\":{#I}}")
        let text = string.Join(",", new[] { root, dotted }.Where(static part => part.Length > 0))
        select (text.Length == 0 ? "\"x\":1" : text) + (text.Contains("\"n\"", StringComparison.Ordinal) && rest.StartsWith(",\"n\"", StringComparison.Ordinal) ? "" : rest)
            .Replace("#I", inner, StringComparison.Ordinal).Replace("#E", item, StringComparison.Ordinal);

    private static Gen<JsonText> Payload() =>
        from now in Values()
        from before in Values()
        from shape in Gen.Elements("{#N,\"previous\":{#P}}", "{#N,\"previous\":{#P}}", "{#N}", "{#N,\"previous\":null}", "{\"previous\":{#P}}", "{#N,\"previous\":{#N}}")
        select JsonText.Parse(shape.Replace("#N", now, StringComparison.Ordinal).Replace("#P", before, StringComparison.Ordinal));

    private static Gen<string?> Fitting(ConditionOperator comparison, string[] stock)
    {
        var scalar = Gen.Elements(stock);
        return (ConditionOperators.NameOf(comparison) switch
        {
            "in" or "not_in" or "contains_any" or "contains_all" or "contains_none" or "not_contains_all"
                or "starts_with" or "ends_with" or "not_starts_with" or "not_ends_with" => Gen.OneOf(scalar, ListOf(scalar)),
            "between" => from low in scalar from high in scalar select $"[{low},{high}]",
            "older_than" or "within_last" or "within_next" => Gen.Elements(Durations),
            "on_weekday" => Gen.Elements(Days),
            "in_cidr" or "not_in_cidr" => Gen.OneOf(Gen.Elements(Ranges), Gen.Elements(Ranges[..8]), ListOf(Gen.Elements(Ranges[..8]))),
            "in_business_hours" or "not_in_business_hours" => Gen.Elements(Calendars),
            "matches_regex" or "not_matches_regex" => Gen.Elements(Patterns),
            "is_present" or "is_empty" or "changed" or "not_changed" or "increased" or "decreased" or "is_today" => Gen.Constant("true"),
            _ => Gen.Frequency((6, scalar), (1, Gen.Elements("null", "\"\""))),
        }).Select(static text => (string?)text);
    }

    private static int StockFor(ConditionOperator comparison, int picked) => ConditionOperators.NameOf(comparison) switch
    {
        "older_than" or "within_last" or "within_next" or "on_weekday" or "is_today" or "in_business_hours" or "not_in_business_hours" or "before" or "after" or "on_or_before" or "on_or_after" => 2,
        "matches_regex" or "not_matches_regex" or "contains_word" or "in_cidr" or "not_in_cidr" => 1,
        "contains" or "starts_with" or "ends_with" => picked % 2,
        "is_empty" or "is_present" => picked,
        _ => picked % 4,
    };

    private static Gen<FieldCondition> Field() =>
        from comparison in Gen.Elements(Enum.GetValues<ConditionOperator>())
        from picked in Gen.Choose(0, Stocks.Length - 1)
        from stray in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        let stock = stray ? picked : StockFor(comparison, picked)
        from shape in Gen.Elements(Shapes)
        from value in Gen.Frequency((14, Fitting(comparison, Stocks[stock])), (1, Anything().Select(text => (string?)text)), (1, Gen.Constant((string?)null)))
        from caseSensitive in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        select new FieldCondition
        {
            Field = shape.Replace("#", Fields[stock], StringComparison.Ordinal),
            Operator = comparison,
            Value = value is null ? null : JsonText.Parse(value),
            CaseSensitive = caseSensitive,
        };

    private static Gen<Condition> Item(int depth) => depth == 0
        ? Field().Select(field => (Condition)field)
        : Gen.Frequency((3, Field().Select(field => (Condition)field)), (1, Group(depth - 1).Select(group => (Condition)group)));

    private static Gen<ConditionGroup> Group(int depth) =>
        from kind in Gen.Elements(GroupKind.All, GroupKind.Any, GroupKind.None)
        from items in Item(depth).ListOf()
        select new ConditionGroup { Kind = kind, Items = [.. items.Take(4)] };
}
