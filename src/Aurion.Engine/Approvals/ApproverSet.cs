using System.Collections.Immutable;

namespace Aurion.Engine.Approvals;

/// <summary>The entries under which a person may be listed as approver: <c>user:u1</c>, <c>role:supervisor</c>, <c>team:t2</c>.</summary>
/// <param name="Entries">The entries; compared ordinally.</param>
public sealed record ApproverSet(ImmutableArray<string> Entries);
