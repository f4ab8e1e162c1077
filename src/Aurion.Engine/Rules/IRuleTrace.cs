using System.Collections.Immutable;
using Aurion.Engine.Actions;
using Aurion.Engine.Conditions;

namespace Aurion.Engine.Rules;

/// <summary>Looks on at a pass. Implemented by structs, so that a pass without a trace is compiled without it.</summary>
/// <remarks>One that sees all is shown each rule of the event's type, also behind the one that stops the processing; what is decided is the same.</remarks>
internal interface IRuleTrace : IConditionTrace
{
    /// <summary>The conditions of a rule have been judged, on a copy that holds the changes of the rules before it.</summary>
    void Judged(CompiledRule rule, in ConditionContext context, WorkingCopy copy);

    /// <summary>The rule that was judged last has matched, and its actions have been decided.</summary>
    /// <param name="copy">The copy with its changes.</param>
    /// <param name="actions">The actions of all rules so far.</param>
    /// <param name="first">The first of them that is the rule's.</param>
    /// <param name="stops">Whether no later rule is looked at.</param>
    void Acted(WorkingCopy copy, ImmutableArray<ActionEntry>.Builder actions, int first, bool stops);

    /// <summary>The pass is over.</summary>
    void End(in ConditionContext context, WorkingCopy copy);
}
