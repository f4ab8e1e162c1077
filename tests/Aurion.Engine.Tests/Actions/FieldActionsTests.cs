using Aurion.Engine.Actions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Actions;

public sealed class FieldActionsTests
{
    [Theory]
    [InlineData("set_status", """{"status":"open"}""", """{}""", """{"status":"open"}""")]
    [InlineData("set_status", """{"status":"open"}""", """{"status":"new","a":1.50}""", """{"status":"open","a":1.50}""")]
    [InlineData("set_priority", """{"priority":"high"}""", """{"priority":null}""", """{"priority":"high"}""")]
    [InlineData("set_category", """{"category":"Network"}""", """{}""", """{"category":"Network"}""")]
    [InlineData("assign_team", """{"team_id":"team_network"}""", """{}""", """{"team_id":"team_network"}""")]
    [InlineData("assign_team", """{"team_id":7}""", """{}""", """{"team_id":7}""")]
    [InlineData("assign_agent", """{"agent_id":"ann"}""", """{"agent_id":"bob"}""", """{"agent_id":"ann"}""")]
    [InlineData("unassign", """{}""", """{"agent_id":"bob","team_id":"t"}""", """{"agent_id":null,"team_id":"t"}""")]
    [InlineData("set_field", """{"field":"a","value":{"x":[1]}}""", """{}""", """{"a":{"x":[1]}}""")]
    [InlineData("set_field", """{"field":"a","value":1,"mode":"set"}""", """{"a":"1"}""", """{"a":1}""")]
    [InlineData("set_field", """{"field":"custom_fields.sku","value":"S"}""", """{}""", """{"custom_fields":{"sku":"S"}}""")]
    [InlineData("set_field", """{"field":"custom_fields.sku","value":"S"}""", """{"custom_fields":{"a":1}}""", """{"custom_fields":{"a":1,"sku":"S"}}""")]
    [InlineData("set_field", """{"field":"a.b","value":2}""", """{"a.b":1,"a":{"b":0}}""", """{"a.b":2,"a":{"b":0}}""")]
    [InlineData("set_field", """{"field":"items[1].id","value":9}""", """{"items":[{"id":1},{"id":2}]}""", """{"items":[{"id":1},{"id":9}]}""")]
    [InlineData("set_field", """{"field":"a","mode":"clear"}""", """{"a":"x"}""", """{"a":null}""")]
    [InlineData("set_field", """{"field":"a","value":"y","mode":"append"}""", """{"a":["x"]}""", """{"a":["x","y"]}""")]
    [InlineData("set_field", """{"field":"a","value":["y","z"],"mode":"append"}""", """{"a":["x"]}""", """{"a":["x","y","z"]}""")]
    [InlineData("set_field", """{"field":"a","value":"y","mode":"append"}""", """{"a":"x "}""", """{"a":"x y"}""")]
    [InlineData("set_field", """{"field":"a","value":["y"],"mode":"append"}""", """{}""", """{"a":["y"]}""")]
    [InlineData("set_field", """{"field":"n","mode":"increment"}""", """{}""", """{"n":1}""")]
    [InlineData("set_field", """{"field":"n","value":-2.5,"mode":"increment"}""", """{"n":10}""", """{"n":7.5}""")]
    [InlineData("set_field", """{"field":"n","mode":"increment"}""", """{"n":9007199254740993}""", """{"n":9007199254740994}""")]
    [InlineData("set_field", """{"field":"n","mode":"increment"}""", """{"n":"41"}""", """{"n":42}""")]
    [InlineData("bump_priority", """{}""", """{"priority":"normal"}""", """{"priority":"high"}""")]
    [InlineData("bump_priority", """{"steps":2}""", """{"priority":"Low"}""", """{"priority":"high"}""")]
    [InlineData("bump_priority", """{"steps":-9}""", """{"priority":"urgent"}""", """{"priority":"low"}""")]
    [InlineData("bump_priority", """{"steps":9999999999}""", """{"priority":"low"}""", """{"priority":"urgent"}""")]
    [InlineData("add_tag", """{"tag":"vip"}""", """{}""", """{"tags":["vip"]}""")]
    [InlineData("add_tag", """{"tags":["b","a","B"]}""", """{"tags":["A"]}""", """{"tags":["A","b"]}""")]
    [InlineData("add_tag", """{"tag":"b"}""", """{"tags":"a"}""", """{"tags":["a","b"]}""")]
    [InlineData("remove_tag", """{"tag":"VIP","tags":["x"]}""", """{"tags":["vip","y","x"]}""", """{"tags":["y"]}""")]
    [InlineData("escalate", """{"level":2,"team_id":"l2"}""", """{}""", """{"escalation_level":2,"team_id":"l2"}""")]
    [InlineData("escalate", """{}""", """{"escalation_level":1}""", """{"escalation_level":2}""")]
    [InlineData("escalate", """{"level":"manager"}""", """{}""", """{"escalation_level":"manager"}""")]
    public void Apply_ThatChangesSomething_GivesTheNewFields(string type, string parameters, string payload, string expected)
    {
        var copy = new WorkingCopy(JsonText.Parse(payload));

        var outcome = FieldActions.Apply(copy, type, JsonText.Parse(parameters).Element);

        Assert.Equal((FieldActionStatus.Changed, null), (outcome.Status, outcome.Error));
        Assert.Equal(expected, copy.Payload.ToString());
        Assert.NotEmpty(copy.Changes);
    }

