using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>Compares two canvases: which nodes and edges are the same ones, and how they differ.</summary>
/// <remarks>
/// Nodes are the same by their id; the n-th of an id that was given twice is the same as the other's n-th. What is left over on both
/// sides and says the same, uniquely, was renamed. Costs are linear but for sorting.
/// </remarks>
internal sealed class CanvasComparison(CanvasDefinition before, CanvasDefinition after)
{
    private readonly Dictionary<string, string> _renamed = new(StringComparer.Ordinal); // id before → id after

    public WorkflowDiff Compare()
    {
        var (pairs, removed, added) = Pair(before.Nodes, after.Nodes, static node => node.Id);
        FindRenamed(pairs, removed, added);
        pairs.Sort(static (one, other) => one.After.Index.CompareTo(other.After.Index));
        var layout = CanvasLayout.Compare(before, after, pairs);
        return new WorkflowDiff
        {
            Nodes = CompareNodes(pairs, removed, added),
            Edges = CompareEdges(out var edges),
            LayoutNodes = layout.Nodes,
            LayoutChanged = layout.IsChanged || CanvasLayout.DiffersInEdges(before, after, edges),
        };
    }

    private static (List<(T Before, T After)> Pairs, List<T> Removed, List<T> Added) Pair<T>(ImmutableArray<T> before, ImmutableArray<T> after, Func<T, string> keyOf)
    {
        var standing = before.GroupBy(keyOf, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => new Queue<T>(group), StringComparer.Ordinal);
        var pairs = new List<(T, T)>();
        var added = new List<T>();
        foreach (var item in after)
        {
            if (standing.TryGetValue(keyOf(item), out var same) && same.TryDequeue(out var earlier))
            {
                pairs.Add((earlier, item));
            }
            else
            {
                added.Add(item);
            }
        }

        var removed = standing.Values.SelectMany(static left => left).ToHashSet();
        return (pairs, [.. before.Where(removed.Contains)], added);
    }

    private void FindRenamed(List<(CanvasNode Before, CanvasNode After)> pairs, List<CanvasNode> removed, List<CanvasNode> added)
    {
        // A container's children name its id: they are recognised once it is, so one round for each level.
        for (var found = true; found;)
        {
            found = false;
            var gone = removed.ToLookup(node => SayingOf(node, node.ParentId is { } parent ? _renamed.GetValueOrDefault(parent, parent) : null));
            var come = added.ToLookup(static node => SayingOf(node, node.ParentId));
            foreach (var group in gone)
            {
                // Ids that are used twice name no single node, so nothing can be said to have got another one.
                if (group.Take(2).ToArray() is [var earlier] && come[group.Key].Take(2).ToArray() is [var later] && IsUnique(before, earlier) && IsUnique(after, later))
                {
                    pairs.Add((earlier, later));
                    removed.Remove(earlier);
                    added.Remove(later);
                    _renamed[earlier.Id] = later.Id;
                    found = true;
                }
            }
        }
    }

    private static bool IsUnique(CanvasDefinition canvas, CanvasNode node) => node.Id.Length > 0 && canvas.Nodes.Count(other => other.Id == node.Id) == 1;

    private static (string Type, string? Name, string? Parent, string Config) SayingOf(CanvasNode node, string? parent) =>
        (node.Type, node.Name, parent, CanvasHash.Of(node.Config));

