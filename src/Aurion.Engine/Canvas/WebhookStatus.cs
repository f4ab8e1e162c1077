namespace Aurion.Engine.Canvas;

/// <summary>What became of a delivery to a webhook.</summary>
public enum WebhookStatus
{
    /// <summary>It is signed, and there is a run for it.</summary>
    Accepted,

    /// <summary>It is not signed as it must be, or there is no such workflow, or it is not published with a webhook trigger: a sender can't tell which.</summary>
    Refused,

    /// <summary>It is signed, but its body is no JSON object.</summary>
    NoObject,

    /// <summary>It is signed, but the workflow is paused.</summary>
    Paused,
}
