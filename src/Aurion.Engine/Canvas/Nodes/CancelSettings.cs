using System.Collections.Immutable;
using System.Text.Json;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A node that ends what goes on elsewhere.</summary>
/// <param name="Nodes">The nodes whose tokens it ends.</param>
/// <param name="Scope">The container that it ends; null when it names nodes.</param>
internal sealed record CancelSettings(ImmutableArray<string> Nodes, string? Scope)
{
    public static CancelSettings Read(in ConfigReader config)
    {
        var hasNodes = config.TryGet("nodes", out var list);
        var hasScope = config.Has("scope");
        if (hasNodes == hasScope)
        {
            config.Add(config.At, hasNodes ? "ambiguous" : "missing", "A cancel node needs either \"nodes\", a list of ids, or \"scope\", the id of a container.", hasNodes ? config.Config : default);
            return new CancelSettings([], null);
        }

        if (hasScope)
        {
            return new CancelSettings([], config.Text("scope"));
        }

        if (list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            config.Wrong("nodes", "a list of at least one id", list);
            return new CancelSettings([], null);
        }

        var nodes = ImmutableArray.CreateBuilder<string>();
        var index = 0;
        foreach (var node in list.EnumerateArray())
        {
            // Ids that an editor wrote as numbers are known by their spelling, here as everywhere.
            if (node.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
            {
                config.Add(config.At.Member("nodes").Item(index), "wrong_type", $"\"nodes\" lists the ids of nodes, not {Values.JsonKinds.Describe(node)}.", node);
                return new CancelSettings([], null);
            }

            nodes.Add(node.ValueKind is JsonValueKind.String ? node.GetString()! : node.GetRawText());
            index++;
        }

        return new CancelSettings(nodes.DrainToImmutable(), null);
    }
}
