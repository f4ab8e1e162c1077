namespace Aurion.Engine.Canvas;

/// <summary>A delivery to a workflow's webhook, as it came.</summary>
public sealed record WebhookDelivery
{
    /// <summary>Gets the workflow that its path names.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>Gets the body, byte for byte as it was signed.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Gets the signature: the HMAC-SHA256 of the body in 64 hexadecimal digits, with or without <c>sha256=</c> before them; null when none came.</summary>
    public string? Signature { get; init; }

    /// <summary>Gets the sender's id of the delivery: the same one within 24 hours answers the first one's run; null makes each delivery a new one.</summary>
    public string? DeliveryId { get; init; }
}
