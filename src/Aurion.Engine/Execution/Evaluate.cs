using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>Answers a canvas's questions by evaluating its conditions.</summary>
internal readonly struct Evaluate : IChoice
{
    public Truth Judge(Graph graph, int node, int clause, FieldSource data, DateTimeOffset now) =>
        ClauseOf(graph, node, clause).Evaluate(new ConditionContext(data, now, graph.Zone));

    public bool TryEnter(Turn turn, int slot, out Step step)
    {
        step = default;
        return false;
    }

    public bool IsHalted(Turn turn) => false;

    /// <summary>Finds the conditions that a clause stands for.</summary>
    public static CompiledCondition ClauseOf(Graph graph, int node, int clause) => graph.Settings[node] switch
    {
        ConditionSettings condition => condition.Condition,
        SwitchSettings cases => cases.Cases[clause],
        WaitEventSettings { Condition: { } condition } => condition,
        _ => throw new ArgumentException($"Node {node} asks nothing.", nameof(node)),
    };
}
