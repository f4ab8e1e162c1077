using System.Globalization;
using System.Text;

namespace Aurion.Engine.Values;

/// <summary>The way to a faulty value inside a document: <c>conditions[2].operator</c>.</summary>
/// <remarks>Immutable; <see cref="Root"/> is the document itself.</remarks>
public sealed record FaultPath
{
    private readonly FaultPath? _outer;
    private readonly string? _member;
    private readonly int _index;

    private FaultPath(FaultPath? outer, string? member, int index)
    {
        _outer = outer;
        _member = member;
        _index = index;
    }

    /// <summary>Gets the document itself.</summary>
    public static FaultPath Root { get; } = new(null, null, 0);

    /// <summary>Goes to a member of an object.</summary>
    /// <param name="name">The member's name.</param>
    /// <returns>The longer path.</returns>
    public FaultPath Member(string name) => new(this, name, 0);

    /// <summary>Goes to an item of a list.</summary>
    /// <param name="index">The item's zero-based position.</param>
    /// <returns>The longer path.</returns>
    public FaultPath Item(int index) => new(this, null, index);

    /// <summary>Lists the steps from the document to the value.</summary>
    /// <returns>One entry per step: a member's name, or null with the item's position.</returns>
    public IReadOnlyList<(string? Member, int Index)> Steps()
    {
        var steps = new List<(string? Member, int Index)>();
        for (var at = this; at._outer is not null; at = at._outer)
        {
            steps.Add((at._member, at._index));
        }

        steps.Reverse();
        return steps;
    }

    /// <summary>Writes the path as people read it.</summary>
    /// <returns>For example <c>conditions[2].operator</c>; empty for the document itself.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (member, index) in Steps())
        {
            if (member is null)
            {
                text.Append('[').Append(index.ToString(CultureInfo.InvariantCulture)).Append(']');
            }
            else
            {
                text.Append(text.Length > 0 ? "." : string.Empty).Append(member);
            }
        }

        return text.ToString();
    }
}
