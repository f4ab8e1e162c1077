using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine;

/// <content>What conditions are read with.</content>
public sealed partial class AurionEngineBuilder
{
    /// <summary>Adds a business calendar that conditions and delays name, for example in <c>{"amount":4,"unit":"hours","calendar":"support"}</c>.</summary>
    /// <param name="name">The name, exact.</param>
    /// <param name="calendar">The calendar. To change it, register another in a new start: rules and graphs are compiled with it.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is blank or taken.</exception>
    public AurionEngineBuilder AddCalendar(string name, BusinessCalendar calendar)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(calendar);
        var known = _options.Conditions.Calendars;
        if (known.ContainsKey(name))
        {
            throw new ArgumentException($"There is a calendar '{name}' already.", nameof(name));
        }

        _options.Conditions = _options.Conditions with { Calendars = known.Add(name, calendar) };
        return this;
    }

    /// <summary>Declares what the fields of payloads hold, so that a condition with a value of a wrong type is refused when it is saved.</summary>
    /// <param name="fields">The declaration; the last word counts.</param>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseFields(FieldSchema fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        _options.Conditions = _options.Conditions with { Fields = fields };
        return this;
    }

    /// <summary>Names the business calendar that is meant where a condition names none.</summary>
    /// <param name="calendar">The calendar; the last word counts.</param>
    /// <returns>This builder.</returns>
    public AurionEngineBuilder UseDefaultCalendar(BusinessCalendar calendar)
    {
        ArgumentNullException.ThrowIfNull(calendar);
        _options.Conditions = _options.Conditions with { DefaultCalendar = calendar };
        return this;
    }
}
