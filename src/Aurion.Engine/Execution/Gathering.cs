using Aurion.Engine.Canvas;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <summary>The branches of one activation that rest at a join, while one decision is made.</summary>
/// <param name="plan">The join.</param>
/// <param name="activation">The firing of its home.</param>
/// <param name="fork">That firing's fork; null when the scope instance is the activation.</param>
/// <param name="visit">The visit to the join, one for all the branches.</param>
/// <param name="key">The key of that visit's step.</param>
internal sealed class Gathering(JoinPlan plan, Activation activation, Fork? fork, int visit, string key)
{
    public JoinPlan Plan => plan;

    public Activation Activation => activation;

    public Fork? Fork => fork;

    public int Visit => visit;

    public string Key => key;

    /// <summary>Gets the slots of its tokens.</summary>
    public List<int> Slots { get; } = [];

    /// <summary>Gets or sets a value indicating whether it began in this decision and nobody has been told that it waits.</summary>
    public bool IsNew { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>Gets or sets a value indicating whether the join has failed for want of branches: nothing more is said of its step.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Gets or sets the least number of tokens that can still come, as it was counted last.</summary>
    public int Coming { get; set; }

    /// <summary>Gets or sets from where the join can be reached past those that have fired; null when none of them is in the way.</summary>
    public NodeSet? Reach { get; set; }

    /// <summary>Gets or sets the number of fired joins that <see cref="Reach"/> was found with; −1 before.</summary>
    public int ReachVersion { get; set; } = -1;

    /// <summary>Gets a value indicating whether it has the number of tokens that the join fires at, whatever may still come.</summary>
    public bool IsDue => plan.Settings.Mode is JoinMode.Count && Slots.Count >= plan.Settings.Needed;
}
