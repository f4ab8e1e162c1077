using System.Collections.Immutable;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>Business calendars in conditions; it is Tuesday 2026-11-24, 12:00 UTC, 13:00 in Berlin.</summary>
public sealed class BusinessTimeTests
{
    private static readonly BusinessCalendar Support = new(
        "Europe/Berlin", BusinessHours.MondayToFriday(new TimeOnly(9, 0), new TimeOnly(17, 0)), [new DateOnly(2026, 11, 23)]);

    private static readonly ConditionOptions Options = new()
    {
        Calendars = new Dictionary<string, BusinessCalendar> { ["support"] = Support, ["night"] = Night() }.ToImmutableDictionary(),
        DefaultCalendar = Support,
    };

    [Theory]
    [InlineData("in_business_hours", "\"support\"", "\"2026-11-24T08:00:00Z\"", true)]
    [InlineData("in_business_hours", "\"support\"", "\"2026-11-24T16:00:00Z\"", false)]
    [InlineData("in_business_hours", null, "\"2026-11-24T11:30:00\"", false)] // half past eleven in the rule's zone, half past five there
    [InlineData("in_business_hours", "true", "\"2026-11-24T10:00:00+01:00\"", true)]
    [InlineData("in_business_hours", "null", "\"2026-11-24\"", true)] // it opens on that day
    [InlineData("in_business_hours", "\"\"", "\"2026-11-22\"", false)]
    [InlineData("in_business_hours", "\"night\"", "\"2026-11-24T22:00:00Z\"", true)]
    [InlineData("in_business_hours", null, "\"tomorrow\"", false)]
    [InlineData("not_in_business_hours", null, "\"tomorrow\"", true)]
    [InlineData("in_business_hours", null, "[\"2026-11-22\",\"2026-11-24\"]", true)]
    [InlineData("not_in_business_hours", null, "\"2026-11-24T16:00:00Z\"", true)]
    [InlineData("older_than", "{\"amount\":4,\"unit\":\"hours\",\"calendar\":\"support\"}", "\"2026-11-20T16:00:00Z\"", true)] // Monday was a holiday: exactly four hours
    [InlineData("older_than", "{\"amount\":4,\"unit\":\"hours\",\"calendar\":\"support\"}", "\"2026-11-24T08:00:00Z\"", true)]
    [InlineData("older_than", "{\"amount\":4,\"unit\":\"hours\",\"calendar\":\"support\"}", "\"2026-11-24T08:00:00.0000001Z\"", false)]
    [InlineData("older_than", "{\"amount\":4,\"unit\":\"hours\",\"calendar\":null}", "\"2026-11-24T08:00:00Z\"", true)] // none: plain hours
    [InlineData("older_than", "{\"amount\":4,\"unit\":\"hours\",\"calendar\":\"\"}", "\"2026-11-24T08:30:00Z\"", false)]
    [InlineData("within_last", "{\"amount\":4,\"unit\":\"hours\",\"calendar\":\"support\"}", "\"2026-11-20T16:00:00Z\"", true)]
    [InlineData("within_last", "{\"amount\":4,\"unit\":\"hours\",\"calendar\":\"support\"}", "\"2026-11-20T15:59:59Z\"", false)]
    [InlineData("within_last", "{\"amount\":4,\"unit\":\"hours\",\"calendar\":\"support\"}", "\"2026-11-24T12:00:01Z\"", false)]
    [InlineData("within_next", "{\"amount\":4,\"unit\":\"hours\",\"calendar\":\"support\"}", "\"2026-11-25T08:00:00Z\"", true)]
    [InlineData("within_next", "{\"amount\":4,\"unit\":\"hours\",\"calendar\":\"support\"}", "\"2026-11-25T08:00:01Z\"", false)]
    [InlineData("within_next", "{\"amount\":4,\"unit\":\"hours\",\"calendar\":\"support\"}", "\"2026-11-24T11:59:59Z\"", false)]
    public void Evaluate_BusinessTime_GoesByTheCalendar(string comparison, string? value, string field, bool holds) =>
        Assert.Equal(holds ? Truth.True : Truth.False, One(comparison, value, $"{{\"f\":{field}}}", "America/New_York"));

