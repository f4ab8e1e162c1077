using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>Each operator, on the field <c>f</c>.</summary>
public sealed class OperatorTests
{
    [Theory]
    [InlineData("equals", "\"open\"", "{\"f\":\"OPEN\"}", true)]
    [InlineData("is", "\"open\"", "{\"f\":\"open\"}", true)]
    [InlineData("eq", "\"open\"", "{\"f\":\"opened\"}", false)]
    [InlineData("equals", "\"caf\\u00e9\"", "{\"f\":\"CAFE\\u0301\"}", true)]
    [InlineData("equals", "\"a\"", "{\"f\":[\"b\",\"A\"]}", true)]
    [InlineData("equals", "\"a\"", "{\"f\":[[\"a\"]]}", false)]
    [InlineData("equals", "\"a\"", "{\"f\":{\"a\":1}}", false)]
    [InlineData("equals", "null", "{}", true)]
    [InlineData("equals", "\"\"", "{\"f\":null}", true)]
    [InlineData("equals", "\"\"", "{\"f\":[]}", true)]
    [InlineData("equals", "\"\"", "{\"f\":0}", false)]
    [InlineData("equals", "null", "{\"f\":false}", false)]
    [InlineData("in", "[\"a\",2]", "{\"f\":\"2\"}", true)]
    [InlineData("in", "\"a\"", "{\"f\":\"A\"}", true)]
    [InlineData("in", "[null,\"\"]", "{}", false)]
    [InlineData("in", "[null,\"a\"]", "{\"f\":null}", false)]
    [InlineData("in", "[\"\",\"a\"]", "{\"f\":\"\"}", true)]
    [InlineData("in", "[]", "{\"f\":\"a\"}", false)]
    [InlineData("contains", "\"PRINT\"", "{\"f\":\"a printer\"}", true)]
    [InlineData("contains", "\"a*r\"", "{\"f\":\"a printer\"}", false)]
    [InlineData("contains", "\"print\"", "{\"f\":[\"printer\"]}", false)]
    [InlineData("contains", "\"PRINTER\"", "{\"f\":[\"printer\"]}", true)]
    [InlineData("contains", "23", "{\"f\":12345}", true)]
    [InlineData("contains", "5", "{\"f\":[5.0]}", true)]
    [InlineData("contains", "\"a\"", "{\"f\":{\"a\":\"a\"}}", false)]
    [InlineData("contains_any", "[\"x\",\"b\"]", "{\"f\":\"abc\"}", true)]
    [InlineData("contains_any", "[\"x\",\"y\"]", "{\"f\":[\"a\"]}", false)]
    [InlineData("contains_any", "\"b\"", "{\"f\":[\"B\"]}", true)]
    [InlineData("contains_all", "[\"a\",\"c\"]", "{\"f\":\"abc\"}", true)]
    [InlineData("contains_all", "[\"a\",\"x\"]", "{\"f\":[\"a\",\"b\"]}", false)]
    [InlineData("contains_all", "[\"a\"]", "{}", false)]
    [InlineData("contains_word", "\"vip\"", "{\"f\":\"a VIP!\"}", true)]
    [InlineData("contains_word", "\"vip\"", "{\"f\":\"vips vip_2 evip\"}", false)]
    [InlineData("contains_word", "\"vip\"", "{\"f\":\"vips, vip\\ud83d\\ude00\"}", true)]
    [InlineData("contains_word", "\"aa\"", "{\"f\":\"aaa aa\"}", true)]
    [InlineData("starts_with", "\"re:\"", "{\"f\":\"RE: printer\"}", true)]
    [InlineData("starts_with", "[\"x\",\"re\"]", "{\"f\":[\"a\",\"Re\"]}", true)]
    [InlineData("starts_with", "\"12\"", "{\"f\":1234}", true)]
    [InlineData("ends_with", "[\".exe\",\".scr\"]", "{\"f\":\"a.SCR\"}", true)]
    [InlineData("ends_with", "\"abc\"", "{\"f\":\"bc\"}", false)]
    [InlineData("matches_regex", "\"^a.c$\"", "{\"f\":\"A\\nC\"}", true)]
    [InlineData("matches_regex", "\"b\"", "{\"f\":[\"a\",\"abc\"]}", true)]
    [InlineData("matches_regex", "\"^$\"", "{}", false)]
    [InlineData("is_empty", null, "{}", true)]
    [InlineData("is_empty", null, "{\"f\":\" \\t\\u00a0\"}", true)]
    [InlineData("is_empty", null, "{\"f\":{}}", true)]
    [InlineData("is_empty", null, "{\"f\":[[]]}", false)]
    [InlineData("is_empty", null, "{\"f\":0}", false)]
    [InlineData("is_empty", "true", "{\"f\":false}", false)]
    [InlineData("is_empty", "\"\"", "{\"f\":\"  x\"}", false)]
    [InlineData("greater_than", "9", "{\"f\":\"10\"}", true)]
    [InlineData("gt", "9007199254740992", "{\"f\":9007199254740993}", true)]
    [InlineData("gt", "\"9\"", "{\"f\":\"10\"}", true)]
    [InlineData("gte", "1e400", "{\"f\":1.0e400}", true)]
    [InlineData("gt", "\"normal\"", "{\"f\":\"HIGH\"}", true)]
    [InlineData("gt", "\"normal\"", "{\"f\":\"blocker\"}", false)]
    [InlineData("gt", "1", "{\"f\":\"high\"}", false)]
    [InlineData("gt", "1", "{\"f\":null}", false)]
    [InlineData("gt", "5", "{\"f\":[1,7]}", true)]
    [InlineData("lt", "5", "{\"f\":true}", false)]
    [InlineData("lte", "5", "{\"f\":5.000}", true)]
    [InlineData("between", "[1,10]", "{\"f\":10}", true)]
    [InlineData("between", "[1,10]", "{\"f\":\"11\"}", false)]
    [InlineData("between", "[\"normal\",\"urgent\"]", "{\"f\":\"high\"}", true)]
    [InlineData("between", "[1,10]", "{\"f\":[0,11]}", false)]
    public void Evaluate_Operator_AsTheTableSays(string comparison, string? value, string payload, bool holds) =>
        Assert.Equal(holds ? Truth.True : Truth.False, Judge.One(comparison, value, payload));

