using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Reads conditions and collects what is wrong with them, going on after each fault.</summary>
internal sealed class ConditionReader(ICollection<Fault> faults, ConditionOptions options)
{
    private const string Shape =
        "a condition is an object with field, operator and value, or a group {\"all\":[…]}, {\"any\":[…]} or {\"none\":[…]}";

    private static readonly string[] GroupNames = ["all", "any", "none"]; // in the order of GroupKind

    /// <summary>Reads the list or group that is the whole.</summary>
    public ConditionGroup ReadRoot(JsonElement json, FaultPath at)
    {
        if (json.ValueKind is JsonValueKind.Array)
        {
            return new ConditionGroup { Items = ReadItems(json, at, depth: 1) };
        }

        if (json.ValueKind is JsonValueKind.Object && IsGroup(json))
        {
            return ReadGroup(json, at, depth: 1) switch
            {
                ConditionGroup group => group with { IsSpelledOut = group.Kind is GroupKind.All },
                var invalid => Hold(invalid),
            };
        }

        return Hold(Invalid(json, new Fault
        {
            Path = at,
            Type = "conditions_type",
            Message = $"Conditions are a list, or a group {{\"all\":[…]}}, {{\"any\":[…]}} or {{\"none\":[…]}}; found {JsonKinds.Describe(json)}.",
        }));
    }

    /// <summary>Reads what was no condition once more: it may be one by what the host declares.</summary>
    /// <returns>The condition; null when it is none still.</returns>
    public static FieldCondition? ReadAgain(InvalidCondition invalid, FaultPath at, ConditionOptions options) =>
        invalid.Json.Element is { ValueKind: JsonValueKind.Object } json && !IsGroup(json)
            ? new ConditionReader([], options).ReadField(json, at) as FieldCondition
            : null;

    /// <summary>Reads a node's configuration, whose other members are not ours.</summary>
    public ConditionGroup ReadConfig(JsonElement config, FaultPath at)
    {
        if (config.ValueKind is not JsonValueKind.Object)
        {
            return Hold(Invalid(config, new Fault
            {
                Path = at,
                Type = "conditions_type",
                Message = $"A condition's configuration is an object with `conditions`, or with `field` and an operator; found {JsonKinds.Describe(config)}.",
            }));
        }

        if (config.TryGetProperty("conditions"u8, out var conditions))
        {
            return ReadRoot(conditions, at.Member("conditions"));
        }

        if (IsGroup(config))
        {
            return ReadRoot(config, at);
        }

        return Hold(config.TryGetProperty("operator"u8, out _) ? ReadField(config, at) : ReadShort(config, at));
    }

    private static ConditionGroup Hold(Condition single) => new() { Items = [single] };

    private static bool IsGroup(JsonElement json) => GroupNames.Any(name => json.TryGetProperty(name, out _));

    private ImmutableArray<Condition> ReadItems(JsonElement list, FaultPath at, int depth)
    {
        var items = ImmutableArray.CreateBuilder<Condition>(list.GetArrayLength());
        foreach (var item in list.EnumerateArray())
        {
            items.Add(ReadItem(item, at.Item(items.Count), depth + 1));
        }

        return items.MoveToImmutable();
    }

    private Condition ReadItem(JsonElement json, FaultPath at, int depth)
    {
        if (json.ValueKind is not JsonValueKind.Object)
        {
            return Invalid(json, new Fault { Path = at, Type = "condition_type", Message = $"Found {JsonKinds.Describe(json)}; {Shape}." });
        }

        return IsGroup(json) ? ReadGroup(json, at, depth) : ReadField(json, at);
    }

    private Condition ReadGroup(JsonElement json, FaultPath at, int depth)
    {
        if (depth > ConditionGroup.MaxDepth)
        {
            return Invalid(json, new Fault { Path = at, Type = "condition_depth", Message = ConditionCompiler.TooDeep });
        }

        var kinds = GroupNames.Where(name => json.TryGetProperty(name, out _)).ToList();
        if (kinds.Count > 1 || json.TryGetProperty("field"u8, out _) || json.TryGetProperty("operator"u8, out _))
        {
            return Invalid(json, new Fault
            {
                Path = at,
                Type = "condition_type",
                Message = $"A group has one of all, any, none, and no field or operator beside it; {Shape}.",
            });
        }

        var list = json.GetProperty(kinds[0]);
        if (list.ValueKind is not JsonValueKind.Array)
        {
            return Invalid(json, new Fault
            {
                Path = at.Member(kinds[0]),
                Type = "list_type",
                Message = $"`{kinds[0]}` takes a list of conditions; found {JsonKinds.Describe(list)}.",
            });
        }

        return new ConditionGroup
        {
            Kind = (GroupKind)Array.IndexOf(GroupNames, kinds[0]),
            Items = ReadItems(list, at.Member(kinds[0]), depth),
        };
    }

