namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A join node: gathers the branches that one firing of its home started.</summary>
/// <param name="Mode">What it waits for.</param>
/// <param name="Needed">The number of branches that it fires at, for <see cref="JoinMode.Count"/>; 0 otherwise.</param>
/// <param name="CancelsRest">Whether the branches that could still have come are ended when it fires by <see cref="JoinMode.Count"/>.</param>
internal sealed record JoinSettings(JoinMode Mode, int Needed, bool CancelsRest)
{
    private const int MaxNeeded = 1_000; // the branches that a run may have at once

    /// <summary>Gets the word that a canvas uses for the mode.</summary>
    public string Word => Mode switch
    {
        JoinMode.Active => "active",
        JoinMode.All => "all",
        _ => Needed == 1 ? "any" : "n",
    };

    public static JoinSettings Read(in ConfigReader config)
    {
        var mode = config.Choice("mode", "active", ["active", "all", "any", "n"]);
        var cancelsRest = config.Flag("cancel_rest", false);
        switch (mode)
        {
            case "any":
                return new JoinSettings(JoinMode.Count, 1, cancelsRest);
            case "n":
                if (!config.Has("n"))
                {
                    config.Missing("n", "A join of the mode \"n\" needs \"n\": the number of branches that it fires at.");
                }

                return new JoinSettings(JoinMode.Count, config.WholeNumber("n", 1, MaxNeeded) ?? 1, cancelsRest);
            default:
                return new JoinSettings(mode == "all" ? JoinMode.All : JoinMode.Active, 0, CancelsRest: false);
        }
    }
}
