using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Nodes;

/// <summary>Assigns variables, all at once on what was known before; leaves by <c>out</c>.</summary>
internal static class SetNode
{
    private const int OutPort = 0;

    public static Step Enter(Turn turn, int slot)
    {
        var settings = (SetSettings)turn.Graph.Settings[turn.Token(slot).Node];
        if (turn.Resolve(settings.Assign, out var error) is not { } assigned)
        {
            return Step.Fail($"The variables can't be filled in: {error}");
        }

        foreach (var member in assigned.Element.EnumerateObject())
        {
            turn.SetVariable(member.Name, JsonText.Copy(member.Value));
        }

        return Step.Leave(OutPort) with { Input = assigned };
    }
}
