using Aurion.Engine.Conditions.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Makes the node of each operator; negative operators are the node of their positive twin, negated.</summary>
internal static class FieldNodes
{
    /// <summary>Makes the node, or null with a fault when the value does not fit the operator.</summary>
    public static FieldNode? Create(FieldCondition condition, FieldPath path, FaultPath at, OperandReader values)
    {
        var target = new FieldTarget(path, IsNegative(condition.Operator), at, condition);
        var comparison = condition.CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        switch (condition.Operator)
        {
            case ConditionOperator.Equal or ConditionOperator.NotEqual:
                return values.Scalar(mayBeEmpty: true) is { } equal ? new EqualsNode(target, equal) : null;
            case ConditionOperator.In or ConditionOperator.NotIn:
                return values.List(mayBeEmpty: true) is { } list ? new InNode(target, list) : null;
            case ConditionOperator.Contains or ConditionOperator.NotContains:
                return values.Scalar(mayBeEmpty: false) is { } part ? new ContainsNode(target, [part], all: true, comparison) : null;
            case ConditionOperator.ContainsAny or ConditionOperator.ContainsNone:
                return values.List(mayBeEmpty: false) is { } some ? new ContainsNode(target, some, all: false, comparison) : null;
            case ConditionOperator.ContainsAll or ConditionOperator.NotContainsAll:
                return values.List(mayBeEmpty: false) is { } each ? new ContainsNode(target, each, all: true, comparison) : null;
            case ConditionOperator.ContainsWord:
                return values.Scalar(mayBeEmpty: false) is { } word ? new WordNode(target, word, comparison) : null;
            case ConditionOperator.StartsWith or ConditionOperator.NotStartsWith:
                return values.List(mayBeEmpty: false) is { } starts ? new AffixNode(target, starts, atEnd: false, comparison) : null;
            case ConditionOperator.EndsWith or ConditionOperator.NotEndsWith:
                return values.List(mayBeEmpty: false) is { } ends ? new AffixNode(target, ends, atEnd: true, comparison) : null;
            case ConditionOperator.MatchesRegex or ConditionOperator.NotMatchesRegex:
                return values.Pattern() is { } regex ? new RegexNode(target, regex) : null;
            case ConditionOperator.IsPresent or ConditionOperator.IsEmpty:
                return values.Nothing() ? new EmptyNode(target) : null;
            case ConditionOperator.Between:
                return values.Range() is var (low, high) ? new BetweenNode(target, low, high) : null;
            case ConditionOperator.OlderThan or ConditionOperator.WithinLast or ConditionOperator.WithinNext:
                return values.Duration() is not var (duration, calendar) ? null
                    : calendar is null ? new AgeNode(target, duration, condition.Operator)
                    : new BusinessAgeNode(target, duration, calendar, condition.Operator);
            case ConditionOperator.IsToday:
                return values.Nothing() ? new TodayNode(target) : null;
            case ConditionOperator.OnWeekday:
                return values.Weekdays() is { } days ? new WeekdayNode(target, days) : null;
            case ConditionOperator.InBusinessHours or ConditionOperator.NotInBusinessHours:
                return values.Calendar() is { } hours ? new BusinessHoursNode(target, hours) : null;
            case ConditionOperator.InCidr or ConditionOperator.NotInCidr:
                return values.Ranges() is { } ranges ? new CidrNode(target, ranges) : null;
            case ConditionOperator.Changed or ConditionOperator.NotChanged:
                return values.Nothing() ? new ChangedNode(target, null, null, condition.CaseSensitive) : null;
            case ConditionOperator.ChangedTo or ConditionOperator.NotChangedTo:
                return values.Scalar(mayBeEmpty: true) is { } to ? new ChangedNode(target, to, null, condition.CaseSensitive) : null;
            case ConditionOperator.ChangedFrom or ConditionOperator.NotChangedFrom:
                return values.Scalar(mayBeEmpty: true) is { } from ? new ChangedNode(target, null, from, condition.CaseSensitive) : null;
            case ConditionOperator.Increased:
                return values.Nothing() ? new TrendNode(target, Bounds.Greater, values.Order) : null;
            case ConditionOperator.Decreased:
                return values.Nothing() ? new TrendNode(target, Bounds.Less, values.Order) : null;
            default:
                return CreateOrder(condition.Operator, target, values);
        }
    }

    private static OrderNode? CreateOrder(ConditionOperator order, FieldTarget target, OperandReader values)
    {
        var bounds = order switch
        {
            ConditionOperator.GreaterThan or ConditionOperator.After => Bounds.Greater,
            ConditionOperator.GreaterThanOrEqual or ConditionOperator.OnOrAfter => Bounds.Greater | Bounds.Same,
            ConditionOperator.LessThan or ConditionOperator.Before => Bounds.Less,
            ConditionOperator.LessThanOrEqual or ConditionOperator.OnOrBefore => Bounds.Less | Bounds.Same,
            _ => Bounds.None,
        };
        if (bounds is Bounds.None)
        {
            values.RefuseOperator(target.At.Member("operator"));
            return null;
        }

        var timesOnly = order is ConditionOperator.Before or ConditionOperator.After or ConditionOperator.OnOrBefore or ConditionOperator.OnOrAfter;
        return values.Ordered(timesOnly) is { } ordered ? new OrderNode(target, ordered, bounds, timesOnly) : null;
    }

    private static bool IsNegative(ConditionOperator value) => value
        is ConditionOperator.NotEqual or ConditionOperator.NotIn or ConditionOperator.NotContains or ConditionOperator.ContainsNone
        or ConditionOperator.NotContainsAll or ConditionOperator.NotStartsWith or ConditionOperator.NotEndsWith
        or ConditionOperator.NotMatchesRegex or ConditionOperator.IsPresent or ConditionOperator.NotChanged
        or ConditionOperator.NotInBusinessHours or ConditionOperator.NotInCidr or ConditionOperator.NotChangedTo or ConditionOperator.NotChangedFrom;
}
