using System.Globalization;
using Aurion.Engine.Conditions.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Turns conditions into nodes. The checks at save are these same ones, so that what is saved can be judged.</summary>
internal static class ConditionCompiler
{
    public static string TooDeep { get; } =
        string.Create(CultureInfo.InvariantCulture, $"Groups are nested more than {ConditionGroup.MaxDepth} deep, the outermost counted.");

    /// <summary>Compiles a condition that stands at a depth, the outermost group being at 1.</summary>
    public static ConditionNode Compile(Condition condition, FaultPath at, int depth, ConditionOptions options, ICollection<Fault> faults)
    {
        switch (condition)
        {
            case FieldCondition field:
                return Compile(field, at, at.Member("value"), options, faults);
            case ConditionGroup when depth > ConditionGroup.MaxDepth:
                return Refuse(new Fault { Path = at, Type = "condition_depth", Message = TooDeep }, at, condition, faults);
            case ConditionGroup group:
                var isList = depth == 1 && group.Kind is GroupKind.All && !group.IsSpelledOut;
                return CompileGroup(group, isList ? at : at.Member(NameOf(group.Kind)), depth, options, faults);
            case InvalidCondition invalid when ConditionReader.ReadAgain(invalid, at, options) is { } valid:
                return Compile(valid, at, at.Member("value"), options, faults);
            case InvalidCondition { Faults: [var first, ..] } invalid:
                foreach (var fault in invalid.Faults)
                {
                    faults.Add(fault);
                }

                return new ErrorNode(first, at, condition);
            default:
                return Refuse(new Fault { Path = at, Type = "condition_type", Message = "This is no condition." }, at, condition, faults);
        }
    }

    /// <summary>Compiles a condition whose value stands at a path of its own, as in the short form.</summary>
    public static ConditionNode Compile(
        FieldCondition condition, FaultPath at, FaultPath valueAt, ConditionOptions options, ICollection<Fault> faults)
    {
        var own = new List<Fault>();
        if (!FieldPath.TryParse(condition.Field, out var path, out var error))
        {
            own.Add(new Fault { Path = at.Member("field"), Type = "field_path", Message = error });
        }

        var values = new OperandReader(condition, valueAt, options, own);
        var node = FieldNodes.Create(condition, path ?? FieldPath.Previous, at, values);
        if (own.Count == 0 && options.Fields.Find(condition.Field) is { } type)
        {
            new DeclaredTypeCheck(condition, type, at, valueAt, own).Run();
        }

        foreach (var fault in own)
        {
            faults.Add(fault);
        }

        return own.Count > 0 ? new ErrorNode(own[0], at, condition) : node!;
    }

    public static string NameOf(GroupKind kind) => kind switch
    {
        GroupKind.All => "all",
        GroupKind.Any => "any",
        _ => "none",
    };

    private static GroupNode CompileGroup(ConditionGroup group, FaultPath at, int depth, ConditionOptions options, ICollection<Fault> faults)
    {
        var items = group.Items.IsDefault ? [] : group.Items;
        var parts = new ConditionNode[items.Length];
        for (var item = 0; item < parts.Length; item++)
        {
            parts[item] = Compile(items[item], at.Item(item), depth + 1, options, faults);
        }

        return new GroupNode(group.Kind, parts, at);
    }

    private static ErrorNode Refuse(Fault fault, FaultPath at, Condition condition, ICollection<Fault> faults)
    {
        faults.Add(fault);
        return new ErrorNode(fault, at, condition);
    }
}
