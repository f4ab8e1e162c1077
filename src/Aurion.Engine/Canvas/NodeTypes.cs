namespace Aurion.Engine.Canvas;

/// <summary>The words that a canvas uses for kinds of nodes.</summary>
internal static class NodeTypes
{
    public const string Trigger = "trigger";
    public const string Condition = "condition";
    public const string Switch = "switch";
    public const string Action = "action";
    public const string Approval = "approval";
    public const string Delay = "delay";
    public const string Set = "set";
    public const string End = "end";
}
