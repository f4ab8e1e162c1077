using System.Text.Json;
using Aurion.Engine.Conditions.Nodes;

namespace Aurion.Engine.Conditions;

/// <summary>Says in a sentence what a condition found, and what it wants.</summary>
internal static class ConditionSentences
{
    public static string Of(FieldNode node, Truth truth, JsonElement value, Reading reading, JsonElement before, in ConditionContext context)
    {
        var written = node.Target.Written;
        var wanted = Condition(written);
        var subject = node is ChangedNode or TrendNode
            ? $"{written.Field} {Is(value)} and {Was(before)}"
            : value.ValueKind is JsonValueKind.Undefined && reading.Kind is ReadingKind.Time
                ? $"{written.Field} is the clock"
                : $"{written.Field} {Is(value)}{ReadAs(value, reading)}";
        if (node is TimeNode)
        {
            subject += $", and now is {Reading.TimeText(context.Now.UtcTicks)}";
        }

        return truth is Truth.True
            ? $"{subject}; {wanted} holds"
            : $"{subject}; {wanted} wants {Wants(written, value, reading)}";
    }

    private static string Condition(FieldCondition written) =>
        written.Value is { } value && !TakesNoValue(written.Operator)
            ? $"{ConditionOperators.NameOf(written.Operator)} {ShownValue.InSentence(value.Element)}"
            : ConditionOperators.NameOf(written.Operator);

    private static bool TakesNoValue(ConditionOperator comparison) => comparison
        is ConditionOperator.IsPresent or ConditionOperator.IsEmpty or ConditionOperator.IsToday
        or ConditionOperator.Changed or ConditionOperator.NotChanged or ConditionOperator.Increased or ConditionOperator.Decreased;

    private static string Is(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => "is missing",
        JsonValueKind.Null => "is null",
        JsonValueKind.Object => value.GetPropertyCount() == 0 ? "is an empty object" : "is an object",
        JsonValueKind.Array => value.GetArrayLength() == 0 ? "is an empty list" : $"is the list {ShownValue.InSentence(value)}",
        JsonValueKind.String when Coercion.IsEmpty(value) => $"is the blank text {ShownValue.InSentence(value)}",
        _ => $"is {ShownValue.InSentence(value)}",
    };

    private static string Was(JsonElement before) => "was" + Is(before)["is".Length..];

    /// <summary>Says what a value was read as where that is not what it looks like.</summary>
    private static string ReadAs(JsonElement value, Reading reading) => (reading.Kind, value.ValueKind) switch
    {
        (ReadingKind.Number, JsonValueKind.String) => $" (read as the number {reading.Text})",
        (ReadingKind.Boolean, JsonValueKind.String) => $" (read as {reading.Text})",
        (ReadingKind.Date, _) => " (read as that whole day)",
        (ReadingKind.Time, JsonValueKind.String) when !value.ValueEquals(reading.Text) => $" (read as {reading.Text})",
        _ => string.Empty,
    };

    private static string Wants(FieldCondition written, JsonElement value, Reading reading)
    {
        var isList = value.ValueKind is JsonValueKind.Array;
        var isEmpty = written.Value?.Element is { } wanted && Coercion.IsEmpty(wanted);
        return written.Operator switch
        {
            ConditionOperator.Equal => isEmpty ? "it empty" : isList ? "an element that is exactly that" : "exactly that",
            ConditionOperator.NotEqual => isEmpty ? "something there" : isList ? "no element to be that" : "anything else",
            ConditionOperator.In => "one of these",
            ConditionOperator.NotIn => "none of these",
            ConditionOperator.Contains => isList ? "that element in it" : "that text in it",
            ConditionOperator.NotContains => isList ? "it without that element" : "it without that text",
            ConditionOperator.ContainsAny => "at least one of these in it",
            ConditionOperator.ContainsAll => "all of these in it",
            ConditionOperator.ContainsNone => "none of these in it",
            ConditionOperator.NotContainsAll => "at least one of these not in it",
            ConditionOperator.ContainsWord => "that word in it, with no letter or digit beside it",
            ConditionOperator.StartsWith => "it to begin so",
            ConditionOperator.NotStartsWith => "it not to begin so",
            ConditionOperator.EndsWith => "it to end so",
            ConditionOperator.NotEndsWith => "it not to end so",
            ConditionOperator.MatchesRegex => "a text in which the pattern is found",
            ConditionOperator.NotMatchesRegex => "no text in which the pattern is found",
            ConditionOperator.IsPresent => "something there",
            ConditionOperator.IsEmpty => "nothing there",
            ConditionOperator.Changed => "another value than before",
            ConditionOperator.NotChanged => "the same value as before",
            ConditionOperator.ChangedTo => "it to have changed, and to that",
            ConditionOperator.NotChangedTo => "it not to have changed to that",
            ConditionOperator.ChangedFrom => "it to have changed, and from that",
            ConditionOperator.NotChangedFrom => "it not to have changed from that",
            ConditionOperator.Increased => "a higher value than before",
            ConditionOperator.Decreased => "a lower value than before",
            ConditionOperator.InCidr => reading.Kind is ReadingKind.Nothing or ReadingKind.Empty ? "an IP address" : "an address in one of these ranges",
            ConditionOperator.NotInCidr => "no address in one of these ranges",
            _ => reading.Kind is ReadingKind.Nothing or ReadingKind.Empty ? Comparable(written.Operator) : WantsOrder(written.Operator, reading),
        };
    }

    private static string Comparable(ConditionOperator comparison) => comparison switch
    {
        ConditionOperator.NotInBusinessHours => "no time at which the calendar is open",
        >= ConditionOperator.GreaterThan and <= ConditionOperator.Between => "a value that can be compared with that",
        _ => "a date or time",
    };

    private static string WantsOrder(ConditionOperator comparison, Reading reading)
    {
        var isTime = reading.Kind is ReadingKind.Time or ReadingKind.Date;
        return comparison switch
        {
            ConditionOperator.GreaterThan => isTime ? "a later one" : "a higher one",
            ConditionOperator.GreaterThanOrEqual => isTime ? "that or a later one" : "that or a higher one",
            ConditionOperator.LessThan => isTime ? "an earlier one" : "a lower one",
            ConditionOperator.LessThanOrEqual => isTime ? "that or an earlier one" : "that or a lower one",
            ConditionOperator.Between => "one from the first to the second",
            ConditionOperator.Before => "an earlier time",
            ConditionOperator.After => "a later time",
            ConditionOperator.OnOrBefore => "that time or an earlier one",
            ConditionOperator.OnOrAfter => "that time or a later one",
            ConditionOperator.OlderThan => "a time at least that long ago",
            ConditionOperator.WithinLast => "a time no longer ago than that",
            ConditionOperator.WithinNext => "a time no further ahead than that",
            ConditionOperator.IsToday => "a time of today",
            ConditionOperator.OnWeekday => "one of these weekdays",
            ConditionOperator.InBusinessHours => "a time at which the calendar is open",
            _ => "a time at which the calendar is closed",
        };
    }
}
