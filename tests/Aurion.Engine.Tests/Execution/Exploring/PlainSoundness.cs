using System.Globalization;
using System.Text;
using System.Text.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Conditions;
using Aurion.Engine.Execution;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Exploring;

/// <summary>
/// Plays every run of a small canvas as plainly as it can be: every order of results, every answer within the turn that asks for it,
/// nothing left out and no state taken for another that is not the same. What <see cref="SoundnessCheck"/> says is held against it.
/// </summary>
internal sealed class PlainSoundness
{
    // Loops through a split can multiply tokens for ever, and one that asks and never waits asks for ever.
    private const int MaxTokens = 9, MaxAnswers = 9;

    private readonly Graph _graph;
    private readonly bool[,] _leads;
    private readonly List<List<int>> _next = [];
    private readonly List<bool> _ends = [];
    private readonly Dictionary<string, int> _known = [];
    private readonly PriorityQueue<(Marking Marking, int Number, int Length), (int Length, int Number)> _open = new();

    private PlainSoundness(Graph graph) => (_graph, _leads) = (graph, Closure(graph));

    /// <summary>Gets a value indicating whether it gave up: what it says is then not all.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Gets each fault with the least number of nodes that a run leaves before it shows.</summary>
    public Dictionary<(string Code, string Node), int> Faults { get; } = [];

    public HashSet<string> Reached { get; } = [];

    public int States => _next.Count;

    /// <summary>Gets a value indicating whether a run can come to where it can't end any more.</summary>
    public bool CanGetCaught { get; private set; }

    /// <summary>Gets a value indicating whether a run can fail because a join waits in vain.</summary>
    public bool FailsAtJoins { get; private set; }

    public static PlainSoundness Of(Graph graph, int maxStates)
    {
        var plain = new PlainSoundness(graph);
        plain.Explore(maxStates);
        return plain;
    }

    private static bool[,] Closure(Graph graph)
    {
        var count = graph.Nodes.Length;
        var leads = new bool[count, count];
        for (var node = 0; node < count; node++)
        {
            for (var port = 0; port < graph.Ports[node].Length; port++)
            {
                foreach (var target in graph.Targets(node, port))
                {
                    leads[node, target] = true;
                }
            }
        }

        for (var middle = 0; middle < count; middle++)
        {
            for (var from = 0; from < count; from++)
            {
                for (var to = 0; to < count; to++)
                {
                    leads[from, to] |= leads[from, middle] && leads[middle, to];
                }
            }
        }

        return leads;
    }

    private void Explore(int maxStates)
    {
        foreach (var trigger in _graph.Triggers)
        {
            PlayAll(-1, 0, (ref PlainChoice choice) => Machine.Decide(_graph, Marking.Empty, new RunInput.Started
            {
                At = TestRun.Begin,
                Run = new RunId("run_7"),
                Tenant = TenantId.Default,
                Payload = JsonText.EmptyObject,
                EventType = ((TriggerSettings)_graph.Settings[trigger]).Event,
            }, ref choice));
        }

        while (!IsCut && _open.TryDequeue(out var state, out _))
        {
            IsCut |= _next.Count > maxStates;
            for (var slot = 0; slot < state.Marking.Tokens.Length; slot++)
            {
                var (marking, at) = (state.Marking, slot);
                foreach (var step in StepsOf(marking, slot))
                {
                    PlayAll(state.Number, state.Length, (ref PlainChoice choice) => Machine.Play(_graph, marking, at, step, ref choice), step.Kind is StepKind.Fail);
                }

                if (marking.Tokens[slot].Wait is Wait.Inside inside
                    && _graph.Settings[marking.Tokens[slot].Node] is ScopeSettings { Timeout: not null }
                    && marking.Scopes.First(scope => scope.Id == inside.Scope) is { IsClosed: false, Closing: null })
                {
                    PlayAll(state.Number, state.Length, (ref PlainChoice choice) => Machine.PlayTimeout(_graph, marking, at, ref choice));
                }
            }
        }

        FindCaught();
    }

