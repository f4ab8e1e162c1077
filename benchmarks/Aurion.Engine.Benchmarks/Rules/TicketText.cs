namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>What the peers' rules call.</summary>
public static class TicketText
{
    public static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    public static bool HasItem(string[] items, string item)
    {
        foreach (var candidate in items)
        {
            if (candidate == item)
            {
                return true;
            }
        }

        return false;
    }
}
