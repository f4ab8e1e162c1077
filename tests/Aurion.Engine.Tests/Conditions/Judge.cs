using System.Collections.Immutable;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>Reads, compiles and evaluates conditions as a host does.</summary>
internal static class Judge
{
    /// <summary>Tuesday, in winter.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What a search may take: a loaded machine takes a thread off for longer than the product's limit.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly ConditionOptions Patient = new() { RegexTimeout = Patience };

    /// <summary>What a host declares, for the random conditions.</summary>
    public static readonly ConditionOptions Declared = new()
    {
        Calendars = ImmutableDictionary<string, BusinessCalendar>.Empty.Add(
            "office", new BusinessCalendar("Europe/Berlin", BusinessHours.MondayToFriday(new TimeOnly(9, 0), new TimeOnly(17, 0)), [new DateOnly(2026, 11, 23)])),
        RegexTimeout = Patience,
    };

    public static Truth Evaluate(string conditions, string payload, string zone = "UTC") =>
        Compile(conditions).Evaluate(Context(payload, zone));

    /// <summary>Evaluates one condition on the field <c>f</c>: <c>One("equals", "1", """{"f":1}""")</c>.</summary>
    public static Truth One(string comparison, string? value, string payload, string zone = "UTC", bool caseSensitive = false) =>
        Evaluate(Condition(comparison, value, caseSensitive), payload, zone);

    public static string Condition(string comparison, string? value, bool caseSensitive = false) =>
        $$"""[{"field":"f","operator":"{{comparison}}"{{(value is null ? "" : $",\"value\":{value}")}}{{(caseSensitive ? ",\"case_sensitive\":true" : "")}}}]""";

    public static CompiledCondition Compile(string conditions) =>
        CompiledCondition.Compile(Read(conditions, out _), options: Patient);

    public static ConditionGroup Read(string conditions, out List<Fault> faults)
    {
        faults = [];
        return ConditionJson.Read(JsonText.Parse(conditions).Element, FaultPath.Root.Member("conditions"), faults);
    }

    public static ConditionContext Context(string payload, string zone = "UTC") =>
        new(new JsonFields(JsonText.Parse(payload)), Now, TimeZoneInfo.FindSystemTimeZoneById(zone));
}
