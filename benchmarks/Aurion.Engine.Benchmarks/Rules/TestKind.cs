namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>The four operators of the workload.</summary>
internal enum TestKind
{
    Equal,
    In,
    Contains,
    GreaterThan,
}
