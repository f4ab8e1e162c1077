using System.Collections.Frozen;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>The words that a canvas uses for kinds of nodes.</summary>
internal static class NodeTypes
{
    /// <summary>What messages list as allowed.</summary>
    public const string Allowed = "trigger, condition, switch, action, approval, delay, set, end, for_each, scope, cancel, join, wait_event, emit_event, sub_workflow, http_request, script";

    private static readonly FrozenDictionary<string, NodeKind> Kinds = new Dictionary<string, NodeKind>(StringComparer.Ordinal)
    {
        ["trigger"] = NodeKind.Trigger,
        ["condition"] = NodeKind.Condition,
        ["switch"] = NodeKind.Switch,
        ["action"] = NodeKind.Action,
        ["approval"] = NodeKind.Approval,
        ["delay"] = NodeKind.Delay,
        ["set"] = NodeKind.Set,
        ["end"] = NodeKind.End,
        ["for_each"] = NodeKind.ForEach,
        ["scope"] = NodeKind.Scope,
        ["cancel"] = NodeKind.Cancel,
        ["join"] = NodeKind.Join,
        ["wait_event"] = NodeKind.WaitEvent,
        ["emit_event"] = NodeKind.EmitEvent,
        ["sub_workflow"] = NodeKind.SubWorkflow,
        ["http_request"] = NodeKind.HttpRequest,
        ["script"] = NodeKind.Script,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool TryGet(string type, out NodeKind kind) => Kinds.TryGetValue(type, out kind);

    public static bool IsContainer(string type) => type is "for_each" or "scope";
}
