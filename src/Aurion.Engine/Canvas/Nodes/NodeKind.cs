namespace Aurion.Engine.Canvas.Nodes;

/// <summary>The kinds of nodes that this build runs.</summary>
internal enum NodeKind : byte
{
    Trigger,
    Condition,
    Switch,
    Action,
    Approval,
    Delay,
    Set,
    End,
    ForEach,
    Scope,
    Cancel,
    Join,
    WaitEvent,
    EmitEvent,
    SubWorkflow,
    HttpRequest,
    Script,
}
