namespace Aurion.Engine.Runs;

/// <summary>One firing of a split whose branches a join gathers; nested in the fork that its token carried.</summary>
internal sealed record Fork(Fork? Outer, int Node, int Visit);
