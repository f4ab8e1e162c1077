namespace Aurion.Engine.Actions;

/// <summary>One type of action that the host performs.</summary>
/// <param name="Description">What it is called and which parameters it takes.</param>
/// <param name="Handler">Resolves the host's handler in a new scope for each attempt.</param>
internal sealed record ActionRegistration(ActionDescription Description, IActionHandler Handler);
