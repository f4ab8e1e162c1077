using System.Text;
using System.Text.Json;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Conditions;

public sealed class ConditionJsonTests
{
    [Theory]
    [InlineData("""[]""", """[]""")]
    [InlineData("""{"all":[]}""", """{"all":[]}""")]
    [InlineData("""{"any":[{"field":"a","operator":"is","value":"x"}]}""", """{"any":[{"field":"a","operator":"equals","value":"x"}]}""")]
    [InlineData("""[{"operator":"gte","value":1e2,"field":"a.b","note":1}]""", """[{"field":"a.b","operator":"greater_than_or_equal","value":1e2}]""")]
    [InlineData("""[{"none":[{"all":[{"field":"a","operator":"is_empty"}]}]}]""", """[{"none":[{"all":[{"field":"a","operator":"is_empty"}]}]}]""")]
    [InlineData("""[{"field":"a","operator":"equals","value":null,"case_sensitive":true}]""", """[{"field":"a","operator":"equals","value":null,"case_sensitive":true}]""")]
    [InlineData("""[{"field":"a","operator":"changed","value":"","case_sensitive":false}]""", """[{"field":"a","operator":"changed","value":""}]""")]
    public void ReadWrite_Form_IsKeptAndAliasesNormalised(string json, string written)
    {
        var group = Judge.Read(json, out var faults);

        Assert.Empty(faults);
        Assert.Equal(written, Write(group));
        Assert.Equal(group, Judge.Read(written, out _));
    }

    [Theory]
    [InlineData("""{"field":"category","equals":"Onboarding"}""", """[{"field":"category","operator":"equals","value":"Onboarding"}]""")]
    [InlineData("""{"label":"x","field":"tags","contains_any":["a","b"],"case_sensitive":true}""", """[{"field":"tags","operator":"contains_any","value":["a","b"],"case_sensitive":true}]""")]
    [InlineData("""{"field":"a","gt":5}""", """[{"field":"a","operator":"greater_than","value":5}]""")]
    [InlineData("""{"field":"a","is_present":true}""", """[{"field":"a","operator":"is_present","value":true}]""")]
    [InlineData("""{"field":"a","operator":"is","value":1}""", """[{"field":"a","operator":"equals","value":1}]""")]
    [InlineData("""{"conditions":{"any":[{"field":"a","operator":"is_empty"}]}}""", """{"any":[{"field":"a","operator":"is_empty"}]}""")]
    [InlineData("""{"none":[{"field":"a","operator":"is_empty"}]}""", """{"none":[{"field":"a","operator":"is_empty"}]}""")]
    public void ReadShortForm_Config_MeansTheSameAsTheList(string config, string written)
    {
        var faults = new List<Fault>();
        var group = ConditionJson.ReadShortForm(JsonText.Parse(config).Element, FaultPath.Root, faults);

        Assert.Empty(faults);
        Assert.Equal(written, Write(group));
    }

    [Theory]
    [InlineData("""{"field":"a","equals":[1]}""", "config.equals", "takes a text, a number")]
    [InlineData("""{"field":"a","equal":1}""", "config", "No operator was found here. Allowed: equals, not_equals")]
    [InlineData("""{"field":"a","equals":1,"contains":"x"}""", "config", "One operator may stand here; found equals, contains")]
    [InlineData("""{"equals":1}""", "config.field", "The field is missing")]
    [InlineData("""{"conditions":[{"field":"a","operator":"x"}]}""", "config.conditions[0].operator", "\"x\" is no operator")]
    [InlineData("""7""", "config", "found the number 7")]
    [InlineData("""{}""", "config.field", "The field is missing")]
    public void ReadShortForm_Fault_NamesPlaceAndMatchesNothing(string config, string path, string message)
    {
        var faults = new List<Fault>();
        var group = ConditionJson.ReadShortForm(JsonText.Parse(config).Element, FaultPath.Root.Member("config"), faults);

        Assert.Equal(path, faults[0].Path.ToString());
        Assert.Contains(message, faults[0].Message, StringComparison.Ordinal);
        Assert.Equal(Truth.Unknown, CompiledCondition.Compile(group).Evaluate(Judge.Context("{}")));
    }

