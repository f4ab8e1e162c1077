using System.Text.Json.Serialization;

namespace Aurion.Engine.Rules;

/// <summary>The instant of a conversation that a time rule counts from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TimeBasis>))]
public enum TimeBasis
{
    /// <summary>When the status last changed. The default.</summary>
    [JsonStringEnumMemberName("status_changed_at")]
    StatusChangedAt,

    /// <summary>When the conversation was created.</summary>
    [JsonStringEnumMemberName("created_at")]
    CreatedAt,

    /// <summary>When somebody last changed it; automation does not count.</summary>
    [JsonStringEnumMemberName("updated_at")]
    UpdatedAt,

    /// <summary>When the customer last replied.</summary>
    [JsonStringEnumMemberName("last_customer_reply_at")]
    LastCustomerReplyAt,

    /// <summary>When an agent last replied.</summary>
    [JsonStringEnumMemberName("last_agent_reply_at")]
    LastAgentReplyAt,
}
