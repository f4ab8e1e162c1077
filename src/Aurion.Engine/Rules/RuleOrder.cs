namespace Aurion.Engine.Rules;

/// <summary>The order in which rules are evaluated: <c>priority_order</c>, then creation, then id.</summary>
internal sealed class RuleOrder : IComparer<AutomationRule>
{
    public static RuleOrder Instance { get; } = new();

    public int Compare(AutomationRule? x, AutomationRule? y)
    {
        var result = x!.PriorityOrder.CompareTo(y!.PriorityOrder);
        result = result != 0 ? result : x.CreatedAt.CompareTo(y.CreatedAt);
        return result != 0 ? result : string.CompareOrdinal(x.Id, y.Id);
    }
}