    [Fact]
    public void Read_ManyFaults_AllAreReportedWithTheirPlaces()
    {
        var group = Judge.Read(
            """
            [
              {"field":"ok","operator":"equals","value":1},
              {"operator":"equals","value":[1]},
              {"field":"a..b","operator":"sounds_like","case_sensitive":"yes"},
              {"field":7,"operator":null},
              "text",
              {"any":[{"field":"a","operator":"matches_regex","value":"(?<=a)b"},{"all":{"field":"a"}}]},
              {"any":[],"all":[]},
              {"field":"a","operator":"between","value":[1]},
              {"field":"a","operator":"contains_any","value":["x",""]},
              {"field":"a","operator":"gt","value":"soon"},
              {"field":"a","operator":"older_than","value":"P1M"},
              {"field":"a","operator":"on_weekday","value":["mon","noday"]},
              {"field":"a","operator":"is_empty","value":false},
              {"field":"a","operator":"before","value":5},
              {"field":"a","operator":"starts_with"},
              {"field":"a","operator":"matches_regex","value":"["},
              [{"field":"a","operator":"is_empty"}]
            ]
            """,
            out var faults);

        Assert.Equal(
            [
                "conditions[1].field missing", "conditions[1].value value_type",
                "conditions[2].operator unknown_operator", "conditions[2].case_sensitive bool_type",
                "conditions[3].field string_type", "conditions[3].operator string_type",
                "conditions[4] condition_type",
                "conditions[5].any[0].value regex", "conditions[5].any[1].all list_type",
                "conditions[6] condition_type",
                "conditions[7].value value_type",
                "conditions[8].value[1] value_empty",
                "conditions[9].value value_type",
                "conditions[10].value duration",
                "conditions[11].value[1] value_type",
                "conditions[12].value value_type",
                "conditions[13].value value_type",
                "conditions[14].value missing",
                "conditions[15].value regex",
                "conditions[16] condition_type",
            ],
            faults.Select(static fault => $"{fault.Path} {fault.Type}"));
        Assert.Equal(17, group.Items.Length); // none is skipped
        Assert.Equal(16, group.Items.Count(static item => item is InvalidCondition or ConditionGroup));

        var compiled = CompiledCondition.Compile(group);
        Assert.Equal(faults.Select(static fault => fault.Path.ToString()), compiled.Faults.Select(static fault => fault.Path.ToString()));
        Assert.Equal("conditions[1].field", compiled.FindError(Judge.Context("""{"ok":1}"""))?.Path.ToString());
        Assert.Equal(Truth.False, compiled.Evaluate(Judge.Context("""{"ok":2}""")));
    }

    [Fact]
    public void Read_UnknownOperator_SaysWhatWasFoundAndListsTheAllowed()
    {
        Judge.Read("""[{"field":"ip","operator":"in_range","value":"10.0.0.0/8"}]""", out var faults);

        var fault = Assert.Single(faults);
        Assert.StartsWith("The text \"in_range\" is no operator. Allowed: equals, not_equals, in, ", fault.Message, StringComparison.Ordinal);
        Assert.All(ConditionOperators.Names, name => Assert.Contains(name, fault.Message, StringComparison.Ordinal));
        Assert.Equal("\"in_range\"", fault.Input?.ToString());
    }

    [Theory]
    [InlineData("\"text\"", "found the text \"text\"")]
    [InlineData("null", "found null")]
    [InlineData("{}", "found an object")]
    [InlineData("{\"all\":null}", "`all` takes a list of conditions; found null")]
    public void Read_NeitherListNorGroup_IsAFaultThatMatchesNothing(string json, string message)
    {
        var group = Judge.Read(json, out var faults);

        Assert.Contains(message, Assert.Single(faults).Message, StringComparison.Ordinal);
        Assert.Equal(Truth.Unknown, CompiledCondition.Compile(group).Evaluate(Judge.Context("{}")));
    }

    [Theory]
    [InlineData("[#]", 4)] // the list is the first
    [InlineData("{\"any\":[#]}", 4)]
    public void Read_Depth_FiveGroupsAreTakenAndSixRefused(string outer, int inner)
    {
        string Nest(int groups) => outer.Replace(
            "#", string.Concat(Enumerable.Repeat("{\"all\":[", groups)) + string.Concat(Enumerable.Repeat("]}", groups)), StringComparison.Ordinal);

        Judge.Read(Nest(inner), out var faults);
        Assert.Empty(faults);

        var tooDeep = Judge.Read(Nest(inner + 1), out faults);
        Assert.Equal("condition_depth", Assert.Single(faults).Type);
        Assert.EndsWith(".all[0].all[0].all[0].all[0]", $".all[0]{faults[0].Path}", StringComparison.Ordinal);
        Assert.Equal(Truth.Unknown, CompiledCondition.Compile(tooDeep).Evaluate(Judge.Context("{}")));
    }

    [Fact]
    public void Read_NothingThere_IsTheEmptyListThatMatches()
    {
        var faults = new List<Fault>();
        var group = ConditionJson.Read(default, FaultPath.Root, faults);

        Assert.Empty(faults);
        Assert.Equal(ConditionGroup.Empty, group);
        Assert.Equal(Truth.True, CompiledCondition.Compile(group).Evaluate(Judge.Context("{}")));
    }

    [Fact]
    public void Write_FaultyItem_IsWrittenAsItWas()
    {
        const string Json = """[{"field":"a","operator":"old_one","value":{"z":1,"a":2},"extra":null},{"field":"b","operator":"is_empty"}]""";
        Assert.Equal(Json, Write(Judge.Read(Json, out _)));
    }

    [Fact]
    public void Compile_BuiltInCode_FaultsHavePlacesToo()
    {
        Condition deep = ConditionGroup.Empty;
        for (var depth = 0; depth < 10_000; depth++)
        {
            deep = new ConditionGroup { Kind = GroupKind.None, Items = [deep] };
        }

        var compiled = CompiledCondition.Compile(new ConditionGroup
        {
            Kind = GroupKind.Any,
            Items =
            [
                new FieldCondition { Field = "a", Operator = (ConditionOperator)999 },
                new FieldCondition { Field = "", Operator = ConditionOperator.IsEmpty },
                deep,
            ],
        });

        Assert.Equal(
            ["conditions.any[0].operator", "conditions.any[1].field", "conditions.any[2].none[0].none[0].none[0].none[0]"],
            compiled.Faults.Select(static fault => fault.Path.ToString()));
        Assert.Equal(Truth.Unknown, compiled.Evaluate(Judge.Context("{}")));
    }

    private static string Write(ConditionGroup group)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            ConditionJson.Write(writer, group);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
