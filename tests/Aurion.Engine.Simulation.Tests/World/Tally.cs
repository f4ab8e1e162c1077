using System.Globalization;

namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>Counts what happened, so that a story of which nothing came to pass can be told from one that was lived through.</summary>
internal sealed class Tally
{
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public void Add(string what, int count = 1) => _counts[what] = _counts.GetValueOrDefault(what) + count;

    public void Add(Tally other)
    {
        foreach (var (what, count) in other._counts)
        {
            Add(what, count);
        }
    }

    public int Of(string what) => _counts.GetValueOrDefault(what);

    public override string ToString() => string.Join(", ", _counts.Select(static count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value}")));

    public static Tally Parse(string text)
    {
        var tally = new Tally();
        foreach (var part in text.Split(", ", StringSplitOptions.RemoveEmptyEntries))
        {
            var at = part.LastIndexOf(' ');
            tally.Add(part[..at], int.Parse(part.AsSpan(at + 1), CultureInfo.InvariantCulture));
        }

        return tally;
    }
}
