namespace Aurion.Engine.Execution;

/// <summary>The part for joins.</summary>
internal sealed partial class Turn
{
    private Gatherings? _joins;

    /// <summary>Gets what rests at joins; null when the graph has none.</summary>
    public Gatherings? Joins => _joins ??= Graph.JoinsFor(EventType) is { } table ? new Gatherings(this, table, _before.Fired) : null;

    /// <summary>Gets or sets a value indicating whether a branch has been lost or has chosen its way, so that a join may wait in vain.</summary>
    public bool MayStarve { get; set; }

    /// <summary>Puts a token at a node as part of a visit that has begun.</summary>
    public void Join(int slot, int node, int visit)
    {
        SetWait(slot, null);
        ref var token = ref _tokens[slot];
        token.Node = node;
        token.Visit = visit;
        token.Attempt = 1;
    }
}
