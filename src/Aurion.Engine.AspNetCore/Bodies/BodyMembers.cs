using System.Globalization;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Errors;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Bodies;

/// <summary>Reads the members of a request's object and gathers all faults.</summary>
/// <remarks>Types are strict; lengths count Unicode code points; members that are not asked for are ignored.</remarks>
internal sealed class BodyMembers(JsonText body)
{
    private readonly JsonElement _root = body.Element;

    /// <summary>Gets what was found wrong so far.</summary>
    public List<RequestFault> Faults { get; } = [];

    /// <summary>Reads a text that must be there and not be blank.</summary>
    public string RequiredText(string name, int most)
    {
        if (!_root.TryGetProperty(name, out var value))
        {
            Add(name, "missing", "Field required", body);
            return string.Empty;
        }

        return Text(name, value, most, allowBlank: false) ?? string.Empty;
    }

    /// <summary>Reads a text that may be absent or null.</summary>
    public string? OptionalText(string name, int most, bool allowBlank) =>
        _root.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? Text(name, value, most, allowBlank) : null;

    /// <summary>Reads a UUID that must be there.</summary>
    public string RequiredUuid(string name)
    {
        var faults = Faults.Count;
        var text = RequiredText(name, most: 100);
        if (Faults.Count == faults && !Guid.TryParseExact(text, "D", out _))
        {
            Add(name, "uuid_parsing", "Input should be a valid UUID", JsonText.From(_root.GetProperty(name)));
        }

        return text;
    }

    /// <summary>Reads one of a few words that must be there.</summary>
    public string RequiredWord(string name, params ReadOnlySpan<string> allowed)
    {
        if (!_root.TryGetProperty(name, out var value))
        {
            Add(name, "missing", "Field required", body);
            return string.Empty;
        }

        foreach (var word in allowed)
        {
            if (value.ValueKind is JsonValueKind.String && value.ValueEquals(word))
            {
                return word;
            }
        }

        Add(name, "enum", $"Input should be one of: {string.Join(", ", allowed)}", JsonText.From(value));
        return string.Empty;
    }

    /// <summary>Reads a list of texts that may be absent or null: null then.</summary>
    public List<string>? OptionalTexts(string name, int longest, int most)
    {
        if (!_root.TryGetProperty(name, out var list) || list.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        if (list.ValueKind is not JsonValueKind.Array)
        {
            Add(name, "list_type", "Input should be a list", JsonText.From(list));
            return null;
        }

        if (list.GetArrayLength() > most)
        {
            Add(name, "too_long", string.Create(CultureInfo.InvariantCulture, $"Input should have at most {most} items"), input: null);
            return null;
        }

        var texts = new List<string>();
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind is JsonValueKind.String && item.GetString() is { Length: > 0 } text && text.Length <= longest)
            {
                texts.Add(text);
            }
            else
            {
                var place = FaultPath.Root.Member(name).Item(texts.Count);
                Faults.Add(RequestFault.Body(place, "string_type", string.Create(CultureInfo.InvariantCulture, $"Input should be a string of 1 to {longest} characters"), JsonText.From(item)));
                return null;
            }
        }

        return texts;
    }

    /// <summary>Reads one of a few words that may be absent: the first is meant then.</summary>
    public string OptionalWord(string name, params ReadOnlySpan<string> allowed) =>
        _root.TryGetProperty(name, out _) ? RequiredWord(name, allowed) : allowed[0];

    /// <summary>Reads any value that may be absent: null then.</summary>
    public JsonText? OptionalValue(string name) =>
        _root.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? JsonText.From(value) : null;

    /// <summary>Reads an object that may be absent: null then.</summary>
    public JsonText? OptionalObject(string name, bool nullable = false)
    {
        if (!_root.TryGetProperty(name, out var value) || (nullable && value.ValueKind is JsonValueKind.Null))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Object)
        {
            return JsonText.From(value);
        }

        Add(name, "dict_type", "Input should be an object", JsonText.From(value));
        return null;
    }

    /// <summary>Adds a fault about a member.</summary>
    public void Add(string name, string type, string message, JsonText? input) => Faults.Add(RequestFault.Body(FaultPath.Root.Member(name), type, message, input));

    private string? Text(string name, JsonElement value, int most, bool allowBlank)
    {
        if (value.ValueKind is not JsonValueKind.String)
        {
            Add(name, "string_type", "Input should be a string", JsonText.From(value));
            return null;
        }

        var text = value.GetString()!;
        if (!allowBlank && string.IsNullOrWhiteSpace(text))
        {
            Add(name, "string_blank", "Input should not be blank", JsonText.From(value));
            return null;
        }

        if (text.Length > most && text.EnumerateRunes().Count() > most)
        {
            Add(name, "string_too_long", string.Create(CultureInfo.InvariantCulture, $"Input should have at most {most} characters"), JsonText.From(value));
            return null;
        }

        return text;
    }
}
