using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Aurion.Engine.Actions;

/// <summary>The action types that a helpdesk usually supplies, with their parameters. Each is available once the host has registered a handler.</summary>
internal static class HostActions
{
    public static readonly ImmutableArray<ActionDescription> All =
    [
        Of("send_notification", "Tells people something.",
            Optional("template", ActionParameterType.Text, "The template to send."),
            Optional("recipients", ActionParameterType.Any, "Who gets it: a text or a list.")),
        Of("add_note", "Adds an internal note.", Required("text", ActionParameterType.Text, "The note.")),
        Of("create_ticket", "Creates another ticket.",
            Required("subject", ActionParameterType.Text, "Its subject."),
            Optional("fields", ActionParameterType.Members, "Its fields.")),
        Of("send_webhook", "Sends a signed request to a URL.",
            Required("url", ActionParameterType.Text, "Where to."),
            Optional("payload", ActionParameterType.Any, "What to send; the event's payload when left out.")),
        Of("snooze", "Puts the conversation aside for a time.",
            Optional("duration", ActionParameterType.Duration, "For how long."),
            Optional("until", ActionParameterType.Text, "Until when.")) with { RequiresOneOf = ["duration", "until"] },
        Of("close", "Closes the conversation.", Optional("reason", ActionParameterType.Text, "Why.")),
        Of("reopen", "Opens the conversation again.", Optional("reason", ActionParameterType.Text, "Why.")),
        Of("merge", "Merges the conversation into another.", Required("target_id", ActionParameterType.Text, "The one that stays.")),
        Of("add_watcher", "Lets somebody follow the conversation.", Required("user_id", ActionParameterType.Text, "Who.")),
        Of("set_sla", "Puts the conversation under a service level.", Required("policy_id", ActionParameterType.Text, "Which.")),
    ];

    private static readonly FrozenDictionary<string, ActionDescription> ByType =
        All.ToFrozenDictionary(static action => action.Type, StringComparer.Ordinal);

    public static bool TryGet(string type, [NotNullWhen(true)] out ActionDescription? description) => ByType.TryGetValue(type, out description);

    private static ActionDescription Of(string type, string summary, params ImmutableArray<ActionParameter> parameters) =>
        new() { Type = type, Summary = summary, Parameters = parameters };

    private static ActionParameter Required(string name, ActionParameterType type, string description) =>
        new() { Name = name, Type = type, IsRequired = true, Description = description };

    private static ActionParameter Optional(string name, ActionParameterType type, string description) =>
        new() { Name = name, Type = type, Description = description };
}
