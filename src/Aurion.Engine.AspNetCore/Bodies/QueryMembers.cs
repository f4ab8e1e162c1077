using System.Globalization;
using System.Text.Json;
using Aurion.Engine.AspNetCore.Errors;
using Aurion.Engine.Values;
using Microsoft.AspNetCore.Http;

namespace Aurion.Engine.AspNetCore.Bodies;

/// <summary>Reads query parameters and gathers all faults. A name given twice counts with its last value.</summary>
internal sealed class QueryMembers(IQueryCollection query)
{
    /// <summary>Gets what was found wrong so far.</summary>
    public List<RequestFault> Faults { get; } = [];

    /// <summary>Reads <c>limit</c>: 1 to 200, 50 when it is absent.</summary>
    public int Limit() => Number("limit", 1, 200, 50);

    /// <summary>Reads <c>offset</c>: 0 when it is absent.</summary>
    public int Offset() => Number("offset", 0, int.MaxValue, 0);

    private int Number(string name, int least, int most, int otherwise)
    {
        if (query[name] is not [.., { } text])
        {
            return otherwise;
        }

        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            Faults.Add(RequestFault.Query(name, "int_parsing", "Input should be a valid integer", Quote(text)));
            return otherwise;
        }

        if (number < least)
        {
            Faults.Add(RequestFault.Query(name, "greater_than_equal", string.Create(CultureInfo.InvariantCulture, $"Input should be greater than or equal to {least}"), Quote(text)));
        }
        else if (number > most)
        {
            Faults.Add(RequestFault.Query(name, "less_than_equal", string.Create(CultureInfo.InvariantCulture, $"Input should be less than or equal to {most}"), Quote(text)));
        }

        return number;
    }

    /// <summary>Reads a Boolean: <c>true</c> or <c>false</c>.</summary>
    public bool Flag(string name)
    {
        if (query[name] is not [.., { } text])
        {
            return false;
        }

        if (text is "true" or "false")
        {
            return text is "true";
        }

        Faults.Add(RequestFault.Query(name, "bool_parsing", "Input should be true or false", Quote(text)));
        return false;
    }

    /// <summary>Reads one of the words of an enum: null when the parameter is absent.</summary>
    public T? Word<T>(string name, IReadOnlyDictionary<string, T> allowed)
        where T : struct
    {
        if (query[name] is not [.., { } text])
        {
            return null;
        }

        if (allowed.TryGetValue(text, out var value))
        {
            return value;
        }

        Faults.Add(RequestFault.Query(name, "enum", $"Input should be one of: {string.Join(", ", allowed.Keys)}", Quote(text)));
        return null;
    }

    private static JsonText Quote(string text)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStringValue(text);
        }

        return StrictJson.Parse(stream.ToArray());
    }
}
