namespace Aurion.Engine.Actions;

/// <summary>The actions that change fields, done on a working copy: by the rule pass and by the action nodes of canvases.</summary>
/// <remarks>Pure: no clock, no I/O. Stateless and safe for concurrent use.</remarks>
public static class FieldActions
{
    /// <summary>Says whether the engine does an action on its working copy, rather than by a handler or a message.</summary>
    /// <param name="type">The action's type.</param>
    /// <returns>True for the built-in actions but <c>run_workflow</c>.</returns>
    public static bool IsFieldAction(string type) => BuiltInActions.IsBuiltIn(type) && type is not BuiltInActions.RunWorkflow;

    internal static string? WhyNotSettable(string field) =>
        field.StartsWith('$') || field is "previous" || field.StartsWith("previous.", StringComparison.Ordinal)
            ? $"The field '{field}' can only be read."
            : null;
}
