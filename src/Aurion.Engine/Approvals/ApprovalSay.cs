using System.Collections.Immutable;

namespace Aurion.Engine.Approvals;

/// <summary>Somebody else's say that a person may use: they stand in, or it was handed to them.</summary>
/// <param name="Person">Whose it is.</param>
/// <param name="Entries">The entries under which that person may be listed at this moment.</param>
internal sealed record ApprovalSay(string Person, ImmutableArray<string> Entries);
