using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>A run while one decision is made: the marking taken apart, and what has happened and been asked so far.</summary>
/// <remarks>Used by one thread. It is also what conditions and templates read: see <see cref="Find"/>.</remarks>
internal sealed class Turn : FieldSource
{
    private readonly Marking _before;
    private readonly ImmutableArray<RunEvent>.Builder _events = ImmutableArray.CreateBuilder<RunEvent>();
    private readonly ImmutableArray<Effect>.Builder _effects = ImmutableArray.CreateBuilder<Effect>();
    private StepState[] _steps;
    private int _stepCount;
    private bool _ownsSteps;
    private MachineToken[] _tokens;
    private ImmutableSortedDictionary<string, JsonText> _variables;
    private JsonText? _start;
    private int _lastToken;

    public Turn(Graph graph, Marking marking, DateTimeOffset at)
    {
        Graph = graph;
        _before = marking;
        Now = at > marking.Now ? at : marking.Now;
        Run = marking.Run;
        Tenant = marking.Tenant;
        ConversationId = marking.ConversationId;
        RequestedBy = marking.RequestedBy;
        EventType = marking.EventType;
        Payload = marking.Payload;
        Conversation = marking.Conversation;
        Status = marking.Status;
        PausedBy = marking.PausedBy;
        Error = marking.Error;
        Output = marking.Output;
        _start = marking.Before;
        _variables = marking.Variables;
        _steps = ImmutableCollectionsMarshal.AsArray(marking.Steps)!;
        _stepCount = _steps.Length;
        _lastToken = marking.LastToken;
        _tokens = new MachineToken[Math.Max(marking.Tokens.Length, 4)];
        foreach (var token in marking.Tokens)
        {
            _tokens[TokenCount++] = new MachineToken(token);
        }

        Live = TokenCount;
        DataBytes = SizeOf(marking);
    }

    public Graph Graph { get; }

    /// <summary>Gets the time of the decision: the input's, or the last one's when the clock went back.</summary>
    public DateTimeOffset Now { get; }

    public RunId Run { get; private set; }

    public TenantId Tenant { get; private set; }

    public string? ConversationId { get; private set; }

    public string? RequestedBy { get; private set; }

    public string? EventType { get; private set; }

    public JsonText Payload { get; private set; }

    public JsonText? Conversation { get; private set; }

    public RunStatus Status { get; set; }

    public PauseCauses PausedBy { get; set; }

    public string? Error { get; set; }

    public JsonText? Output { get; set; }

    /// <summary>Gets the number of slots, ended tokens included.</summary>
    public int TokenCount { get; private set; }

    /// <summary>Gets the number of tokens that have not ended.</summary>
    public int Live { get; private set; }

    /// <summary>Gets or sets the number of nodes entered in this decision.</summary>
    public int Entered { get; set; }

    public int DataBytes { get; private set; }

    public int Recorded => _before.Recorded + _events.Count;

    /// <summary>Gets what was odd since it was last taken; null when nothing was.</summary>
    public List<string>? Warnings { get; private set; }

    public List<string> WarningsToFill => Warnings ??= [];

    public void Begin(RunInput.Started started)
    {
        Run = started.Run;
        Tenant = started.Tenant;
        ConversationId = started.ConversationId;
        RequestedBy = started.RequestedBy;
        EventType = started.EventType;
        Payload = started.Payload;
        Conversation = started.Conversation;
        Status = RunStatus.Running;
        DataBytes = Payload.Utf8.Length + (Conversation?.Utf8.Length ?? 0);
    }

    public ref MachineToken Token(int slot) => ref _tokens[slot];

    public int AddToken(int scope, Fork? fork)
    {
        if (TokenCount == _tokens.Length)
        {
            Array.Resize(ref _tokens, _tokens.Length * 2);
        }

        _tokens[TokenCount] = new MachineToken { Id = ++_lastToken, Scope = scope, Fork = fork, Attempt = 1 };
        Live++;
        return TokenCount++;
    }

    public void EndToken(int slot)
    {
        SetWait(slot, null);
        _tokens[slot].Node = MachineToken.Ended;
        Live--;
    }

    public void SetWait(int slot, Wait? wait)
    {
        DataBytes += SizeOf(wait) - SizeOf(_tokens[slot].Wait);
        _tokens[slot].Wait = wait;
    }

    /// <summary>Puts a token before a node and counts the visit, so that the step's key is settled from then on.</summary>
    public void Arrive(int slot, int node)
    {
        ref var token = ref _tokens[slot];
        SetWait(slot, null);
        ref var state = ref StepOf(token.Scope, node);
        state = state with { Visits = state.Visits + 1 };
        token.Node = node;
        token.Visit = state.Visits;
        token.Attempt = 1;
    }

