using System.Text.Json.Serialization;

namespace Aurion.Engine.Approvals;

/// <summary>What people are told about an approval request.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ApprovalNoticeKind>))]
public enum ApprovalNoticeKind
{
    /// <summary>It was asked.</summary>
    [JsonStringEnumMemberName("requested")]
    Requested,

    /// <summary>It is still open.</summary>
    [JsonStringEnumMemberName("reminder")]
    Reminder,

    /// <summary>It was open for too long, and others may vote now.</summary>
    [JsonStringEnumMemberName("escalated")]
    Escalated,

    /// <summary>Somebody handed their say over.</summary>
    [JsonStringEnumMemberName("delegated")]
    Delegated,
}
