using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>What a host decides about AI automation for all of its tenants.</summary>
public sealed class IntelligenceOptions
{
    /// <summary>Gets or sets the priorities that count as high, case ignored.</summary>
    /// <value>The default is <c>high</c> and <c>urgent</c>.</value>
    public ImmutableArray<string> HighPriorities { get; set; } = ["high", "urgent"];

    /// <summary>Gets or sets how the confidence of the classification and the match of the article become one figure.</summary>
    /// <value>The default is their mean.</value>
    public Func<double, double, double> CombineConfidence { get; set; } = ResolutionRules.Mean;

    /// <summary>Gets or sets how long the engine counts an assignment that the host has not confirmed against the agent's capacity.</summary>
    /// <value>The default is five minutes.</value>
    public TimeSpan ClaimFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets how often a conversation that waits in a queue is tried again although nobody said that an agent became free.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan RetryQueueEvery { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets the status that a conversation gets when a reply was sent without an agent.</summary>
    /// <value>The default is <c>resolved</c>.</value>
    public string ResolvedStatus { get; set; } = "resolved";

    /// <summary>Gets or sets the status that a conversation gets when its resolution is undone.</summary>
    /// <value>The default is <c>open</c>.</value>
    public string ReopenedStatus { get; set; } = "open";
}
