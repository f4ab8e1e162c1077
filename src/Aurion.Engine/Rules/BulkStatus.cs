namespace Aurion.Engine.Rules;

/// <summary>What was done with one event of many.</summary>
public enum BulkStatus
{
    /// <summary>It was taken in, by itself or as a part of its conversation's event.</summary>
    Accepted,

    /// <summary>Its id was known: nothing was done again.</summary>
    Known,

    /// <summary>It is no valid event; the others are not held up.</summary>
    Refused,
}