    private Condition ReadField(JsonElement json, FaultPath at)
    {
        var own = new List<Fault>();
        var field = ReadFieldName(json, at, own);
        var known = ReadOperator(json, at.Member("operator"), own);
        return Finish(json, field, known, json.TryGetProperty("value"u8, out var value) ? value : default, at, at.Member("value"), own);
    }

    private Condition ReadShort(JsonElement json, FaultPath at)
    {
        var own = new List<Fault>();
        var field = ReadFieldName(json, at, own);
        var named = json.EnumerateObject().Where(static member => ConditionOperators.TryParse(member.Name, out _)).ToList();
        if (named is not [var only])
        {
            own.Add(new Fault
            {
                Path = at,
                Type = named.Count == 0 ? "missing" : "condition_type",
                Message = named.Count == 0
                    ? $"No operator was found here. Allowed: {string.Join(", ", ConditionOperators.Names)}."
                    : $"One operator may stand here; found {string.Join(", ", named.Select(static member => member.Name))}.",
            });
            return Finish(json, field, null, default, at, at, own);
        }

        _ = ConditionOperators.TryParse(only.Name, out var known);
        return Finish(json, field, known, only.Value, at, at.Member(only.Name), own);
    }

    private Condition Finish(
        JsonElement json, string? field, ConditionOperator? known, JsonElement value, FaultPath at, FaultPath valueAt, List<Fault> own)
    {
        var caseSensitive = ReadCase(json, at.Member("case_sensitive"), own);
        if (known is null)
        {
            return Invalid(json, [.. own]);
        }

        var condition = new FieldCondition
        {
            Field = field ?? "field", // stands in, so that the value is checked too; the condition is invalid already
            Operator = known.Value,
            Value = value.ValueKind is JsonValueKind.Undefined ? null : JsonText.Copy(value),
            CaseSensitive = caseSensitive,
        };
        _ = ConditionCompiler.Compile(condition, at, valueAt, options, own);
        return own.Count == 0 ? condition : Invalid(json, [.. own]);
    }

    private static string? ReadFieldName(JsonElement json, FaultPath at, List<Fault> own)
    {
        if (json.TryGetProperty("field"u8, out var field) && field.ValueKind is JsonValueKind.String)
        {
            return FieldText.ReadString(field);
        }

        own.Add(new Fault
        {
            Path = at.Member("field"),
            Type = field.ValueKind is JsonValueKind.Undefined ? "missing" : "string_type",
            Message = field.ValueKind is JsonValueKind.Undefined
                ? $"The field is missing; {Shape}."
                : $"A field is a dotted path as a text; found {JsonKinds.Describe(field)}.",
            Input = field.ValueKind is JsonValueKind.Undefined ? JsonText.Copy(json) : JsonText.Copy(field),
        });
        return null;
    }

    private static ConditionOperator? ReadOperator(JsonElement json, FaultPath at, List<Fault> own)
    {
        var isGiven = json.TryGetProperty("operator"u8, out var name);
        if (name.ValueKind is JsonValueKind.String && ConditionOperators.TryParse(FieldText.ReadString(name), out var known))
        {
            return known;
        }

        var found = isGiven ? $"{JsonKinds.Describe(name)} is no operator" : "The operator is missing";
        own.Add(new Fault
        {
            Path = at,
            Type = !isGiven ? "missing" : name.ValueKind is JsonValueKind.String ? "unknown_operator" : "string_type",
            Message = $"{char.ToUpperInvariant(found[0])}{found[1..]}. Allowed: {string.Join(", ", ConditionOperators.Names)}.",
            Input = isGiven ? JsonText.Copy(name) : JsonText.Copy(json),
        });
        return null;
    }

    private static bool ReadCase(JsonElement json, FaultPath at, List<Fault> own)
    {
        if (!json.TryGetProperty("case_sensitive"u8, out var value) || value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.ValueKind is JsonValueKind.True;
        }

        own.Add(new Fault
        {
            Path = at,
            Type = "bool_type",
            Message = $"`case_sensitive` is true or false; found {JsonKinds.Describe(value)}.",
            Input = JsonText.Copy(value),
        });
        return false;
    }

    private InvalidCondition Invalid(JsonElement json, params ImmutableArray<Fault> own)
    {
        var text = JsonText.Copy(json);
        var all = own.Select(fault => fault.Input is null && fault.Type != "missing" ? fault with { Input = text } : fault).ToImmutableArray();
        foreach (var fault in all)
        {
            faults.Add(fault);
        }

        return new InvalidCondition { Json = text, Faults = all };
    }
}