    public string KeyOf(in MachineToken token) =>
        string.Concat(Run.Value, "/", Graph.Nodes[token.Node].Id, string.Concat("/", token.Visit.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Finds the token that waits under a key; −1 when none does.</summary>
    public int FindWaiting(string key)
    {
        for (var slot = 0; slot < TokenCount; slot++)
        {
            if (_tokens[slot].Wait is { } wait && string.Equals(wait.Key, key, StringComparison.Ordinal))
            {
                return slot;
            }
        }

        return -1;
    }

    public void SetStep(int scope, int node, StepStatus status, string? branch, JsonText? output, string? error)
    {
        ref var state = ref StepOf(scope, node);
        DataBytes += (output?.Utf8.Length ?? 0) - (state.Output?.Utf8.Length ?? 0);
        state = state with { Status = status, Branch = branch, Output = output, Error = error };
    }

    public bool TryGetStep(int scope, int node, out StepState state)
    {
        var at = Search(scope, node);
        state = at < 0 ? default : _steps[at];
        return at >= 0;
    }

    /// <summary>Notes that a visit has begun; what the last one produced stays readable until this one ends.</summary>
    public void BeginStep(int scope, int node)
    {
        ref var state = ref StepOf(scope, node);
        state = state with { Status = StepStatus.Running };
    }

    public void SetVariable(string name, JsonText value)
    {
        DataBytes += value.Utf8.Length + name.Length;
        if (_variables.TryGetValue(name, out var old))
        {
            DataBytes -= old.Utf8.Length + name.Length;
        }

        _variables = _variables.SetItem(name, value);
    }

    /// <summary>Takes over what a field action made of the payload and the conversation.</summary>
    public void SetFields(JsonText payload, JsonText? conversation)
    {
        if (!ReferenceEquals(payload, Payload) && _start is null)
        {
            _start = Payload;
            DataBytes += Payload.Utf8.Length;
        }

        DataBytes += payload.Utf8.Length - Payload.Utf8.Length + (conversation?.Utf8.Length ?? 0) - (Conversation?.Utf8.Length ?? 0);
        Payload = payload;
        Conversation = conversation;
    }

    public void Add(RunEvent happened) => _events.Add(happened);

    public void Ask(Effect effect) => _effects.Add(effect);

    public ImmutableArray<string> TakeWarnings()
    {
        if (Warnings is not { Count: > 0 } warnings)
        {
            return [];
        }

        Warnings = null;
        return [.. warnings];
    }

    /// <summary>Fills in a template.</summary>
    /// <returns>The value; null, with the reason, when what was filled in can't be kept.</returns>
    public JsonText? Resolve(JsonTemplate template, out string? error)
    {
        error = null;
        if (template.IsConstant)
        {
            return template.Resolve(this, null);
        }

        try
        {
            return template.Resolve(this, WarningsToFill);
        }
        catch (JsonException exception)
        {
            error = exception.Message;
            return null;
        }
    }

    /// <inheritdoc/>
    public override JsonElement Find(FieldPath path) => path.First switch
    {
        "$vars" => RunFields.FindVariable(_variables, path.Rest),
        "$steps" => RunFields.FindStep(Graph, this, path.Rest),
        "$conversation" => RunFields.FindConversation(this, path.Rest),
        _ => path.Find(Payload.Element),
    };

    /// <inheritdoc/>
    public override JsonElement FindBefore(FieldPath path)
    {
        if (RunFields.IsReserved(path))
        {
            return Find(path);
        }

        var start = (_start ?? Payload).Element;
        var recorded = FindIn(FieldPath.Previous.Find(start), path);
        return recorded.ValueKind is JsonValueKind.Undefined ? path.Find(start) : recorded;
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

        if (_ownsSteps && _stepCount != _steps.Length)
        {
            Array.Resize(ref _steps, _stepCount);
        }

        var marking = new Marking
        {
            Now = Now,
            Run = Run,
            Tenant = Tenant,
            ConversationId = ConversationId,
            RequestedBy = RequestedBy,
            EventType = EventType,
            Payload = Payload,
            Before = _start,
            Conversation = Conversation,
            Variables = _variables,
            Steps = ImmutableCollectionsMarshal.AsImmutableArray(_steps),
            Tokens = ImmutableCollectionsMarshal.AsImmutableArray(tokens),
            LastToken = _lastToken,
            Recorded = Recorded,
            Scopes = _before.Scopes,
            LastScope = _before.LastScope,
            Status = Status,
            PausedBy = PausedBy,
            Error = Error,
            Output = Output,
        };
        return new Transition(marking, _events.DrainToImmutable(), _effects.DrainToImmutable());
    }

    private static int SizeOf(Wait? wait) => wait switch
    {
        Wait.Result result => result.Parameters.Utf8.Length,
        Wait.Pending pending => pending.Parameters.Utf8.Length,
        Wait.Retry retry => retry.Parameters.Utf8.Length,
        _ => 0,
    };

    private static int SizeOf(Marking marking)
    {
        var size = marking.Payload.Utf8.Length + (marking.Before?.Utf8.Length ?? 0) + (marking.Conversation?.Utf8.Length ?? 0);
        foreach (var (name, value) in marking.Variables)
        {
            size += value.Utf8.Length + name.Length;
        }

        foreach (ref readonly var step in marking.Steps.AsSpan())
        {
            size += step.Output?.Utf8.Length ?? 0;
        }

        foreach (var token in marking.Tokens)
        {
            size += SizeOf(token.Wait);
        }

        return size;
    }

    private ref StepState StepOf(int scope, int node)
    {
        var at = Search(scope, node);
        if (!_ownsSteps)
        {
            var copy = new StepState[_stepCount + Math.Max(8, _stepCount / 4)];
            Array.Copy(_steps, copy, _stepCount);
            _steps = copy;
            _ownsSteps = true;
        }

        if (at < 0)
        {
            at = ~at;
            if (_stepCount == _steps.Length)
            {
                Array.Resize(ref _steps, _steps.Length * 2);
            }

            Array.Copy(_steps, at, _steps, at + 1, _stepCount - at);
            _steps[at] = new StepState(scope, node, 0, StepStatus.Running, null, null, null);
            _stepCount++;
        }

        return ref _steps[at];
    }

    private int Search(int scope, int node)
    {
        var low = 0;
        var high = _stepCount - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = StepState.Compare(scope, node, _steps[middle]);
            if (order == 0)
            {
                return middle;
            }

            if (order > 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }
}
