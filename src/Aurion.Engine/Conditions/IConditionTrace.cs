using Aurion.Engine.Conditions.Nodes;

namespace Aurion.Engine.Conditions;

/// <summary>Looks on while conditions are judged. Implemented by structs, so that judging without a trace is compiled without it.</summary>
internal interface IConditionTrace
{
    /// <summary>Gets a value indicating whether everything is judged, also what can no longer change the outcome.</summary>
    static abstract bool SeesAll { get; }

    /// <summary>A group is about to be judged, its parts one after another.</summary>
    void Enter(GroupNode group);

    /// <summary>A group has been judged.</summary>
    void Leave(GroupNode group, Truth truth);

    /// <summary>A node that is no group has been judged.</summary>
    void Judged(ConditionNode node, Truth truth, in ConditionContext context);
}
