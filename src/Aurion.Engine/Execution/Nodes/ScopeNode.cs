using Aurion.Engine.Canvas.Nodes;

namespace Aurion.Engine.Execution.Nodes;

/// <summary>Opens a scope; leaves by <c>done</c> when nothing is left inside, by <c>error</c>, <c>timeout</c> or <c>cancelled</c> when it ends before.</summary>
internal static class ScopeNode
{
    public const int DonePort = 0;
    public const int ErrorPort = 1;
    public const int TimeoutPort = 2;
    public const int CancelledPort = 3;

    public static Step Enter(Turn turn, int slot)
    {
        var settings = (ScopeSettings)turn.Graph.Settings[turn.Token(slot).Node];
        return Step.Open(items: null, settings.Timeout is { } timeout ? DelaySettings.After(turn.Now, timeout) : null);
    }
}
