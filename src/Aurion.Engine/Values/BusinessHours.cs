namespace Aurion.Engine.Values;

/// <summary>One stretch of opening hours of a <see cref="BusinessCalendar"/>, the same every week.</summary>
/// <param name="Day">The day that it begins on.</param>
/// <param name="Opens">When it begins, on the clocks of the calendar's zone.</param>
/// <param name="Closes">When it ends. A time that is not after <paramref name="Opens"/> is on the next day, so that the same time twice is 24 hours.</param>
public readonly record struct BusinessHours(DayOfWeek Day, TimeOnly Opens, TimeOnly Closes)
{
    /// <summary>Makes the same hours on Monday to Friday.</summary>
    /// <param name="opens">When they begin.</param>
    /// <param name="closes">When they end.</param>
    /// <returns>Five stretches.</returns>
    public static IReadOnlyList<BusinessHours> MondayToFriday(TimeOnly opens, TimeOnly closes) =>
    [
        new(DayOfWeek.Monday, opens, closes),
        new(DayOfWeek.Tuesday, opens, closes),
        new(DayOfWeek.Wednesday, opens, closes),
        new(DayOfWeek.Thursday, opens, closes),
        new(DayOfWeek.Friday, opens, closes),
    ];
}
