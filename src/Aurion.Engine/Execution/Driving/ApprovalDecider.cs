using System.Text.Json;
using Aurion.Engine.Approvals;
using Aurion.Engine.Diagnostics;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;
using Microsoft.Extensions.Logging;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Votes and expiry: read, judge, write on the revision read, and again while somebody else was faster.</summary>
internal sealed class ApprovalDecider(IApprovalStore approvals, ILogger<ApprovalDecider> logger)
{
    /// <summary>Votes; the vote that ends the request tells the run in the same write.</summary>
    public async ValueTask<DecideResult> VoteAsync(
        TenantId tenant, ApprovalId id, Voter voter, ApprovalDecision decision, string? comment, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (await approvals.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            var verdict = ApprovalRules.Vote(stored.Approval, voter, decision, comment, now);
            if (!verdict.IsChanged || await TryWriteAsync(verdict.Approval, stored.Revision, now, cancellationToken).ConfigureAwait(false))
            {
                return new DecideResult(verdict.Status, verdict.Approval);
            }
        }

        return new DecideResult(DecideStatus.Unknown);
    }

    /// <summary>Ends a request whose time is up; whoever was faster has told the run already.</summary>
    /// <returns>The request; null when it is missing.</returns>
    public async ValueTask<Approval?> ExpireAsync(TenantId tenant, ApprovalId id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        while (await approvals.FindAsync(tenant, id, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            if (ApprovalRules.Expire(stored.Approval, now) is not { } expired)
            {
                return stored.Approval;
            }

            if (await TryWriteAsync(expired, stored.Revision, now, cancellationToken).ConfigureAwait(false))
            {
                return expired;
            }
        }

        logger.ApprovalMissing(id);
        return null;
    }

    /// <summary>Says to a run how a request ended.</summary>
    public static RunInput.Voted OutcomeOf(Approval approval, DateTimeOffset now) => new()
    {
        At = now,
        Approval = approval.Id,
        Key = approval.StepKey,
        Outcome = approval.Status,
        Output = Describe(approval),
    };

    private async ValueTask<bool> TryWriteAsync(Approval approval, long revision, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var outcome = approval.Status is ApprovalStatus.Pending ? null : new InboxItem($"approval/{approval.Id}", OutcomeOf(approval, now));
        var result = await approvals.CommitAsync(approval.Tenant, approval, revision, outcome, cancellationToken).ConfigureAwait(false);
        if (result.IsDurable && outcome is not null)
        {
            logger.ApprovalEnded(approval.Id, approval.Status);
        }

        return result.IsDurable;
    }

    private static JsonText Describe(Approval approval)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("decision", Word(approval.Status));
            writer.WriteStartArray("votes");
            foreach (var vote in approval.Votes)
            {
                writer.WriteStartObject();
                writer.WriteString("voter", vote.Voter);
                writer.WriteString("decision", vote.Decision is ApprovalDecision.Approved ? "approved" : "rejected");
                if (vote.Comment is null)
                {
                    writer.WriteNull("comment");
                }
                else
                {
                    writer.WriteString("comment", vote.Comment);
                }

                writer.WriteString("at", vote.At.UtcDateTime);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return new JsonText(buffer.WrittenMemory);
    }

    private static string Word(ApprovalStatus status) => status switch
    {
        ApprovalStatus.Approved => "approved",
        ApprovalStatus.Rejected => "rejected",
        ApprovalStatus.Expired => "expired",
        ApprovalStatus.Cancelled => "cancelled",
        _ => "pending",
    };
}
