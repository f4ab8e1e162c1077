using System.Diagnostics.CodeAnalysis;

namespace Aurion.Engine.Canvas;

/// <summary>The joins of a canvas and their homes, as they are for runs that begin at one trigger.</summary>
/// <remarks>Immutable once it is built; safe for concurrent use.</remarks>
internal sealed class JoinTable(GraphEdges edges, JoinTable? inside)
{
    private readonly Dictionary<int, JoinPlan> _plans = [];
    private readonly HashSet<int> _homes = [];

    public GraphEdges Edges => edges;

    public IEnumerable<JoinPlan> Plans => _plans.Values;

    /// <summary>Finds a join's plan; false when the node is no join, or one without a home.</summary>
    public bool TryGetPlan(int node, [NotNullWhen(true)] out JoinPlan? plan)
    {
        plan = null;
        return edges.Kinds[node] is Nodes.NodeKind.Join && (_plans.TryGetValue(node, out plan) || (inside is not null && inside.TryGetPlan(node, out plan)));
    }

    /// <summary>Tells whether each firing of a node opens a fork.</summary>
    public bool IsHome(int node) => _homes.Contains(node) || (inside is not null && inside.IsHome(node));

    public void Add(JoinPlan plan)
    {
        _plans[plan.Join] = plan;
        if (!plan.IsScopeWide)
        {
            _homes.Add(plan.Home);
        }
    }
}
