using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Aurion.Engine.Conditions.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Reads the value of a condition as its operator needs it, and says what is wrong with it.</summary>
internal sealed class OperandReader(FieldCondition condition, FaultPath at, ConditionOptions options, ICollection<Fault> faults)
{
    /// <summary>The longest regular expression, in characters.</summary>
    public const int MaxPattern = 1_000;

    private static readonly string[] Days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    private readonly JsonElement _value = condition.Value?.Element ?? default;

    /// <summary>Gets how the field's values are ordered.</summary>
    public FieldOrder Order { get; } = FieldOrder.Of(condition.Field, options);

    private string Name => ConditionOperators.NameOf(condition.Operator);

    /// <summary>Reads a text, number, Boolean or, where the operator can mean emptiness, null and the empty text.</summary>
    public Operand? Scalar(bool mayBeEmpty)
    {
        if (_value.ValueKind is JsonValueKind.Undefined && mayBeEmpty)
        {
            return Refuse<Operand>("missing", $"`{Name}` needs a value; to ask for emptiness write null or \"\", or use `is_empty`.");
        }

        return Scalar(_value, at, mayBeEmpty, _value.ValueKind is JsonValueKind.Array ? ListAdvice() : string.Empty);
    }

    /// <summary>Reads a list of scalars; one scalar is a list of one.</summary>
    public Operand[]? List(bool mayBeEmpty)
    {
        if (_value.ValueKind is not JsonValueKind.Array)
        {
            return Scalar(mayBeEmpty) is { } single ? [single] : null;
        }

        if (_value.GetArrayLength() == 0 && !mayBeEmpty)
        {
            return Refuse<Operand[]>("value_empty", $"`{Name}` needs at least one value; found an empty list.");
        }

        var operands = new List<Operand>();
        var complete = true;
        var index = 0;
        foreach (var item in _value.EnumerateArray())
        {
            if (Scalar(item, at.Item(index++), mayBeEmpty, string.Empty) is { } operand)
            {
                operands.Add(operand);
            }
            else
            {
                complete = false;
            }
        }

        return complete ? [.. operands] : null;
    }

    /// <summary>Accepts the absence of a value; true, null and the empty text are what forms send instead.</summary>
    public bool Nothing()
    {
        if (_value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.True
            || (_value.ValueKind is JsonValueKind.String && Operand.From(_value, caseSensitive: true).IsEmpty))
        {
            return true;
        }

        Refuse<object>("value_type", $"`{Name}` takes no value{OppositeAdvice()}; found {JsonKinds.Describe(_value)}.");
        return false;
    }

    /// <summary>Reads a regular expression.</summary>
    public Regex? Pattern()
    {
        if (_value.ValueKind is not JsonValueKind.String)
        {
            return Refuse<Regex>(MissingOr("value_type"), $"`{Name}` takes a regular expression as a text; found {JsonKinds.Describe(_value)}.");
        }

        var pattern = Operand.From(_value, caseSensitive: true).Text;
        if (pattern.Length is 0 or > MaxPattern)
        {
            return Refuse<Regex>("regex_length", string.Create(
                CultureInfo.InvariantCulture, $"A regular expression has 1 to {MaxPattern} characters; this one has {pattern.Length}."));
        }

        const RegexOptions Kind = RegexOptions.NonBacktracking | RegexOptions.Singleline | RegexOptions.CultureInvariant;
        try
        {
            return new Regex(pattern, condition.CaseSensitive ? Kind : Kind | RegexOptions.IgnoreCase, options.RegexTimeout);
        }
        catch (ArgumentException exception)
        {
            return Refuse<Regex>("regex", $"This is no regular expression: {exception.Message}");
        }
        catch (NotSupportedException)
        {
            return Refuse<Regex>("regex", "Lookarounds, backreferences, atomic groups and very large repetitions are not supported in a regular expression.");
        }
    }

    /// <summary>Reads a value that has an order.</summary>
    public Ordered? Ordered(bool timesOnly) => Ordered(_value, at, timesOnly);

