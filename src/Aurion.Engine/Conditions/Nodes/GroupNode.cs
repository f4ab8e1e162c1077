using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>Joins nodes by Kleene's logic, in which their order never matters.</summary>
internal sealed class GroupNode : ConditionNode
{
    private readonly ConditionNode[] _parts;
    private readonly Truth _decisive;
    private readonly bool _negated;

    public GroupNode(GroupKind kind, ConditionNode[] parts)
    {
        _parts = parts;
        _decisive = kind is GroupKind.All ? Truth.False : Truth.True;
        _negated = kind is GroupKind.None;
    }

    /// <summary>Gets the nodes of a group of kind <see cref="GroupKind.All"/>; null of any other.</summary>
    public IReadOnlyList<ConditionNode>? AllParts => _decisive is Truth.False ? _parts : null;

    public override Truth Evaluate(in ConditionContext context)
    {
        var result = Logic.Not(_decisive);
        foreach (var part in _parts)
        {
            var truth = part.Evaluate(context);
            if (truth == _decisive)
            {
                return _negated ? Logic.Not(_decisive) : _decisive;
            }

            result = truth is Truth.Unknown ? Truth.Unknown : result;
        }

        return _negated ? Logic.Not(result) : result;
    }

    public override Fault? FindError(in ConditionContext context)
    {
        if (Evaluate(context) is Truth.Unknown)
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
