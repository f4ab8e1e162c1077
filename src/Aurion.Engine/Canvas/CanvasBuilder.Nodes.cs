using System.Text.Json.Nodes;
using System.Xml;

namespace Aurion.Engine.Canvas;

/// <content>The kinds of nodes. An id of null is derived from what the node does, such as <c>send_notification_2</c>.</content>
public sealed partial class CanvasBuilder
{
    /// <summary>Begins a run. Several triggers are alternative starts.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="on">The type of event; null is any.</param>
    /// <param name="testData">The pinned sample that dry runs take; null is none.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Trigger(string? id = null, string? on = null, JsonNode? testData = null)
    {
        Continue([]);
        return Add(id, "trigger", Config(("event", on), ("test_data", testData)));
    }

    /// <summary>Asks whether something holds; goes on by <c>true</c>.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="field">The field.</param>
    /// <param name="operator">The operator, such as <c>equals</c>.</param>
    /// <param name="value">What it is compared with; null for operators that compare with nothing.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder When(string? id, string field, string @operator, JsonNode? value = null) =>
        When(id, new JsonObject { ["conditions"] = CanvasCases.Conditions([(field, @operator, value)]) });

    /// <summary>Asks whether several things hold, all of them; goes on by <c>true</c>.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="all">Field, operator, and what it is compared with.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder When(string? id, params ReadOnlySpan<(string Field, string Operator, JsonNode? Value)> all) =>
        When(id, new JsonObject { ["conditions"] = CanvasCases.Conditions(all) });

    /// <summary>Asks a question written as JSON; goes on by <c>true</c>.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="config">The configuration: <c>conditions</c>, or the short form.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder When(string? id, JsonObject config) => Add(id, "condition", Copy(config), port: "true");

    /// <summary>Chooses among cases, each a port of its own; say <see cref="On"/>, <see cref="Otherwise"/> or <see cref="Branch"/> next.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="cases">Writes the cases, in order; called at once.</param>
    /// <param name="all">Whether every case that holds is taken, rather than the first.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Switch(string? id, Action<CanvasCases> cases, bool all = false)
    {
        ArgumentNullException.ThrowIfNull(cases);
        var list = new CanvasCases();
        cases(list);
        return Add(id, "switch", Config(("mode", all ? "all" : null), ("cases", list.Json)));
    }

    /// <summary>Performs an action; goes on when it is done.</summary>
    /// <param name="id">The node's id; null derives one from the type.</param>
    /// <param name="type">The action's type.</param>
    /// <param name="parameters">Its parameters; placeholders in them are filled in when it is performed.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Action(string? id, string type, params ReadOnlySpan<(string Name, JsonNode? Value)> parameters) =>
        Add(id, "action", ActionConfig(type, parameters), type);

    /// <summary>Performs an action under an id derived from its type.</summary>
    /// <param name="type">The action's type.</param>
    /// <param name="parameters">Its parameters; placeholders in them are filled in when it is performed.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Action(string type, params ReadOnlySpan<(string Name, JsonNode? Value)> parameters) => Action(null, type, parameters);

