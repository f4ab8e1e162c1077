namespace Aurion.Engine.Runs;

/// <summary>One place at which a run stands.</summary>
/// <param name="Id">Unique within the run; later tokens have higher ones.</param>
/// <param name="Node">The node, by its position in the canvas.</param>
/// <param name="Visit">Which visit to the node this is within its scope instance, the first being 1; 0 before it has arrived.</param>
/// <param name="Scope">The scope instance; 0 is the run itself.</param>
/// <param name="Fork">The innermost fork that it belongs to; null outside any.</param>
/// <param name="Attempt">The attempt at the node's effect, the first being 1.</param>
/// <param name="Wait">What it waits for; null when it is ready to enter its node.</param>
internal sealed record Token(int Id, int Node, int Visit, int Scope, Fork? Fork, int Attempt, Wait? Wait);
