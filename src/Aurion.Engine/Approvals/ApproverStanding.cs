using System.Collections.Immutable;

namespace Aurion.Engine.Approvals;

/// <summary>What a person may vote with at this moment, as far as people know; the request says what of it counts.</summary>
/// <param name="Person">The host's user id.</param>
/// <param name="Entries">The entries under which they may be listed; empty when they may not vote at all.</param>
/// <param name="Others">The says of others that they may use.</param>
internal sealed record ApproverStanding(string Person, ImmutableArray<string> Entries, ImmutableArray<ApprovalSay> Others)
{
    public static ApproverStanding Of(Voter voter) => new(voter.Id, voter.ToApproverSet().Entries, []);
}
