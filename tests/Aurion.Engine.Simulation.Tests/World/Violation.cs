namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>A promise that was broken.</summary>
internal sealed record Violation(Fault Fault, string Text);
