using System.Text.Json;
using Aurion.Engine.Conditions.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Compares a condition that is right by itself with what the host declares about its field.</summary>
internal sealed class DeclaredTypeCheck(FieldCondition condition, FieldType type, FaultPath at, FaultPath valueAt, ICollection<Fault> faults)
{
    private string Name => ConditionOperators.NameOf(condition.Operator);

    public void Run()
    {
        switch (condition.Operator)
        {
            case ConditionOperator.Equal or ConditionOperator.NotEqual or ConditionOperator.In or ConditionOperator.NotIn
                or ConditionOperator.Contains or ConditionOperator.NotContains or ConditionOperator.ContainsAny or ConditionOperator.ContainsNone
                or ConditionOperator.ContainsAll or ConditionOperator.NotContainsAll
                or ConditionOperator.ChangedTo or ConditionOperator.NotChangedTo or ConditionOperator.ChangedFrom or ConditionOperator.NotChangedFrom:
                CheckValues();
                break;
            case ConditionOperator.GreaterThan or ConditionOperator.GreaterThanOrEqual or ConditionOperator.LessThan or ConditionOperator.LessThanOrEqual
                or ConditionOperator.Between:
                if (CheckKind("fields that have an order: numbers, times and enumerations", FieldKind.Number, FieldKind.Time, FieldKind.Enumeration))
                {
                    CheckValues();
                }

                break;
            case ConditionOperator.Increased or ConditionOperator.Decreased:
                CheckKind("fields that have an order: numbers, times and enumerations", FieldKind.Number, FieldKind.Time, FieldKind.Enumeration);
                break;
            case ConditionOperator.Before or ConditionOperator.After or ConditionOperator.OnOrBefore or ConditionOperator.OnOrAfter
                or ConditionOperator.OlderThan or ConditionOperator.WithinLast or ConditionOperator.WithinNext
                or ConditionOperator.IsToday or ConditionOperator.OnWeekday or ConditionOperator.InBusinessHours or ConditionOperator.NotInBusinessHours:
                CheckKind("times", FieldKind.Time);
                break;
            case ConditionOperator.InCidr or ConditionOperator.NotInCidr:
                CheckKind("texts", FieldKind.Text);
                break;
        }
    }

    private bool CheckKind(string allowed, params ReadOnlySpan<FieldKind> kinds)
    {
        if (kinds.Contains(type.Kind))
        {
            return true;
        }

        faults.Add(new Fault
        {
            Path = at.Member("operator"),
            Type = DeclarationFaults.FieldType,
            Message = $"`{Name}` is for {allowed}; the field \"{condition.Field}\" holds {Describe()}.",
            Input = JsonText.Parse($"\"{Name}\""),
        });
        return false;
    }

    private void CheckValues()
    {
        if (condition.Value is not { Element: var value })
        {
            return;
        }

        if (value.ValueKind is not JsonValueKind.Array)
        {
            CheckValue(value, valueAt);
            return;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            CheckValue(item, valueAt.Item(index++));
        }
    }

    private void CheckValue(JsonElement value, FaultPath path)
    {
        var operand = Operand.From(value, condition.CaseSensitive);
        if (operand.IsEmpty || Fits(operand, value.ValueKind))
        {
            return; // emptiness is asked for in every kind of field
        }

        var isEnumeration = type.Kind is FieldKind.Enumeration;
        faults.Add(new Fault
        {
            Path = path,
            Type = isEnumeration ? DeclarationFaults.FieldValue : DeclarationFaults.FieldType,
            Message = $"The field \"{condition.Field}\" holds {Describe()}; found {JsonKinds.Describe(value)}.",
            Input = JsonText.Copy(value),
        });
    }

    private bool Fits(Operand operand, JsonValueKind kind) => type.Kind switch
    {
        FieldKind.Text => kind is JsonValueKind.String,
        FieldKind.Number => operand.IsNumber,
        FieldKind.Boolean => operand.Boolean is not null,
        FieldKind.Time => kind is JsonValueKind.String && IsoTime.TryParse(operand.Text, out _),
        _ => kind is JsonValueKind.String
            && type.Values.Contains(operand.Text, condition.CaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase),
    };

    private string Describe() => type.Kind switch
    {
        FieldKind.Text => "texts",
        FieldKind.Number => "numbers",
        FieldKind.Boolean => "true or false",
        FieldKind.Time => "ISO 8601 times or dates",
        _ => $"one of {string.Join(", ", type.Values)}",
    };
}
