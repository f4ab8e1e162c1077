namespace Aurion.Engine.Runs;

/// <summary>A join by number that has fired for an activation some of whose branches can still come: it absorbs them.</summary>
/// <param name="Join">The join.</param>
/// <param name="Visit">The visit that it fired in.</param>
/// <param name="Scope">The scope instance.</param>
/// <param name="Home">The split, or container, whose branches it gathers.</param>
/// <param name="HomeVisit">The firing of the split; 0 for a container.</param>
internal readonly record struct FiredJoin(int Join, int Visit, int Scope, int Home, int HomeVisit);
