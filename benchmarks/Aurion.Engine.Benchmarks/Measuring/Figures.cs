namespace Aurion.Engine.Benchmarks.Measuring;

/// <summary>What was measured of one contender: the medians of the rounds.</summary>
/// <param name="PerSecond">Operations a second.</param>
/// <param name="BytesPerOperation">Bytes allocated by an operation.</param>
internal readonly record struct Figures(double PerSecond, double BytesPerOperation)
{
    public double Microseconds => 1_000_000 / PerSecond;
}
