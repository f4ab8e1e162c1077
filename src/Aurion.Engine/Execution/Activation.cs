namespace Aurion.Engine.Execution;

/// <summary>One firing of a split that is a join's home.</summary>
/// <param name="Scope">The scope instance.</param>
/// <param name="Home">The split; −1 when the scope instance itself is the activation.</param>
/// <param name="Visit">The firing; 0 with the scope instance itself.</param>
internal readonly record struct Activation(int Scope, int Home, int Visit);
