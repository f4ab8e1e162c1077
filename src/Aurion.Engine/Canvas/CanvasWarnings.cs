using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>Finds what is allowed but probably not meant.</summary>
internal static class CanvasWarnings
{
    public static void Add(CanvasDefinition canvas, TriggerConfig? trigger, GraphTables tables, List<CanvasFinding> findings)
    {
        AddUnreachable(canvas, tables, findings);
        ParallelWrites.Add(canvas, tables, findings);
        for (var at = 0; at < canvas.Nodes.Length; at++)
        {
            if (!tables.IsKnown(at))
            {
                continue;
            }

            switch (tables.Settings[at])
            {
                case TriggerSettings { Event: { } wanted } when trigger is not null:
                    AddTriggerDiffers(canvas.Nodes[at], wanted, trigger, findings);
                    break;
                case ApprovalSettings approval:
                    AddApproval(canvas.Nodes[at], approval, trigger, findings);
                    break;
                default:
                    break;
            }
        }
    }

    private static void AddUnreachable(CanvasDefinition canvas, GraphTables tables, List<CanvasFinding> findings)
    {
        if (tables.Triggers.IsEmpty)
        {
            return; // the missing trigger has been reported; that nothing is reached from it says no more
        }

        var reached = new bool[canvas.Nodes.Length];
        var open = new Stack<int>(tables.Triggers);
        foreach (var trigger in tables.Triggers)
        {
            reached[trigger] = true;
        }

        var edgesByNode = canvas.Edges.ToLookup(static edge => edge.From, StringComparer.Ordinal);
        while (open.TryPop(out var node))
        {
            if (!tables.IsKnown(node))
            {
                // Its ports are not known, so each edge may be taken: what follows an unsupported node is not called unreachable.
                foreach (var edge in edgesByNode[canvas.Nodes[node].Id])
                {
                    if (tables.NodeAt(edge.To) is var to and >= 0 && !reached[to])
                    {
                        reached[to] = true;
                        open.Push(to);
                    }
                }

                continue;
            }

            Reach(tables.Targets.AsSpan(tables.FirstEdge[tables.FirstPort[node]]..tables.FirstEdge[tables.FirstPort[node + 1]]));
            Reach(tables.Containers.Entries(node));
            if (tables.Containers.HandlerOf(node) is var handler and >= 0)
            {
                Reach([handler]);
            }
        }

        for (var at = 0; at < reached.Length; at++)
        {
            if (!reached[at] && tables.IsKnown(at))
            {
                var node = canvas.Nodes[at];
                Add(findings, node, "unreachable_node", null, $"Node \"{CanvasReader.Shorten(node.Id)}\" can't be reached: no path leads to it from a trigger.");
            }
        }

        void Reach(ReadOnlySpan<int> nodes)
        {
            foreach (var next in nodes)
            {
                if (!reached[next])
                {
                    reached[next] = true;
                    open.Push(next);
                }
            }
        }
    }

    private static void AddTriggerDiffers(CanvasNode node, string wanted, TriggerConfig trigger, List<CanvasFinding> findings)
    {
        if (trigger.Type is not TriggerType.Event)
        {
            Add(findings, node, "trigger_differs", "event", $"Node \"{CanvasReader.Shorten(node.Id)}\" names the event \"{CanvasReader.Shorten(wanted)}\", but the workflow's trigger is not of the type event. The trigger decides when the workflow starts.");
        }
        else if (!trigger.EventTypes.Contains(wanted, StringComparer.Ordinal))
        {
            Add(findings, node, "trigger_differs", "event", $"Node \"{CanvasReader.Shorten(node.Id)}\" names the event \"{CanvasReader.Shorten(wanted)}\", but the workflow starts on {string.Join(", ", trigger.EventTypes)}. The trigger decides when the workflow starts.");
        }
    }

    private static void AddApproval(CanvasNode node, ApprovalSettings approval, TriggerConfig? trigger, List<CanvasFinding> findings)
    {
        if (approval.ExcludesRequester && trigger is { Type: not TriggerType.Manual })
        {
            Add(findings, node, "requester_unknown", "exclude_requester", $"Node \"{CanvasReader.Shorten(node.Id)}\" excludes the requester, but a run that no person started may have none: then nobody is excluded.");
        }

        if (approval.ExpiresIn is { } open && approval.EscalateAfter >= open)
        {
            Add(findings, node, "never_escalates", "escalate_after", $"Node \"{CanvasReader.Shorten(node.Id)}\" expires before it escalates: nobody else is ever asked.");
        }

        if (approval.ExpiresIn is { } until && approval.RemindEvery >= until)
        {
            Add(findings, node, "never_reminds", "remind_every", $"Node \"{CanvasReader.Shorten(node.Id)}\" expires before the first reminder: nobody is ever reminded.");
        }
    }

    private static void Add(List<CanvasFinding> findings, CanvasNode node, string code, string? member, string message)
    {
        var path = FaultPath.Root.Member("nodes").Item(node.Index);
        findings.Add(new CanvasFinding
        {
            Severity = FindingSeverity.Warning,
            Code = code,
            NodeId = node.Id,
            Message = message,
            Path = member is null ? path : path.Member(node.ConfigIsData ? "data" : "config").Member(member),
        });
    }
}
