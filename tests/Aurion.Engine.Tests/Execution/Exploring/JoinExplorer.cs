using System.Globalization;
using System.Text;
using Aurion.Engine.Actions;
using Aurion.Engine.Canvas;
using Aurion.Engine.Execution;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Exploring;

/// <summary>Plays every order of results on a small canvas, on the machine and on <see cref="PlainJoins"/> side by side.</summary>
internal sealed class JoinExplorer(int maxInputs, int maxStates)
{
    private const int MaxTokens = 6; // loops through a split can multiply tokens for ever

    public int Canvases { get; private set; }

    public int Refused { get; private set; }

    public int WithChoicesFixed { get; private set; }

    public long States { get; private set; }

    public long Transitions { get; private set; }

    public int CutOff { get; private set; }

    /// <summary>Gets what is wrong, a few sentences at most.</summary>
    public List<string> Violations { get; } = [];

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Canvases} canvases ({Refused} more refused), {States} states, {Transitions} inputs, {WithChoicesFixed} sets of choices compared in every order, {CutOff} games cut off (after {maxInputs} inputs, {maxStates} states or with more than {MaxTokens} tokens), {Violations.Count} violations");

    public void Explore(SmallCanvas canvas)
    {
        if (TryCompile(canvas) is not { } graph)
        {
            Refused++;
            return;
        }

        Canvases++;
        var isAcyclic = canvas.IsAcyclic;
        if (!isAcyclic || canvas.HasChoice)
        {
            Play(canvas, graph, choices: null);
        }

        if (!isAcyclic || canvas.CancelsRest)
        {
            // Which branch is cancelled depends on who is first: only what must hold in any order is looked at.
            if (isAcyclic && !canvas.HasChoice)
            {
                Play(canvas, graph, choices: null);
            }

            return;
        }

        var choosing = Enumerable.Range(0, canvas.Count).Where(node => canvas.Nodes[node].Kind is SmallCanvas.Kind.Choice).ToArray();
        for (var choices = 0; choices < 1 << choosing.Length; choices++)
        {
            var errors = Enumerable.Range(0, choosing.Length).Where(at => (choices >> at & 1) != 0).Sum(at => 1 << choosing[at]);
            var outcomes = Play(canvas, graph, errors);
            WithChoicesFixed++;
            if (outcomes.Count != 1)
            {
                Violations.Add($"{canvas}: with the choices {errors:b} the outcome depends on the order: {string.Join(" or ", outcomes)}");
            }
        }
    }

    private Graph? TryCompile(SmallCanvas canvas)
    {
        try
        {
            return new TestRun(canvas.ToJson()).Graph;
        }
        catch (InvalidDefinitionException exception)
        {
            CheckRefused(canvas, exception);
            return null;
        }
    }

    // What is refused is what the rule says, by the plain reading of it.
    private void CheckRefused(SmallCanvas canvas, InvalidDefinitionException exception)
    {
        if (!MustBeRefused(canvas))
        {
            Violations.Add($"{canvas}: refused: {exception.Message}");
        }
    }

    private static bool MustBeRefused(SmallCanvas canvas)
    {
        for (var join = 1; join < canvas.Count; join++)
        {
            var kind = canvas.Nodes[join].Kind;
            if (!canvas.Nodes[join].IsJoin)
            {
                continue;
            }

            var home = PlainJoins.HomeOf(canvas, join);
            if (home < 0 ? kind is SmallCanvas.Kind.All or SmallCanvas.Kind.Two : kind is not SmallCanvas.Kind.Active && PlainJoins.IsInLoop(canvas, join, home))
            {
                return true;
            }

            for (var other = 1; other < join && home >= 0; other++)
            {
                if (canvas.Nodes[other].IsJoin && PlainJoins.HomeOf(canvas, other) == home && Leads(join, other, home) && Leads(other, join, home))
                {
                    return true;
                }
            }
        }

        return false;

        bool Leads(int from, int to, int home) => (canvas.Reach(canvas.Nodes[from].Targets & ~(1 << home), home) & (1 << to)) != 0;
    }

    /// <summary>Plays a canvas in every order.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <param name="graph">The canvas, compiled.</param>
    /// <param name="choices">The nodes that leave by their other port; null takes both ways each time.</param>
    /// <returns>The outcomes.</returns>
    private HashSet<string> Play(SmallCanvas canvas, Graph graph, int? choices)
    {
        if (MustBeRefused(canvas))
        {
            Violations.Add($"{canvas}: not refused");
        }

        var outcomes = new HashSet<string>();
        var seen = new HashSet<string>();
        var open = new Stack<(Marking Marking, PlainJoins Plain, int Inputs)>();
        var isCut = false;
        Take(
            Machine.Decide(graph, Marking.Empty, new RunInput.Started { At = TestRun.Begin, Run = new RunId("run_7"), Tenant = TenantId.Default, Payload = JsonText.EmptyObject }),
            new PlainJoins(canvas).Start(),
            0);
        while (open.TryPop(out var at))
        {
            if (at.Inputs == maxInputs || (at.Marking.Tokens.Length > MaxTokens && !canvas.IsAcyclic) || seen.Count > maxStates)
            {
                isCut = true;
                continue;
            }

            foreach (var token in at.Marking.Tokens)
            {
                if (token.Wait is not Wait.Result wait)
                {
                    continue;
                }

                for (var port = 0; port < 2; port++)
                {
                    if (choices is { } errors ? port == (errors >> token.Node & 1) : port == 0 || canvas.Nodes[token.Node].Kind is SmallCanvas.Kind.Choice)
                    {
                        var input = new RunInput.Completed { At = TestRun.Begin, Key = wait.Key, Attempt = 1, Status = port == 0 ? ActionStatus.Completed : ActionStatus.Failed };
                        Take(Machine.Decide(graph, at.Marking, input), at.Plain.Complete(token.Node, token.Visit, port == 1), at.Inputs + 1);
                    }
                }
            }
        }

        CutOff += isCut ? 1 : 0;
        return outcomes;

        void Take(Transition transition, PlainJoins plain, int inputs)
        {
            Transitions++;
            var marking = transition.Marking;
            if (!Check(canvas, transition, plain))
            {
                return;
            }

            if (marking.IsFinished)
            {
                outcomes.Add(marking.Status is RunStatus.Failed ? "failed" : string.Join(' ', marking.Steps.Select(static step => $"{step.Node}x{step.Visits}")));
                States += seen.Add(marking.Status.ToString()) ? 1 : 0;
                return;
            }

            if (seen.Add(KeyOf(marking, plain)))
            {
                States++;
                open.Push((marking, plain, inputs));
            }
        }
    }

    private bool Check(SmallCanvas canvas, Transition transition, PlainJoins plain)
    {
        var marking = transition.Marking;
        var before = Violations.Count;
        if (plain.IsStarved != (marking.Status is RunStatus.Failed))
        {
            Violations.Add($"{canvas}: {marking.Status} {marking.Error}, but by the plain rule starved is {plain.IsStarved}");
            return false;
        }

        var own = string.Join(' ', marking.Tokens.Select(Describe).Order(StringComparer.Ordinal));
        var others = string.Join(' ', plain.Tokens.Select(static token => $"{token.Node}#{token.Visit}{(token.IsResting ? "r" : string.Empty)}[{string.Concat(token.Forks.Select(static fork => $"{fork.Node}#{fork.Visit},"))}]").Order(StringComparer.Ordinal));
        if (own != others && !plain.IsStarved)
        {
            Violations.Add($"{canvas}: the tokens are {own}, by the plain rule {others}");
        }

        if (!marking.IsFinished && !marking.Tokens.Any(static token => token.Wait is Wait.Result))
        {
            Violations.Add($"{canvas}: dead at {own}");
        }

        foreach (var (firing, count) in plain.Firings)
        {
            if (count > 1 && !PlainJoins.IsInLoop(canvas, firing.Join, firing.Home))
            {
                Violations.Add($"{canvas}: join {firing.Join} fired {count} times for one activation");
            }
        }

        return Violations.Count == before;
    }

    private static string Describe(Token token)
    {
        var forks = string.Empty;
        for (var fork = token.Fork; fork is not null; fork = fork.Outer)
        {
            forks = $"{fork.Node}#{fork.Visit},{forks}";
        }

        return $"{token.Node}#{token.Visit}{(token.Wait is Wait.Siblings ? "r" : string.Empty)}[{forks}]";
    }

    private static string KeyOf(Marking marking, PlainJoins plain)
    {
        var key = new StringBuilder();
        foreach (var line in marking.Tokens.Select(static token => Describe(token) + (token.Wait as Wait.Siblings)?.Edge).Order(StringComparer.Ordinal))
        {
            key.Append(line);
        }

        foreach (var (firing, count) in plain.Firings)
        {
            key.Append(CultureInfo.InvariantCulture, $"|{firing.Join},{firing.Home},{firing.Visit},{count}");
        }

        foreach (var step in marking.Steps)
        {
            key.Append(CultureInfo.InvariantCulture, $";{step.Node}x{step.Visits}");
        }

        return key.ToString();
    }
}
