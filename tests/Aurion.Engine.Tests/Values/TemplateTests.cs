using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Values;

public sealed class TemplateTests
{
    private static readonly JsonFields Fields = new(JsonText.Parse(
        """{"subject":"Printer {{secret}}","n":1.50,"list":[1,"a"],"o":{"x":null},"ok":true,"secret":"s3cr3t","quote":"a\"b\\c\nd","nothing":null}"""));

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("", "\"\"")]
    [InlineData("{{n}}", "1.50")]
    [InlineData("{{ list }}", "[1,\"a\"]")]
    [InlineData("{{o.x}}", "null")]
    [InlineData(" {{n}}", "\" 1.50\"")]
    [InlineData("{{n}}{{ok}}", "\"1.50true\"")]
    [InlineData("Re: {{subject}}", "\"Re: Printer {{secret}}\"")] // what was inserted is never expanded
    [InlineData("{{subject}}", "\"Printer {{secret}}\"")]
    [InlineData("x{{nothing}}y", "\"xy\"")]
    [InlineData("say {{quote}}", "\"say a\\\"b\\\\c\\nd\"")]
    [InlineData("{{list[1]}} of {{list}}", "\"a of [1,\\\"a\\\"]\"")]
    [InlineData("open {{n", "\"open {{n\"")]
    [InlineData("{n} }} {{n}}", "\"{n} }} 1.50\"")]
    public void Resolve_Text_FillsItsPlaceholders(string template, string json)
    {
        var warnings = new List<string>();
        Assert.Equal(json, Template.Parse(template).Resolve(Fields, warnings).ToString());
        Assert.Empty(warnings);
    }

    [Theory]
    [InlineData("{{missing}}", "\"\"", "{{missing}}")]
    [InlineData("a{{ missing.x }}b", "\"ab\"", "{{missing.x}}")]
    [InlineData("{{}}", "\"\"", "{{}}")]
    [InlineData("{{a..b}}!", "\"!\"", "{{a..b}}")]
    public void Resolve_UnknownPath_IsEmptyAndWarns(string template, string json, string named)
    {
        var warnings = new List<string>();
        Assert.Equal(json, Template.Parse(template).Resolve(Fields, warnings).ToString());
        Assert.Contains(named, Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(json, Template.Parse(template).Resolve(Fields, warnings: null).ToString());
    }

    [Fact]
    public void Parse_Text_KnowsItsFields()
    {
        Assert.True(Template.Parse("no placeholder").IsConstant);
        Assert.False(Template.Parse("{{a}}").IsConstant);
        Assert.Equal(["a.b", "c"], Template.Parse("{{a.b}} {{c}} {{..}}").Fields.Select(static path => path.Text));
    }

    [Fact]
    public void ResolveJson_EveryText_IsFilledAndOrderKept()
    {
        var warnings = new List<string>();
        var value = JsonText.Parse("""{"z":"{{n}}","a":["{{list}}",{"{{n}}":"no name is a template: {{ok}}"}],"n":1e400,"m":"{{x}}"}""").Element;
        Assert.Equal(
            """{"z":1.50,"a":[[1,"a"],{"{{n}}":"no name is a template: true"}],"n":1e400,"m":""}""",
            TemplateJson.Resolve(value, Fields, warnings).ToString());
        Assert.Single(warnings);
    }

    [Fact]
    public void ResolveJson_GrowsTooDeep_IsRefused()
    {
        var deep = new JsonFields(JsonText.Parse($"{{\"d\":{new string('[', 60)}{new string(']', 60)}}}"));
        var value = JsonText.Parse($"{new string('[', 5)}\"{{{{d}}}}\"{new string(']', 5)}").Element;
        Assert.Throws<JsonException>(() => TemplateJson.Resolve(value, deep, null));
    }

    [Fact]
    public void Resolve_HalfASurrogatePair_BecomesTheReplacement() =>
        Assert.Equal("\"a\uFFFD1.50\"", Template.Parse("a\ud800{{n}}").Resolve(Fields, null).ToString());
}
