namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>One condition, in no engine's own words.</summary>
/// <param name="Field">The field.</param>
/// <param name="Kind">The operator.</param>
/// <param name="Words">The values of a text operator; one unless it is <see cref="TestKind.In"/>.</param>
/// <param name="Number">The threshold of <see cref="TestKind.GreaterThan"/>.</param>
internal sealed record TestSpec(TicketField Field, TestKind Kind, string[] Words, double Number = 0);
