using Aurion.Engine.Conditions;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>The <c>changed</c> family, on the field <c>f</c>.</summary>
public sealed class ChangeTests
{
    [Theory]
    [InlineData("changed", null, "{\"f\":\"b\",\"previous\":{\"f\":\"a\"}}", true)]
    [InlineData("changed", null, "{\"f\":\"A\",\"previous\":{\"f\":\"a\"}}", false)]
    [InlineData("changed", null, "{\"f\":\"b\",\"previous\":{\"g\":\"a\"}}", false)] // absent there: unchanged
    [InlineData("changed", null, "{\"f\":\"b\"}", false)]
    [InlineData("changed", null, "{\"f\":\"b\",\"previous\":{\"f\":null}}", true)]
    [InlineData("changed", null, "{\"previous\":{\"f\":\"a\"}}", true)]
    [InlineData("changed", null, "{\"f\":\"\",\"previous\":{\"f\":null}}", false)] // both empty
    [InlineData("changed", null, "{\"f\":1.0,\"previous\":{\"f\":\"1\"}}", false)]
    [InlineData("changed", null, "{\"f\":[\"a\",\"b\"],\"previous\":{\"f\":[\"a\"]}}", true)]
    [InlineData("changed", null, "{\"f\":[1,{\"x\":1,\"y\":[]}],\"previous\":{\"f\":[1.0,{\"y\":[],\"x\":1}]}}", false)]
    [InlineData("changed", null, "{\"f\":{\"x\":1},\"previous\":{\"f\":{\"z\":1}}}", true)]
    [InlineData("changed", null, "{\"f\":\"a\",\"previous\":{\"f\":[\"a\"]}}", true)]
    [InlineData("not_changed", null, "{\"f\":\"b\",\"previous\":{\"f\":\"a\"}}", false)]
    [InlineData("changed_to", "\"b\"", "{\"f\":\"B\",\"previous\":{\"f\":\"a\"}}", true)]
    [InlineData("changed_to", "\"b\"", "{\"f\":\"b\",\"previous\":{\"f\":\"B\"}}", false)] // it was that already
    [InlineData("changed_to", "\"b\"", "{\"f\":[\"a\",\"b\"],\"previous\":{\"f\":[\"a\"]}}", true)]
    [InlineData("changed_to", "null", "{\"f\":null,\"previous\":{\"f\":\"a\"}}", true)]
    [InlineData("not_changed_to", "\"b\"", "{\"f\":\"b\"}", true)]
    [InlineData("changed_from", "\"a\"", "{\"f\":\"b\",\"previous\":{\"f\":\"a\"}}", true)]
    [InlineData("changed_from", "\"\"", "{\"f\":\"b\",\"previous\":{\"f\":null}}", true)]
    [InlineData("not_changed_from", "\"a\"", "{\"f\":\"b\",\"previous\":{\"f\":\"c\"}}", true)]
    [InlineData("increased", null, "{\"f\":\"high\",\"previous\":{\"f\":\"low\"}}", true)]
    [InlineData("increased", null, "{\"f\":10,\"previous\":{\"f\":\"9\"}}", true)]
    [InlineData("increased", null, "{\"f\":10,\"previous\":{\"f\":null}}", false)]
    [InlineData("increased", null, "{\"f\":10}", false)]
    [InlineData("decreased", null, "{\"f\":\"2026-11-24\",\"previous\":{\"f\":\"2026-11-25\"}}", true)]
    [InlineData("decreased", null, "{\"f\":[1],\"previous\":{\"f\":[2]}}", false)]
    public void Evaluate_Change_AgainstPrevious(string comparison, string? value, string payload, bool holds) =>
        Assert.Equal(holds ? Truth.True : Truth.False, Judge.One(comparison, value, payload));

    [Theory]
    [InlineData("""{"requester":{"plan":"gold"},"previous":{"requester":null}}""", true)] // nobody before, so no plan
    [InlineData("""{"requester":{"plan":"gold"},"previous":{"requester":{"plan":"free"}}}""", true)]
    [InlineData("""{"requester":{"plan":"gold"},"previous":{"requester.plan":"free"}}""", true)]
    [InlineData("""{"requester":{"plan":"gold"},"previous":{"requester":{"name":"Ana"}}}""", false)]
    public void Changed_NestedField_FollowsThePath(string payload, bool holds) =>
        Assert.Equal(holds ? Truth.True : Truth.False, Judge.Evaluate("""[{"field":"requester.plan","operator":"changed"}]""", payload));

    [Fact]
    public void Previous_AsAPath_IsTheValueBefore() =>
        Assert.Equal(Truth.True, Judge.Evaluate("""[{"field":"previous.status","operator":"is","value":"open"}]""", """{"status":"closed","previous":{"status":"open"}}"""));
}
