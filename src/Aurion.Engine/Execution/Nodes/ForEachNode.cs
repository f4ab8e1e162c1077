using System.Text.Json;
using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Nodes;

/// <summary>Opens a scope for each item of a list; leaves by <c>done</c> with what they produced, or by <c>error</c>. Of no items it is done at once.</summary>
internal static class ForEachNode
{
    public const int DonePort = 0;
    public const int ErrorPort = 1;

    private static readonly JsonText NoOutputs = new("[]"u8.ToArray());

    public static Step Enter(Turn turn, int slot)
    {
        var node = turn.Token(slot).Node;
        var settings = (ForEachSettings)turn.Graph.Settings[node];
        if (turn.Resolve(settings.Items!, out var error) is not { } items)
        {
            return Failed(turn, node, $"The items can't be filled in: {error}");
        }

        var input = Describe(items);
        if (items.Element.ValueKind is not JsonValueKind.Array)
        {
            return Failed(turn, node, $"\"items\" must be a list; it came out as {JsonKinds.Describe(items.Element)}.") with { Input = input };
        }

        var step = items.Element.GetArrayLength() == 0 ? Step.Leave(DonePort, NoOutputs) : Step.Open(items, due: null);
        return step with { Input = input };
    }

    private static Step Failed(Turn turn, int node, string error) =>
        turn.Graph.Targets(node, ErrorPort).IsEmpty ? Step.Fail(error) : Step.Leave(ErrorPort, output: null, error);

    private static JsonText Describe(JsonText items) => new((byte[])[.. "{\"items\":"u8, .. items.Utf8.Span, (byte)'}']);
}
