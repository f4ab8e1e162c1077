using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.Intelligence;

/// <summary>Reads the members of an object that changes another: what is absent stays. Types are strict, and all faults are added.</summary>
/// <param name="given">The object; anything else is a fault.</param>
/// <param name="at">Where it stands.</param>
/// <param name="faults">Takes what is wrong.</param>
internal sealed class MemberReader(JsonElement given, FaultPath at, ICollection<Fault> faults)
{
    public bool IsObject()
    {
        if (given.ValueKind is not JsonValueKind.Object)
        {
            Add(at, "dict_type", "Input should be a valid dictionary", given);
        }

        return given.ValueKind is JsonValueKind.Object;
    }

    /// <summary>Reads an object within; null when it is absent.</summary>
    public MemberReader? Section(string name) => given.TryGetProperty(name, out var value) && new MemberReader(value, at.Member(name), faults) is var section && section.IsObject() ? section : null;

    public bool Flag(string name, bool standing)
    {
        if (!given.TryGetProperty(name, out var value))
        {
            return standing;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Add(name, "bool_type", "Input should be a valid boolean", value);
            return standing;
        }

        return value.GetBoolean();
    }

    public double Share(string name, double standing)
    {
        if (!given.TryGetProperty(name, out var value))
        {
            return standing;
        }

        if (value.ValueKind is not JsonValueKind.Number || !value.TryGetDouble(out var number))
        {
            Add(name, "float_type", "Input should be a valid number", value);
            return standing;
        }

        if (number is >= 0 and <= 1)
        {
            return number;
        }

        Add(name, number < 0 ? "greater_than_equal" : "less_than_equal", number < 0 ? "Input should be greater than or equal to 0" : "Input should be less than or equal to 1", value);
        return standing;
    }

    public int Whole(string name, int standing, int least, int most)
    {
        if (!given.TryGetProperty(name, out var value))
        {
            return standing;
        }

        if (value.ValueKind is not JsonValueKind.Number || !value.TryGetInt32(out var number))
        {
            Add(name, "int_type", "Input should be a valid integer", value);
            return standing;
        }

        if (number >= least && number <= most)
        {
            return number;
        }

        var (type, bound) = number < least ? ("greater_than_equal", least) : ("less_than_equal", most);
        Add(name, type, string.Create(CultureInfo.InvariantCulture, $"Input should be {(number < least ? "greater" : "less")} than or equal to {bound}"), value);
        return standing;
    }

    public int Word(string name, int standing, params ReadOnlySpan<string> words)
    {
        if (!given.TryGetProperty(name, out var value))
        {
            return standing;
        }

        var index = value.ValueKind is JsonValueKind.String ? words.IndexOf(value.GetString()) : -1;
        if (index < 0)
        {
            Add(name, "enum", $"Input should be one of: {string.Join(", ", words.ToArray())}", value);
            return standing;
        }

        return index;
    }

    /// <summary>Reads a text that is not blank; an explicit null clears it unless it is required.</summary>
    public string? Text(string name, string? standing, bool isRequired)
    {
        if (!given.TryGetProperty(name, out var value))
        {
            if (isRequired && standing is null)
            {
                Add(name, "missing", "Field required", default);
            }

            return standing;
        }

        return value.ValueKind is JsonValueKind.Null && !isRequired ? null : TextOf(value, at.Member(name)) ?? standing;
    }

    public ImmutableArray<string> Texts(string name, ImmutableArray<string> standing)
    {
        if (!given.TryGetProperty(name, out var value))
        {
            return standing;
        }

        if (value.ValueKind is not JsonValueKind.Array)
        {
            Add(name, "list_type", "Input should be a valid list", value);
            return standing;
        }

        var texts = ImmutableArray.CreateBuilder<string>();
        foreach (var (index, item) in value.EnumerateArray().Index())
        {
            if (TextOf(item, at.Member(name).Item(index)) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts.DrainToImmutable();
    }

    public void Add(string name, string type, string message, JsonElement input) => Add(at.Member(name), type, message, input);

    private string? TextOf(JsonElement value, FaultPath where)
    {
        if (value.ValueKind is not JsonValueKind.String)
        {
            Add(where, "string_type", "Input should be a valid string", value);
            return null;
        }

        var text = value.GetString()!;
        if (!string.IsNullOrWhiteSpace(text) && text.EnumerateRunes().Count() <= RuleJson.MaxNameLength)
        {
            return text;
        }

        var isBlank = string.IsNullOrWhiteSpace(text);
        Add(where, isBlank ? "string_too_short" : "string_too_long", isBlank ? "String should have at least 1 character" : $"String should have at most {RuleJson.MaxNameLength} characters", value);
        return null;
    }

    private void Add(FaultPath where, string type, string message, JsonElement input) => faults.Add(new Fault
    {
        Path = where,
        Type = type,
        Message = message,
        Input = input.ValueKind is JsonValueKind.Undefined ? null : JsonText.From(input),
    });
}
