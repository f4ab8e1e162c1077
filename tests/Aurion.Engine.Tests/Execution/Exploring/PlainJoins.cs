using System.Collections.Immutable;

namespace Aurion.Engine.Tests.Execution.Exploring;

/// <summary>
/// The rule of joins, stated as plainly as it can be and without the machine's means: no bit sets, no dominator trees, no counts kept.
/// What can still come is found by walking a token that is only imagined. Tokens move in the documented order (a branch runs until
/// it waits, then the next), so that visits have the same numbers as in the machine.
/// </summary>
internal sealed class PlainJoins
{
    private readonly SmallCanvas _canvas;
    private readonly int[] _homes; // −1: no join, or one without a home
    private readonly int[] _visits;
    private readonly HashSet<Firing> _fired;
    private readonly List<Token> _tokens;
    private readonly List<Gathered> _gathered = [];
    private readonly Queue<Gathered> _due = new();
    private readonly Queue<Token> _woken = new();
    private int _lastToken;

    public PlainJoins(SmallCanvas canvas)
    {
        _canvas = canvas;
        _homes = [.. Enumerable.Range(0, canvas.Count).Select(node => canvas.Nodes[node].IsJoin ? HomeOf(canvas, node) : -1)];
        _visits = new int[canvas.Count];
        _fired = [];
        _tokens = [];
    }

    private PlainJoins(PlainJoins other)
    {
        _canvas = other._canvas;
        _homes = other._homes;
        _visits = [.. other._visits];
        _fired = [.. other._fired];
        _tokens = [.. other._tokens.Where(static token => token.Node >= 0).Select(static token => token.Copy())];
        _lastToken = other._lastToken;
        Firings = other.Firings;
        IsStarved = other.IsStarved;
        foreach (var token in _tokens.Where(static token => token.IsResting))
        {
            Gather(token, token.Visit);
        }
    }

    /// <summary>One firing of a split, or of a join for one.</summary>
    public readonly record struct Firing(int Join, int Home, int Visit);

    /// <summary>Gets what each join has fired for, as often as it has.</summary>
    public ImmutableSortedDictionary<(int Join, int Home, int Visit), int> Firings { get; private set; } = ImmutableSortedDictionary<(int, int, int), int>.Empty;

    public bool IsStarved { get; private set; }

    public IEnumerable<Token> Tokens => _tokens.Where(static token => token.Node >= 0);

    public ReadOnlySpan<int> Visits => _visits;

    public PlainJoins Start()
    {
        var next = new PlainJoins(this);
        var first = next.NewToken([]);
        next.Arrive(first, 0, -1, 0);
        next.RunOn(first, 1);
        next.Settle();
        return next;
    }

    /// <summary>Takes the result of the work at a node.</summary>
    public PlainJoins Complete(int node, int visit, bool isError)
    {
        var next = new PlainJoins(this);
        var at = next._tokens.FindIndex(token => token.Node == node && token.Visit == visit && !token.IsResting);
        var firstNew = next._tokens.Count;
        next.Leave(next._tokens[at], isError ? 1 : 0);
        next.RunOn(next._tokens[at], firstNew);
        next.Settle();
        return next;
    }

    /// <summary>Tells whether a join lies on a loop that does not pass its home.</summary>
    public static bool IsInLoop(SmallCanvas canvas, int join, int home) =>
        (canvas.Reach(canvas.Nodes[join].Targets & ~(1 << home), home) & (1 << join)) != 0;

    public static int HomeOf(SmallCanvas canvas, int join)
    {
        // Those that every way passes form a line; the nearest is the one that all the others lead to first.
        var passed = Enumerable.Range(0, canvas.Count)
            .Where(node => node != join && canvas.Nodes[node].IsSplit && (node == 0 || (canvas.Reach(1, node) & (1 << join)) == 0))
            .ToList();
        return passed.Count == 0 ? -1 : passed.Single(near => passed.TrueForAll(far => far == near || far == 0 || (canvas.Reach(1, far) & (1 << near)) == 0));
    }

    private bool IsHome(int node) => Array.IndexOf(_homes, node) >= 0;

    private Token NewToken(ImmutableArray<Fork> forks)
    {
        var token = new Token { Id = ++_lastToken, Forks = forks };
        _tokens.Add(token);
        return token;
    }

