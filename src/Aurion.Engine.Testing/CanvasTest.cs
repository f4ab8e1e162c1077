using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Actions;
using Aurion.Engine.Approvals;
using Aurion.Engine.Canvas;
using Aurion.Engine.Conditions;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Testing;

/// <summary>Runs a canvas in a test: people decide, events come and actions fail as the test says, and days pass at once.</summary>
/// <remarks>
/// <para>Immutable: each call answers a new test, so that several can begin with a common part. Works in any test framework.</para>
/// <para>What the test says nothing about: approvals are given at once, events come at once with an empty payload, actions succeed and produce nothing.
/// Such assumptions stand in <see cref="DryRunResult.Assumptions"/> of the result.</para>
/// <para>No handler is called and no store is touched; the clock is the test's own.</para>
/// </remarks>
public sealed record CanvasTest
{
    private static readonly DateTimeOffset UsualStart = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero); // a Monday

    private CanvasTest()
    {
    }

    /// <summary>Gets the canvas.</summary>
    public required CanvasDefinition Canvas { get; init; }

    private DryRunOptions Options { get; init; } = new() { StartAt = UsualStart };

    private ImmutableDictionary<string, ActionDescription> Actions { get; init; } = ImmutableDictionary.Create<string, ActionDescription>(StringComparer.Ordinal);

    private ConditionOptions Conditions { get; init; } = ConditionOptions.Default;

    private TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Begins with a canvas from a file: its JSON, or that of a workflow with a <c>canvas_definition</c>.</summary>
    /// <param name="path">The file; a relative path is looked for beside the test's assembly, then in the current folder.</param>
    /// <returns>The test.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="JsonException">It is not JSON that the engine takes.</exception>
    public static CanvasTest Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var beside = Path.Combine(AppContext.BaseDirectory, path);
        var text = JsonText.Parse(File.ReadAllText(File.Exists(beside) ? beside : path));
        return text.Element.ValueKind is JsonValueKind.Object && text.Element.TryGetProperty("canvas_definition", out var canvas)
            ? From(CanvasDefinition.Parse(JsonText.From(canvas)))
            : From(CanvasDefinition.Parse(text));
    }

    /// <summary>Begins with a canvas, for example one written in code.</summary>
    /// <param name="canvas">The canvas.</param>
    /// <returns>The test.</returns>
    public static CanvasTest From(CanvasDefinition canvas)
    {
        ArgumentNullException.ThrowIfNull(canvas);
        return new CanvasTest { Canvas = canvas };
    }

    /// <summary>Says what the event holds. Without it the trigger's <c>test_data</c> is taken, or an empty object.</summary>
    /// <param name="payload">An object, anonymous ones too, or a <see cref="JsonText"/>; names of members are taken as they are.</param>
    /// <param name="type">The event's type, which chooses among several triggers; null takes the first.</param>
    /// <returns>A test with it.</returns>
    /// <exception cref="ArgumentException">The payload is no JSON object.</exception>
    public CanvasTest WithEvent(object payload, string? type = null)
    {
        var json = Json(payload);
        return json.Element.ValueKind is JsonValueKind.Object
            ? this with { Options = Options with { Payload = json, EventType = type ?? Options.EventType } }
            : throw new ArgumentException($"An event's payload is an object, not {json}.", nameof(payload));
    }

    /// <summary>Says which conversation the run is about.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>A test with it.</returns>
    public CanvasTest OnConversation(string id) => this with { Options = Options with { ConversationId = id } };

    /// <summary>Says when the run begins. Without it: Monday, the 5th of January 2026, 9:00 UTC.</summary>
    /// <param name="at">The time.</param>
    /// <returns>A test with it.</returns>
    public CanvasTest StartingAt(DateTimeOffset at) => this with { Options = Options with { StartAt = at } };

    /// <summary>Lets an approval be given.</summary>
    /// <param name="node">The approval node.</param>
    /// <param name="after">How long that takes; nothing by default. One that expires before then ends as its node says.</param>
    /// <returns>A test with it.</returns>
    public CanvasTest Approve(string node, TimeSpan after = default) => Decide(node, ApprovalStatus.Approved, after);

    /// <summary>Lets an approval be refused.</summary>
    /// <param name="node">The approval node.</param>
    /// <param name="after">How long that takes; nothing by default.</param>
    /// <returns>A test with it.</returns>
    public CanvasTest Reject(string node, TimeSpan after = default) => Decide(node, ApprovalStatus.Rejected, after);

    /// <summary>Lets nobody decide an approval, so that its time runs out.</summary>
    /// <param name="node">The approval node; it needs <c>expires_in</c>.</param>
    /// <returns>A test with it.</returns>
    public CanvasTest Expire(string node) => Decide(node, ApprovalStatus.Expired, default);

    /// <summary>Lets the event come that a node waits for.</summary>
    /// <param name="node">The node that waits.</param>
    /// <param name="payload">What the event holds, as <see cref="WithEvent"/> takes it; null is an empty object.</param>
    /// <param name="after">How long that takes, from the beginning of the wait.</param>
    /// <returns>A test with it.</returns>
    public CanvasTest Receive(string node, object? payload = null, TimeSpan after = default) => this with
    {
        Options = Options with
        {
            Events = Options.Events.SetItem(Known(node, "wait_event"), payload is null ? JsonText.EmptyObject : Json(payload)),
            EventDelays = Options.EventDelays.SetItem(node, after),
        },
    };

    /// <summary>Lets the event not come that a node waits for, so that its time runs out.</summary>
    /// <param name="node">The node that waits.</param>
    /// <returns>A test with it.</returns>
    public CanvasTest ReceiveNothing(string node) => this with { Options = Options with { Events = Options.Events.SetItem(Known(node, "wait_event"), null) } };

    /// <summary>Lets an action, a request, a script or a called workflow fail.</summary>
    /// <param name="node">The node.</param>
    /// <param name="error">Why.</param>
    /// <param name="times">How many attempts fail before one succeeds; null lets all fail.</param>
    /// <returns>A test with it.</returns>
    public CanvasTest Fail(string node, string error = "It failed, as the test says.", int? times = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        return this with
        {
            Options = Options with
            {
                Failures = Options.Failures.SetItem(Known(node, "action", "http_request", "script", "sub_workflow"), error),
                FailedAttempts = times is { } most ? Options.FailedAttempts.SetItem(node, most) : Options.FailedAttempts.Remove(node),
            },
        };
    }

    /// <summary>Says what an action, a request, a script or a called workflow produces.</summary>
    /// <param name="node">The node.</param>
    /// <param name="output">Any value that JSON can hold.</param>
    /// <returns>A test with it.</returns>
    public CanvasTest Return(string node, object output) =>
        this with { Options = Options with { Outputs = Options.Outputs.SetItem(Known(node, "action", "http_request", "script", "sub_workflow"), Json(output)) } };

    /// <summary>Describes an action that the host performs, so that its parameters are checked. Others take any.</summary>
    /// <param name="description">The description; <see cref="ActionCatalog.Describe"/> has those of usual ones.</param>
    /// <returns>A test with it.</returns>
    public CanvasTest WithAction(ActionDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return this with { Actions = Actions.SetItem(description.Type, description) };
    }

    /// <summary>Declares a business calendar that the canvas names.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="calendar">The calendar.</param>
    /// <returns>A test with it.</returns>
    public CanvasTest WithCalendar(string name, BusinessCalendar calendar)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return this with { Conditions = Conditions with { Calendars = Conditions.Calendars.SetItem(name, calendar) } };
    }

    /// <summary>Runs the canvas.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What happened, with questions that throw when the answer is no.</returns>
    /// <exception cref="CanvasTestException">The canvas has errors; each is named.</exception>
    public async Task<CanvasTestResult> RunAsync(CancellationToken cancellationToken = default)
    {
        var catalog = Catalog();
        var errors = CanvasValidator.Validate(Canvas, null, catalog, Conditions).Where(static finding => finding.Severity is FindingSeverity.Error).ToArray();
        if (errors.Length > 0)
        {
            throw new CanvasTestException($"The canvas can't run:{Environment.NewLine}{string.Join(Environment.NewLine, errors.Select(static error => error.ToString()))}");
        }

        var result = await new DryRunner(catalog, TimeProvider.System, Zone, Conditions).RunAsync(Canvas, Options, cancellationToken).ConfigureAwait(false);
        return new CanvasTestResult(Canvas, result);
    }

    private ActionCatalog Catalog()
    {
        var used = Canvas.Nodes
            .Where(static node => node.Type == "action" && node.Config.ValueKind is JsonValueKind.Object && node.Config.TryGetProperty("type", out var type) && type.ValueKind is JsonValueKind.String)
            .Select(static node => node.Config.GetProperty("type").GetString()!)
            .Where(static type => !string.IsNullOrWhiteSpace(type) && !ActionCatalog.BuiltIn.TryGet(type, out _))
            .Distinct(StringComparer.Ordinal)
            .Where(type => !Actions.ContainsKey(type))
            .Select(static type => new ActionDescription { Type = type });
        return new ActionCatalog([.. used, .. Actions.Values]) { SendsRequests = true, RunsScripts = true };
    }

    private CanvasTest Decide(string node, ApprovalStatus status, TimeSpan after) => this with
    {
        Options = Options with
        {
            Decisions = Options.Decisions.SetItem(Known(node, "approval"), status),
            DecisionDelays = Options.DecisionDelays.SetItem(node, after),
        },
    };

    // A name that is wrong would make a test that proves nothing.
    private string Known(string node, params ReadOnlySpan<string> types)
    {
        var found = Canvas.Nodes.FirstOrDefault(one => one.Id == node);
        if (found is not null && types.Contains(found.Type))
        {
            return node;
        }

        var allowed = new HashSet<string>(types.ToArray(), StringComparer.Ordinal);
        var others = string.Join(", ", Canvas.Nodes.Where(one => allowed.Contains(one.Type)).Select(static one => one.Id));
        throw new CanvasTestException(
            $"{(found is null ? $"The canvas has no node '{node}'" : $"The node '{node}' is of the type {found.Type}")}; wanted is one of {string.Join(", ", types.ToArray())}{(others.Length == 0 ? ", and it has none" : ": " + others)}.");
    }

    private static JsonText Json(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value as JsonText ?? JsonText.Parse(JsonSerializer.Serialize(value, value.GetType()));
    }
}
