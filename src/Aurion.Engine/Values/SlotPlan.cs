using System.Collections.Immutable;

namespace Aurion.Engine.Values;

/// <summary>The fields that a reader of payloads looks for, made ready: a tree of keys, so that one pass finds them all.</summary>
/// <remarks>
/// Immutable and safe for concurrent use. A path whose keys can be cut in too many ways (a literal key may contain dots)
/// has no slot; its field is looked up by <see cref="FieldPath.Find"/> instead.
/// </remarks>
internal sealed class SlotPlan
{
    /// <summary>The node that takes an item of a list when items are read one by one; nothing inside it is of interest.</summary>
    public const int ItemNode = 1;

    private const int MaxNodesPerPath = 40;
    private readonly List<SlotNode> _nodes = [new SlotNode(), new SlotNode()];
    private readonly ImmutableArray<Choice>[] _choices;

    /// <summary>Initializes a new instance of the <see cref="SlotPlan"/> class.</summary>
    /// <param name="paths">The fields; the position of each is the number of its slot.</param>
    public SlotPlan(ImmutableArray<FieldPath> paths)
    {
        Paths = paths;
        _choices = [.. paths.Select(path => HasSlot(path) ? AddSteps(0, path, 0) : [])];
        Nodes = [.. _nodes];
    }

    /// <summary>Gets the plan that looks for nothing: reading with it checks the text.</summary>
    public static SlotPlan Empty { get; } = new([]);

    /// <summary>Gets the fields.</summary>
    public ImmutableArray<FieldPath> Paths { get; }

    /// <summary>Gets the nodes of the tree; the first is the payload itself, the second <see cref="ItemNode"/>.</summary>
    public SlotNode[] Nodes { get; }

    /// <summary>Tells whether a field can have a slot.</summary>
    public static bool HasSlot(FieldPath path) => CountNodes(path, 0, MaxNodesPerPath + 1) <= MaxNodesPerPath;

    /// <summary>Chooses a slot's value from what was found: at each object the longest key that is there, with no way back.</summary>
    public JsonSlot Choose(int slot, ReadOnlySpan<JsonSlot> found)
    {
        var choices = _choices[slot];
        for (var at = 0; at < choices.Length; at++)
        {
            var choice = choices[at];
            if (found[choice.Node].Kind is not JsonSlotKind.Missing)
            {
                if (choice.Next.IsEmpty)
                {
                    return found[choice.Node];
                }

                choices = choice.Next;
                at = -1;
            }
        }

        return default;
    }

    private static int CountNodes(FieldPath path, int step, int limit)
    {
        if (step == path.StepCount)
        {
            return 0;
        }

        if (path.PositionOf(step) is not null)
        {
            return 1 + CountNodes(path, step + 1, limit);
        }

        var count = 0;
        for (var next = path.StepCount; next > step && count < limit; next--)
        {
            count += 1 + CountNodes(path, next, limit - count);
        }

        return count;
    }

    private ImmutableArray<Choice> AddSteps(int node, FieldPath path, int step)
    {
        if (step == path.StepCount)
        {
            return [];
        }

        if (path.PositionOf(step) is { } position)
        {
            var item = _nodes[node].AddItem(position, _nodes);
            return [new Choice(item, AddSteps(item, path, step + 1))];
        }

        var choices = ImmutableArray.CreateBuilder<Choice>(path.StepCount - step);
        for (var next = path.StepCount; next > step; next--)
        {
            var member = _nodes[node].AddMember(path.KeyOf(step, next), _nodes);
            choices.Add(new Choice(member, AddSteps(member, path, next)));
        }

        return choices.DrainToImmutable();
    }

    /// <summary>A node that holds the value, or leads to it by one of the next, the longest key first.</summary>
    private sealed record Choice(int Node, ImmutableArray<Choice> Next);
}