    [Theory]
    [InlineData("in_business_hours", "\"support\"", "{}", true)]
    [InlineData("in_business_hours", "\"night\"", "{}", false)]
    [InlineData("on_weekday", "\"tue\"", "{}", true)]
    [InlineData("is_today", null, "{}", true)]
    [InlineData("in_business_hours", "\"support\"", "{\"now\":\"2026-11-22\"}", false)] // the payload's own field comes first
    [InlineData("in_business_hours", "\"support\"", "{\"now\":null}", false)]
    public void Evaluate_FieldNow_IsTheClockWhereThePayloadHasNone(string comparison, string? value, string payload, bool holds)
    {
        var conditions = Judge.Condition(comparison, value).Replace("\"f\"", "\"now\"", StringComparison.Ordinal);

        Assert.Equal(holds ? Truth.True : Truth.False, Evaluate(conditions, payload, "UTC"));
    }

    [Theory]
    [InlineData("in_business_hours", "\"suport\"", "conditions[0].value", "found the text \"suport\". Allowed: night, support.")]
    [InlineData("not_in_business_hours", "7", "conditions[0].value", "found the number 7. Allowed: night, support.")]
    [InlineData("older_than", "{\"amount\":1,\"unit\":\"days\",\"calendar\":\"Support\"}", "conditions[0].value.calendar", "Allowed: night, support.")]
    [InlineData("within_last", "{\"amount\":1,\"unit\":\"days\",\"calendar\":[]}", "conditions[0].value.calendar", "found a list")]
    public void Read_UnknownCalendar_IsRefusedAndUnknownWhenRun(string comparison, string value, string path, string message)
    {
        var group = Read(Judge.Condition(comparison, value), Options, out var faults);

        var fault = Assert.Single(faults);
        Assert.Equal(path, fault.Path.ToString());
        Assert.Equal("unknown_calendar", fault.Type);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        var compiled = CompiledCondition.Compile(group, options: Options);
        Assert.Equal(Truth.Unknown, compiled.Evaluate(Judge.Context("""{"f":"2026-11-24"}""")));
        Assert.Equal(path, compiled.FindError(Judge.Context("{}"))!.Path.ToString());
    }

    [Fact]
    public void Read_NoDefaultCalendar_OneIsToBeNamed()
    {
        _ = Read(Judge.Condition("in_business_hours", null), ConditionOptions.Default, out var faults);

        Assert.Contains("declares no default calendar", Assert.Single(faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_ReadWithoutTheCalendars_IsReadAgainWithThem()
    {
        // As a stored workflow is: its document is read before anybody knows the host's calendars.
        var group = Read(Judge.Condition("in_business_hours", "\"support\""), ConditionOptions.Default, out _);

        Assert.IsType<InvalidCondition>(Assert.Single(group.Items));
        Assert.Equal(Truth.True, CompiledCondition.Compile(group, options: Options).Evaluate(Judge.Context("""{"f":"2026-11-24T10:00:00Z"}""")));
        Assert.Equal(Truth.Unknown, CompiledCondition.Compile(group).Evaluate(Judge.Context("""{"f":"2026-11-24T10:00:00Z"}""")));
    }

    private static BusinessCalendar Night() => new("UTC", [new BusinessHours(DayOfWeek.Tuesday, new TimeOnly(22, 0), new TimeOnly(6, 0))]);

    private static ConditionGroup Read(string conditions, ConditionOptions options, out List<Fault> faults)
    {
        faults = [];
        return ConditionJson.Read(JsonText.Parse(conditions).Element, FaultPath.Root.Member("conditions"), faults, options);
    }

    private static Truth One(string comparison, string? value, string payload, string zone) => Evaluate(Judge.Condition(comparison, value), payload, zone);

    private static Truth Evaluate(string conditions, string payload, string zone)
    {
        var group = Read(conditions, Options, out var faults);
        Assert.Empty(faults);
        return CompiledCondition.Compile(group, options: Options).Evaluate(Judge.Context(payload, zone));
    }
}
