namespace Aurion.Engine.Canvas;

/// <summary>Finds the fewest items that must be moved for one order to become another.</summary>
internal static class OrderComparison
{
    /// <summary>Finds the items that are not part of the longest run that kept its order.</summary>
    /// <param name="earlier">For each item, in the later order, its place in the earlier one.</param>
    /// <returns>Positions in the later order, ascending.</returns>
    public static List<int> FindMoved(int[] earlier)
    {
        // The longest increasing subsequence by patience sorting: tails[k] ends the best run of k + 1 items.
        var tails = new List<int>();
        var previous = new int[earlier.Length];
        for (var index = 0; index < earlier.Length; index++)
        {
            var (low, high) = (0, tails.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = earlier[tails[middle]] < earlier[index] ? (middle + 1, high) : (low, middle);
            }

            previous[index] = low == 0 ? -1 : tails[low - 1];
            if (low == tails.Count)
            {
                tails.Add(index);
            }
            else
            {
                tails[low] = index;
            }
        }

        var kept = new bool[earlier.Length];
        for (var index = tails.Count == 0 ? -1 : tails[^1]; index >= 0; index = previous[index])
        {
            kept[index] = true;
        }

        var moved = new List<int>();
        for (var index = 0; index < earlier.Length; index++)
        {
            if (!kept[index])
            {
                moved.Add(index);
            }
        }

        return moved;
    }
}
