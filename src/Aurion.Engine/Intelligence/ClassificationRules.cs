using System.Collections.Immutable;

namespace Aurion.Engine.Intelligence;

/// <summary>Decides what becomes of what a classifier says. Pure: the same input gives the same decision.</summary>
internal static class ClassificationRules
{
    /// <summary>How often a conversation is classified anew at most.</summary>
    public const int MaxReclassifications = 3;

    /// <summary>How much surer a new classification must be.</summary>
    public const double MinImprovement = 0.10;

    private const string MainField = "category";

    /// <summary>Says why a conversation may not be classified now; null when it may. Asked before the classifier is.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="previous">The decision that stands; null when there is none.</param>
    /// <param name="channel">The conversation's channel; null when unknown.</param>
    /// <param name="isReply">Whether a customer replied.</param>
    /// <param name="isAssigned">Whether an agent has the conversation.</param>
    public static string? ObstacleTo(ClassificationSettings settings, ClassificationDecision? previous, string? channel, bool isReply, bool isAssigned) => (settings, previous) switch
    {
        ({ Enabled: false }, _) => "Classification is switched off.",
        _ when channel is not null && settings.ExcludeChannels.Contains(channel, StringComparer.OrdinalIgnoreCase) => $"The channel '{channel}' is excluded.",
        (_, null or { Outcome: ClassificationOutcome.None }) => null,
        _ when !isReply => "The conversation is classified already.",
        ({ ReclassifyOnReply: false }, _) => "A reply does not classify anew.",
        _ when isAssigned => "An agent has the conversation.",
        (_, { Outcome: ClassificationOutcome.AgentOverridden }) => "An agent has overridden the classification.",
        (_, { Reclassifications: >= MaxReclassifications }) => $"The conversation was classified anew {MaxReclassifications} times.",
        _ => null,
    };

    /// <summary>Decides about each field by itself.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="said">What the classifier said.</param>
    /// <param name="allowedValues">The host's active values of a field; null takes any.</param>
    /// <param name="previous">The decision that stands; null when there is none.</param>
    /// <returns>The decision; null when it is not enough surer than the one that stands, which stays.</returns>
    public static ClassificationDecision? Decide(
        ClassificationSettings settings, Classification said, Func<string, ImmutableArray<string>?> allowedValues, ClassificationDecision? previous)
    {
        ImmutableArray<string> locked = previous?.Locked ?? [];
        var fields = ImmutableArray.CreateBuilder<FieldDecision>(said.Fields.Length);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var prediction in said.Fields)
        {
            if (seen.Add(prediction.Field))
            {
                fields.Add(Decide(settings, prediction, allowedValues(prediction.Field), locked));
            }
        }

        var decided = new ClassificationDecision
        {
            Fields = fields.DrainToImmutable(),
            Skills = said.Skills,
            Locked = locked,
            Model = said.Model,
            ModelVersion = said.ModelVersion,
            AutoApplyThreshold = settings.AutoApplyThreshold,
            SuggestThreshold = settings.SuggestThreshold,
        };
        decided = decided with { Outcome = OutcomeOf(decided.Fields), Confidence = ConfidenceOf(decided.Fields) };
        if (previous is null or { Outcome: ClassificationOutcome.None })
        {
            return decided;
        }

        // As decimals: 0.7 is 0.1 more than 0.6 there, as people write it.
        return (decimal)decided.Confidence - (decimal)previous.Confidence >= (decimal)MinImprovement
            ? decided with { Reclassifications = previous.Reclassifications + 1 }
            : null;
    }

    /// <summary>Takes note that an agent has set fields: they are locked, and one that was set by a classification is overridden.</summary>
    /// <param name="standing">The decision that stands; null when there is none.</param>
    /// <param name="changes">The fields with the values that the agent gave them; null where a field was cleared.</param>
    /// <returns>The decision that stands from now on; null when nothing changes by it.</returns>
    public static ClassificationDecision? Lock(ClassificationDecision? standing, IReadOnlyDictionary<string, string?> changes)
    {
        var before = standing ?? new ClassificationDecision();
        var fresh = changes.Keys.Where(field => !before.Locked.Contains(field, StringComparer.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        var isOverridden = before.Outcome is ClassificationOutcome.AutoApplied && before.Fields.Any(
            field => field.Outcome is FieldOutcome.Applied && changes.TryGetValue(field.Field, out var value) && value != field.Value);
        return fresh.Length == 0 && !isOverridden
            ? null
            : before with
            {
                Locked = [.. before.Locked, .. fresh],
                Outcome = isOverridden ? ClassificationOutcome.AgentOverridden : before.Outcome,
                Reason = isOverridden ? "An agent changed a field that was set." : before.Reason,
            };
    }

    private static FieldDecision Decide(ClassificationSettings settings, FieldPrediction prediction, ImmutableArray<string>? allowed, ImmutableArray<string> locked)
    {
        var confidence = prediction.Confidence is >= 0 and <= 1 ? prediction.Confidence : 0;
        var outcome = allowed is { } values && !values.Contains(prediction.Value, StringComparer.Ordinal) ? FieldOutcome.Invalid
            : locked.Contains(prediction.Field, StringComparer.Ordinal) ? FieldOutcome.Locked
            : confidence >= settings.AutoApplyThreshold && settings.AutoApplyFields.Contains(prediction.Field, StringComparer.Ordinal) ? FieldOutcome.Applied
            : confidence >= settings.SuggestThreshold ? FieldOutcome.Suggested
            : FieldOutcome.Silent;
        return new FieldDecision { Field = prediction.Field, Value = prediction.Value, Confidence = confidence, Outcome = outcome };
    }

    private static ClassificationOutcome OutcomeOf(ImmutableArray<FieldDecision> fields) =>
        fields.Any(static field => field.Outcome is FieldOutcome.Applied) ? ClassificationOutcome.AutoApplied
        : fields.Any(static field => field.Outcome is FieldOutcome.Suggested) ? ClassificationOutcome.Suggested
        : ClassificationOutcome.Silent;

    /// <summary>A value that is none of the host's says nothing about how sure the rest is.</summary>
    private static double ConfidenceOf(ImmutableArray<FieldDecision> fields)
    {
        var valid = fields.Where(static field => field.Outcome is not FieldOutcome.Invalid).ToArray();
        return Array.Find(valid, static field => field.Field is MainField) is { } main ? main.Confidence
            : valid.Length == 0 ? 0
            : valid.Average(static field => field.Confidence);
    }
}
