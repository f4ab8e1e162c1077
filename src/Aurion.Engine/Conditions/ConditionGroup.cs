using System.Collections.Immutable;

namespace Aurion.Engine.Conditions;

/// <summary>Several conditions joined: <c>[…]</c> and <c>{"all":[…]}</c>, <c>{"any":[…]}</c>, <c>{"none":[…]}</c>.</summary>
/// <remarks>Equality compares the items in order.</remarks>
public sealed record ConditionGroup : Condition
{
    /// <summary>The deepest nesting of groups, the outermost counted: 5.</summary>
    public const int MaxDepth = 5;

    /// <summary>Gets the group that always holds: an empty list.</summary>
    public static ConditionGroup Empty { get; } = new();

    /// <summary>Gets how the conditions are joined. The default is <see cref="GroupKind.All"/>.</summary>
    public GroupKind Kind { get; init; }

    /// <summary>Gets the conditions. The default is none.</summary>
    public ImmutableArray<Condition> Items { get; init; } = [];

    /// <summary>Gets a value indicating whether an outermost <c>all</c> is spelled out, not written as the bare list. The default is false.</summary>
    public bool IsSpelledOut { get; init; }

    /// <inheritdoc/>
    public bool Equals(ConditionGroup? other) =>
        other is not null && Kind == other.Kind && IsSpelledOut == other.IsSpelledOut && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Kind);
        foreach (var item in Items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
