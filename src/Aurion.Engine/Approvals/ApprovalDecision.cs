using System.Text.Json.Serialization;

namespace Aurion.Engine.Approvals;

/// <summary>What one person says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalDecision>))]
public enum ApprovalDecision
{
    /// <summary>Yes.</summary>
    [JsonStringEnumMemberName("approved")]
    Approved,

    /// <summary>No.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected,
}
