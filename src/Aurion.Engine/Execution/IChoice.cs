using Aurion.Engine.Canvas;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>Answers the questions that a canvas asks: by evaluating, by evaluating with an explanation, or by taking both ways in turn.</summary>
/// <remarks>Implemented by structs, so that evaluating costs no indirection.</remarks>
internal interface IChoice
{
    /// <summary>Judges a clause of a node.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The node: a condition or a switch.</param>
    /// <param name="clause">The clause: 0 for a condition, the case's position for a switch.</param>
    /// <param name="data">What the run knows.</param>
    /// <param name="now">The time of the decision.</param>
    /// <returns>The verdict; only true takes the way that the clause guards.</returns>
    Truth Judge(Graph graph, int node, int clause, FieldSource data, DateTimeOffset now);

    /// <summary>Decides what a token does at a node instead of the node itself: for those that explore a canvas without data.</summary>
    /// <param name="turn">The decision.</param>
    /// <param name="slot">The token, at its node.</param>
    /// <param name="step">What it does.</param>
    /// <returns>False to let the node decide, as it does in every run.</returns>
    bool TryEnter(Turn turn, int slot, out Step step);

    /// <summary>Tells whether tokens were stopped that would go on in this very turn: until they have, nothing is settled. False in every run.</summary>
    /// <param name="turn">The decision.</param>
    bool IsHalted(Turn turn);
}
