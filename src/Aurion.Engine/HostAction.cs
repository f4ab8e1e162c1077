using Aurion.Engine.Actions;

namespace Aurion.Engine;

/// <summary>An action type that the host performs.</summary>
/// <param name="Type">The type, as rules and canvases write it.</param>
/// <param name="Handler">Resolves the host's handler in a new scope for each call.</param>
internal sealed record HostAction(string Type, IActionHandler Handler);
