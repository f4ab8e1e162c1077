using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Aurion.Engine.Conditions;

namespace Aurion.Engine.Tests.Conditions;

/// <summary>
/// The semantics of conditions once more, as plainly as can be: strings, LINQ, big integers, nothing shared with the engine
/// but the model. Slow and trusting (it may throw on JSON that is not well formed).
/// </summary>
internal sealed class NaiveEvaluator(JsonElement payload, DateTimeOffset now, TimeZoneInfo zone)
{
    private static readonly string[] Priorities = ["low", "normal", "high", "urgent"];
    private static readonly string[] Weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

    public Truth Evaluate(Condition condition)
    {
        if (condition is ConditionGroup group)
        {
            var truths = group.Items.Select(Evaluate).ToList();
            return group.Kind switch
            {
                GroupKind.All => truths.Append(Truth.True).Min(),
                GroupKind.Any => truths.Append(Truth.False).Max(),
                _ => Not(truths.Append(Truth.False).Max()),
            };
        }

        return condition is FieldCondition field && IsValid(field) ? EvaluateField(field) : Truth.Unknown;
    }

    private static Truth Not(Truth truth) => truth switch { Truth.True => Truth.False, Truth.False => Truth.True, _ => Truth.Unknown };

    private static bool IsValid(FieldCondition c)
    {
        var value = c.Value?.Element ?? default;
        var items = value.ValueKind is JsonValueKind.Array ? value.EnumerateArray().ToList() : [value];
        return ConditionOperators.NameOf(c.Operator) switch
        {
            "equals" or "not_equals" or "changed_to" or "changed_from" or "not_changed_to" or "not_changed_from" =>
                value.ValueKind is JsonValueKind.Null || Text(value) is not null,
            "in" or "not_in" => items.All(item => item.ValueKind is JsonValueKind.Null || Text(item) is not null),
            "contains" or "not_contains" or "contains_word" => !string.IsNullOrEmpty(Text(value)),
            "contains_any" or "contains_all" or "contains_none" or "not_contains_all"
                or "starts_with" or "ends_with" or "not_starts_with" or "not_ends_with" =>
                items.Count > 0 && items.All(item => !string.IsNullOrEmpty(Text(item))),
            "matches_regex" or "not_matches_regex" => value.ValueKind is JsonValueKind.String && IsRegex(value.GetString()!),
            "is_present" or "is_empty" or "changed" or "not_changed" or "increased" or "decreased" or "is_today" =>
                value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.True || Text(value) is "",
            "between" => value.ValueKind is JsonValueKind.Array && items.Count == 2 && items.All(HasOrder),
            "before" or "after" or "on_or_before" or "on_or_after" => ReadTime(value) is not null,
            "older_than" or "within_last" or "within_next" => Duration(value) is not null && (!IsBusiness(value) || value.GetProperty("calendar").GetString() == "office"),
            "in_business_hours" or "not_in_business_hours" => value.ValueKind is JsonValueKind.String && value.GetString() == "office",
            "in_cidr" or "not_in_cidr" => items.Count > 0 && items.All(item => Text(item) is { } text && Range(text) is not null),
            "on_weekday" => items.Count > 0 && items.All(item => Weekday(item) >= 0),
            _ => HasOrder(value),
        };
    }

