using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>What the host declares about fields: refused at save, ordered by the declaration, and no more.</summary>
public sealed class DeclaredFieldTests
{
    private static readonly ConditionOptions Options = Judge.Declared with
    {
        Fields = new FieldSchema()
            .With("subject", FieldType.Text)
            .With("sla.hours", FieldType.Number)
            .With("vip", FieldType.Boolean)
            .With("created_at", FieldType.Time)
            .With("priority", FieldType.Enumeration("low", "normal", "high", "urgent"))
            .With("level", FieldType.Enumeration("3", "2", "1"))
            .With("items.kind", FieldType.Enumeration("seat", "add-on")),
    };

    [Theory]
    [InlineData("subject", "equals", "7", "value", "field_type", "The field \"subject\" holds texts; found the number 7.")]
    [InlineData("subject", "greater_than", "7", "operator", "field_type", "`greater_than` is for fields that have an order")]
    [InlineData("subject", "older_than", "\"P1D\"", "operator", "field_type", "`older_than` is for times; the field \"subject\" holds texts.")]
    [InlineData("subject", "decreased", null, "operator", "field_type", "holds texts")]
    [InlineData("sla.hours", "equals", "\"soon\"", "value", "field_type", "holds numbers; found the text \"soon\"")]
    [InlineData("sla.hours", "in", "[1,\"two\"]", "value[1]", "field_type", "found the text \"two\"")]
    [InlineData("sla.hours", "between", "[1,\"2026-11-24\"]", "value[1]", "field_type", "holds numbers")]
    [InlineData("sla.hours", "in_business_hours", "\"office\"", "operator", "field_type", "is for times")]
    [InlineData("vip", "equals", "\"yes\"", "value", "field_type", "holds true or false")]
    [InlineData("vip", "less_than", "1", "operator", "field_type", "holds true or false")]
    [InlineData("created_at", "changed_to", "\"2026-13-01\"", "value", "field_type", "holds ISO 8601 times or dates")]
    [InlineData("created_at", "in_cidr", "\"::/0\"", "operator", "field_type", "is for texts")]
    [InlineData("priority", "equals", "\"urgnt\"", "value", "field_value", "holds one of low, normal, high, urgent; found the text \"urgnt\".")]
    [InlineData("priority", "not_in", "[\"low\",7]", "value[1]", "field_value", "found the number 7")]
    [InlineData("priority", "contains_any", "[\"low\",\"hi\"]", "value[1]", "field_value", "found the text \"hi\"")]
    [InlineData("priority", "greater_than", "5", "value", "field_value", "takes one of low < normal < high < urgent; found the number 5")]
    [InlineData("previous.priority", "equals", "\"urgnt\"", "value", "field_value", "holds one of low")]
    [InlineData("items[0].kind", "equals", "\"chair\"", "value", "field_value", "holds one of seat, add-on")]
    public void Read_WrongForTheField_IsRefusedAndUnknownWhenRun(string field, string comparison, string? value, string path, string type, string message)
    {
        var group = Read(field, comparison, value, out var faults);

        var fault = Assert.Single(faults);
        Assert.Equal($"conditions[0].{path}", fault.Path.ToString());
        Assert.Equal(type, fault.Type);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.NotNull(fault.Input);
        Assert.Equal(Truth.Unknown, CompiledCondition.Compile(group, options: Options).Evaluate(Judge.Context("{}")));
    }

    [Theory]
    [InlineData("subject", "equals", "\"7\"")]
    [InlineData("subject", "equals", "null")]
    [InlineData("subject", "starts_with", "7")]
    [InlineData("sla.hours", "equals", "\"4.5\"")]
    [InlineData("sla.hours", "in", "[1,null,\"\"]")]
    [InlineData("sla.hours", "greater_than", "4")]
    [InlineData("sla.hours", "increased", null)]
    [InlineData("vip", "equals", "\"true\"")]
    [InlineData("created_at", "greater_than", "\"2026-11-24\"")]
    [InlineData("created_at", "in_business_hours", "\"office\"")]
    [InlineData("priority", "equals", "\"URGENT\"")]
    [InlineData("priority", "is_empty", null)]
    [InlineData("items[3].kind", "in", "[\"Seat\"]")]
    [InlineData("anything.else", "greater_than", "\"2026-11-24\"")]
    public void Read_RightForTheField_IsTaken(string field, string comparison, string? value)
    {
        _ = Read(field, comparison, value, out var faults);

        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("priority", "greater_than", "\"normal\"", "{\"priority\":\"Urgent\"}", true)]
    [InlineData("priority", "greater_than", "\"normal\"", "{\"priority\":\"blocker\"}", false)]
    [InlineData("level", "greater_than", "\"2\"", "{\"level\":\"1\"}", true)] // by the declaration, not by the number
    [InlineData("level", "between", "[\"3\",\"2\"]", "{\"level\":\"2\"}", true)]
    [InlineData("level", "increased", null, "{\"level\":\"1\",\"previous\":{\"level\":\"3\"}}", true)]
    [InlineData("level", "decreased", null, "{\"level\":\"1\",\"previous\":{\"level\":\"3\"}}", false)]
    [InlineData("sla.hours", "equals", "\"4\"", "{\"sla\":{\"hours\":4.0}}", true)] // what the payload holds is coerced as ever
    [InlineData("subject", "equals", "\"4\"", "{\"subject\":4}", true)]
    [InlineData("other", "greater_than", "\"normal\"", "{\"other\":\"high\"}", true)] // the usual order where nothing is declared
    public void Evaluate_Declared_OrdersByTheDeclarationAlone(string field, string comparison, string? value, string payload, bool holds)
    {
        var group = Read(field, comparison, value, out var faults);

        Assert.Empty(faults);
        Assert.Equal(holds ? Truth.True : Truth.False, CompiledCondition.Compile(group, options: Options).Evaluate(Judge.Context(payload)));
    }

    [Fact]
    public void With_NoPathOrTwice_IsRefused()
    {
        Assert.Throws<ArgumentException>(static () => new FieldSchema().With("a..b", FieldType.Text));
        Assert.Throws<ArgumentException>(static () => new FieldSchema().With("a", FieldType.Text).With("a", FieldType.Number));
        Assert.Throws<ArgumentException>(static () => FieldType.Enumeration());
        Assert.Throws<ArgumentException>(static () => FieldType.Enumeration("a", "A"));
    }

    private static ConditionGroup Read(string field, string comparison, string? value, out List<Fault> faults)
    {
        faults = [];
        var conditions = Judge.Condition(comparison, value).Replace("\"f\"", $"\"{field}\"", StringComparison.Ordinal);
        return ConditionJson.Read(JsonText.Parse(conditions).Element, FaultPath.Root.Member("conditions"), faults, Options);
    }
}