    private Fork? ForkOf(ImmutableArray<Fork> forks, int join) => forks.Where(fork => fork.Node == _homes[join]).Cast<Fork?>().SingleOrDefault();

    private static ImmutableArray<Fork> Before(ImmutableArray<Fork> forks, int node) => [.. forks.TakeWhile(fork => fork.Node != node)];

    private static ImmutableArray<Fork> UpTo(ImmutableArray<Fork> forks, int node) => [.. Before(forks, node), forks.First(fork => fork.Node == node)];

    private void Arrive(Token token, int node, int from, int port)
    {
        token.Forks = Before(token.Forks, node) is var before && IsHome(node) ? before : token.Forks;
        token.Node = node;
        token.IsReady = true;
        token.IsResting = false;
        if (_homes[node] < 0)
        {
            token.Visit = ++_visits[node];
            return;
        }

        var fork = ForkOf(token.Forks, node)!.Value;
        if (_canvas.Nodes[node].Kind >= SmallCanvas.Kind.Any && _fired.Contains(new Firing(node, fork.Node, fork.Visit)))
        {
            token.Node = -1; // absorbed
            return;
        }

        token.IsReady = false;
        token.IsResting = true;
        token.Edge = (from, port);
        Gather(token, visit: null);
    }

    private void Gather(Token token, int? visit)
    {
        var fork = ForkOf(token.Forks, token.Node)!.Value;
        var here = _gathered.Find(gathered => gathered.Join == token.Node && gathered.Home == fork);
        if (here is null)
        {
            here = new Gathered(token.Node, fork, visit ?? ++_visits[token.Node]);
            _gathered.Add(here);
        }

        token.Visit = here.Visit;
        here.Tokens.Add(token);
        if (here.Tokens.Count >= Needed(token.Node))
        {
            _due.Enqueue(here);
        }
    }

    private int Needed(int join) => _canvas.Nodes[join].Kind switch
    {
        SmallCanvas.Kind.Any or SmallCanvas.Kind.AnyCancel => 1,
        SmallCanvas.Kind.Two => 2,
        _ => int.MaxValue,
    };

    private void Leave(Token token, int port)
    {
        var node = token.Node;
        var forks = IsHome(node) ? token.Forks.Add(new Fork(node, token.Visit)) : token.Forks;
        var targets = port == 0 ? _canvas.Nodes[node].Out : _canvas.Nodes[node].Error;
        var isFirst = true;
        for (var to = 0; to < _canvas.Count; to++)
        {
            if ((targets & (1 << to)) != 0)
            {
                var moved = isFirst ? token : NewToken(forks);
                moved.Forks = forks;
                Arrive(moved, to, node, port);
                isFirst = false;
            }
        }

        if (isFirst)
        {
            token.Node = -1;
        }
    }

    private void RunOn(Token token, int firstNew)
    {
        while (true)
        {
            while (_due.TryDequeue(out var due))
            {
                if (_gathered.Contains(due))
                {
                    Fire(due);
                }
            }

            if (token is { IsReady: true, Node: >= 0 })
            {
                token.IsReady = false;
                if (token.Node == 0 || _canvas.Nodes[token.Node].IsJoin)
                {
                    Leave(token, 0);
                }
            }
            else if (_woken.TryDequeue(out var woken))
            {
                token = woken;
            }
            else if (firstNew < _tokens.Count)
            {
                token = _tokens[firstNew++];
            }
            else
            {
                return;
            }
        }
    }

    private void Settle()
    {
        while (!IsStarved)
        {
            var firing = _gathered.Where(gathered => _canvas.Nodes[gathered.Join].Kind is SmallCanvas.Kind.Active or SmallCanvas.Kind.All
                && !Others(gathered).Any(token => Walk(token, gathered).Comes)
                && !(_canvas.Nodes[gathered.Join].Kind is SmallCanvas.Kind.All && Missing(gathered).Any())).ToList();
            firing.ForEach(Fire);
            if (firing.Count == 0)
            {
                IsStarved = _gathered.Exists(IsInVain);
                return;
            }

            RunOn(_woken.Dequeue(), _tokens.Count);
        }
    }

    private bool IsInVain(Gathered gathered)
    {
        var walks = Others(gathered).Select(token => Walk(token, gathered)).ToList();
        return _canvas.Nodes[gathered.Join].Kind switch
        {
            SmallCanvas.Kind.All => Missing(gathered).Any(edge => !walks.Exists(walk => walk.Edges.Contains(edge))),
            SmallCanvas.Kind.Two => !walks.Exists(static walk => walk.Comes), // one is here, and one more is enough
            _ => false,
        };
    }

