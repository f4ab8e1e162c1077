namespace Aurion.Engine.Tests.Execution.Patterns;

/// <summary>Something that can happen on a pattern's canvas.</summary>
/// <param name="Shows">What can be seen in it.</param>
/// <param name="Payload">What the run begins with.</param>
/// <param name="Inputs">What happens, in words.</param>
/// <param name="Trace">What the run does then.</param>
internal sealed record PatternScenario(string Shows, string Payload, IReadOnlyList<string> Inputs, IReadOnlyList<string> Trace);