    private IEnumerable<Step> StepsOf(Marking marking, int slot)
    {
        if (marking.Tokens[slot].Wait is not Wait.Result)
        {
            yield break;
        }

        var node = marking.Tokens[slot].Node;
        yield return Step.Leave(0);
        switch (_graph.Settings[node])
        {
            case ApprovalSettings approval:
                yield return Step.Leave(1);
                if (approval is { ExpiresIn: not null, OnExpire: "expired" })
                {
                    yield return Step.Leave(2);
                }

                break;
            case WaitEventSettings { Timeout: not null }:
                yield return Step.Leave(1);
                break;
            case ActionSettings { ContinuesOnError: var continues }:
                if (HasEdge(node, 1))
                {
                    yield return Step.Leave(1, output: null, "It failed.");
                }
                else if (!continues)
                {
                    yield return Step.Fail("It failed.");
                }

                break;
            case SubWorkflowSettings:
                yield return HasEdge(node, 1) ? Step.Leave(1, output: null, "It failed.") : Step.Fail("It failed.");
                break;
            case DelaySettings { Value.IsConstant: false }:
                yield return Step.Fail("It failed.");
                break;
            default:
                break;
        }
    }

    private bool HasEdge(int node, int port) => !_graph.Targets(node, port).IsEmpty;

    private delegate Transition Play(ref PlainChoice choice);

    // The same input again and again, until every row of answers has been given.
    private void PlayAll(int from, int length, Play play, bool isFailure = false)
    {
        var answers = new Answers(MaxAnswers);
        do
        {
            answers.Rewind();
            var choice = new PlainChoice(answers);
            try
            {
                Take(from, length, play(ref choice), isFailure);
            }
            catch (TooManyAnswersException)
            {
                IsCut = true;
                return;
            }
        }
        while (answers.TryAdvance());
    }

    private void Take(int from, int length, in Transition transition, bool isFailure)
    {
        var isStarved = false;
        foreach (var happened in transition.Events)
        {
            switch (happened)
            {
                case RunEvent.NodeEntered entered:
                    Reached.Add(entered.NodeId);
                    if (IsWatched(_graph.NodeById[entered.NodeId]) && !entered.Key.EndsWith("/1", StringComparison.Ordinal))
                    {
                        Note("doubled_token", entered.NodeId, length);
                    }

                    break;
                case RunEvent.NodeLeft:
                    length++;
                    break;
                case RunEvent.NodeFailed failed when failed.Error.StartsWith("join_starved", StringComparison.Ordinal):
                    Note("join_starved", failed.Key.Split('/')[^2], length);
                    isStarved = true;
                    break;
                default:
                    break;
            }
        }

        var marking = transition.Marking;
        if (marking.IsFinished)
        {
            FailsAtJoins |= marking.Status is RunStatus.Failed && isStarved;
            // A limit, or data that grew each time round until a node could not take it: the check knows neither.
            IsCut |= marking.Status is RunStatus.Failed && !isStarved && (marking.Error!.Contains("allowed", StringComparison.Ordinal)
                || marking.Error.Contains("without waiting", StringComparison.Ordinal)
                || marking.Error.Contains("can't be filled in", StringComparison.Ordinal));
            // A failure that nothing handles is no way out that a canvas has.
            if (from >= 0 && !(isFailure && marking.Status is RunStatus.Failed))
            {
                _ends[from] = true;
            }

            return;
        }

        IsCut |= marking.Tokens.Length > MaxTokens;
        var key = KeyOf(marking);
        if (!_known.TryGetValue(key, out var number))
        {
            _known[key] = number = _next.Count;
            _next.Add([]);
            _ends.Add(false);
            _open.Enqueue((marking, number, length), (length, number));
        }

        if (from >= 0)
        {
            _next[from].Add(number);
        }
    }

    private void Note(string code, string node, int length)
    {
        if (!Faults.TryGetValue((code, node), out var known) || length < known)
        {
            Faults[(code, node)] = length;
        }
    }

    private void FindCaught()
    {
        var ends = _ends.ToArray();
        for (var changed = true; changed;)
        {
            changed = false;
            for (var state = 0; state < ends.Length; state++)
            {
                if (!ends[state] && _next[state].Exists(next => ends[next]))
                {
                    ends[state] = changed = true;
                }
            }
        }

        CanGetCaught = ends.Contains(false);
    }

    private bool IsWatched(int node)
    {
        if (_leads[node, node] || _graph.Kinds[node] is NodeKind.Join)
        {
            return false;
        }

        var sources = Enumerable.Range(0, _graph.Nodes.Length)
            .SelectMany(source => Enumerable.Range(0, _graph.Ports[source].Length).SelectMany(port => _graph.Targets(source, port).ToArray().Where(target => target == node).Select(_ => source)))
            .ToList();
        return sources.Count > 1 || sources.Exists(source => _leads[source, source]);
    }

