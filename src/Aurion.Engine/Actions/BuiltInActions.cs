using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Actions;

/// <summary>The action types that the engine performs itself, with their parameters.</summary>
internal static class BuiltInActions
{
    public const string SetField = "set_field";
    public const string SetStatus = "set_status";
    public const string SetPriority = "set_priority";
    public const string SetCategory = "set_category";
    public const string BumpPriority = "bump_priority";
    public const string AssignTeam = "assign_team";
    public const string AssignAgent = "assign_agent";
    public const string Unassign = "unassign";
    public const string AddTag = "add_tag";
    public const string RemoveTag = "remove_tag";
    public const string Escalate = "escalate";
    public const string StopProcessing = "stop_processing";
    public const string RunWorkflow = "run_workflow";

    public static readonly ImmutableArray<string> SetModes = ["set", "append", "clear", "increment"];

    public static readonly ImmutableArray<ActionDescription> All =
    [
        Of(SetField, "Sets, extends, clears or counts up one field.",
            Required("field", ActionParameterType.Text, "The field's dotted path."),
            Optional("value", ActionParameterType.Any, "The value; for increment a number, 1 when left out; not used by clear."),
            Optional("mode", ActionParameterType.Text, "What to do; set when left out.") with { AllowedValues = SetModes }),
        Of(SetStatus, "Sets the field status.", Required("status", ActionParameterType.Text, "The new status.")),
        Of(SetPriority, "Sets the field priority.", Required("priority", ActionParameterType.Text, "The new priority.")),
        Of(SetCategory, "Sets the field category.", Required("category", ActionParameterType.Text, "The new category.")),
        Of(BumpPriority, "Moves the priority up, or down with a negative number, in the order low, normal, high, urgent; it stays within its ends.",
            Optional("steps", ActionParameterType.WholeNumber, "The number of steps; 1 when left out.")),
        Of(AssignTeam, "Sets the field team_id.", Required("team_id", ActionParameterType.Text, "The team.")),
        Of(AssignAgent, "Sets the field agent_id.", Required("agent_id", ActionParameterType.Text, "The agent.")),
        Of(Unassign, "Clears the field agent_id; the team stays."),
        Tags(AddTag, "Adds tags that are not there yet to the field tags."),
        Tags(RemoveTag, "Takes tags out of the field tags."),
        Of(Escalate, "Raises the field escalation_level and, when a team is given, hands over to it.",
            Optional("level", ActionParameterType.Any, "The level, a text or a number; one more than now when left out."),
            Optional("team_id", ActionParameterType.Text, "The team that takes over.")),
        Of(StopProcessing, "Lets no later rule look at this event."),
        Of(RunWorkflow, "Starts a published workflow; fails when there is none of that id.",
            Required("workflow_id", ActionParameterType.Text, "The workflow.")),
    ];

    private static readonly FrozenSet<string> Types = All.Select(static action => action.Type).ToFrozenSet(StringComparer.Ordinal);

    public static bool IsBuiltIn(string type) => Types.Contains(type);

    /// <summary>What names and types of parameters cannot say.</summary>
    public static void ValidateMore(ActionDescription description, JsonElement action, FaultPath at, ICollection<Fault> faults)
    {
        switch (description.Type)
        {
            case SetField:
                ValidateSetField(description, action, at, faults);
                break;
            case Escalate when action.TryGetProperty("level", out var level)
                && level.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null):
                faults.Add(new Fault
                {
                    Path = at.Member("level"),
                    Type = "string_type",
                    Message = "Input should be a valid string or number",
                    Input = JsonText.From(level),
                });
                break;
            default:
                break;
        }
    }

    private static void ValidateSetField(ActionDescription description, JsonElement action, FaultPath at, ICollection<Fault> faults)
    {
        if (action.TryGetProperty("field", out var field) && field.ValueKind is JsonValueKind.String
            && !string.IsNullOrWhiteSpace(field.GetString()) && !ActionParameters.HasPlaceholder(field)
            && FieldActions.WhyNotSettable(field.GetString()!) is { } reason)
        {
            faults.Add(new Fault { Path = at.Member("field"), Type = "field_path", Message = reason, Input = JsonText.From(field) });
        }

        var mode = action.TryGetProperty("mode", out var given) && given.ValueKind is JsonValueKind.String ? given.GetString() : "set";
        var hasValue = action.TryGetProperty("value", out var value);
        if (mode is "set" or "append" && !hasValue)
        {
            faults.Add(ActionParameters.Missing(description, "value", at));
        }

        if (mode is "increment" && hasValue && value.ValueKind is not JsonValueKind.Number && !ActionParameters.HasPlaceholder(value))
        {
            faults.Add(new Fault
            {
                Path = at.Member("value"),
                Type = "float_type",
                Message = "Input should be a valid number",
                Input = JsonText.From(value),
            });
        }
    }

    private static ActionDescription Of(string type, string summary, params ImmutableArray<ActionParameter> parameters) =>
        new() { Type = type, Summary = summary, Parameters = parameters, IsBuiltIn = true };

    private static ActionDescription Tags(string type, string summary)
    {
        var description = Of(
            type, summary, Optional("tag", ActionParameterType.Text, "One tag."), Optional("tags", ActionParameterType.TextList, "Several tags."));
        return description with { RequiresOneOf = ["tag", "tags"] };
    }

    private static ActionParameter Required(string name, ActionParameterType type, string description) =>
        new() { Name = name, Type = type, IsRequired = true, Description = description };

    private static ActionParameter Optional(string name, ActionParameterType type, string description) =>
        new() { Name = name, Type = type, Description = description };
}
