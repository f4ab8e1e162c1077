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
}
