namespace Aurion.Engine.Conditions;

/// <summary>How a field is compared. <see cref="ConditionOperators"/> has the names that JSON uses.</summary>
/// <remarks>A negative operator is the exact negation of its positive twin. Text is compared after NFC, ignoring case.</remarks>
public enum ConditionOperator
{
    /// <summary>The whole value is the same; an empty value stands for empty.</summary>
    Equal,

    /// <summary>Not <see cref="Equal"/>.</summary>
    NotEqual,

    /// <summary>The value is one of a list; a missing field is not.</summary>
    In,

    /// <summary>Not <see cref="In"/>.</summary>
    NotIn,

    /// <summary>A text has the part, a list has the element.</summary>
    Contains,

    /// <summary>Not <see cref="Contains"/>.</summary>
    NotContains,

    /// <summary><see cref="Contains"/> for at least one of a list.</summary>
    ContainsAny,

    /// <summary><see cref="Contains"/> for each of a list.</summary>
    ContainsAll,

    /// <summary>Not <see cref="ContainsAny"/>.</summary>
    ContainsNone,

    /// <summary>Not <see cref="ContainsAll"/>.</summary>
    NotContainsAll,

    /// <summary>A text has the word, bounded by what is no letter, digit or underscore.</summary>
    ContainsWord,

    /// <summary>The text begins with one of the values.</summary>
    StartsWith,

    /// <summary>Not <see cref="StartsWith"/>.</summary>
    NotStartsWith,

    /// <summary>The text ends with one of the values.</summary>
    EndsWith,

    /// <summary>Not <see cref="EndsWith"/>.</summary>
    NotEndsWith,

    /// <summary>The regular expression is found in the text.</summary>
    MatchesRegex,

    /// <summary>Not <see cref="MatchesRegex"/>.</summary>
    NotMatchesRegex,

    /// <summary>Not <see cref="IsEmpty"/>.</summary>
    IsPresent,

    /// <summary>Missing, null, blank text, or a list or object without content.</summary>
    IsEmpty,

    /// <summary>A greater number, a later time, or a later value of an enumeration.</summary>
    GreaterThan,

    /// <summary><see cref="GreaterThan"/> or the same.</summary>
    GreaterThanOrEqual,

    /// <summary>A smaller number, an earlier time, or an earlier value of an enumeration.</summary>
    LessThan,

    /// <summary><see cref="LessThan"/> or the same.</summary>
    LessThanOrEqual,

    /// <summary>From the first to the second value of a list, both included.</summary>
    Between,

    /// <summary>An earlier time; a date alone is that day in the rule's zone.</summary>
    Before,

    /// <summary>A later time; a date alone is that day in the rule's zone.</summary>
    After,

    /// <summary>A time that is not <see cref="After"/>.</summary>
    OnOrBefore,

    /// <summary>A time that is not <see cref="Before"/>.</summary>
    OnOrAfter,

    /// <summary>A time at least the duration ago.</summary>
    OlderThan,

    /// <summary>A time between the duration ago and now.</summary>
    WithinLast,

    /// <summary>A time between now and the duration ahead.</summary>
    WithinNext,

    /// <summary>A time within today in the rule's zone.</summary>
    IsToday,

    /// <summary>A time on one of the weekdays, in the rule's zone.</summary>
    OnWeekday,

    /// <summary>A time within the hours of a calendar of the host's; a date alone is when it opens on that day.</summary>
    InBusinessHours,

    /// <summary>Not <see cref="InBusinessHours"/>.</summary>
    NotInBusinessHours,

    /// <summary>An IP address in one of the ranges.</summary>
    InCidr,

    /// <summary>Not <see cref="InCidr"/>.</summary>
    NotInCidr,

    /// <summary>The value differs from the one before; a field without a value before has not changed.</summary>
    Changed,

    /// <summary>Not <see cref="Changed"/>.</summary>
    NotChanged,

    /// <summary><see cref="Changed"/>, and the value now equals the given one.</summary>
    ChangedTo,

    /// <summary>Not <see cref="ChangedTo"/>.</summary>
    NotChangedTo,

    /// <summary><see cref="Changed"/>, and the value before equals the given one.</summary>
    ChangedFrom,

    /// <summary>Not <see cref="ChangedFrom"/>.</summary>
    NotChangedFrom,

    /// <summary><see cref="GreaterThan"/> the value before.</summary>
    Increased,

    /// <summary><see cref="LessThan"/> the value before.</summary>
    Decreased,
}
