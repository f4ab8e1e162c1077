using System.Collections.Immutable;

namespace Aurion.Engine.Conditions;

/// <summary>What a host declares about one field. A list is declared as what its items are.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed record FieldType
{
    private FieldType(FieldKind kind) => Kind = kind;

    /// <summary>Gets the type of texts.</summary>
    public static FieldType Text { get; } = new(FieldKind.Text);

    /// <summary>Gets the type of numbers.</summary>
    public static FieldType Number { get; } = new(FieldKind.Number);

    /// <summary>Gets the type of true and false.</summary>
    public static FieldType Boolean { get; } = new(FieldKind.Boolean);

    /// <summary>Gets the type of times and dates.</summary>
    public static FieldType Time { get; } = new(FieldKind.Time);

    /// <summary>Gets what the field holds.</summary>
    public FieldKind Kind { get; }

    /// <summary>Gets the values of an enumeration from the least to the greatest; empty for every other kind.</summary>
    public ImmutableArray<string> Values { get; private init; } = [];

    /// <summary>Makes the type of an enumeration.</summary>
    /// <param name="values">Its values from the least to the greatest; case is ignored.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentException">There are no values, or one is blank or stands there twice.</exception>
    public static FieldType Enumeration(params IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var type = new FieldType(FieldKind.Enumeration) { Values = [.. values] };
        if (type.Values.IsEmpty || type.Values.Any(string.IsNullOrWhiteSpace) || type.Values.Distinct(StringComparer.OrdinalIgnoreCase).Count() < type.Values.Length)
        {
            throw new ArgumentException("An enumeration has at least one value, none of them blank and none twice.", nameof(values));
        }

        return type;
    }

    /// <inheritdoc/>
    public bool Equals(FieldType? other) => other is not null && Kind == other.Kind && Values.SequenceEqual(other.Values, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Values.Length);
}
