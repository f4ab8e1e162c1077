using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>What a host declares that conditions are read with: what its fields hold, when its teams work.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed record ConditionOptions
{
    /// <summary>Gets the options of a host that declares nothing.</summary>
    public static ConditionOptions Default { get; } = new();

    /// <summary>
    /// Gets the enumerations that <c>greater_than</c> and its like order, each from the least to the greatest value; case is
    /// ignored. Two values compare when one enumeration has both. The default is <c>low, normal, high, urgent</c>.
    /// </summary>
    public ImmutableArray<ImmutableArray<string>> Orders { get; init; } = [["low", "normal", "high", "urgent"]];

    /// <summary>Gets the business calendars by the names that conditions and delays use, exact. The default is none.</summary>
    public ImmutableDictionary<string, BusinessCalendar> Calendars { get; init; } = ImmutableDictionary<string, BusinessCalendar>.Empty;

    /// <summary>Gets the calendar that is meant where none is named; null, the default, when one must be named.</summary>
    public BusinessCalendar? DefaultCalendar { get; init; }
}
