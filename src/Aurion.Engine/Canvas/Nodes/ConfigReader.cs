using System.Text.Json;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>Reads the members of one node's configuration and notes what is wrong with them. A member that is null counts as absent.</summary>
internal readonly struct ConfigReader
{
    private readonly JsonElement _config;
    private readonly ICollection<Fault> _faults;

    public ConfigReader(JsonElement config, FaultPath at, ICollection<Fault> faults, ConditionOptions? options)
    {
        _config = config;
        Options = options;
        At = at;
        _faults = faults;
        if (config.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined or JsonValueKind.Null))
        {
            Add(at, "config_type", $"The configuration must be an object, not {JsonKinds.Describe(config)}.", config);
        }
    }

    /// <summary>Gets what the host declares about fields; null when it declares nothing.</summary>
    public ConditionOptions? Options { get; }

    public FaultPath At { get; }

    public JsonElement Config => _config;

    public ICollection<Fault> Faults => _faults;

    public bool Has(string name) => TryGet(name, out _);

    public bool TryGet(string name, out JsonElement value)
    {
        value = default;
        return _config.ValueKind is JsonValueKind.Object && _config.TryGetProperty(name, out value) && value.ValueKind is not JsonValueKind.Null;
    }

    public string? Text(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()))
        {
            return value.GetString();
        }

        Wrong(name, "a text that is not blank", value);
        return null;
    }

    public string Choice(string name, string usual, ReadOnlySpan<string> allowed)
    {
        if (!TryGet(name, out var value))
        {
            return usual;
        }

        if (value.ValueKind is JsonValueKind.String && allowed.Contains(value.GetString()!))
        {
            return value.GetString()!;
        }

        Add(At.Member(name), "enum", $"\"{name}\" must be one of {string.Join(", ", allowed!)}, not {JsonKinds.Describe(value)}.", value);
        return usual;
    }

    public int? WholeNumber(string name, int least, int most)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Wrong(name, $"a whole number from {least} to {most}", value);
        return null;
    }

    public bool Flag(string name, bool usual)
    {
        if (!TryGet(name, out var value))
        {
            return usual;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Wrong(name, "true or false", value);
        return usual;
    }

    public TimeSpan? Duration(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (DurationText.TryRead(value, out var duration, out var error))
        {
            return duration;
        }

        Add(At.Member(name), "bad_duration", $"\"{name}\" is no duration. {error}", value);
        return null;
    }

    /// <summary>Reads the name of a business calendar; an unknown one is a fault.</summary>
    public BusinessCalendar? Calendar(string name)
    {
        if (!TryGet(name, out var value))
        {
            return null;
        }

        if (BusinessCalendars.TryFind(Options ?? ConditionOptions.Default, value, out var calendar, out var error))
        {
            return calendar;
        }

        Add(At.Member(name), DeclarationFaults.UnknownCalendar, error, value);
        return null;
    }

    /// <summary>Reads conditions: the member <c>conditions</c>, or the configuration itself in short form.</summary>
    public CompiledCondition Conditions()
    {
        if (TryGet("conditions", out var conditions))
        {
            var at = At.Member("conditions");
            return CompiledCondition.Compile(ConditionJson.Read(conditions, at, _faults, Options), at, Options);
        }

        return CompiledCondition.Compile(ConditionJson.ReadShortForm(_config, At, _faults, Options), At, Options);
    }

    /// <summary>Goes into a member that is an object; a member of another type is a fault and reads as empty.</summary>
    public ConfigReader Members(string name)
    {
        if (!TryGet(name, out var value))
        {
            return new ConfigReader(default, At.Member(name), _faults, Options);
        }

        if (value.ValueKind is JsonValueKind.Object)
        {
            return new ConfigReader(value, At.Member(name), _faults, Options);
        }

        Wrong(name, "an object", value);
        return new ConfigReader(default, At.Member(name), _faults, Options);
    }

    public void Missing(string name, string message) => Add(At.Member(name), "missing", message, default);

    public void Wrong(string name, string expected, JsonElement found) =>
        Add(At.Member(name), "wrong_type", $"\"{name}\" must be {expected}, not {JsonKinds.Describe(found)}.", found);

    public void Add(FaultPath path, string type, string message, JsonElement found) => _faults.Add(new Fault
    {
        Path = path,
        Type = type,
        Message = message,
        Input = found.ValueKind is JsonValueKind.Undefined ? null : JsonText.Copy(found),
    });
}
