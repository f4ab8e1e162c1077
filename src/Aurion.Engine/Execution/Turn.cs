using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution;

/// <summary>A run while one decision is made: the marking taken apart, and what has happened and been asked so far.</summary>
/// <remarks>Used by one thread. It is also what conditions and templates read: see <see cref="Find"/>.</remarks>
internal sealed partial class Turn : FieldSource
{
    private readonly List<EventEntry> _events = new(16);
    private readonly List<Effect> _effects = new(4);
    private readonly StepTable _steps = new();
    private Marking _before = Marking.Empty;
    private MachineToken[] _tokens = new MachineToken[4];
    private ImmutableSortedDictionary<string, JsonText> _variables = Marking.NoVariables;
    private JsonText? _start;
    private TurnScopes? _scopes;
    private int _lastToken;
    private int _recorded;
    private string? _key;
    private (int Scope, int Node, int Visit) _keyed;

    public Graph Graph { get; private set; } = null!;

    /// <summary>Gets the time of the decision: the input's, or the last one's when the clock went back.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Gets what the run began with: what of it never changes.</summary>
    public RunInput.Started Origin { get; private set; } = Marking.NoOrigin;

    public RunId Run => Origin.Run;

    public TenantId Tenant => Origin.Tenant;

    public string? ConversationId => Origin.ConversationId;

    public string? RequestedBy => Origin.RequestedBy;

    public string? EventType => Origin.EventType;

    public JsonText Payload { get; private set; } = JsonText.EmptyObject;

    public JsonText? Conversation { get; private set; }

    public RunStatus Status { get; set; }

    public string? Error { get; set; }

    public JsonText? Output { get; set; }

    /// <summary>Gets the number of slots, ended tokens included.</summary>
    public int TokenCount { get; private set; }

    /// <summary>Gets the number of tokens that have not ended.</summary>
    public int Live { get; private set; }

    /// <summary>Gets or sets the number of nodes entered in this decision.</summary>
    public int Entered { get; set; }

    public int DataBytes { get; private set; }

    /// <summary>Gets or sets the scope instance whose data is read and written: that of the token being moved.</summary>
    public int Scope { get; set; }

    /// <summary>Gets the scope instances.</summary>
    public TurnScopes Scopes => _scopes ??= new TurnScopes(this, _before);

    public bool HasScopes => _scopes is not null || !_before.Scopes.IsEmpty;

    public int Recorded => _before.Recorded + _recorded;

    /// <summary>Gets what was odd since it was last taken; null when nothing was.</summary>
    public List<string>? Warnings { get; private set; }

    public List<string> WarningsToFill => Warnings ??= [];

    public void Begin(RunInput.Started started)
    {
        Origin = started;
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
        MayStarve = true;
        Live--;
        if (_tokens[slot].Scope is not 0 and var scope)
        {
            Scopes.Touch(scope);
        }
    }

    /// <summary>Ends a token whose branch is over; what the branch produced is what its scope does, unless another ends later.</summary>
    public void EndBranch(int slot, JsonText? output)
    {
        if (output is not null && _tokens[slot].Scope != 0 && Scopes.Find(_tokens[slot].Scope) is { IsClosed: false } scope)
        {
            Scopes.Set(scope with { Output = output });
        }

        EndToken(slot);
    }

    /// <summary>Finds a live token by its id.</summary>
    public int FindToken(int id)
    {
        for (var slot = 0; slot < TokenCount; slot++)
        {
            if (_tokens[slot].Id == id && _tokens[slot].Node != MachineToken.Ended)
            {
                return slot;
            }
        }

        throw new InvalidOperationException($"The run has no token {id}.");
    }

    public void SetWait(int slot, Wait? wait)
    {
        DataBytes += DataSize.Of(wait) - DataSize.Of(_tokens[slot].Wait);
        _tokens[slot].Wait = wait;
    }

    /// <summary>Puts a token before a node and counts the visit, so that the step's key is settled from then on.</summary>
    /// <param name="slot">The token.</param>
    /// <param name="node">The node.</param>
    /// <param name="visit">The number of the visit; null takes the next.</param>
    public void Arrive(int slot, int node, int? visit = null)
    {
        ref var token = ref _tokens[slot];
        SetWait(slot, null);
        ref var state = ref _steps.Of(token.Scope, node);
        token.Visit = visit ?? state.Visits + 1;
        state = state with { Visits = Math.Max(state.Visits, token.Visit) };
        token.Node = node;
        token.Attempt = 1;
    }

    public string KeyOf(in MachineToken token) => KeyOf(token.Scope, token.Node, token.Visit);

    public string KeyOf(int scope, int node, int visit)
    {
        // A node that waits asks for the key that its entry was recorded under.
        if (_key is null || _keyed != (scope, node, visit))
        {
            _key = scope == 0
                ? EventLog.KeyOf(Graph, Run.Value, node, visit)
                : string.Concat(Scopes.PathOf(scope), Graph.Containers.KeyName(node), "/", visit.ToString(CultureInfo.InvariantCulture));
            _keyed = (scope, node, visit);
        }

        return _key;
    }

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
        ref var state = ref _steps.Of(scope, node);
        DataBytes += (output?.Utf8.Length ?? 0) - (state.Output?.Utf8.Length ?? 0);
        state = new StepState(scope, node, state.Visits, status, branch, output, error);
    }

    public bool TryGetStep(int scope, int node, out StepState state) => _steps.TryGet(scope, node, out state);

    /// <summary>Notes that a visit has begun; what the last one produced stays readable until this one ends.</summary>
    public void BeginStep(int scope, int node)
    {
        ref var state = ref _steps.Of(scope, node);
        state = state with { Status = StepStatus.Running };
    }

    /// <summary>Assigns a variable: in the innermost scope that declares the name, else in the run.</summary>
    public void SetVariable(string name, JsonText value)
    {
        if (Scope != 0 && Scopes.TrySetVariable(Scope, name, value))
        {
            return;
        }

        DataBytes += value.Utf8.Length + name.Length;
        if (_variables.TryGetValue(name, out var old))
        {
            DataBytes -= old.Utf8.Length + name.Length;
        }

        _variables = _variables.SetItem(name, value);
    }

    public void AddData(int bytes) => DataBytes += bytes;

    /// <summary>Forgets the steps of a scope instance.</summary>
    public void RemoveSteps(int scope) => DataBytes -= _steps.Remove(scope);

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

    public void Ask(Effect effect) => _effects.Add(effect);

    /// <summary>Gets what the decision has asked for so far.</summary>
    public List<Effect> Asked => _effects;

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
        "$vars" => RunFields.FindVariable(this, _variables, path.Rest),
        "$steps" => RunFields.FindStep(this, path.Rest),
        "$item" => RunFields.FindItem(this, path.Rest),
        "$item_index" => RunFields.FindItemIndex(this, path.Rest),
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
}
