using System.Globalization;
using Aurion.Engine.Conditions;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>Makes rules of ours from the benchmark's own form.</summary>
internal static class AurionRules
{
    public const string EventType = "ticket.created";

    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    public static AutomationRule Make(RuleSpec spec)
    {
        var action = JsonText.Parse(spec.WritesScore
            ? $$"""{"type":"set_field","field":"{{TicketField.Score.Path}}","value":{{500 + (spec.Id % 7)}}}"""
            : """{"type":"send_notification","template":"escalation"}""");
        return new AutomationRule
        {
            Id = IdOf(spec.Id),
            Name = $"Rule {spec.Id}",
            TriggerEvent = EventType,
            Conditions = new ConditionGroup { Items = [.. spec.Tests.Select(Make)] },
            Actions = [new RuleAction(spec.WritesScore ? "set_field" : "send_notification", action)],
            PriorityOrder = spec.Id,
            CreatedAt = Now,
            UpdatedAt = Now,
        };
    }

    public static string IdOf(int number) => $"rule_{number.ToString("D6", CultureInfo.InvariantCulture)}";

    private static Condition Make(TestSpec test) => new FieldCondition
    {
        Field = test.Field.Path,
        Operator = test.Kind switch
        {
            TestKind.Equal => ConditionOperator.Equal,
            TestKind.In => ConditionOperator.In,
            TestKind.Contains => ConditionOperator.Contains,
            _ => ConditionOperator.GreaterThan,
        },
        Value = JsonText.Parse(test.Kind switch
        {
            TestKind.GreaterThan => test.Number.ToString(CultureInfo.InvariantCulture),
            TestKind.In => $"[{string.Join(',', test.Words.Select(static word => $"\"{word}\""))}]",
            _ => $"\"{test.Words[0]}\"",
        }),
    };
}
