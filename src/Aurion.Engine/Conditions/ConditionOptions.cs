using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>What a host declares that conditions are read with: what its fields hold, when its teams work.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed record ConditionOptions
{
    /// <summary>Gets the options of a host that declares nothing.</summary>
    public static ConditionOptions Default { get; } = new();

    /// <summary>Gets what the fields hold. The default is <see cref="FieldSchema.Open"/>.</summary>
    public FieldSchema Fields { get; init; } = FieldSchema.Open;

    /// <summary>Gets the business calendars by the names that conditions and delays use, exact. The default is none.</summary>
    public ImmutableDictionary<string, BusinessCalendar> Calendars { get; init; } = ImmutableDictionary<string, BusinessCalendar>.Empty;

    /// <summary>Gets the calendar that is meant where none is named; null, the default, when one must be named.</summary>
    public BusinessCalendar? DefaultCalendar { get; init; }

    /// <summary>Gets the longest time that one search by a regular expression may take. Not for hosts: what a rule may cost is the engine's to say.</summary>
    internal TimeSpan RegexTimeout { get; init; } = TimeSpan.FromMilliseconds(100);
}
