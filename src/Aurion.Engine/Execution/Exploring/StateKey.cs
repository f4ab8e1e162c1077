using System.Runtime.InteropServices;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>Writes down what of a state decides how a run can go on: where its tokens are and what belongs together, without data, ids and the number of visits so far.</summary>
internal sealed class StateKey(Graph graph)
{
    private readonly List<int> _key = [];
    private readonly List<(int Scope, int Node, int Visit)> _visits = [];
    private readonly Dictionary<int, int> _scopes = [];
    private readonly List<int[]> _tokens = [];

    public string Of(Marking marking, ReadOnlySpan<(int Scope, int Node)> passed)
    {
        _key.Clear();
        _visits.Clear();
        _scopes.Clear();
        _tokens.Clear();
        _scopes[0] = 0;
        foreach (var scope in marking.Scopes)
        {
            _scopes[scope.Id] = _scopes.Count;
        }

        CollectVisits(marking);
        AddTokens(marking);
        AddScopes(marking);
        foreach (var fired in marking.Fired.OrderBy(fired => (Rank(fired.Scope), fired.Join, VisitOf(fired.Scope, fired.Home, fired.HomeVisit))))
        {
            _key.AddRange([-3, Rank(fired.Scope), fired.Join, fired.Home, VisitOf(fired.Scope, fired.Home, fired.HomeVisit)]);
        }

        foreach (var (scope, node) in passed)
        {
            _key.AddRange([-4, Rank(scope), node]);
        }

        return new string(MemoryMarshal.Cast<int, char>(CollectionsMarshal.AsSpan(_key)));
    }

    private static int Compare(int[] left, int[] right) => left.AsSpan().SequenceCompareTo(right);

    // The firings of a split that tokens still belong to are told apart by their order, not their number: a loop comes back to where it was.
    private void CollectVisits(Marking marking)
    {
        foreach (var token in marking.Tokens)
        {
            for (var fork = token.Fork; fork is not null; fork = fork.Outer)
            {
                _visits.Add((token.Scope, fork.Node, fork.Visit));
            }

            if (token.Wait is Wait.Siblings)
            {
                _visits.Add((token.Scope, token.Node, token.Visit));
            }
        }

        foreach (var fired in marking.Fired)
        {
            _visits.Add((fired.Scope, fired.Home, fired.HomeVisit));
        }

        _visits.Sort();
        var kept = 0;
        for (var at = 0; at < _visits.Count; at++)
        {
            if (kept == 0 || _visits[at] != _visits[kept - 1])
            {
                _visits[kept++] = _visits[at];
            }
        }

        _visits.RemoveRange(kept, _visits.Count - kept);
    }

    private int Rank(int scope) => _scopes.GetValueOrDefault(scope, -1);

    private int VisitOf(int scope, int node, int visit)
    {
        var at = _visits.BinarySearch((scope, node, visit));
        var rank = at;
        while (rank > 0 && _visits[rank - 1].Scope == scope && _visits[rank - 1].Node == node)
        {
            rank--;
        }

        return at - rank;
    }

    private void AddTokens(Marking marking)
    {
        foreach (var token in marking.Tokens)
        {
            List<int> line = [-1, token.Node, Rank(token.Scope)];
            switch (token.Wait)
            {
                case Wait.Siblings resting:
                    // Only a join of the mode all asks by which edges its branches have come.
                    var edge = ModeOf(token.Node) is JoinMode.All ? resting.Edge : 0;
                    line.AddRange([1, edge, VisitOf(token.Scope, token.Node, token.Visit)]);
                    break;
                case Wait.Inside inside:
                    line.AddRange([2, Rank(inside.Scope)]);
                    break;
                case Wait.Held held:
                    line.AddRange([3, held.Port ?? -1]);
                    break;
                default:
                    line.Add(0);
                    break;
            }

            for (var fork = token.Fork; fork is not null; fork = fork.Outer)
            {
                line.AddRange([fork.Node, VisitOf(token.Scope, fork.Node, fork.Visit)]);
            }

            _tokens.Add([.. line]);
        }

        _tokens.Sort(Compare);
        for (var at = 0; at < _tokens.Count; at++)
        {
            // Only a join by number counts them: of branches that rest alike at another, one is as good as several.
            if (at == 0 || _tokens[at][3] != 1 || ModeOf(_tokens[at][1]) is JoinMode.Count || Compare(_tokens[at], _tokens[at - 1]) != 0)
            {
                _key.AddRange(_tokens[at]);
            }
        }
    }

    private JoinMode ModeOf(int join) => ((JoinSettings)graph.Settings[join]).Mode;

    private void AddScopes(Marking marking)
    {
        foreach (var scope in marking.Scopes)
        {
            _key.AddRange([-2, scope.Node, Rank(scope.Outer), scope.Index, scope.IsClosed ? 1 : 0, scope.IsUndoing ? 1 : 0, scope.Outputs.Length, scope.Started, scope.Finished, (int?)scope.Closing?.Way ?? -1]);
            foreach (var step in scope.Completed)
            {
                _key.Add(step.Node);
            }
        }
    }
}
