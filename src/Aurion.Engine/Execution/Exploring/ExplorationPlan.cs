using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Exploring;

/// <summary>What can come of each node of a canvas, and where the explorer must stop for it.</summary>
/// <remarks>Immutable once it is made, but for sets that are made when first asked for; used by one thread.</remarks>
internal sealed class ExplorationPlan
{
    /// <summary>The error of a run that came to an end node whose status is failed.</summary>
    public const string FailingEnd = "An end node whose status is failed.";

    // All subsets of the cases of a switch that takes all: 256 at most.
    private const int MostCases = 8;

    private static readonly JsonText NoItems = new("[]"u8.ToArray());
    private static readonly JsonText OneItem = new("[0]"u8.ToArray());
    private static readonly JsonText TwoItems = new("[0,0]"u8.ToArray());
    private static readonly JsonText ThreeItems = new("[0,0,0]"u8.ToArray());

    private readonly Graph _graph;
    private readonly ImmutableArray<Outcome>[] _outcomes;
    private readonly bool[] _stops;
    private readonly bool[] _isInCycle;
    private readonly int[] _cycles;
    private readonly bool[] _isWatched;

    /// <summary>Initializes a new instance of the <see cref="ExplorationPlan"/> class.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="reduces">Whether nodes of which only one thing can come are passed without a stop where no order matters, and branches that can't disturb each other are played one after the other.</param>
    public ExplorationPlan(Graph graph, bool reduces)
    {
        _graph = graph;
        Reduces = reduces;
        var count = graph.Nodes.Length;
        _outcomes = new ImmutableArray<Outcome>[count];
        _stops = new bool[count];
        _isWatched = new bool[count];
        _isInCycle = new bool[count];
        _cycles = new int[count];
        var components = new StrongComponents(graph.AllEdges);
        components.Find(Enumerable.Range(0, count), without: -1);
        for (var node = 0; node < count; node++)
        {
            _isInCycle[node] = components.IsInCycle(node);
            _cycles[node] = components.PartOf(node);
            _outcomes[node] = ListOutcomes(node);
        }

        Interference = new Interference(graph, this);
        for (var node = 0; node < count; node++)
        {
            var isExternal = !IsSilent(node);
            _stops[node] = _outcomes[node].Length > 1
                || _isInCycle[node]
                || (isExternal && (!reduces || Interference.Matters || FollowsCycle(node)));
            _isWatched[node] = IsMerge(node);
        }
    }

    public bool Reduces { get; }

    /// <summary>Gets what the order of results matters to.</summary>
    public Interference Interference { get; }

    /// <summary>Gets why not every way is among the outcomes; null when each is.</summary>
    public string? LeftOut { get; private set; }

    /// <summary>Lists what can come of a node, the usual first.</summary>
    public ImmutableArray<Outcome> OutcomesOf(int node) => _outcomes[node];

    /// <summary>Tells whether tokens stop at a node, for the explorer to choose.</summary>
    public bool Stops(int node) => _stops[node];

    /// <summary>Tells whether a node is decided within the turn that comes to it: nothing else can happen before.</summary>
    public bool IsSilent(int node) => !IsExternal(_graph.Kinds[node]) || _graph.Settings[node] is SubWorkflowSettings { Waits: false };

    public bool IsInCycle(int node) => _isInCycle[node];

    /// <summary>Tells the cycle that a node lies on: the same number for all nodes that can be reached from each other.</summary>
    public int CycleOf(int node) => _cycles[node];

    /// <summary>Tells whether a second token of the same scope instance at a node is one too many: several ways lead there that a run takes once at most.</summary>
    public bool IsWatched(int node) => _isWatched[node];

    /// <summary>Tells whether a run can be at a node for long: a person, the clock or somebody else decides when it goes on.</summary>
    public static bool IsWait(NodeKind kind) => kind is NodeKind.Approval or NodeKind.Delay or NodeKind.WaitEvent or NodeKind.SubWorkflow;

    private static bool IsExternal(NodeKind kind) =>
        IsWait(kind) || kind is NodeKind.Action or NodeKind.HttpRequest or NodeKind.Script;

    private bool IsMerge(int node)
    {
        if (_isInCycle[node] || _graph.Kinds[node] is NodeKind.Join)
        {
            return false;
        }

        return FollowsCycle(node) || _graph.AllEdges.In(node).Length > 1;
    }

    // What leaves a loop may leave it every time round; so it is not passed without a stop, lest nobody sees that more and more do.
    private bool FollowsCycle(int node)
    {
        foreach (var edge in _graph.AllEdges.In(node))
        {
            if (_isInCycle[_graph.AllEdges.Source(edge)])
            {
                return true;
            }
        }

        return false;
    }

