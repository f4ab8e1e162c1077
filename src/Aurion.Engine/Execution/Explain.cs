using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Conditions;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>Answers a canvas's questions as <see cref="Evaluate"/> does, and writes down why.</summary>
internal readonly struct Explain(List<DryRunChoice> choices) : IChoice
{
    public Truth Judge(Graph graph, int node, int clause, FieldSource data, DateTimeOffset now)
    {
        var explanation = Evaluate.ClauseOf(graph, node, clause).Explain(new ConditionContext(data, now, graph.Zone));
        choices.Add(new DryRunChoice
        {
            NodeId = graph.Nodes[node].Id,
            Case = (graph.Settings[node] as SwitchSettings)?.Names[clause],
            Conditions = explanation,
        });
        return explanation.Verdict;
    }

    public bool TryEnter(Turn turn, int slot, out Step step)
    {
        step = default;
        return false;
    }

    public bool IsHalted(Turn turn) => false;
}
