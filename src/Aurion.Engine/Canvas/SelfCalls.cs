using Aurion.Engine.Canvas.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Canvas;

/// <summary>Finds a workflow that calls itself whatever happens: no run of it would ever end.</summary>
internal static class SelfCalls
{
    public static void Add(CanvasDefinition canvas, GraphTables tables, string workflowId, List<CanvasFinding> findings)
    {
        // Which nodes lead to a call of the workflow itself whichever port each run takes. What goes round without a call does not.
        var calls = new bool[canvas.Nodes.Length];
        for (var node = 0; node < calls.Length; node++)
        {
            calls[node] = tables.IsKnown(node) && tables.Settings[node] is SubWorkflowSettings call && call.WorkflowId == workflowId;
        }

        var leads = calls.ToArray();
        for (var changed = Array.Exists(leads, static node => node); changed;)
        {
            changed = false;
            for (var node = 0; node < leads.Length; node++)
            {
                if (!leads[node] && tables.IsKnown(node) && HasNoWayOut(tables, node, leads))
                {
                    leads[node] = changed = true;
                }
            }
        }

        for (var node = 0; node < calls.Length; node++)
        {
            if (calls[node] && tables.Triggers.Any(trigger => leads[trigger]))
            {
                findings.Add(new CanvasFinding
                {
                    Severity = FindingSeverity.Error,
                    Code = "endless_call",
                    NodeId = canvas.Nodes[node].Id,
                    Message = $"Node \"{CanvasReader.Shorten(canvas.Nodes[node].Id)}\" calls this very workflow, and every run comes to such a call: none would ever end. Let a condition lead past it.",
                    Path = FaultPath.Root.Member("nodes").Item(canvas.Nodes[node].Index),
                });
            }
        }
    }

    private static bool HasNoWayOut(GraphTables tables, int node, bool[] leads)
    {
        var any = false;
        for (var slot = tables.FirstPort[node]; slot < tables.FirstPort[node + 1]; slot++)
        {
            var targets = tables.Targets.AsSpan(tables.FirstEdge[slot]..tables.FirstEdge[slot + 1]);
            if (targets.IsEmpty && IsFailure(tables, node, slot - tables.FirstPort[node]))
            {
                continue; // not a way that anybody means to take
            }

            var isForced = false;
            foreach (var target in targets)
            {
                isForced |= leads[target];
            }

            if (!isForced)
            {
                return false;
            }

            any = true;
        }

        return any;
    }

    private static bool IsFailure(GraphTables tables, int node, int port) => tables.Ports[node][port] switch
    {
        "error" or "failed" => true,
        "timeout" => tables.Settings[node] is WaitEventSettings { Timeout: null },
        "expired" => tables.Settings[node] is ApprovalSettings { ExpiresIn: null },
        _ => false,
    };
}
