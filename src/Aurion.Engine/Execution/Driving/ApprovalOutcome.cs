using System.Text.Json;
using Aurion.Engine.Approvals;
using Aurion.Engine.Runs;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Driving;

/// <summary>What a run is told about a request.</summary>
internal static class ApprovalOutcome
{
    private static readonly Dictionary<ApprovalStatus, JsonText> WithoutVotes = Enum.GetValues<ApprovalStatus>()
        .ToDictionary(static status => status, static status => JsonText.Parse($$"""{"decision":"{{Word(status)}}","votes":[]}"""));

    /// <summary>Says how a request ended.</summary>
    public static RunInput.Voted Of(Approval approval, DateTimeOffset now) => new()
    {
        At = now,
        Approval = approval.Id,
        Key = approval.StepKey,
        Outcome = approval.Status,
        Output = Describe(approval),
    };

    /// <summary>Says that what was due was done, and when the clock acts next.</summary>
    public static RunInput.Tended Tended(Approval approval, DateTimeOffset now) => new()
    {
        At = now,
        Approval = approval.Id,
        Key = approval.StepKey,
        NextAt = ApprovalTiming.NextDue(approval),
        Reminders = approval.Reminders,
        IsEscalated = approval.EscalatedAt is not null,
    };

    private static JsonText Describe(Approval approval)
    {
        if (approval.Votes.IsEmpty && WithoutVotes.TryGetValue(approval.Status, out var known))
        {
            return known;
        }

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
                writer.WriteString("comment", vote.Comment);
                writer.WriteString("at", vote.At.UtcDateTime);
                if (vote.InPlaceOf is { } represented)
                {
                    writer.WriteString("in_place_of", represented);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return new JsonText(buffer.WrittenSpan.ToArray());
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