    /// <summary>Reads the two ends of a range.</summary>
    public (Ordered Low, Ordered High)? Range()
    {
        if (_value.ValueKind is not JsonValueKind.Array || _value.GetArrayLength() != 2)
        {
            Refuse<object>(MissingOr("value_type"), $"`{Name}` takes a list of two values, the least and the greatest; found {DescribeWithLength(_value)}.");
            return null;
        }

        var low = Ordered(_value[0], at.Item(0), timesOnly: false);
        var high = Ordered(_value[1], at.Item(1), timesOnly: false);
        return low is null || high is null ? null : (low, high);
    }

    /// <summary>Reads a duration, with the calendar whose time it is, if it names one.</summary>
    public (TimeSpan Duration, BusinessCalendar? Calendar)? Duration()
    {
        if (!DurationText.TryRead(_value, out var duration, out var error))
        {
            Refuse<object>(MissingOr("duration"), $"`{Name}` takes a duration. {error}");
            return null;
        }

        if (_value.ValueKind is not JsonValueKind.Object || !_value.TryGetProperty("calendar"u8, out var name) || name.ValueKind is JsonValueKind.Null)
        {
            return (duration, null);
        }

        return Calendar(name, at.Member("calendar")) is { } calendar ? (duration, calendar) : null;
    }

    /// <summary>Reads the name of a calendar; what forms send instead of nothing is the default one.</summary>
    public BusinessCalendar? Calendar() => Calendar(_value, at);

    /// <summary>Reads ranges of IP addresses; one is a list of one.</summary>
    public IpRange[]? Ranges()
    {
        if (List(mayBeEmpty: false) is not { } texts)
        {
            return null;
        }

        var ranges = new IpRange[texts.Length];
        var complete = true;
        for (var index = 0; index < texts.Length; index++)
        {
            if (!IpRange.TryParse(texts[index].Text, out ranges[index], out var error))
            {
                var isList = _value.ValueKind is JsonValueKind.Array;
                var found = isList ? _value[index] : _value;
                Refuse<object>("ip_range", $"`{Name}` takes IP ranges; found {JsonKinds.Describe(found)}: {error}.", isList ? at.Item(index) : at, found);
                complete = false;
            }
        }

        return complete ? ranges : null;
    }

    /// <summary>Reads weekdays as bits, bit 0 being Monday.</summary>
    public int? Weekdays()
    {
        var days = 0;
        if (_value.ValueKind is not JsonValueKind.Array)
        {
            return TryReadDay(_value, at, ref days) ? days : null;
        }

        var complete = _value.GetArrayLength() > 0;
        if (!complete)
        {
            Refuse<object>("value_empty", $"`{Name}` needs at least one weekday; found an empty list.");
        }

        var index = 0;
        foreach (var item in _value.EnumerateArray())
        {
            complete &= TryReadDay(item, at.Item(index++), ref days);
        }

        return complete ? days : null;
    }

    private BusinessCalendar? Calendar(JsonElement name, FaultPath path)
    {
        if (BusinessCalendars.TryFind(options, name, out var calendar, out var error))
        {
            return calendar;
        }

        return Refuse<BusinessCalendar>(DeclarationFaults.UnknownCalendar, $"`{Name}`: {error}", path, name);
    }

    /// <summary>Refuses an operator that is no member of the enumeration.</summary>
    public void RefuseOperator(FaultPath path) => faults.Add(new Fault
    {
        Path = path,
        Type = "unknown_operator",
        Message = $"This operator does not exist. Allowed: {string.Join(", ", ConditionOperators.Names)}.",
    });

    private Operand? Scalar(JsonElement value, FaultPath path, bool mayBeEmpty, string advice)
    {
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Undefined || (value.ValueKind is JsonValueKind.Null && !mayBeEmpty))
        {
            return Refuse<Operand>(
                value.ValueKind is JsonValueKind.Undefined ? "missing" : "value_type",
                $"`{Name}` takes a text, a number, true or false{(mayBeEmpty ? ", or null for empty" : string.Empty)}; found {JsonKinds.Describe(value)}{advice}.",
                path,
                value);
        }

