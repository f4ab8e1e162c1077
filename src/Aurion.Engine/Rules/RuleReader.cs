using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Rules;

/// <summary>Reads the members of a rule, those given first, else those of the rule that is changed.</summary>
/// <param name="given">The body, the patch or the stored document.</param>
/// <param name="standing">The stored form of the rule that is changed; kind Undefined when there is none.</param>
/// <param name="catalog">The actions that may be used; null takes any, as stored rules do.</param>
/// <param name="faults">Takes everything that is wrong.</param>
/// <param name="options">What the host declares about fields and calendars; null is <see cref="ConditionOptions.Default"/>.</param>
internal sealed class RuleReader(JsonElement given, JsonElement standing, ActionCatalog? catalog, ICollection<Fault> faults, ConditionOptions? options = null)
{
    private readonly List<Fault> _found = [];

    public AutomationRule? Read(string id, DateTimeOffset createdAt, DateTimeOffset updatedAt)
    {
        AutomationRule? rule = null;
        if (IsObject())
        {
            rule = ReadMembers(id, createdAt, updatedAt);
        }

        return Report() ? rule : null;
    }

    /// <summary>Checks the members that are given, each by itself: nothing is missing.</summary>
    public void CheckGiven()
    {
        if (IsObject())
        {
            _ = ReadMembers(string.Empty, default, default);
            _found.RemoveAll(fault => fault.Type is "missing" && fault.Path.Steps() is [{ Member: { } member }] && !given.TryGetProperty(member, out _));
        }

        Report();
    }