    private IEnumerable<Token> Others(Gathered gathered) => _tokens.Where(token => token.Node >= 0 && token.Forks.Contains(gathered.Home) && !gathered.Tokens.Contains(token));

    private IEnumerable<(int From, int Port)> Missing(Gathered gathered) =>
        from node in Enumerable.Range(0, _canvas.Count)
        from port in Enumerable.Range(0, 2)
        where ((port == 0 ? _canvas.Nodes[node].Out : _canvas.Nodes[node].Error) & (1 << gathered.Join)) != 0
        where !gathered.Tokens.Exists(token => token.Edge == (node, port))
        select (node, port);

    private void Fire(Gathered gathered)
    {
        _gathered.Remove(gathered);
        var first = gathered.Tokens.MinBy(static token => token.Id)!;
        var cancelled = _canvas.Nodes[gathered.Join].Kind is SmallCanvas.Kind.AnyCancel
            ? Others(gathered).Where(token => Walk(token, gathered).Comes).ToList()
            : [];
        foreach (var token in gathered.Tokens.Concat(cancelled).Where(token => token != first))
        {
            token.Node = -1;
        }

        _gathered.RemoveAll(static other => other.Tokens.TrueForAll(static token => token.Node < 0));
        first.Forks = UpTo(first.Forks, gathered.Home.Node);
        first.IsResting = false;
        first.IsReady = true;
        _woken.Enqueue(first);
        _fired.Add(new Firing(gathered.Join, gathered.Home.Node, gathered.Home.Visit));
        var key = (gathered.Join, gathered.Home.Node, gathered.Home.Visit);
        Firings = Firings.SetItem(key, Firings.GetValueOrDefault(key) + 1);
    }

    /// <summary>Walks a token that is only imagined every way that it could take, as if no join made it wait.</summary>
    private (bool Comes, HashSet<(int From, int Port)> Edges) Walk(Token token, Gathered gathered)
    {
        var edges = new HashSet<(int From, int Port)>();
        var seen = new HashSet<string>();
        var open = new Stack<(int Node, ImmutableArray<Fork> Forks)>();
        open.Push((token.Node, token.IsResting ? UpTo(token.Forks, _homes[token.Node]) : token.Forks));
        while (open.TryPop(out var at))
        {
            if (!seen.Add($"{at.Node} {string.Join(',', at.Forks)}"))
            {
                continue;
            }

            // What it sends is in a firing that there has not been yet.
            var forks = IsHome(at.Node) ? at.Forks.Add(new Fork(at.Node, 0)) : at.Forks;
            for (var edge = 0; edge < 2 * _canvas.Count; edge++)
            {
                var (to, port) = (edge >> 1, edge & 1);
                if (((port == 0 ? _canvas.Nodes[at.Node].Out : _canvas.Nodes[at.Node].Error) & (1 << to)) == 0 || to == gathered.Home.Node)
                {
                    continue;
                }

                if (to == gathered.Join)
                {
                    edges.Add((at.Node, port));
                    continue;
                }

                var then = IsHome(to) ? Before(forks, to) : forks;
                if (_homes[to] >= 0)
                {
                    var own = ForkOf(then, to)!.Value;
                    if (_canvas.Nodes[to].Kind >= SmallCanvas.Kind.Any && _fired.Contains(new Firing(to, own.Node, own.Visit)))
                    {
                        continue;
                    }

                    then = UpTo(then, own.Node);
                }

                open.Push((to, then));
            }
        }

        return (edges.Count > 0, edges);
    }

    public readonly record struct Fork(int Node, int Visit);

    public sealed class Token
    {
        public int Id { get; init; }

        public int Node { get; set; }

        public int Visit { get; set; }

        public ImmutableArray<Fork> Forks { get; set; } = [];

        public bool IsReady { get; set; }

        public bool IsResting { get; set; }

        public (int From, int Port) Edge { get; set; }

        public Token Copy() => (Token)MemberwiseClone();
    }

    private sealed class Gathered(int join, Fork home, int visit)
    {
        public int Join => join;

        public Fork Home => home;

        public int Visit => visit;

        public List<Token> Tokens { get; } = [];
    }
}