    private ImmutableArray<NodeChange> CompareNodes(List<(CanvasNode Before, CanvasNode After)> pairs, List<CanvasNode> removed, List<CanvasNode> added)
    {
        // Triggers alone have an order that means something: the first that matches fires.
        var places = after.Nodes.Where(static node => node.Type == "trigger").Select(static (node, place) => (node, place)).ToDictionary(static entry => entry.node, static entry => entry.place);
        var triggers = pairs.Where(static pair => pair is { Before.Type: "trigger", After.Type: "trigger" }).ToList();
        var moved = OrderComparison.FindMoved([.. triggers.Select(static pair => pair.Before.Index)]).Select(index => triggers[index].After).ToHashSet();
        var later = added.Select(node => new NodeChange { Kind = ChangeKind.Added, NodeId = node.Id, After = node, TriggerPlace = PlaceOf(node) }).ToList();
        foreach (var (earlier, now) in pairs)
        {
            var values = ValuesOf(earlier, now);
            var isRenamed = earlier.Id != now.Id;
            var isMoved = moved.Contains(now);
            if (!values.IsEmpty || isRenamed || isMoved)
            {
                later.Add(new NodeChange
                {
                    Kind = !values.IsEmpty ? ChangeKind.Changed : isRenamed ? ChangeKind.Renamed : ChangeKind.Moved,
                    NodeId = now.Id,
                    PreviousId = isRenamed ? earlier.Id : null,
                    Before = earlier,
                    After = now,
                    Values = values,
                    TriggerPlace = isMoved || earlier.Type != "trigger" ? PlaceOf(now) : null,
                });
            }
        }

        later.Sort(static (one, other) => one.After!.Index.CompareTo(other.After!.Index));
        return [.. removed.Select(static node => new NodeChange { Kind = ChangeKind.Removed, NodeId = node.Id, Before = node }), .. later];

        int? PlaceOf(CanvasNode node) => places.TryGetValue(node, out var place) ? place : null;
    }

    private ImmutableArray<ValueChange> ValuesOf(CanvasNode earlier, CanvasNode now)
    {
        var changes = ImmutableArray.CreateBuilder<ValueChange>();
        AddText("type", earlier.Type, now.Type);
        AddText("name", earlier.Name, now.Name);
        AddText("parent_id", earlier.ParentId is { } parent ? _renamed.GetValueOrDefault(parent, parent) : null, now.ParentId); // a container's new id is no change of what lies in it

        // No configuration and null mean the same.
        if (!(IsNothing(earlier.Config) && IsNothing(now.Config)))
        {
            ValueComparison.Compare(FaultPath.Root.Member("config"), earlier.Config, now.Config, changes);
        }

        return changes.DrainToImmutable();

        void AddText(string member, string? one, string? other)
        {
            if (one != other)
            {
                changes.Add(new ValueChange(FaultPath.Root.Member(member), JsonOf(one), JsonOf(other)));
            }
        }
    }

    private static bool IsNothing(JsonElement config) => config.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    private static JsonText? JsonOf(string? text) => text is null ? null : new JsonText(System.Text.Encoding.UTF8.GetBytes($"\"{JsonEncodedText.Encode(text)}\""));

    private ImmutableArray<EdgeChange> CompareEdges(out List<(CanvasEdge Before, CanvasEdge After)> pairs)
    {
        var standing = before.Edges.Select(edge => new Standing(edge, Now(edge.From), Now(edge.To))).ToImmutableArray();
        var named = after.Edges.Select(static edge => new Standing(edge, edge.From, edge.To)).ToImmutableArray();
        var (same, removed, added) = Pair(standing, named, static edge => $"{edge.From}\n{edge.To}\n{edge.Edge.Condition}");
        var (changed, gone, come) = Pair([.. removed], [.. added], static edge => $"{edge.From}\n{edge.To}");
        same.Sort(static (one, other) => one.After.Edge.Index.CompareTo(other.After.Edge.Index));
        var moved = OrderComparison.FindMoved([.. same.Select(static pair => pair.Before.Edge.Index)])
            .Select(index => new EdgeChange(ChangeKind.Moved, same[index].Before.Edge, same[index].After.Edge));
        var later = changed.Select(static pair => new EdgeChange(ChangeKind.Changed, pair.Before.Edge, pair.After.Edge))
            .Concat(come.Select(static edge => new EdgeChange(ChangeKind.Added, null, edge.Edge)))
            .Concat(moved)
            .OrderBy(static change => change.After!.Index);
        pairs = [.. same.Concat(changed).Select(static pair => (pair.Before.Edge, pair.After.Edge))];
        return [.. gone.Select(static edge => new EdgeChange(ChangeKind.Removed, edge.Edge, null)), .. later];

        string Now(string id) => _renamed.GetValueOrDefault(id, id);
    }

    /// <summary>An edge under the names that nodes have in the later version.</summary>
    private sealed record Standing(CanvasEdge Edge, string From, string To);
}
