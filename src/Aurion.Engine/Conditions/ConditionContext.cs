using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>What one evaluation sees.</summary>
public readonly struct ConditionContext
{
    /// <summary>Initializes a new instance of the <see cref="ConditionContext"/> struct.</summary>
    /// <param name="fields">The values of the fields.</param>
    /// <param name="now">The time that <c>older_than</c>, <c>is_today</c> and the like go by.</param>
    /// <param name="zone">The rule's time zone, for dates and times without an offset; null is UTC.</param>
    public ConditionContext(FieldSource fields, DateTimeOffset now, TimeZoneInfo? zone = null)
    {
        ArgumentNullException.ThrowIfNull(fields);
        Fields = fields;
        Now = now;
        Zone = zone ?? TimeZoneInfo.Utc;
    }

    /// <summary>Gets the values of the fields.</summary>
    public FieldSource Fields { get; }

    /// <summary>Gets the time of the evaluation.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Gets the rule's time zone.</summary>
    public TimeZoneInfo Zone { get; }
}
