using System.Collections.Immutable;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>How the values of a field are ordered.</summary>
/// <param name="Enumerations">The enumerations that have an order, each from the least to the greatest value.</param>
/// <param name="IsDeclared">Whether the field is declared as the one enumeration: then nothing else has an order, not even numbers.</param>
internal sealed record FieldOrder(ImmutableArray<ImmutableArray<string>> Enumerations, bool IsDeclared)
{
    public static FieldOrder Of(string field, ConditionOptions options) =>
        options.Fields.Find(field) is { Kind: FieldKind.Enumeration } type
            ? new FieldOrder([type.Values], IsDeclared: true)
            : new FieldOrder(options.Fields.Orders, IsDeclared: false);
}