    private static bool IsRegex(string pattern)
    {
        try
        {
            return pattern.Length is > 0 and <= 1000 && new Regex(pattern, RegexOptions.NonBacktracking) is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    private static bool HasOrder(JsonElement value) => Number(value) is not null || ReadTime(value) is not null || Rank(value) >= 0;

    private static int Rank(JsonElement value) => value.ValueKind is JsonValueKind.String
        ? Array.FindIndex(Priorities, name => name.Equals(Text(value), StringComparison.OrdinalIgnoreCase))
        : -1;

    private static int Weekday(JsonElement value) => value.ValueKind is JsonValueKind.String
        ? Array.FindIndex(Weekdays, day => Text(value)!.ToLowerInvariant() is var text && (text == day || text == day[..3]))
        : -1;

    private static TimeSpan? Duration(JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.String && Regex.Match(value.GetString()!, "^P(?:(\\d+)D)?(?:T(?:(\\d+)H)?(?:(\\d+)M)?)?$") is { Success: true, Length: > 2 } match)
        {
            int Part(int group) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
            return new TimeSpan(Part(1), Part(2), Part(3), 0);
        }

        return value.ValueKind is JsonValueKind.Object && value.TryGetProperty("amount", out var amount) && value.TryGetProperty("unit", out var unit)
            ? unit.GetString() switch
            {
                "minutes" => TimeSpan.FromMinutes(amount.GetInt32()),
                "hours" => TimeSpan.FromHours(amount.GetInt32()),
                "days" => TimeSpan.FromDays(amount.GetInt32()),
                _ => null,
            }
            : null;
    }

    /// <summary>A text in NFC; a number or Boolean as it is written; null for everything else.</summary>
    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!.Normalize(NormalizationForm.FormC),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <summary>A number as digits and a power of ten.</summary>
    private static (BigInteger Digits, int Power)? Number(JsonElement value)
    {
        if (value.ValueKind is not (JsonValueKind.Number or JsonValueKind.String)
            || Regex.Match(Text(value)!, @"\A(-?(?:0|[1-9][0-9]*))(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?\z") is not { Success: true } match)
        {
            return null;
        }

        var fraction = match.Groups[2].Value;
        var power = match.Groups[3].Success ? int.Parse(match.Groups[3].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        return (BigInteger.Parse(match.Groups[1].Value.Replace("-", "", StringComparison.Ordinal) + fraction, CultureInfo.InvariantCulture)
            * (match.Groups[1].Value.StartsWith('-') ? -1 : 1), power - fraction.Length);
    }

    private static int CompareNumbers((BigInteger Digits, int Power) a, (BigInteger Digits, int Power) b)
    {
        var power = Math.Min(a.Power, b.Power);
        return (a.Digits * BigInteger.Pow(10, a.Power - power)).CompareTo(b.Digits * BigInteger.Pow(10, b.Power - power));
    }

    private static (DateTime Local, TimeSpan? Offset, bool IsDate)? ReadTime(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        var text = value.GetString()!;
        if (Regex.IsMatch(text, @"\A\d{4}-\d\d-\d\d\z"))
        {
            return DateTime.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? (day, null, true) : null;
        }

        if (Regex.Match(text, @"\A(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,7}))?(Z|[+-]\d\d:\d\d)?\z") is not { Success: true } match
            || !DateTime.TryParseExact(match.Groups[1].Value, "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return null;
        }

        local = local.AddTicks(match.Groups[2].Success ? long.Parse(match.Groups[2].Value.PadRight(7, '0'), CultureInfo.InvariantCulture) : 0);
        TimeSpan? offset = match.Groups[3].Value switch
        {
            "" => null,
            "Z" => TimeSpan.Zero,
            var written => TimeSpan.Parse(written.TrimStart('+'), CultureInfo.InvariantCulture),
        };
        return (local, offset, false);
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Array => !value.EnumerateArray().Any(),
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    private static JsonElement Find(JsonElement at, string path, bool nullEnds = false)
    {
        if (path.Length == 0 || (nullEnds && at.ValueKind is JsonValueKind.Null))
        {
            return at;
        }

        if (at.ValueKind is JsonValueKind.Array && Regex.Match(path, @"\A\[(\d+)\]\.?(.*)\z") is { Success: true } item)
        {
            var index = int.Parse(item.Groups[1].Value, CultureInfo.InvariantCulture);
            return index < at.GetArrayLength() ? Find(at[index], item.Groups[2].Value, nullEnds) : default;
        }

        for (var length = path.Length; at.ValueKind is JsonValueKind.Object && length > 0; length--)
        {
            if ((length == path.Length || path[length] is '.' or '[') && at.TryGetProperty(path[..length], out var found))
            {
                return Find(found, path[length..].TrimStart('.'), nullEnds);
            }
        }

        return default;
    }

    private static List<JsonElement> Elements(JsonElement value) =>
        value.ValueKind is JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

    private Truth EvaluateField(FieldCondition c)
    {
        var now = Find(payload, c.Field);
        var previous = Find(payload, "previous");
        var before = previous.ValueKind is JsonValueKind.Object ? Find(previous, c.Field, nullEnds: true) : default;
        before = before.ValueKind is JsonValueKind.Undefined ? now : before;
        return Holds(c, now, before) ? Truth.True : Truth.False;
    }

    private bool Holds(FieldCondition c, JsonElement field, JsonElement before)
    {
        var value = c.Value?.Element ?? default;
        var name = ConditionOperators.NameOf(c.Operator);
        return name switch
        {
            "not_equals" or "not_in" or "not_contains" or "not_contains_all" or "not_starts_with" or "not_ends_with"
                or "not_matches_regex" or "not_in_business_hours" or "not_in_cidr" or "not_changed" or "not_changed_to" or "not_changed_from" => !HoldsPositively(name[4..], c, field, before, value),
            "contains_none" => !HoldsPositively("contains_any", c, field, before, value),
            "is_present" => !IsEmpty(field),
            _ => HoldsPositively(name, c, field, before, value),
        };
    }

    private bool HoldsPositively(string name, FieldCondition c, JsonElement field, JsonElement before, JsonElement value)
    {
        var comparison = c.CaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        bool Equal(JsonElement a, JsonElement b) => IsEmpty(b) && (b.ValueKind is JsonValueKind.Null || Text(b) is "")
            ? IsEmpty(a) || Elements(a).Any(IsEmpty)
            : Elements(a).Any(element => EqualScalars(element, b, comparison));
        bool HasPart(JsonElement part) => field.ValueKind is JsonValueKind.Array
            ? Elements(field).Any(element => EqualScalars(element, part, comparison))
            : Text(field)?.Contains(Text(part)!, comparison) ?? false;
        bool SomeText(Func<string, bool> test) => Elements(field).Any(element => Text(element) is { } text && test(text));
        bool SomeTime(Func<(DateTimeOffset Start, DateTimeOffset End), bool> test) => Elements(field).Any(element => ReadTime(element) is { } time && test(Span(time)));
        bool SomeOrder(Func<int, bool> test, JsonElement other) => Elements(field).Any(element => Compare(element, other) is { } order && test(order));

        return name switch
        {
            "equals" => Equal(field, value),
            "in" => field.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && Elements(value).Any(item => Equal(field, item)),
            "contains" => HasPart(value),
            "contains_any" => Elements(value).Any(HasPart),
            "contains_all" => Elements(value).All(HasPart),
            "contains_word" => SomeText(text => Regex.IsMatch(text, $@"(?<![\p{{L}}\p{{Nd}}_]){Regex.Escape(Text(value)!)}(?![\p{{L}}\p{{Nd}}_])", c.CaseSensitive ? RegexOptions.CultureInvariant : RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)),
            "starts_with" => SomeText(text => Elements(value).Any(item => text.StartsWith(Text(item)!, comparison))),
            "ends_with" => SomeText(text => Elements(value).Any(item => text.EndsWith(Text(item)!, comparison))),
            "matches_regex" => SomeText(text => Regex.IsMatch(text, Text(value)!, RegexOptions.Singleline | RegexOptions.CultureInvariant | (c.CaseSensitive ? 0 : RegexOptions.IgnoreCase))),
            "is_empty" => IsEmpty(field),
            "greater_than" => SomeOrder(order => order > 0, value),
            "greater_than_or_equal" => SomeOrder(order => order >= 0, value),
            "less_than" => SomeOrder(order => order < 0, value),
            "less_than_or_equal" => SomeOrder(order => order <= 0, value),
            "between" => Elements(field).Any(element => Compare(element, value[0]) >= 0 && Compare(element, value[1]) <= 0),
            "before" => SomeTime(time => CompareSpans(time, Span(ReadTime(value)!.Value)) < 0),
            "after" => SomeTime(time => CompareSpans(time, Span(ReadTime(value)!.Value)) > 0),
            "on_or_before" => SomeTime(time => CompareSpans(time, Span(ReadTime(value)!.Value)) <= 0),
            "on_or_after" => SomeTime(time => CompareSpans(time, Span(ReadTime(value)!.Value)) >= 0),
            "in_cidr" => Elements(field).Any(element => element.ValueKind is JsonValueKind.String && Address(Text(element)!) is { } address
                && Elements(value).Any(item => Range(Text(item)!)!.Value.Contains(address))),
            "older_than" when IsBusiness(value) => SomeTime(time => time.End <= now && BusinessTime(time.End, now) >= Duration(value)),
            "within_last" when IsBusiness(value) => SomeTime(time => time.Start <= now && BusinessTime(LastOf(time), now) <= Duration(value)),
            "within_next" when IsBusiness(value) => SomeTime(time => LastOf(time) >= now && BusinessTime(now, time.Start) <= Duration(value)),
            "in_business_hours" => SomeTime(time => BusinessTime(time.Start, time.End > time.Start ? time.End : time.Start.AddTicks(1)) > TimeSpan.Zero),
            "older_than" => SomeTime(time => time.End <= now - Duration(value)!.Value),
            "within_last" => SomeTime(time => Overlaps(time, now - Duration(value)!.Value, now)),
            "within_next" => SomeTime(time => Overlaps(time, now, now + Duration(value)!.Value)),
            "is_today" => SomeTime(time => TimeZoneInfo.ConvertTime(time.Start, zone).Date == TimeZoneInfo.ConvertTime(now, zone).Date),
            "on_weekday" => SomeTime(time => Elements(value).Any(day => Weekday(day) == (int)TimeZoneInfo.ConvertTime(time.Start, zone).DayOfWeek)),
            "changed" => !Same(field, before, comparison),
            "changed_to" => !Same(field, before, comparison) && Equal(field, value),
            "changed_from" => !Same(field, before, comparison) && Equal(before, value),
            "increased" => Compare(field, before) > 0,
            "decreased" => Compare(field, before) < 0,
            _ => throw new InvalidOperationException(name),
        };
    }

    /// <summary>The framework's reading, without what it takes beyond plain addresses; IPv4 inside IPv6 is IPv4.</summary>
    private static IPAddress? Address(string text) =>
        Regex.IsMatch(text, @"\A((0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*)\z") && IPAddress.TryParse(text, out var address)
            ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
            : null;

    private static IPNetwork? Range(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 2 || Address(parts[0]) is not { } address || (parts.Length == 2 && !Regex.IsMatch(parts[1], @"\A(0|[1-9]\d{0,2})\z")))
        {
            return null;
        }

        var width = parts[0].Contains(':', StringComparison.Ordinal) ? 128 : 32;
        var prefix = parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : width;
        var shift = address.AddressFamily is AddressFamily.InterNetwork ? width - 32 : 0;
        return prefix > width || prefix < shift ? null : IPNetwork.TryParse($"{address}/{prefix - shift}", out var network) && network.BaseAddress.Equals(address) ? network : null;
    }

    private static bool IsBusiness(JsonElement value) => value.ValueKind is JsonValueKind.Object && value.TryGetProperty("calendar", out _);

    private static DateTimeOffset LastOf((DateTimeOffset Start, DateTimeOffset End) time) => time.End > time.Start ? time.End.AddTicks(-1) : time.End;

    /// <summary>Nine to five in Berlin on weekdays, closed on the 23rd; day by day. Nothing when the end comes first.</summary>
    private static TimeSpan BusinessTime(DateTimeOffset start, DateTimeOffset end)
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var total = TimeSpan.Zero;
        for (var day = start.ToUniversalTime().Date.AddDays(-1); day <= end.ToUniversalTime().Date.AddDays(1); day = day.AddDays(1))
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && day != new DateTime(2026, 11, 23))
            {
                var (opens, closes) = (new DateTimeOffset(day.AddHours(9), berlin.GetUtcOffset(day.AddHours(9))), new DateTimeOffset(day.AddHours(17), berlin.GetUtcOffset(day.AddHours(17))));
                var (from, to) = (opens > start ? opens : start, closes < end ? closes : end);
                total += to > from ? to - from : TimeSpan.Zero;
            }
        }

        return total;
    }

