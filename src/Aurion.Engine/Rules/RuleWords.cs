namespace Aurion.Engine.Rules;

/// <summary>The words of a rule's JSON, each list in the order of its enumeration.</summary>
internal static class RuleWords
{
    public static readonly string[] Modes = ["event", "time"];
    public static readonly string[] ErrorModes = ["continue", "fail"];
    public static readonly string[] Limits = ["every_time", "once_per_ticket", "once_per_episode"];
    public static readonly string[] Bases = ["status_changed_at", "created_at", "updated_at", "last_customer_reply_at", "last_agent_reply_at"];

    public static string NameOf(ExecutionMode mode) => Modes[(int)mode];

    public static string NameOf(OnActionError onError) => ErrorModes[(int)onError];

    public static string NameOf(RunLimitKind kind) => Limits[(int)kind];

    public static string NameOf(TimeBasis basis) => Bases[(int)basis];

    public static TimeBasis BasisOf(string name) => (TimeBasis)Array.IndexOf(Bases, name);
}
