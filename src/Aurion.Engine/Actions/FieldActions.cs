using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Actions;

/// <summary>The actions that change fields, done on a working copy: by the rule pass and by the action nodes of canvases.</summary>
/// <remarks>Pure: no clock, no I/O. Stateless and safe for concurrent use.</remarks>
public static class FieldActions
{
    /// <summary>Says whether the engine does an action on its working copy, rather than by a handler or a message.</summary>
    /// <param name="type">The action's type.</param>
    /// <returns>True for the built-in actions but <c>run_workflow</c>.</returns>
    public static bool IsFieldAction(string type) => BuiltInActions.IsBuiltIn(type) && type is not BuiltInActions.RunWorkflow;

    /// <summary>Does one field action. A failed one changes nothing.</summary>
    /// <param name="copy">What it works on.</param>
    /// <param name="type">The action's type: one for which <see cref="IsFieldAction"/> holds.</param>
    /// <param name="parameters">Its parameters as an object, placeholders resolved; other members are ignored.</param>
    /// <returns>What it did.</returns>
    /// <exception cref="ArgumentException"><paramref name="type"/> is no field action.</exception>
    public static FieldActionOutcome Apply(WorkingCopy copy, string type, JsonElement parameters)
    {
        ArgumentNullException.ThrowIfNull(copy);
        return type switch
        {
            BuiltInActions.SetField => FieldChanges.SetField(copy, parameters),
            BuiltInActions.SetStatus => SetText(copy, Fields.Status, parameters, "status"),
            BuiltInActions.SetPriority => SetText(copy, Fields.Priority, parameters, "priority"),
            BuiltInActions.SetCategory => SetText(copy, Fields.Category, parameters, "category"),
            BuiltInActions.BumpPriority => FieldChanges.BumpPriority(copy, parameters),
            BuiltInActions.AssignTeam => SetText(copy, Fields.Team, parameters, "team_id"),
            BuiltInActions.AssignAgent => SetText(copy, Fields.Agent, parameters, "agent_id"),
            BuiltInActions.Unassign => copy.Set(Fields.Agent, JsonText.Null),
            BuiltInActions.AddTag => FieldChanges.ChangeTags(copy, parameters, add: true),
            BuiltInActions.RemoveTag => FieldChanges.ChangeTags(copy, parameters, add: false),
            BuiltInActions.Escalate => FieldChanges.Escalate(copy, parameters),
            BuiltInActions.StopProcessing => FieldActionOutcome.Changed,
            _ => throw new ArgumentException($"'{type}' is no field action.", nameof(type)),
        };
    }

    internal static string? WhyNotSettable(string field) =>
        field.StartsWith('$') || field is "previous" || field.StartsWith("previous.", StringComparison.Ordinal) || field.StartsWith("previous[", StringComparison.Ordinal)
            ? $"The field '{field}' can only be read."
            : FieldPath.TryParse(field, out _, out var error) ? null : error;

    private static FieldActionOutcome SetText(WorkingCopy copy, FieldPath field, JsonElement parameters, string name) =>
        FieldChanges.TryText(parameters, name, out var value, out var error) ? copy.Set(field, value) : FieldActionOutcome.Failed(error);

    /// <summary>The fields that the built-in actions write.</summary>
    internal static class Fields
    {
        public static readonly FieldPath Status = FieldPath.Parse("status");
        public static readonly FieldPath Priority = FieldPath.Parse("priority");
        public static readonly FieldPath Category = FieldPath.Parse("category");
        public static readonly FieldPath Team = FieldPath.Parse("team_id");
        public static readonly FieldPath Agent = FieldPath.Parse("agent_id");
        public static readonly FieldPath Tags = FieldPath.Parse("tags");
        public static readonly FieldPath Escalation = FieldPath.Parse("escalation_level");
    }
}
