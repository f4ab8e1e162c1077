using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>A classifier that looks for words: for tests, trials and hosts without a model.</summary>
/// <remarks>Safe for concurrent use. Its confidence is the share of a value's words that the conversation holds: no probability, so choose thresholds by hand.</remarks>
/// <param name="field">The field that it fills, for example <c>category</c>.</param>
/// <param name="words">For each value the words that speak for it, in lower case.</param>
public sealed class KeywordClassifier(string field, ImmutableDictionary<string, ImmutableArray<string>> words) : IClassifier
{
    /// <inheritdoc/>
    public ValueTask<Classification> ClassifyAsync(ClassificationRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var found = TextWords.Split(TextWords.Of(request.Fields.Element) + TextWords.Of(request.Payload.Element));
        var best = words
            .Where(static value => !value.Value.IsDefaultOrEmpty)
            .Select(value => new FieldPrediction { Field = field, Value = value.Key, Confidence = value.Value.Count(found.Contains) / (double)value.Value.Length })
            .Where(static value => value.Confidence > 0)
            .OrderByDescending(static value => value.Confidence).ThenBy(static value => value.Value, StringComparer.Ordinal)
            .FirstOrDefault();
        return new(new Classification { Model = "keywords", Fields = best is null ? [] : [best] });
    }
}
