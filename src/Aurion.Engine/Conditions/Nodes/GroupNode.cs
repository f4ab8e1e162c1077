using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>Joins nodes by Kleene's logic, in which their order never matters.</summary>
internal sealed class GroupNode : ConditionNode
{
    private readonly ConditionNode[] _parts;
    private readonly Truth _decisive;
    private readonly bool _negated;

    public GroupNode(GroupKind kind, ConditionNode[] parts, FaultPath at)
        : base(at)
    {
        Kind = kind;
        _parts = parts;
        _decisive = kind is GroupKind.All ? Truth.False : Truth.True;
        _negated = kind is GroupKind.None;
    }

    public GroupKind Kind { get; }

    /// <summary>Gets the nodes of a group of kind <see cref="GroupKind.All"/>; null of any other.</summary>
    public IReadOnlyList<ConditionNode>? AllParts => _decisive is Truth.False ? _parts : null;

    public override Truth Judge(in ConditionContext context)
    {
        var trace = default(NoConditionTrace);
        return Join(context, ref trace);
    }

    public Truth Join<TTrace>(in ConditionContext context, ref TTrace trace)
        where TTrace : struct, IConditionTrace
    {
        trace.Enter(this);
        var result = Logic.Not(_decisive);
        foreach (var part in _parts)
        {
            var truth = part.Evaluate(context, ref trace);
            if (truth == _decisive)
            {
                result = _decisive;
                if (!TTrace.SeesAll)
                {
                    break;
                }
            }
            else if (truth is Truth.Unknown && result != _decisive)
            {
                result = Truth.Unknown;
            }
        }

        result = _negated ? Logic.Not(result) : result;
        trace.Leave(this, result);
        return result;
    }

    public override Fault? FindError(in ConditionContext context)
    {
        if (Judge(context) is Truth.Unknown)
        {
            foreach (var part in _parts)
            {
                if (part.FindError(context) is { } fault)
                {
                    return fault;
                }
            }
        }

        return null;
    }
}
