using System.Collections.Immutable;
using Aurion.Engine.Values;

namespace Aurion.Engine.Runs;

/// <summary>One activation of a container, or one item of a <c>for_each</c>: where visits are counted and names are looked up.</summary>
/// <param name="Id">Unique within the run; an inner instance has a higher one than what it lies in.</param>
/// <param name="Node">The container, by its position in the canvas.</param>
/// <param name="Visit">Which visit to the container this is.</param>
/// <param name="Outer">The instance that it lies in, for an item the activation of its <c>for_each</c>; 0 is the run itself.</param>
internal sealed record ScopeInstance(int Id, int Node, int Visit, int Outer)
{
    /// <summary>Gets the item's position, the first being 0; −1 for the activation itself.</summary>
    public int Index { get; init; } = -1;

    /// <summary>Gets the token that waits at the container meanwhile; 0 for an item, and once the instance is closed.</summary>
    public int Owner { get; init; }

    /// <summary>Gets a value indicating whether nothing is inside any more: it is kept because what was completed in it may have to be undone.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Gets the variables that were declared for it, by name.</summary>
    public ImmutableSortedDictionary<string, JsonText> Variables { get; init; } = Marking.NoVariables;

    /// <summary>Gets what the branch that ended last produced; null when none has produced anything.</summary>
    public JsonText? Output { get; init; }

    /// <summary>Gets the items, a list; null unless it is the activation of a <c>for_each</c>.</summary>
    public JsonText? Items { get; init; }

    /// <summary>Gets the number of items begun: the next one's position.</summary>
    public int Started { get; init; }

    /// <summary>Gets the number of items done.</summary>
    public int Finished { get; init; }

    /// <summary>Gets what the items produced, by position; null for one that has not, or not yet.</summary>
    public ImmutableArray<JsonText?> Outputs { get; init; } = [];

    /// <summary>Gets the steps that are to be undone if the scope does not succeed, in the order they were completed.</summary>
    public ImmutableArray<CompletedStep> Completed { get; init; } = [];

    /// <summary>Gets a value indicating whether it was being undone when the <c>for_each</c> that it lies in had enough items: only such steps are undone then.</summary>
    public bool IsUndoing { get; init; }

    /// <summary>Gets how the scope ends once everything is undone; null while it is open.</summary>
    public ScopeClosing? Closing { get; init; }
}
