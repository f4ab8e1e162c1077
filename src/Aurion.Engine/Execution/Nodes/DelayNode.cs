using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Nodes;

/// <summary>Waits for a duration or an instant; leaves by <c>out</c>. What is over already is not waited for.</summary>
internal static class DelayNode
{
    private const int OutPort = 0;

    public static Step Enter(Turn turn, int slot)
    {
        ref var token = ref turn.Token(slot);
        var settings = (DelaySettings)turn.Graph.Settings[token.Node];
        if (turn.Resolve(settings.Value, out var error) is not { } value)
        {
            return Step.Fail($"The delay can't be filled in: {error}");
        }

        if (!settings.TryGetDue(value.Element, turn.Now, turn.Graph.Zone, out var due, out error))
        {
            return Step.Fail(error) with { Input = settings.Describe(value) };
        }

        var step = due <= turn.Now ? Step.Leave(OutPort) : Step.WaitFor(new Wait.Until(turn.KeyOf(token), due));
        return step with { Input = settings.Describe(value) };
    }

    public static Step Resume() => Step.Leave(OutPort);
}
