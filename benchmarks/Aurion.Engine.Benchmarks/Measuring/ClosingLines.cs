using System.Globalization;

namespace Aurion.Engine.Benchmarks.Measuring;

/// <summary>Collects the lines that close a benchmark's output: what was measured against what was aimed at.</summary>
internal sealed class ClosingLines
{
    private readonly List<string> _lines = [];

    /// <summary>Notes how many times better ours is; more is better.</summary>
    public void Ratio(string name, double value, double target) => Add("ratio", name, value, target);

    /// <summary>Notes a figure of ours; less is better.</summary>
    public void Bound(string name, double value, double target) => Add("bound", name, value, target);

    public void Print() => _lines.ForEach(Console.WriteLine);

    private void Add(string kind, string name, double value, double target) =>
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{kind} {name} {Math.Round(value, value < 10 ? 2 : 0)} target {target}"));
}