        var operand = Operand.From(value, condition.CaseSensitive);
        if (operand.IsEmpty && !mayBeEmpty)
        {
            return Refuse<Operand>("value_empty", $"`{Name}` takes a text that is not empty, for every text would have it.", path, value);
        }

        if (value.ValueKind is JsonValueKind.Number && !ExactNumber.TryParse(operand.Text, out _))
        {
            return Refuse<Operand>("value_type", "The exponent of a number has at most 18 digits.", path, value);
        }

        return operand;
    }

    private Ordered? Ordered(JsonElement value, FaultPath path, bool timesOnly)
    {
        var ordered = Nodes.Ordered.From(value, Order);
        if (timesOnly ? ordered.IsTime : ordered.HasOrder)
        {
            return ordered;
        }

        var enumerations = Order.Enumerations.Select(static order => $"one of {string.Join(" < ", order)}");
        if (Order.IsDeclared && !timesOnly)
        {
            return Refuse<Ordered>(
                DeclarationFaults.FieldValue, $"`{Name}` on \"{condition.Field}\" takes {enumerations.First()}; found {JsonKinds.Describe(value)}.", path, value);
        }

        const string Times = "an ISO 8601 time such as \"2026-11-24T09:30:00Z\" or a date such as \"2026-11-24\"";
        return Refuse<Ordered>(
            value.ValueKind is JsonValueKind.Undefined ? "missing" : "value_type",
            $"`{Name}` takes {(timesOnly ? Times : $"a number, {Times}{string.Concat(enumerations.Select(static order => $", or {order}"))}")}; found {JsonKinds.Describe(value)}.",
            path,
            value);
    }

    private bool TryReadDay(JsonElement value, FaultPath path, ref int days)
    {
        var text = value.ValueKind is JsonValueKind.String ? Operand.From(value, caseSensitive: false).Text : string.Empty;
        for (var day = 0; day < Days.Length; day++)
        {
            if (text.Equals(Days[day], StringComparison.OrdinalIgnoreCase) || text.Equals(Days[day][..3], StringComparison.OrdinalIgnoreCase))
            {
                days |= 1 << day;
                return true;
            }
        }

        Refuse<object>(
            value.ValueKind is JsonValueKind.Undefined ? "missing" : "value_type",
            $"`{Name}` takes weekdays ({string.Join(", ", Days)}, or their first three letters); found {JsonKinds.Describe(value)}.",
            path,
            value);
        return false;
    }

    private string ListAdvice() => condition.Operator switch
    {
        ConditionOperator.Equal => "; `in` takes a list",
        ConditionOperator.NotEqual => "; `not_in` takes a list",
        ConditionOperator.Contains => "; `contains_any` and `contains_all` take a list",
        ConditionOperator.NotContains => "; `contains_none` and `not_contains_all` take a list",
        _ => string.Empty,
    };

    private string OppositeAdvice() => condition.Operator switch
    {
        ConditionOperator.IsEmpty => " (its opposite is `is_present`)",
        ConditionOperator.IsPresent => " (its opposite is `is_empty`)",
        ConditionOperator.Changed => " (its opposite is `not_changed`; a certain value is for `changed_to`)",
        ConditionOperator.NotChanged => " (its opposite is `changed`; a certain value is for `not_changed_to`)",
        _ => string.Empty,
    };

    private string MissingOr(string type) => _value.ValueKind is JsonValueKind.Undefined ? "missing" : type;

    private T? Refuse<T>(string type, string message)
        where T : class => Refuse<T>(type, message, at, _value);

    private T? Refuse<T>(string type, string message, FaultPath path, JsonElement found)
        where T : class
    {
        faults.Add(new Fault
        {
            Path = path,
            Type = type,
            Message = message,
            Input = found.ValueKind is JsonValueKind.Undefined ? null : JsonText.Copy(found),
        });
        return null;
    }

    private static string DescribeWithLength(JsonElement value) => value.ValueKind is JsonValueKind.Array
        ? string.Create(CultureInfo.InvariantCulture, $"a list of {value.GetArrayLength()}")
        : JsonKinds.Describe(value);
}
