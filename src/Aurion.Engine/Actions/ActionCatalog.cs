using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Actions;

/// <summary>The types of action that rules and canvases may use: the engine's own and those the host has a handler for.</summary>
/// <remarks>Immutable and safe for concurrent use. The designer and the docs read it; saving a rule or publishing a canvas checks against it.</remarks>
public sealed class ActionCatalog
{
    private readonly FrozenDictionary<string, ActionDescription> _byType;

    /// <summary>Initializes a new instance of the <see cref="ActionCatalog"/> class.</summary>
    /// <param name="hostActions">The types that the host performs; of two with one type the later counts.</param>
    /// <exception cref="ArgumentException">A type is blank, or is one that the engine performs itself.</exception>
    public ActionCatalog(IEnumerable<ActionDescription> hostActions)
    {
        ArgumentNullException.ThrowIfNull(hostActions);
        var byType = BuiltInActions.All.ToDictionary(static action => action.Type, StringComparer.Ordinal);
        foreach (var action in hostActions)
        {
            if (string.IsNullOrWhiteSpace(action.Type))
            {
                throw new ArgumentException("An action type must not be blank.", nameof(hostActions));
            }

            if (BuiltInActions.IsBuiltIn(action.Type))
            {
                throw new ArgumentException($"The engine performs the action '{action.Type}' itself; a handler cannot replace it.", nameof(hostActions));
            }

            byType[action.Type] = action.IsBuiltIn ? action with { IsBuiltIn = false } : action;
        }

        _byType = byType.ToFrozenDictionary(StringComparer.Ordinal);
        All = [.. byType.Values.OrderBy(static action => action.Type, StringComparer.Ordinal)];
    }

    /// <summary>Gets the catalogue of a host that has no handlers.</summary>
    public static ActionCatalog BuiltIn { get; } = new([]);

    /// <summary>Gets the descriptions, by type.</summary>
    public IReadOnlyCollection<ActionDescription> All { get; }

    /// <summary>Gets a value indicating whether an <see cref="IHttpSender"/> is registered: without one a canvas with an <c>http_request</c> can't be published. The default is false.</summary>
    public bool SendsRequests { get; init; }

    /// <summary>Gets a value indicating whether an <see cref="IScriptRunner"/> is registered: without one a canvas with a <c>script</c> can't be published. The default is false.</summary>
    public bool RunsScripts { get; init; }

    /// <summary>Describes a type that hosts usually supply (<c>send_notification</c>, <c>add_note</c>, …), for registering its handler.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Its usual description; for a type that the design does not know, one without parameters.</returns>
    public static ActionDescription Describe(string type)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(type);
        return HostActions.TryGet(type, out var known) ? known : new ActionDescription { Type = type };
    }

    /// <summary>Finds a type.</summary>
    /// <param name="type">The type; compared ordinally.</param>
    /// <param name="description">Its description; null when nothing performs it.</param>
    /// <returns>Whether the type is known.</returns>
    public bool TryGet(string type, [NotNullWhen(true)] out ActionDescription? description) => _byType.TryGetValue(type, out description);

    /// <summary>Checks one action: a known type, its required parameters, their types and allowed values. All faults are added.</summary>
    /// <param name="action">The action: an object with <c>type</c> and the parameters beside it.</param>
    /// <param name="at">Where it stands in its document.</param>
    /// <param name="faults">Where faults go.</param>
    public void Validate(JsonElement action, FaultPath at, ICollection<Fault> faults)
    {
        ArgumentNullException.ThrowIfNull(at);
        ArgumentNullException.ThrowIfNull(faults);
        if (action.ValueKind is not JsonValueKind.Object)
        {
            faults.Add(new Fault { Path = at, Type = "dict_type", Message = "Input should be a valid dictionary", Input = JsonText.From(action) });
            return;
        }

        if (!action.TryGetProperty("type", out var typeValue))
        {
            faults.Add(new Fault { Path = at.Member("type"), Type = "missing", Message = $"Field required. Allowed: {AllowedTypes}." });
            return;
        }

        if (typeValue.ValueKind is not JsonValueKind.String)
        {
            faults.Add(new Fault
            {
                Path = at.Member("type"),
                Type = "string_type",
                Message = $"Input should be a valid string. Allowed: {AllowedTypes}.",
                Input = JsonText.From(typeValue),
            });
            return;
        }

        if (!TryGet(typeValue.GetString()!, out var description))
        {
            faults.Add(new Fault
            {
                Path = at.Member("type"),
                Type = "unknown_action",
                Message = $"Unknown action type '{typeValue.GetString()}'. Allowed: {AllowedTypes}.",
                Input = JsonText.From(typeValue),
            });
            return;
        }

        ActionParameters.Validate(description, action, at, faults);
        BuiltInActions.ValidateMore(description, action, at, faults);
    }

    private string AllowedTypes => string.Join(", ", All.Select(static action => action.Type));
}
