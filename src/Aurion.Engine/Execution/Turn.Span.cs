using System.Runtime.InteropServices;
using Aurion.Engine.Canvas;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <content>From the marking to the answer. A thread uses one turn again and again, so that a decision allocates what it answers and little else.</content>
internal sealed partial class Turn
{
    private const int MostKept = 1_024;

    [ThreadStatic]
    private static Turn? t_spare;

    private Turn()
    {
    }

    /// <summary>Takes a marking apart for a decision, in the thread's room or, within another decision, in some of its own.</summary>
    /// <remarks>Whoever takes one closes it; one that is lost to an exception is left to the collector.</remarks>
    public static Turn Take(Graph graph, Marking marking, DateTimeOffset at)
    {
        var turn = t_spare ?? new Turn();
        t_spare = null;
        turn.Open(graph, marking, at);
        return turn;
    }

    public Transition ToTransition()
    {
        var tokens = Live == 0 ? [] : new Token[Live];
        for (int slot = 0, at = 0; slot < TokenCount; slot++)
        {
            if (_tokens[slot].Node != MachineToken.Ended)
            {
                tokens[at++] = _tokens[slot].ToToken();
            }
        }

        var marking = new Marking
        {
            Now = Now,
            Origin = Origin,
            Rest = ToRest(),
            Steps = _steps.Complete(),
            Tokens = ImmutableCollectionsMarshal.AsImmutableArray(tokens),
            LastToken = _lastToken,
            Recorded = Recorded,
            Status = Status,
            DataBytes = DataBytes,
        };
        return new Transition(marking, ToLog(), [.. _effects]);
    }

    private MarkingRest ToRest()
    {
        var before = _before.Rest;
        var payload = ReferenceEquals(Payload, Origin.Payload) ? null : Payload;
        var fired = Live == 0 ? [] : _joins?.Fired ?? before.Fired;
        var scopes = _scopes?.ToImmutable() ?? before.Scopes;
        var lastScope = _scopes?.LastId ?? before.LastScope;
        return ReferenceEquals(before.Variables, _variables)
            && ReferenceEquals(before.Output, Output)
            && ReferenceEquals(before.Error, Error)
            && ReferenceEquals(before.Payload, payload)
            && ReferenceEquals(before.Before, _start)
            && ReferenceEquals(before.Conversation, Conversation)
            && ReferenceEquals(before.Admission, Admission)
            && before.PausedBy == PausedBy
            && before.Fired == fired
            && before.Scopes == scopes
            && before.LastScope == lastScope
            ? before
            : new MarkingRest
            {
                Variables = _variables,
                Output = Output,
                Error = Error,
                Payload = payload,
                Before = _start,
                Conversation = Conversation,
                Admission = Admission,
                PausedBy = PausedBy,
                Fired = fired,
                Scopes = scopes,
                LastScope = lastScope,
            };
    }

    /// <summary>Ends the decision, whatever came of it. Nothing may be asked of it afterwards.</summary>
    public void Close()
    {
        _steps.Complete();
        if (_events.Capacity > MostKept || _effects.Capacity > MostKept || _tokens.Length > MostKept)
        {
            return; // one that a very large decision has stretched
        }

        // Nothing of the run stays alive by its thread.
        _events.Clear();
        _effects.Clear();
        Array.Clear(_tokens, 0, TokenCount);
        Graph = null!;
        _before = Marking.Empty;
        Payload = JsonText.EmptyObject;
        _variables = Marking.NoVariables;
        _start = Conversation = Output = null;
        Admission = null;
        Warnings = null;
        _scopes = null;
        _joins = null;
        Origin = Marking.NoOrigin;
        t_spare = this;
    }

    private void Open(Graph graph, Marking marking, DateTimeOffset at)
    {
        Graph = graph;
        _before = marking;
        Now = at > marking.Now ? at : marking.Now;
        Origin = marking.Origin;
        Since = Now;
        Payload = marking.Payload;
        Conversation = marking.Conversation;
        Status = marking.Status;
        PausedBy = marking.PausedBy;
        Admission = marking.Admission;
        Error = marking.Error;
        Output = marking.Output;
        Entered = 0;
        _recorded = 0;
        Scope = 0;
        MayStarve = false;
        _start = marking.Before;
        _variables = marking.Variables;
        _key = null;
        _steps.Begin(marking.Steps);
        _lastToken = marking.LastToken;
        if (_tokens.Length < marking.Tokens.Length)
        {
            _tokens = new MachineToken[marking.Tokens.Length + 4];
        }

        TokenCount = 0;
        foreach (var token in marking.Tokens)
        {
            _tokens[TokenCount++] = new MachineToken(token);
        }

        Live = TokenCount;
        DataBytes = marking.DataBytes ?? DataSize.Of(marking);
    }
}
