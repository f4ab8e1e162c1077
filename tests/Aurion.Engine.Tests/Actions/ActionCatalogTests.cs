using Aurion.Engine.Actions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Actions;

public sealed class ActionCatalogTests
{
    private static readonly ActionCatalog Catalog = new([ActionCatalog.Describe("send_notification"), ActionCatalog.Describe("snooze"), ActionCatalog.Describe("print")]);

    [Theory]
    [InlineData("""{"type":"assign_team","team_id":"t"}""")]
    [InlineData("""{"type":"assign_team","team_id":"{{team}}","note":[1]}""")]
    [InlineData("""{"type":"send_notification"}""")]
    [InlineData("""{"type":"send_notification","template":"t","recipients":["a"]}""")]
    [InlineData("""{"type":"print","anything":{}}""")]
    [InlineData("""{"type":"set_field","field":"a","mode":"clear"}""")]
    [InlineData("""{"type":"set_field","field":"a","mode":"increment"}""")]
    [InlineData("""{"type":"set_field","field":"a","value":null}""")]
    [InlineData("""{"type":"bump_priority","steps":"{{n}}"}""")]
    [InlineData("""{"type":"snooze","duration":"PT4H"}""")]
    [InlineData("""{"type":"escalate","level":3}""")]
    [InlineData("""{"type":"unassign"}""")]
    public void Validate_WhatIsRight_HasNoFault(string action) => Assert.Empty(FaultsOf(action));

    [Theory]
    [InlineData("[]", "", "dict_type")]
    [InlineData("{}", "type", "missing")]
    [InlineData("""{"type":7}""", "type", "string_type")]
    [InlineData("""{"type":"add_note"}""", "type", "unknown_action")]
    [InlineData("""{"type":"Assign_Team"}""", "type", "unknown_action")]
    [InlineData("""{"type":"assign_team"}""", "team_id", "missing")]
    [InlineData("""{"type":"assign_team","team_id":7}""", "team_id", "string_type")]
    [InlineData("""{"type":"assign_team","team_id":null}""", "team_id", "string_type")]
    [InlineData("""{"type":"assign_team","team_id":" "}""", "team_id", "string_too_short")]
    [InlineData("""{"type":"set_field","value":1}""", "field", "missing")]
    [InlineData("""{"type":"set_field","field":"a"}""", "value", "missing")]
    [InlineData("""{"type":"set_field","field":"a..b","value":1}""", "field", "field_path")]
    [InlineData("""{"type":"set_field","field":"previous.a","value":1}""", "field", "field_path")]
    [InlineData("""{"type":"set_field","field":"a","value":1,"mode":"swap"}""", "mode", "enum")]
    [InlineData("""{"type":"set_field","field":"a","value":"x","mode":"increment"}""", "value", "float_type")]
    [InlineData("""{"type":"bump_priority","steps":1.5}""", "steps", "int_type")]
    [InlineData("""{"type":"add_tag"}""", "tag", "missing")]
    [InlineData("""{"type":"add_tag","tags":"a"}""", "tags", "list_type")]
    [InlineData("""{"type":"add_tag","tags":["a",1]}""", "tags", "string_type")]
    [InlineData("""{"type":"add_tag","tags":["a",""]}""", "tags", "string_too_short")]
    [InlineData("""{"type":"escalate","level":{}}""", "level", "string_type")]
    [InlineData("""{"type":"snooze","duration":"soon"}""", "duration", "duration_type")]
    [InlineData("""{"type":"snooze"}""", "duration", "missing")]
    [InlineData("""{"type":"run_workflow"}""", "workflow_id", "missing")]
    public void Validate_WhatIsWrong_SaysWhereAndWhat(string action, string path, string type)
    {
        var fault = Assert.Single(FaultsOf(action));

        Assert.Equal((path, type), (fault.Path.ToString(), fault.Type));
        Assert.NotEmpty(fault.Message);
    }

    [Fact]
    public void Validate_UnknownType_ListsTheAllowedOnes()
    {
        var fault = Assert.Single(FaultsOf("""{"type":"send_pigeon"}"""));

        Assert.All(Catalog.All, action => Assert.Contains(action.Type, fault.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("add_note", fault.Message, StringComparison.Ordinal); // nobody registered a handler
    }

    [Fact]
    public void Constructor_TypeOfTheEngine_Throws() =>
        Assert.Throws<ArgumentException>(() => new ActionCatalog([ActionCatalog.Describe("set_field")]));

    [Theory]
    [InlineData("send_notification")]
    [InlineData("add_note")]
    [InlineData("create_ticket")]
    [InlineData("send_webhook")]
    [InlineData("snooze")]
    [InlineData("close")]
    [InlineData("reopen")]
    [InlineData("merge")]
    [InlineData("add_watcher")]
    [InlineData("set_sla")]
    public void Describe_TypeOfTheDesign_HasItsParameters(string type)
    {
        var description = ActionCatalog.Describe(type);

        Assert.False(description.IsBuiltIn);
        Assert.NotEmpty(description.Parameters);
        Assert.NotNull(description.Summary);
    }

    [Fact]
    public void ToJson_Description_IsDataForTheDesigner()
    {
        Assert.True(Catalog.TryGet("set_field", out var description));

        var json = description.ToJson().Element;

        Assert.Equal("set_field", json.GetProperty("type").GetString());
        Assert.True(json.GetProperty("built_in").GetBoolean());
        var mode = json.GetProperty("parameters")[2];
        Assert.Equal("mode", mode.GetProperty("name").GetString());
        Assert.Equal("text", mode.GetProperty("type").GetString());
        Assert.False(mode.GetProperty("required").GetBoolean());
        Assert.Equal(["set", "append", "clear", "increment"], mode.GetProperty("allowed_values").EnumerateArray().Select(static value => value.GetString()));
    }

    private static List<Fault> FaultsOf(string action)
    {
        var faults = new List<Fault>();
        Catalog.Validate(JsonText.Parse(action).Element, FaultPath.Root, faults);
        return faults;
    }
}
