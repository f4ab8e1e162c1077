using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Aurion.Engine.Conditions;
using Aurion.Engine.Values;
using FsCheck.Xunit;

namespace Aurion.Engine.Tests.Conditions;

[Properties(Arbitrary = [typeof(ConditionGenerators)])]
public sealed class ConditionProperties
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly ImmutableArray<(ConditionOperator Positive, ConditionOperator Negative)> Twins =
    [
        (ConditionOperator.Equal, ConditionOperator.NotEqual), (ConditionOperator.In, ConditionOperator.NotIn),
        (ConditionOperator.Contains, ConditionOperator.NotContains), (ConditionOperator.ContainsAny, ConditionOperator.ContainsNone),
        (ConditionOperator.ContainsAll, ConditionOperator.NotContainsAll), (ConditionOperator.StartsWith, ConditionOperator.NotStartsWith),
        (ConditionOperator.EndsWith, ConditionOperator.NotEndsWith), (ConditionOperator.MatchesRegex, ConditionOperator.NotMatchesRegex),
        (ConditionOperator.InBusinessHours, ConditionOperator.NotInBusinessHours), (ConditionOperator.InCidr, ConditionOperator.NotInCidr), (ConditionOperator.IsEmpty, ConditionOperator.IsPresent), (ConditionOperator.Changed, ConditionOperator.NotChanged),
        (ConditionOperator.ChangedTo, ConditionOperator.NotChangedTo), (ConditionOperator.ChangedFrom, ConditionOperator.NotChangedFrom),
    ];

    [Property(MaxTest = 5_000)]
    public bool Evaluate_OneCondition_EqualsTheNaiveEvaluator(FieldCondition condition, JsonText payload) =>
        Agree(new ConditionGroup { Items = [condition] }, payload);

    [Property(MaxTest = 1_000)]
    public bool Evaluate_Groups_EqualsTheNaiveEvaluator(ConditionGroup group, JsonText payload) => Agree(group, payload);

    [Property(MaxTest = 500)]
    public bool Evaluate_OtherOrder_IsTheSame(ConditionGroup group, JsonText payload, int seed)
    {
        var random = new Random(seed);
        return Evaluate(group, payload) == Evaluate((ConditionGroup)Shuffle(group, random), payload);
    }

    [Property(MaxTest = 1_000)]
    public bool Evaluate_NegativeTwin_IsTheNegation(FieldCondition condition, JsonText payload, byte pick)
    {
        var (positive, negative) = Twins[pick % Twins.Length];
        return Evaluate(condition with { Operator = negative }, payload) == Not(Evaluate(condition with { Operator = positive }, payload));
    }

    [Property(MaxTest = 500)]
    public bool None_AnyGroup_IsNotAny(ConditionGroup group, JsonText payload) =>
        Evaluate(group with { Kind = GroupKind.None }, payload) == Not(Evaluate(group with { Kind = GroupKind.Any }, payload));

    [Property(MaxTest = 500)]
    public bool FindError_AnyConditions_ExplainsUnknownAndNothingElse(ConditionGroup group, JsonText payload)
    {
        var compiled = CompiledCondition.Compile(group, options: Judge.Declared);
        var context = Context(payload);
        return compiled.Evaluate(context) is Truth.Unknown == (compiled.FindError(context) is not null);
    }

    [Property(MaxTest = 500)]
    public bool ReadWrite_AnyConditions_ComeBackTheSame(ConditionGroup group, JsonText payload)
    {
        var text = Write(group);
        var faults = new List<Fault>();
        var back = ConditionJson.Read(text.Element, FaultPath.Root.Member("conditions"), faults, Judge.Declared);
        var compiled = CompiledCondition.Compile(group, options: Judge.Declared);
        return Write(back).Equals(text)
            && Evaluate(back, payload) == Evaluate(group, payload)
            && faults.Select(fault => $"{fault.Path}").SequenceEqual(compiled.Faults.Select(fault => $"{fault.Path}"));
    }

    internal static ConditionContext Context(JsonText payload) => new(new JsonFields(payload), Judge.Now, Berlin);

    private static bool Agree(ConditionGroup group, JsonText payload)
    {
        var expected = new NaiveEvaluator(payload.Element, Judge.Now, Berlin).Evaluate(group);
        var found = Evaluate(group, payload);
        return found == expected
            ? true
            : throw new InvalidOperationException($"{Write(group)} on {payload}: {found}, but naively {expected}.");
    }

    private static Truth Evaluate(Condition condition, JsonText payload) =>
        CompiledCondition.Compile(condition as ConditionGroup ?? new ConditionGroup { Items = [condition] }, options: Judge.Declared).Evaluate(Context(payload));

    private static Truth Not(Truth truth) => truth switch { Truth.True => Truth.False, Truth.False => Truth.True, _ => Truth.Unknown };

    private static Condition Shuffle(Condition condition, Random random)
    {
        if (condition is not ConditionGroup group)
        {
            return condition;
        }

        var items = group.Items.Select(item => Shuffle(item, random)).ToArray();
        random.Shuffle(items);
        return group with { Items = [.. items] };
    }

    private static JsonText Write(ConditionGroup group)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            ConditionJson.Write(writer, group);
        }

        return JsonText.Parse(Encoding.UTF8.GetString(stream.ToArray()));
    }
}
