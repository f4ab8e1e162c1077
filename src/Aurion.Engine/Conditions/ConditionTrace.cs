using System.Collections.Immutable;
using System.Text.Json;
using Aurion.Engine.Conditions.Nodes;
using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions;

/// <summary>Writes down what is judged, everything that there is.</summary>
/// <remarks>For one evaluation after another on one thread; <see cref="Take"/> answers the last.</remarks>
internal readonly struct ConditionTrace : IConditionTrace
{
    private const int MaxElements = 20;
    private readonly Stack<ImmutableArray<ConditionExplanation>.Builder> _open = new();
    private readonly ImmutableArray<ConditionExplanation>.Builder _done = ImmutableArray.CreateBuilder<ConditionExplanation>();

    public ConditionTrace()
    {
    }

    public static bool SeesAll => true;

    public void Enter(GroupNode group) => _open.Push(ImmutableArray.CreateBuilder<ConditionExplanation>());

    public void Leave(GroupNode group, Truth truth)
    {
        var parts = _open.Pop().DrainToImmutable();
        Add(new ConditionExplanation
        {
            Path = group.At.ToString(),
            Group = group.Kind,
            Verdict = truth,
            Sentence = GroupSentences.Of(group.Kind, truth, parts),
            Parts = parts,
        });
    }

    public void Judged(ConditionNode node, Truth truth, in ConditionContext context) =>
        Add(node is FieldNode field ? Explain(field, truth, context) : Explain((ErrorNode)node, truth, context));

    /// <summary>Takes the explanation of the node that was evaluated last.</summary>
    public ConditionExplanation Take()
    {
        var explanation = _done[^1];
        _done.Clear();
        return explanation;
    }

    private static ConditionExplanation Explain(FieldNode node, Truth truth, in ConditionContext context)
    {
        var written = node.Target.Written;
        var value = context.Fields.Find(node.Target.Path);
        var seesBefore = node is ChangedNode or TrendNode;
        var before = seesBefore ? context.Fields.FindBefore(node.Target.Path) : default;
        var reading = value.ValueKind is JsonValueKind.Array ? new Reading(ReadingKind.List, null) : node.Read(value, context);
        return new ConditionExplanation
        {
            Path = node.At.ToString(),
            Field = written.Field,
            Operator = ConditionOperators.NameOf(written.Operator),
            Wanted = written.Value,
            Actual = ShownValue.Of(value),
            Before = ShownValue.Of(before),
            ReadAs = reading.Kind,
            Coerced = value.ValueKind is JsonValueKind.Array ? ReadElements(node, value, context) : ShownValue.Of(reading),
            Verdict = truth,
            Sentence = truth is Truth.Unknown
                ? $"{written.Field} cannot be judged: {ShownValue.WithoutStop(node.FindError(context)?.Message ?? "judging it took too long")}"
                : ConditionSentences.Of(node, truth, value, reading, before, context),
        };
    }

    private static ConditionExplanation Explain(ErrorNode node, Truth truth, in ConditionContext context)
    {
        var written = node.Written as FieldCondition;
        var fault = node.FindError(context)!;
        return new ConditionExplanation
        {
            Path = node.At.ToString(),
            Group = (node.Written as ConditionGroup)?.Kind,
            Field = written?.Field,
            Operator = written is null || !Enum.IsDefined(written.Operator) ? null : ConditionOperators.NameOf(written.Operator),
            Wanted = written?.Value ?? (node.Written as InvalidCondition)?.Json,
            Verdict = truth,
            Sentence = $"this cannot be judged: {(fault.Path.Equals(node.At) ? string.Empty : $"{fault.Path}: ")}{ShownValue.WithoutStop(fault.Message)}",
        };
    }

    private static JsonText ReadElements(FieldNode node, JsonElement list, in ConditionContext context)
    {
        var readings = new List<Reading>();
        foreach (var element in list.EnumerateArray())
        {
            if (readings.Count == MaxElements)
            {
                break;
            }

            readings.Add(node.ReadElement(element, context));
        }

        return ShownValue.Of(readings);
    }

    private void Add(ConditionExplanation explanation) => (_open.TryPeek(out var parts) ? parts : _done).Add(explanation);
}
