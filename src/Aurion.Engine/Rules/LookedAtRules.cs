using System.Collections.Immutable;
using Aurion.Engine.Rules.Indexing;

namespace Aurion.Engine.Rules;

/// <summary>The rules that a pass looked at, of which only those with a finding were touched.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
/// <param name="index">The rules.</param>
/// <param name="count">How many of them, the first ones, were looked at.</param>
/// <param name="found">The findings in order.</param>
/// <param name="positions">The positions of the rules that they are about.</param>
internal sealed class LookedAtRules(RuleIndex index, int count, ImmutableArray<RuleVerdict> found, int[] positions)
{
    /// <summary>Makes a verdict for each rule.</summary>
    public ImmutableArray<RuleVerdict> ToVerdicts()
    {
        var verdicts = ImmutableArray.CreateBuilder<RuleVerdict>(count);
        var next = 0;
        foreach (var position in index.Order.AsSpan(0, count))
        {
            var isFound = next < positions.Length && positions[next] == position;
            verdicts.Add(isFound ? found[next++] : index.At(position).NotMatched);
        }

        return verdicts.MoveToImmutable();
    }
}
