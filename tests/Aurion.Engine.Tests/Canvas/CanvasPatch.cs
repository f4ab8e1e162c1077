using System.Text.Json;
using System.Text.Json.Nodes;
using Aurion.Engine.Canvas;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Canvas;

/// <summary>The naive reference for a diff: does to a canvas, as plain JSON, what the diff lists.</summary>
internal static class CanvasPatch
{
    public static CanvasDefinition Apply(CanvasDefinition canvas, WorkflowDiff diff)
    {
        var nodes = canvas.Nodes.Select(static node => (node.Index, Json: JsonOf(node))).ToList();
        var ids = diff.Nodes.Where(static change => change.PreviousId is not null).ToDictionary(static change => change.PreviousId!, static change => change.NodeId);
        foreach (var change in diff.Nodes.Where(static change => change.Kind is ChangeKind.Removed))
        {
            nodes.RemoveAll(node => node.Index == change.Before!.Index);
        }

        foreach (var (_, json) in nodes)
        {
            Rename(json, "id", ids);
            Rename(json, "parent_id", ids);
        }

        foreach (var change in diff.Nodes.Where(static change => change.Kind is ChangeKind.Changed))
        {
            var node = nodes.Single(node => node.Index == change.Before!.Index).Json;
            foreach (var value in change.Values)
            {
                Set(node, value);
            }
        }

        var list = nodes.Select(static node => node.Json).ToList();
        list.AddRange(diff.Nodes.Where(static change => change.Kind is ChangeKind.Added).Select(static change => JsonOf(change.After!)));
        list = OrderTriggers(list, diff);

        var edges = canvas.Edges.ToDictionary(static edge => edge.Index, edge => new JsonObject { ["from"] = New(edge.From), ["to"] = New(edge.To), ["condition"] = edge.Condition });
        foreach (var change in diff.Edges.Where(static change => change.Before is not null))
        {
            edges.Remove(change.Before!.Index);
        }

        var ordered = edges.OrderBy(static edge => edge.Key).Select(static edge => edge.Value).ToList();
        foreach (var change in diff.Edges.Where(static change => change.After is not null).OrderBy(static change => change.After!.Index))
        {
            var after = change.After!;
            ordered.Insert(after.Index, new JsonObject { ["from"] = after.From, ["to"] = after.To, ["condition"] = after.Condition });
        }

        var patched = new JsonObject { ["nodes"] = new JsonArray([.. list]), ["edges"] = new JsonArray([.. ordered]) };
        return CanvasDefinition.Parse(JsonText.Parse(patched.ToJsonString()));

        string New(string id) => ids.GetValueOrDefault(id, id);
    }

    /// <summary>Triggers keep an order: those that stayed in it, and the others put in where the diff says.</summary>
    private static List<JsonObject> OrderTriggers(List<JsonObject> list, WorkflowDiff diff)
    {
        var placed = diff.Nodes.Where(static change => change.TriggerPlace is not null).OrderBy(static change => change.TriggerPlace).ToList();
        var triggers = list.Where(static node => (string?)node["type"] == "trigger").ToList();
        var ordered = triggers.Where(node => placed.TrueForAll(change => change.NodeId != (string?)node["id"])).ToList();
        foreach (var change in placed)
        {
            ordered.Insert(change.TriggerPlace!.Value, triggers.Single(node => (string?)node["id"] == change.NodeId));
        }

        return [.. ordered, .. list.Except(triggers)];
    }

    private static void Rename(JsonNode node, string member, Dictionary<string, string> ids)
    {
        if ((string?)node[member] is { } id && ids.TryGetValue(id, out var now))
        {
            node[member] = now;
        }
    }

    private static void Set(JsonNode node, ValueChange change)
    {
        var steps = change.Path.Steps();
        foreach (var (member, index) in steps.SkipLast(1))
        {
            node = (member is null ? node[index] : node[member])!;
        }

        var value = change.After is null ? null : JsonNode.Parse(change.After.ToString());
        var (name, at) = steps[^1];
        if (name is null)
        {
            node[at] = value;
        }
        else if (change.After is null)
        {
            node.AsObject().Remove(name);
        }
        else
        {
            node[name] = value;
        }
    }

    private static JsonObject JsonOf(CanvasNode node)
    {
        var json = new JsonObject { ["id"] = node.Id, ["type"] = node.Type };
        if (node.Name is not null)
        {
            json["name"] = node.Name;
        }

        if (node.ParentId is not null)
        {
            json["parent_id"] = node.ParentId;
        }

        if (node.Config.ValueKind is not JsonValueKind.Undefined)
        {
            json["config"] = JsonNode.Parse(node.Config.GetRawText());
        }

        return json;
    }
}