    /// <summary>Writes an action that undoes a step when the container that both lie in does not succeed. Nothing leads to it, and what follows here does not follow it.</summary>
    /// <param name="step">The step that it undoes.</param>
    /// <param name="id">The node's id; null derives one from the type.</param>
    /// <param name="type">The action's type.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Compensate(string step, string? id, string type, params ReadOnlySpan<(string Name, JsonNode? Value)> parameters)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(step);
        var config = ActionConfig(type, parameters);
        config["compensates"] = step;
        id ??= _draft.Derive(type);
        _draft.Add(id, "action", _parent, config);
        _draft.Excuse(id);
        _told = id;
        return this;
    }

    /// <summary>Asks one person, role or team; goes on by <c>approved</c>.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="approver">Who: <c>user:…</c>, <c>role:…</c> or <c>team:…</c>.</param>
    /// <param name="title">What is asked; null takes the node's name.</param>
    /// <param name="expiresIn">How long it stays open; null for ever.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Approval(string? id, string approver, string? title = null, TimeSpan? expiresIn = null) =>
        Approval(id, new CanvasApproval { Approvers = [approver], Title = title, ExpiresIn = expiresIn });

    /// <summary>Asks people; goes on by <c>approved</c>.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="approval">Whom, what and for how long.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Approval(string? id, CanvasApproval approval)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return Add(id, "approval", approval.ToConfig(), port: "approved");
    }

    /// <summary>Waits for a while.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="duration">How long.</param>
    /// <param name="calendar">The business calendar in whose open hours it is counted; null counts all time.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Delay(string? id, TimeSpan duration, string? calendar = null) =>
        Add(id, "delay", Config(("duration", Duration(duration)), ("calendar", calendar)));

    /// <summary>Waits until an instant.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="until">The instant in ISO 8601, or a placeholder that stands for one.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder DelayUntil(string? id, string until) => Add(id, "delay", Config(("until", until)));

    /// <summary>Waits for an event; goes on by <c>received</c>.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="eventType">The event's type.</param>
    /// <param name="timeout">How long it waits, after which it leaves by <c>timeout</c>; null for ever.</param>
    /// <param name="correlate">What the event must be about; null is the run's conversation.</param>
    /// <param name="conditions">What the event must be like, as <c>conditions</c> are written; null takes any.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder WaitEvent(string? id, string eventType, TimeSpan? timeout = null, string? correlate = null, JsonNode? conditions = null) => Add(
        id, "wait_event", Config(("event_type", eventType), ("correlate", correlate), ("conditions", conditions), ("timeout", Duration(timeout))), port: "received");

    /// <summary>Gathers the ways that lead here, as soon as no other can come.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Join(string? id = null) => Add(id, "join", null);

    /// <summary>Gathers the ways that lead here and fails when one of them can no longer come.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder JoinAll(string? id = null) => Add(id, "join", Config(("mode", "all")));

    /// <summary>Goes on as soon as some ways have come.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="n">How many; 1 is the first.</param>
    /// <param name="cancelRest">Whether what is still on its way is ended.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder JoinFirst(string? id, int n = 1, bool cancelRest = false) => Add(
        id, "join", Config(("mode", n == 1 ? "any" : "n"), ("n", n == 1 ? null : n), ("cancel_rest", cancelRest ? true : null)));

    /// <summary>Does something once for each item of a list; goes on by <c>done</c>. Inside, <c>$item</c> is the item.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="items">The list, or a placeholder that stands for one.</param>
    /// <param name="inside">Writes the nodes inside; the first is where an item begins. Called at once.</param>
    /// <param name="parallel">Whether items are at work side by side.</param>
    /// <param name="maxParallel">How many at once; null all.</param>
    /// <param name="completeWhen">How many must be done for the rest to be ended; null waits for all.</param>
    /// <param name="itemAs">The variable that stands for the item too; null is none.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder ForEach(
        string? id, JsonNode items, Action<CanvasBuilder> inside, bool parallel = false, int? maxParallel = null, int? completeWhen = null, string? itemAs = null) => Container(
        id,
        "for_each",
        Config(
            ("items", items),
            ("mode", parallel ? "parallel" : null),
            ("max_parallel", maxParallel),
            ("complete_when", completeWhen is { } n ? new JsonObject { ["n"] = n } : null),
            ("item_as", itemAs)),
        inside);

    /// <summary>Does something that succeeds or fails as one; goes on by <c>done</c>. Other ways out are <c>error</c>, <c>timeout</c> and <c>cancelled</c>.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="inside">Writes the nodes inside; the first is where it begins. Called at once.</param>
    /// <param name="timeout">How long it may take; null for ever.</param>
    /// <param name="variables">Variables of its own and what they begin with; null is none.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Scope(string? id, Action<CanvasBuilder> inside, TimeSpan? timeout = null, JsonObject? variables = null) =>
        Container(id, "scope", Config(("timeout", Duration(timeout)), ("variables", variables)), inside);

    /// <summary>Calls another workflow; goes on by <c>completed</c>.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="workflowId">The workflow.</param>
    /// <param name="input">What it is given; null hands the run's payload on.</param>
    /// <param name="version">The version; null is the one that is published then.</param>
    /// <param name="wait">Whether it is waited for.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder SubWorkflow(string? id, string workflowId, JsonNode? input = null, int? version = null, bool wait = true) => Add(
        id, "sub_workflow", Config(("workflow_id", workflowId), ("version", version), ("input", input), ("wait", wait ? null : false)), port: "completed");

    /// <summary>Sets variables.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="assign">The variables and what they become; placeholders are filled in.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Set(string? id, params ReadOnlySpan<(string Name, JsonNode? Value)> assign) => Add(id, "set", new JsonObject { ["assign"] = Members(assign) });

    /// <summary>Raises an event about the run's conversation.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="eventType">The event's type.</param>
    /// <param name="payload">Its payload; empty when nothing is given.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder EmitEvent(string? id, string eventType, params ReadOnlySpan<(string Name, JsonNode? Value)> payload) =>
        Add(id, "emit_event", Config(("event_type", eventType), ("payload", payload.IsEmpty ? null : Members(payload))));

    /// <summary>Ends what goes on at other nodes.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="nodes">The nodes, containers among them.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Cancel(string? id, params ReadOnlySpan<string> nodes)
    {
        var list = new JsonArray();
        foreach (var node in nodes)
        {
            list.Add((JsonNode)node);
        }

        return Add(id, "cancel", new JsonObject { ["nodes"] = list });
    }

    /// <summary>Ends a container that goes on, which leaves by <c>cancelled</c>.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="scope">The container.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder CancelScope(string? id, string scope) => Add(id, "cancel", new JsonObject { ["scope"] = scope });

    /// <summary>Ends this way, or the run.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="output">What the run produces; null is nothing.</param>
    /// <param name="failed">Whether the run has failed then.</param>
    /// <param name="endsRun">Whether every other way ends too.</param>
    /// <returns>This builder; nothing is open.</returns>
    public CanvasBuilder End(string? id = null, JsonNode? output = null, bool failed = false, bool endsRun = false) =>
        Add(id, "end", Config(("status", failed ? "failed" : null), ("output", output), ("ends", endsRun ? "run" : null)));

    /// <summary>Sends a request; goes on when it is answered.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="url">Where to.</param>
    /// <param name="method">GET, POST, PUT, PATCH, DELETE or HEAD; null is GET.</param>
    /// <param name="body">What is sent; null is nothing.</param>
    /// <param name="headers">The headers; null is none.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder HttpRequest(string? id, string url, string? method = null, JsonNode? body = null, JsonObject? headers = null) =>
        Add(id, "http_request", Config(("url", url), ("method", method), ("headers", headers), ("body", body)));

    /// <summary>Runs a script; goes on when it is done.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="source">The script.</param>
    /// <param name="input">What it is given; null is nothing.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Script(string? id, string source, JsonObject? input = null) => Add(id, "script", Config(("source", source), ("input", input)));

    /// <summary>Writes a node of any type with its configuration as JSON.</summary>
    /// <param name="id">The node's id; null derives one.</param>
    /// <param name="type">The type.</param>
    /// <param name="config">The configuration; copied; null is none.</param>
    /// <returns>This builder; what follows leaves by the main port, unsaid.</returns>
    public CanvasBuilder Node(string? id, string type, JsonObject? config = null) => Add(id, type, config is null ? null : Copy(config));

    /// <summary>Lets the last action, request or script be tried again when it fails.</summary>
    /// <param name="maxAttempts">The attempts in all.</param>
    /// <param name="initial">The first pause; null is a second.</param>
    /// <param name="isFixed">Whether every pause is as long, rather than twice the one before.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Retry(int maxAttempts, TimeSpan? initial = null, bool isFixed = false) =>
        With("retry", Config(("max_attempts", maxAttempts), ("backoff", isFixed ? "fixed" : null), ("initial", Duration(initial))));

    /// <summary>Bounds how long an attempt of the last node may take, or how long it waits.</summary>
    /// <param name="timeout">The time.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder Timeout(TimeSpan timeout) => With("timeout", Duration(timeout));

    /// <summary>Lets the run go on by the main port when the last action fails and no edge leaves by <c>error</c>.</summary>
    /// <returns>This builder.</returns>
    public CanvasBuilder ContinueOnError() => With("on_error", "continue");

    /// <summary>Puts the last action's output into a variable.</summary>
    /// <param name="variable">The variable.</param>
    /// <returns>This builder.</returns>
    public CanvasBuilder OutputAs(string variable) => With("output_as", variable);

    private CanvasBuilder Container(string? id, string type, JsonObject? config, Action<CanvasBuilder> inside)
    {
        ArgumentNullException.ThrowIfNull(inside);
        Add(id, type, config, port: "done");
        var builder = new CanvasBuilder(_draft, _last);
        inside(builder);
        builder.Settle();
        return this;
    }

    internal static string? Duration(TimeSpan? duration) => duration is { } given ? XmlConvert.ToString(given) : null;

    internal static JsonObject? Config(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var config = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                config[name] = value.DeepClone();
            }
        }

        return config.Count == 0 ? null : config;
    }

    private static JsonObject ActionConfig(string type, ReadOnlySpan<(string Name, JsonNode? Value)> parameters)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        var config = Members(parameters);
        config.Insert(0, "type", type);
        return config;
    }

    private static JsonObject Members(ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var result = new JsonObject();
        foreach (var (name, value) in members)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, nameof(members));
            result[name] = value?.DeepClone();
        }

        return result;
    }

    private static JsonObject Copy(JsonObject config)
    {
        ArgumentNullException.ThrowIfNull(config);
        return config.DeepClone().AsObject();
    }
}