    public static string TextOf(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : throw new JsonException($"The stored rule has no {name}.");

    public static DateTimeOffset InstantOf(JsonElement root, string name) =>
        DateTimeOffset.TryParse(TextOf(root, name), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var instant)
            ? instant
            : throw new JsonException($"The stored rule has no {name}.");

    private AutomationRule ReadMembers(string id, DateTimeOffset createdAt, DateTimeOffset updatedAt)
    {
        var mode = (ExecutionMode)Word("execution_mode", RuleWords.Modes, 0);
        var modeChanged = standing.ValueKind is JsonValueKind.Object
            && !string.Equals(TextOf(standing, "execution_mode"), RuleWords.NameOf(mode), StringComparison.Ordinal);
        return new AutomationRule
        {
            Id = id,
            Name = Name("name", required: true, keep: true) ?? string.Empty,
            Description = Description(),
            Enabled = Flag("enabled", true),
            Mode = mode,
            TriggerEvent = TriggerEvent(mode, keep: !modeChanged),
            TimeCondition = TimeConditionOf(mode, keep: !modeChanged),
            Conditions = ConditionJson.Read(Find("conditions", out var conditions) ? conditions : default, FaultPath.Root.Member("conditions"), _found, options),
            Actions = Actions(),
            PriorityOrder = Whole(Find("priority_order", out var order) ? order : default, FaultPath.Root.Member("priority_order"), 0),
            StopProcessing = Flag("stop_processing", false),
            RunLimit = Limit(keep: !modeChanged),
            ReactToAutomation = Flag("react_to_automation", false),
            OnError = (OnActionError)Word("on_error", RuleWords.ErrorModes, 0),
            CreatedAt = createdAt,
            UpdatedAt = updatedAt,
        };
    }

    private bool IsObject()
    {
        if (given.ValueKind is JsonValueKind.Object)
        {
            return true;
        }

        Add(FaultPath.Root, "dict_type", "Input should be a valid dictionary", given);
        return false;
    }

    /// <summary>A stored rule was valid when it was saved: what the conditions now say against it is judged when it runs.</summary>
    private bool Report()
    {
        if (catalog is null)
        {
            _found.RemoveAll(static fault => fault.Path.Steps() is [{ Member: "conditions" }, ..]);
        }

        foreach (var fault in _found)
        {
            faults.Add(fault);
        }

        return _found.Count == 0;
    }

    private string? TriggerEvent(ExecutionMode mode, bool keep)
    {
        var name = Name("trigger_event", required: mode is ExecutionMode.Event, keep);
        if (mode is ExecutionMode.Time && name is not null)
        {
            Add(FaultPath.Root.Member("trigger_event"), "value_error", "A time rule has no trigger_event; it has a time_condition.", Element("trigger_event"));
        }

        return mode is ExecutionMode.Event ? name : null;
    }

    private TimeCondition? TimeConditionOf(ExecutionMode mode, bool keep)
    {
        var at = FaultPath.Root.Member("time_condition");
        var found = Find("time_condition", out var value, keep);
        if (found && value.ValueKind is not JsonValueKind.Object)
        {
            Add(at, "dict_type", "Input should be a valid dictionary", value);
            return null;
        }

        var isEmpty = !found || !value.EnumerateObject().Any();
        switch (mode)
        {
            case ExecutionMode.Event when isEmpty:
                return null;
            case ExecutionMode.Event:
                Add(at, "value_error", "An event rule has no time_condition; it has a trigger_event.", value);
                return null;
            case ExecutionMode.Time when isEmpty:
                Add(at, "missing", "Field required: a time rule needs a time_condition that is not empty.", value);
                return null;
            default:
                return ReadTimeCondition(value, at);
        }
    }

    private TimeCondition ReadTimeCondition(JsonElement value, FaultPath at)
    {
        var hasAge = value.TryGetProperty("older_than_minutes", out var age);
        if (!hasAge)
        {
            Add(at.Member("older_than_minutes"), "missing", "Field required", default);
        }

        var statuses = ImmutableArray.CreateBuilder<string>();
        if (value.TryGetProperty("status", out var status))
        {
            if (status.ValueKind is not JsonValueKind.Array)
            {
                Add(at.Member("status"), "list_type", "Input should be a valid list", status);
            }
            else
            {
                foreach (var (index, item) in status.EnumerateArray().Index())
                {
                    if (CheckText(item, at.Member("status").Item(index)) is { } text)
                    {
                        statuses.Add(text);
                    }
                }
            }
        }

        return new TimeCondition
        {
            OlderThanMinutes = hasAge ? Whole(age, at.Member("older_than_minutes"), 0) : 0,
            Statuses = statuses.ToImmutable(),
            Basis = value.TryGetProperty("basis", out var basis) ? (TimeBasis)WordOf(basis, at.Member("basis"), RuleWords.Bases, 0) : default,
        };
    }

    private ImmutableArray<RuleAction> Actions()
    {
        var at = FaultPath.Root.Member("actions");
        if (!Find("actions", out var list))
        {
            Add(at, "missing", "Field required: a rule needs at least one action.", default);
            return [];
        }

        if (list.ValueKind is not JsonValueKind.Array)
        {
            Add(at, "list_type", "Input should be a valid list", list);
            return [];
        }

        if (list.GetArrayLength() == 0)
        {
            Add(at, "too_short", "A rule needs at least one action.", list);
        }

        var actions = ImmutableArray.CreateBuilder<RuleAction>(list.GetArrayLength());
        foreach (var (index, item) in list.EnumerateArray().Index())
        {
            var before = _found.Count;
            catalog?.Validate(item, at.Item(index), _found);
            if (_found.Count == before)
            {
                var type = item.ValueKind is JsonValueKind.Object && item.TryGetProperty("type", out var name) && name.ValueKind is JsonValueKind.String
                    ? name.GetString()!
                    : throw new JsonException("The stored rule has an action without a type.");
                actions.Add(new RuleAction(type, JsonText.From(item)));
            }
        }

        return actions.ToImmutable();
    }

    private RunLimit? Limit(bool keep)
    {
        var at = FaultPath.Root.Member("run_limit");
        if (!Find("run_limit", out var value, keep) || value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind is not JsonValueKind.Object)
        {
            return new RunLimit { Kind = (RunLimitKind)WordOf(value, at, RuleWords.Limits, 0, " or an object with max and window") };
        }

        var window = TimeSpan.Zero;
        if (!value.TryGetProperty("window", out var length))
        {
            Add(at.Member("window"), "missing", "Field required", default);
        }
        else if (!DurationText.TryRead(length, out window, out var error))
        {
            Add(at.Member("window"), "duration_type", error, length);
        }
        else if (window <= TimeSpan.Zero)
        {
            Add(at.Member("window"), "greater_than", "The window should be longer than nothing", length);
        }

        if (!value.TryGetProperty("max", out var max))
        {
            Add(at.Member("max"), "missing", "Field required", default);
        }
        else if (catalog is not null && max.ValueKind is JsonValueKind.Number && max.TryGetInt64(out var most) && most > RunLimit.MaxInWindow)
        {
            Add(at.Member("max"), "less_than_equal", $"Input should be less than or equal to {RunLimit.MaxInWindow}", max);
        }

        return new RunLimit { Kind = RunLimitKind.Window, Max = Whole(max, at.Member("max"), 1), Window = window };
    }

    private string? Description()
    {
        if (!Find("description", out var value) || value.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.String)
        {
            return value.GetString();
        }

        Add(FaultPath.Root.Member("description"), "string_type", "Input should be a valid string", value);
        return null;
    }

    private string? Name(string name, bool required, bool keep)
    {
        var found = Find(name, out var value, keep);
        if (found && !(value.ValueKind is JsonValueKind.Null && name is "trigger_event"))
        {
            return CheckText(value, FaultPath.Root.Member(name));
        }

        if (required)
        {
            Add(FaultPath.Root.Member(name), "missing", "Field required", found ? value : default);
        }

        return null;
    }

    private string? CheckText(JsonElement value, FaultPath at)
    {
        if (value.ValueKind is not JsonValueKind.String)
        {
            Add(at, "string_type", "Input should be a valid string", value);
            return null;
        }

        var text = value.GetString()!;
        if (text.Length == 0)
        {
            Add(at, "string_too_short", "String should have at least 1 character", value);
            return null;
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            Add(at, "string_blank", "String should not be blank", value);
            return null;
        }

        // Lengths count code points: a pair of surrogates is one character.
        if (text.Length > RuleJson.MaxNameLength && text.EnumerateRunes().Count() > RuleJson.MaxNameLength)
        {
            Add(at, "string_too_long", $"String should have at most {RuleJson.MaxNameLength} characters", value);
            return null;
        }

        return text;
    }

    private bool Flag(string name, bool otherwise)
    {
        if (!Find(name, out var value))
        {
            return otherwise;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Add(FaultPath.Root.Member(name), "bool_type", "Input should be a valid boolean", value);
        return otherwise;
    }

    private int Whole(JsonElement value, FaultPath at, int least)
    {
        if (value.ValueKind is JsonValueKind.Undefined)
        {
            return least;
        }

        if (value.ValueKind is not JsonValueKind.Number || value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E'))
        {
            Add(at, "int_type", "Input should be a valid integer", value);
        }
        else if (value.GetRawText()[0] is '-' ? !value.TryGetInt32(out var low) || low < least : value.TryGetInt32(out var small) && small < least)
        {
            Add(at, "greater_than_equal", $"Input should be greater than or equal to {least}", value);
        }
        else if (!value.TryGetInt32(out var number))
        {
            Add(at, "less_than_equal", $"Input should be less than or equal to {int.MaxValue}", value);
        }
        else
        {
            return number;
        }

        return least;
    }

    private int Word(string name, string[] words, int otherwise) =>
        Find(name, out var value) ? WordOf(value, FaultPath.Root.Member(name), words, otherwise) : otherwise;

    private int WordOf(JsonElement value, FaultPath at, string[] words, int otherwise, string more = "")
    {
        var index = value.ValueKind is JsonValueKind.String ? Array.IndexOf(words, value.GetString()) : -1;
        if (index >= 0)
        {
            return index;
        }

        var allowed = string.Join(", ", words[..^1].Select(static word => $"'{word}'"));
        Add(at, "enum", $"Input should be {allowed} or '{words[^1]}'{more}", value);
        return otherwise;
    }

    private bool Find(string name, out JsonElement value, bool keep = true) =>
        given.TryGetProperty(name, out value) || (keep && standing.ValueKind is JsonValueKind.Object && standing.TryGetProperty(name, out value));

    private JsonElement Element(string name) => Find(name, out var value) ? value : default;

    private void Add(FaultPath at, string type, string message, JsonElement input) => _found.Add(new Fault
    {
        Path = at,
        Type = type,
        Message = message,
        Input = input.ValueKind is JsonValueKind.Undefined ? null : JsonText.From(input),
    });
}
