using System.Collections.Immutable;

namespace Aurion.Engine.Storage;

/// <summary>The runs that a worker may drive while its lease lasts.</summary>
/// <param name="StoreTime">The store's time of the claim: the <c>now</c> of the decisions that follow.</param>
/// <param name="Runs">The runs, each with the revision that the claim raised.</param>
public sealed record RunClaims(DateTimeOffset StoreTime, ImmutableArray<StoredRun> Runs);