    private ImmutableArray<Outcome> ListOutcomes(int node)
    {
        if (_graph.Settings[node] is EndSettings end)
        {
            return [new Outcome(Step.End(end.EndsRun, output: null, end.IsFailure ? FailingEnd : null), Port: null)];
        }

        var main = Leave(node, 0);
        switch (_graph.Settings[node])
        {
            case ConditionSettings:
                return [main, Leave(node, 1)];
            case SwitchSettings cases:
                return cases.TakesAll ? Subsets(node, cases.Cases.Length) : [.. Enumerable.Range(0, cases.Cases.Length + 1).Select(port => Leave(node, port))];
            case ActionSettings action:
                return _graph.Containers.UndoneBy(node) >= 0 ? [main] : WithFailure(node, main, errorPort: 1, action.ContinuesOnError);
            case SubWorkflowSettings { Waits: true }:
                return WithFailure(node, main, errorPort: 1, continues: false);
            case DelaySettings { Value.IsConstant: false }:
                return WithFailure(node, main, errorPort: -1, continues: false);
            case ApprovalSettings approval:
                return approval.ExpiresIn is null || approval.OnExpire != "expired" ? [main, Leave(node, 1)] : [main, Leave(node, 1), Leave(node, 2)];
            case WaitEventSettings wait:
                return wait.Timeout is null ? [main] : [main, Leave(node, 1)];
            case ForEachSettings each:
                return Items(node, each);
            case ScopeSettings:
                return [new Outcome(Step.Open(items: null, due: null), Port: null)];
            case CancelSettings:
                return [new Outcome(Step.Cancel(), Port: null)];
            default:
                return [main];
        }
    }

    // Items are alike, so two show what more would show; three where two are enough for the rest to be ended.
    private ImmutableArray<Outcome> Items(int node, ForEachSettings each)
    {
        var outcomes = ImmutableArray.CreateBuilder<Outcome>();
        var written = each.Items is { Source: { ValueKind: JsonValueKind.Array } items } ? items.GetArrayLength() : -1;
        if (written <= 0)
        {
            outcomes.Add(new Outcome(Step.Leave(0, NoItems), "done"));
        }

        if (written is < 0 or 1)
        {
            outcomes.Add(new Outcome(Step.Open(OneItem, due: null), Port: null));
        }

        if (written is < 0 or > 1)
        {
            outcomes.Add(new Outcome(Step.Open(each.CompleteAt is 2 && written != 2 ? ThreeItems : TwoItems, due: null), Port: null));
        }

        if (written < 0 && !_graph.Targets(node, 1).IsEmpty)
        {
            outcomes.Add(Leave(node, 1));
        }

        return outcomes.DrainToImmutable();
    }

    private Outcome Leave(int node, int port) =>
        new(Step.Leave(port), _graph.Ports[node].Length == 1 ? null : _graph.Ports[node][port]);

    // A failure that nothing handles ends the run, which is no fault of the canvas: it is played only where a container may take it over.
    private ImmutableArray<Outcome> WithFailure(int node, Outcome main, int errorPort, bool continues)
    {
        if (errorPort >= 0 && !_graph.Targets(node, errorPort).IsEmpty)
        {
            return [main, new Outcome(Step.Leave(errorPort, output: null, "It failed."), _graph.Ports[node][errorPort])];
        }

        return continues || !Interference.CanBeTakenOver(_graph, node)
            ? [main]
            : [main, new Outcome(Step.Fail("It failed."), Port: null, IsFailure: true)];
    }

    private ImmutableArray<Outcome> Subsets(int node, int cases)
    {
        var outcomes = ImmutableArray.CreateBuilder<Outcome>();
        if (cases > MostCases)
        {
            LeftOut = $"The switch \"{CanvasReader.Shorten(_graph.Nodes[node].Id)}\" takes all that hold of {cases} cases; with more than {MostCases} not every combination is played.";
        }

        for (long taken = 1; taken < 1L << Math.Min(cases, MostCases); taken++)
        {
            Add([.. Enumerable.Range(0, Math.Min(cases, MostCases)).Where(at => (taken >> at & 1) != 0)]);
        }

        for (var at = MostCases; at < cases; at++)
        {
            Add([at]);
        }

        if (cases > MostCases)
        {
            Add([.. Enumerable.Range(0, cases)]);
        }

        outcomes.Add(Leave(node, cases));
        return outcomes.DrainToImmutable();

        void Add(ImmutableArray<int> ports) =>
            outcomes.Add(new Outcome(Step.LeaveBy(ports), string.Join(", ", ports.Select(port => _graph.Ports[node][port]))));
    }
}