    [Theory]
    [InlineData("set_status", """{"status":"open"}""", """{"status":"open"}""")]
    [InlineData("set_field", """{"field":"n","value":1.0}""", """{"n":1}""")]
    [InlineData("set_field", """{"field":"a","mode":"clear"}""", """{"a":null}""")]
    [InlineData("set_field", """{"field":"a","mode":"clear"}""", """{}""")]
    [InlineData("set_field", """{"field":"n","value":0,"mode":"increment"}""", """{"n":5}""")]
    [InlineData("unassign", """{}""", """{}""")]
    [InlineData("bump_priority", """{}""", """{"priority":"urgent"}""")]
    [InlineData("bump_priority", """{"steps":0}""", """{"priority":"low"}""")]
    [InlineData("add_tag", """{"tag":"VIP"}""", """{"tags":["vip"]}""")]
    [InlineData("remove_tag", """{"tag":"x"}""", """{"tags":["vip"]}""")]
    [InlineData("remove_tag", """{"tag":"x"}""", """{}""")]
    [InlineData("escalate", """{"level":2,"team_id":"l2"}""", """{"escalation_level":2,"team_id":"l2"}""")]
    public void Apply_ThatChangesNothing_IsUnchanged(string type, string parameters, string payload)
    {
        var copy = new WorkingCopy(JsonText.Parse(payload));

        var outcome = FieldActions.Apply(copy, type, JsonText.Parse(parameters).Element);

        Assert.Equal(FieldActionStatus.Unchanged, outcome.Status);
        Assert.Equal(payload, copy.Payload.ToString());
        Assert.Empty(copy.Changes);
    }

    [Theory]
    [InlineData("set_status", """{}""", """{}""", "missing")]
    [InlineData("set_status", """{"status":" "}""", """{}""", "blank")]
    [InlineData("set_status", """{"status":["open"]}""", """{}""", "a list")]
    [InlineData("assign_team", """{"team_id":null}""", """{}""", "null")]
    [InlineData("set_field", """{"value":1}""", """{}""", "empty")]
    [InlineData("set_field", """{"field":"a..b","value":1}""", """{}""", "a..b")]
    [InlineData("set_field", """{"field":"previous.a","value":1}""", """{}""", "only be read")]
    [InlineData("set_field", """{"field":"previous[0]","value":1}""", """{"previous":[0]}""", "only be read")]
    [InlineData("set_field", """{"field":"$conversation.a","value":1}""", """{}""", "only be read")]
    [InlineData("set_field", """{"field":"a"}""", """{}""", "value")]
    [InlineData("set_field", """{"field":"a","value":1,"mode":"swap"}""", """{}""", "swap")]
    [InlineData("set_field", """{"field":"a.b","value":1}""", """{"a":"text"}""", "on the way")]
    [InlineData("set_field", """{"field":"a[1]","value":1}""", """{"a":[0]}""", "not there")]
    [InlineData("set_field", """{"field":"a[0]","value":1}""", """{}""", "not there")]
    [InlineData("set_field", """{"field":"a","value":"x","mode":"append"}""", """{"a":1}""", "appended")]
    [InlineData("set_field", """{"field":"a","mode":"increment"}""", """{"a":"many"}""", "not a number")]
    [InlineData("set_field", """{"field":"a","value":"x","mode":"increment"}""", """{"a":1}""", "by a number")]
    [InlineData("set_field", """{"field":"a","mode":"increment"}""", """{"a":79228162514264337593543950335}""", "beyond")]
    [InlineData("set_field", """{"field":"a","mode":"increment"}""", """{"a":1e400}""", "not a number")]
    [InlineData("bump_priority", """{}""", """{"priority":"p1"}""", "low, normal, high, urgent")]
    [InlineData("bump_priority", """{}""", """{}""", "nothing")]
    [InlineData("bump_priority", """{"steps":1.5}""", """{"priority":"low"}""", "whole number")]
    [InlineData("bump_priority", """{"steps":"up"}""", """{"priority":"low"}""", "whole number")]
    [InlineData("add_tag", """{}""", """{}""", "needed")]
    [InlineData("add_tag", """{"tags":["a",1]}""", """{}""", "the number 1")]
    [InlineData("escalate", """{"level":[1]}""", """{}""", "a list")]
    [InlineData("escalate", """{"team_id":""}""", """{}""", "blank")]
    public void Apply_ThatCannotBeDone_FailsAndChangesNothing(string type, string parameters, string payload, string because)
    {
        var copy = new WorkingCopy(JsonText.Parse(payload));

        var outcome = FieldActions.Apply(copy, type, JsonText.Parse(parameters).Element);

        Assert.Equal(FieldActionStatus.Failed, outcome.Status);
        Assert.Contains(because, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(payload, copy.Payload.ToString());
        Assert.Empty(copy.Changes);
    }

    [Fact]
    public void Apply_NoFieldAction_Throws() =>
        Assert.Throws<ArgumentException>(() => FieldActions.Apply(new WorkingCopy(JsonText.EmptyObject), "run_workflow", JsonText.EmptyObject.Element));

    [Fact]
    public void IsFieldAction_BuiltIn_AllButRunWorkflow() =>
        Assert.Equal(["run_workflow"], ActionCatalog.BuiltIn.All.Select(static action => action.Type).Where(static type => !FieldActions.IsFieldAction(type)));
}