    [Theory]
    [InlineData("not_equals", "\"a\"", "{}", true)]
    [InlineData("is_not", "\"a\"", "{\"f\":[\"b\",\"A\"]}", false)]
    [InlineData("neq", "null", "{\"f\":\"\"}", false)]
    [InlineData("not_in", "[\"a\"]", "{}", true)]
    [InlineData("not_in", "[\"a\"]", "{\"f\":[\"b\",\"a\"]}", false)]
    [InlineData("not_contains", "\"a\"", "{\"f\":null}", true)]
    [InlineData("not_contains", "\"a\"", "{\"f\":\"BAB\"}", false)]
    [InlineData("contains_none", "[\"a\",\"b\"]", "{\"f\":[\"c\"]}", true)]
    [InlineData("contains_none", "[\"a\",\"b\"]", "{\"f\":\"xb\"}", false)]
    [InlineData("not_contains_all", "[\"a\",\"b\"]", "{\"f\":[\"a\"]}", true)]
    [InlineData("not_starts_with", "\"a\"", "{\"f\":[\"b\",\"ab\"]}", false)]
    [InlineData("not_ends_with", "\"a\"", "{}", true)]
    [InlineData("not_matches_regex", "\"a\"", "{}", true)]
    [InlineData("is_present", null, "{\"f\":0}", true)]
    [InlineData("is_present", null, "{\"f\":[]}", false)]
    public void Evaluate_NegativeOperator_IsTheNegationOfItsTwin(string comparison, string? value, string payload, bool holds) =>
        Assert.Equal(holds ? Truth.True : Truth.False, Judge.One(comparison, value, payload));

    [Theory]
    [InlineData("equals", "\"Open\"", "{\"f\":\"open\"}", false)]
    [InlineData("contains", "\"O\"", "{\"f\":\"open\"}", false)]
    [InlineData("contains", "\"O\"", "{\"f\":[\"o\"]}", false)]
    [InlineData("starts_with", "\"o\"", "{\"f\":\"Open\"}", false)]
    [InlineData("matches_regex", "\"^o\"", "{\"f\":\"Open\"}", false)]
    [InlineData("contains_word", "\"Open\"", "{\"f\":\"it is Open\"}", true)]
    [InlineData("changed", null, "{\"f\":\"Open\",\"previous\":{\"f\":\"open\"}}", true)]
    public void Evaluate_CaseSensitive_TellsCasesApart(string comparison, string? value, string payload, bool holds) =>
        Assert.Equal(holds ? Truth.True : Truth.False, Judge.One(comparison, value, payload, caseSensitive: true));

    [Fact]
    public void Evaluate_OtherOrders_AreTheHosts()
    {
        var options = new ConditionOptions { Fields = new FieldSchema { Orders = [["low", "high"], ["minor", "major", "blocker"]] } };
        var compiled = CompiledCondition.Compile(
            new ConditionGroup
            {
                Items = [new FieldCondition { Field = "f", Operator = ConditionOperator.LessThan, Value = JsonText.Parse("\"Blocker\"") }],
            },
            options: options);

        Assert.Empty(compiled.Faults);
        Assert.Equal(Truth.True, compiled.Evaluate(Judge.Context("""{"f":"minor"}""")));
        Assert.Equal(Truth.False, compiled.Evaluate(Judge.Context("""{"f":"low"}""")));
    }

    [Fact]
    public void Names_EveryOperator_HasOneAndIsFoundByIt()
    {
        var all = Enum.GetValues<ConditionOperator>();
        Assert.Equal(all.Length, ConditionOperators.Names.Length);
        foreach (var value in all)
        {
            Assert.True(ConditionOperators.TryParse(ConditionOperators.NameOf(value), out var found));
            Assert.Equal(value, found);
        }

        Assert.False(ConditionOperators.TryParse("Equals", out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => ConditionOperators.NameOf((ConditionOperator)999));
    }
}
