namespace Aurion.Engine.Intelligence;

/// <summary>The types of event that AI automation raises, for rules, workflows and the host, and those it takes note of.</summary>
public static class IntelligenceEvents
{
    /// <summary>A classification has set fields; <c>previous</c> holds what they were.</summary>
    public const string Classified = "conversation.classified";

    /// <summary>A conversation went to an agent or a team.</summary>
    public const string Routed = "conversation.routed";

    /// <summary>A reply was sent without an agent.</summary>
    public const string AutoResolved = "conversation.auto_resolved";

    /// <summary>The customer came back: a resolution is undone.</summary>
    public const string ResolutionReversed = "conversation.resolution_reversed";

    /// <summary>A customer replied: what classifies anew and undoes a resolution. Fired by the host.</summary>
    public const string CustomerReplied = "conversation.customer_replied";
}