    private static bool Overlaps((DateTimeOffset Start, DateTimeOffset End) time, DateTimeOffset from, DateTimeOffset to) =>
        time.Start <= to && (time.Start == time.End ? time.End >= from : time.End > from);

    private bool EqualScalars(JsonElement a, JsonElement b, StringComparison comparison)
    {
        if (Text(a) is not { } left || Text(b) is not { } right)
        {
            return false;
        }

        if (a.ValueKind is JsonValueKind.Number || b.ValueKind is JsonValueKind.Number)
        {
            return Number(a) is { } number && Number(b) is { } other && CompareNumbers(number, other) == 0;
        }

        if (a.ValueKind is not JsonValueKind.String || b.ValueKind is not JsonValueKind.String)
        {
            return left is "true" or "false" && left == right;
        }

        return ReadTime(a) is { IsDate: false } time && ReadTime(b) is { IsDate: false } moment
            ? Span(time).Start == Span(moment).Start
            : left.Equals(right, comparison);
    }

    private int? Compare(JsonElement a, JsonElement b)
    {
        if (Number(a) is { } number && Number(b) is { } other)
        {
            return CompareNumbers(number, other);
        }

        if (a.ValueKind is not JsonValueKind.String || b.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        if (ReadTime(a) is { } time && ReadTime(b) is { } moment)
        {
            return CompareSpans(Span(time), Span(moment));
        }

        return Rank(a) >= 0 && Rank(b) >= 0 ? Rank(a).CompareTo(Rank(b)) : null;
    }

    private static int CompareSpans((DateTimeOffset Start, DateTimeOffset End) a, (DateTimeOffset Start, DateTimeOffset End) b) =>
        a.Start == b.Start ? 0 : a.End <= b.Start ? -1 : b.End <= a.Start ? 1 : 0;

    private (DateTimeOffset Start, DateTimeOffset End) Span((DateTime Local, TimeSpan? Offset, bool IsDate) time)
    {
        DateTimeOffset At(DateTime local) => new DateTimeOffset(local, time.Offset ?? zone.GetUtcOffset(local)).ToUniversalTime();
        return (At(time.Local), time.IsDate ? At(time.Local.AddDays(1)) : At(time.Local));
    }

    private bool Same(JsonElement a, JsonElement b, StringComparison comparison)
    {
        if (IsEmpty(a) || IsEmpty(b))
        {
            return IsEmpty(a) && IsEmpty(b);
        }

        return (a.ValueKind, b.ValueKind) switch
        {
            (JsonValueKind.Array, JsonValueKind.Array) => a.GetArrayLength() == b.GetArrayLength()
                && a.EnumerateArray().Zip(b.EnumerateArray()).All(pair => Same(pair.First, pair.Second, comparison)),
            (JsonValueKind.Object, JsonValueKind.Object) => a.EnumerateObject().Count() == b.EnumerateObject().Count()
                && a.EnumerateObject().All(member => b.TryGetProperty(member.Name, out var other) && Same(member.Value, other, comparison)),
            _ => EqualScalars(a, b, comparison),
        };
    }
}
