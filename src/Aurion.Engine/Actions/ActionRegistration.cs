namespace Aurion.Engine.Actions;

/// <summary>One type of action that the host performs: its description and how to call its handler.</summary>
internal sealed record ActionRegistration
{
    /// <summary>Gets the description.</summary>
    public required ActionDescription Description { get; init; }

    /// <summary>Gets the call of the handler: it makes a scope of its own for the attempt and ends it.</summary>
    public required Func<ActionRequest, CancellationToken, ValueTask<ActionResult>> Perform { get; init; }
}
