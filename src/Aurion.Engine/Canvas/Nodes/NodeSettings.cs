using System.Collections.Immutable;

namespace Aurion.Engine.Canvas.Nodes;

/// <summary>Reads a node's configuration by its kind, and tells the ports that it has then.</summary>
internal static class NodeSettings
{
    private static readonly ImmutableArray<string> Out = ["out"];
    private static readonly ImmutableArray<string> ConditionPorts = ["true", "false"];
    private static readonly ImmutableArray<string> ActionPorts = ["out", "error"];
    private static readonly ImmutableArray<string> ApprovalPorts = ["approved", "rejected", "expired"];
    private static readonly ImmutableArray<string> ForEachPorts = ["done", "error"];
    private static readonly ImmutableArray<string> ScopePorts = ["done", "error", "timeout", "cancelled"];
    private static readonly ImmutableArray<string> WaitEventPorts = ["received", "timeout"];
    private static readonly ImmutableArray<string> SubWorkflowPorts = ["completed", "failed"];

    /// <summary>Reads the configuration; what is faulty reads as its default, so that the rest can be checked too.</summary>
    public static object Read(NodeKind kind, in ConfigReader config) => kind switch
    {
        NodeKind.Trigger => TriggerSettings.Read(config),
        NodeKind.Condition => ConditionSettings.Read(config),
        NodeKind.Switch => SwitchSettings.Read(config),
        NodeKind.Action => ActionSettings.Read(config),
        NodeKind.Approval => ApprovalSettings.Read(config),
        NodeKind.Delay => DelaySettings.Read(config),
        NodeKind.Set => SetSettings.Read(config),
        NodeKind.End => EndSettings.Read(config),
        NodeKind.ForEach => ForEachSettings.Read(config),
        NodeKind.Scope => ScopeSettings.Read(config),
        NodeKind.Cancel => CancelSettings.Read(config),
        NodeKind.Join => JoinSettings.Read(config),
        NodeKind.WaitEvent => WaitEventSettings.Read(config),
        NodeKind.EmitEvent => EmitEventSettings.Read(config),
        NodeKind.SubWorkflow => SubWorkflowSettings.Read(config),
        NodeKind.HttpRequest => WorkSettings.ReadRequest(config),
        NodeKind.Script => WorkSettings.ReadScript(config),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of node."),
    };

    /// <summary>Lists the ports, the main one first.</summary>
    public static ImmutableArray<string> Ports(NodeKind kind, object settings) => kind switch
    {
        NodeKind.Condition => ConditionPorts,
        NodeKind.Switch => ((SwitchSettings)settings).Names.Add(SwitchSettings.DefaultPort),
        NodeKind.Action or NodeKind.HttpRequest or NodeKind.Script => ActionPorts,
        NodeKind.Approval => ApprovalPorts,
        NodeKind.End => [],
        NodeKind.ForEach => ForEachPorts,
        NodeKind.Scope => ScopePorts,
        NodeKind.WaitEvent => WaitEventPorts,
        NodeKind.SubWorkflow => SubWorkflowPorts,
        _ => Out,
    };
}
