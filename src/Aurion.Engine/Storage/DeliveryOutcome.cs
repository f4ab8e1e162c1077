namespace Aurion.Engine.Storage;

/// <summary>How an attempt to deliver a message ended.</summary>
public enum DeliveryOutcome
{
    /// <summary>It arrived and is gone; its id stays known.</summary>
    Delivered,

    /// <summary>It is tried again later.</summary>
    Later,

    /// <summary>It can't be delivered and is kept for people to look at.</summary>
    Dead,
}
