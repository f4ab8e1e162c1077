namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>What waits for its turn.</summary>
internal sealed record Turn(SimulatedNode? Node, string What, TurnKind Kind, TaskCompletionSource<bool> Given);
