using System.Text.Json.Serialization;

namespace Aurion.Engine.Approvals;

/// <summary>Where an approval request stands. All but <see cref="Pending"/> are final.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalStatus>))]
public enum ApprovalStatus
{
    /// <summary>Votes are awaited.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>Enough people approved.</summary>
    [JsonStringEnumMemberName("approved")]
    Approved,

    /// <summary>Enough people rejected.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected,

    /// <summary>The time ran out.</summary>
    [JsonStringEnumMemberName("expired")]
    Expired,

    /// <summary>The run ended or left the step before it was decided.</summary>
    [JsonStringEnumMemberName("cancelled")]
    Cancelled,
}
