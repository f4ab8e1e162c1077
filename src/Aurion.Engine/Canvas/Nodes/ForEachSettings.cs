using System.Text.Json;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A container whose inside is done once for each item of a list.</summary>
/// <param name="Items">The list, or the placeholder that stands for it.</param>
/// <param name="MaxParallel">The items that may be at work at once: 1 one after the other; null all.</param>
/// <param name="CompleteAt">The items that must be done for the rest to be ended; null waits for all.</param>
/// <param name="ItemAs">The variable that stands for the item inside; null when only <c>$item</c> does.</param>
/// <param name="Variables">What each item's scope declares.</param>
internal sealed record ForEachSettings(JsonTemplate? Items, int? MaxParallel, int? CompleteAt, string? ItemAs, ScopeVariables Variables)
{
    /// <summary>The most items that <c>max_parallel</c> and <c>complete_when</c> can name.</summary>
    private const int Most = 1_000_000;

    public static ForEachSettings Read(in ConfigReader config)
    {
        if (!config.TryGet("items", out var items))
        {
            config.Missing("items", "A for_each needs \"items\": a list, or a placeholder that stands for one.");
        }
        else if (items.ValueKind is not (JsonValueKind.Array or JsonValueKind.String) || JsonTemplate.From(items) is { IsConstant: true, Source.ValueKind: JsonValueKind.String })
        {
            config.Wrong("items", "a list, or a placeholder that stands for one", items);
        }

        if (config.TryGet("timeout", out var timeout))
        {
            config.Add(config.At.Member("timeout"), "unsupported_setting", "A for_each has no time limit of its own. Put it into a scope with a \"timeout\".", timeout);
        }

        var isParallel = config.Choice("mode", "sequential", ["sequential", "parallel"]) == "parallel";
        var most = config.WholeNumber("max_parallel", 1, Most);
        var completeAt = config.Has("complete_when") ? ReadCompleteAt(config.Members("complete_when")) : null;
        return new ForEachSettings(JsonTemplate.From(items), isParallel ? most : 1, completeAt, config.Text("item_as"), ScopeVariables.Read(config));
    }

    private static int? ReadCompleteAt(in ConfigReader config)
    {
        if (config.Config.ValueKind is JsonValueKind.Object && !config.Has("n"))
        {
            config.Missing("n", "\"complete_when\" needs \"n\": the number of items that must be done.");
        }

        return config.WholeNumber("n", 1, Most);
    }
}