    // Everything but data, ids that only count up, and how often a loop has been round.
    private string KeyOf(Marking marking)
    {
        var visits = marking.Tokens.SelectMany(token => Forks(token.Fork).Select(fork => (token.Scope, fork.Node, fork.Visit)).Append((token.Scope, token.Node, token.Visit)))
            .Concat(marking.Fired.Select(static fired => (fired.Scope, fired.Home, fired.HomeVisit)))
            .Distinct().ToLookup(static at => (at.Item1, at.Item2), static at => at.Item3);
        int Rank(int scope, int node, int visit) => visits[(scope, node)].Count(other => other < visit);
        var scopes = marking.Scopes.Select(static scope => scope.Id).ToList();
        var key = new StringBuilder();
        foreach (var line in marking.Tokens.Select(token =>
            $"{token.Node}@{scopes.IndexOf(token.Scope)}:{token.Wait!.GetType().Name}{(token.Wait is Wait.Siblings resting ? $"{resting.Edge}.{Rank(token.Scope, token.Node, token.Visit)}" : string.Empty)}[{string.Join(',', Forks(token.Fork).Select(fork => $"{fork.Node}.{Rank(token.Scope, fork.Node, fork.Visit)}"))}]")
            .Order(StringComparer.Ordinal))
        {
            key.Append(line).Append(' ');
        }

        foreach (var scope in marking.Scopes)
        {
            key.Append(CultureInfo.InvariantCulture, $"|{scope.Node},{scopes.IndexOf(scope.Outer)},{scope.Index},{scope.IsClosed},{scope.IsUndoing},{scope.Closing?.Way},{scope.Started},{scope.Finished},{scope.Outputs.Length},{string.Join('.', scope.Completed.Select(static step => step.Node))}");
        }

        foreach (var line in marking.Fired.Select(fired => $"!{fired.Join},{scopes.IndexOf(fired.Scope)},{fired.Home},{Rank(fired.Scope, fired.Home, fired.HomeVisit)}").Order(StringComparer.Ordinal))
        {
            key.Append(line);
        }

        foreach (var step in marking.Steps)
        {
            if (IsWatched(step.Node))
            {
                key.Append(CultureInfo.InvariantCulture, $";{scopes.IndexOf(step.Scope)},{step.Node},{Math.Min(step.Visits, 2)}");
            }
        }

        return key.ToString();
    }

    private static IEnumerable<Fork> Forks(Fork? fork)
    {
        for (; fork is not null; fork = fork.Outer)
        {
            yield return fork;
        }
    }

    /// <summary>The answers that are given within one turn: as in counting, the last is changed first.</summary>
    private sealed class Answers(int most)
    {
        private readonly List<(int Answer, int Of)> _given = [];
        private int _at;

        public void Rewind() => _at = 0;

        public int Take(int of)
        {
            if (_at == _given.Count)
            {
                _given.Add(_given.Count == most ? throw new TooManyAnswersException() : (0, of));
            }

            return _given[_at++].Answer;
        }

        public bool TryAdvance()
        {
            while (_given.Count > 0)
            {
                var (answer, of) = _given[^1];
                _given.RemoveAt(_given.Count - 1);
                if (answer + 1 < of)
                {
                    _given.Add((answer + 1, of));
                    return true;
                }
            }

            return false;
        }
    }

    private sealed class TooManyAnswersException : Exception;

    /// <summary>Stops where something from outside decides; all else is the machine's, with every answer in turn.</summary>
    private readonly struct PlainChoice(Answers answers) : IChoice
    {
        public Truth Judge(Graph graph, int node, int clause, FieldSource data, DateTimeOffset now) => answers.Take(2) == 0 ? Truth.True : Truth.False;

        public bool TryEnter(Turn turn, int slot, out Step step)
        {
            var node = turn.Token(slot).Node;
            switch (turn.Graph.Settings[node])
            {
                case ActionSettings or ApprovalSettings or DelaySettings or WaitEventSettings or SubWorkflowSettings { Waits: true }:
                    step = Step.WaitFor(new Wait.Result(turn.KeyOf(turn.Token(slot)), JsonText.EmptyObject));
                    return true;
                case ForEachSettings { Items.Source.ValueKind: not JsonValueKind.Array }:
                    var items = answers.Take(turn.Graph.Targets(node, 1).IsEmpty ? 3 : 4);
                    step = items switch
                    {
                        0 => Step.Leave(0),
                        3 => Step.Leave(1, output: null, "It is no list."),
                        _ => Step.Open(JsonText.Parse(items == 1 ? "[0]" : "[0,0]"), due: null),
                    };
                    return true;
                default:
                    step = default;
                    return false;
            }
        }

        public bool IsHalted(Turn turn) => false;
    }
}
