using System.Text.Json.Serialization;

namespace Aurion.Engine.Canvas;

/// <summary>Whether a workflow may start.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WorkflowStatus>))]
public enum WorkflowStatus
{
    /// <summary>Never published, or taken back into work.</summary>
    [JsonStringEnumMemberName("draft")]
    Draft,

    /// <summary>Its published version starts.</summary>
    [JsonStringEnumMemberName("published")]
    Published,

    /// <summary>Withdrawn from starting; live runs go on.</summary>
    [JsonStringEnumMemberName("archived")]
    Archived,
}
