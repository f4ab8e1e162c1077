using Aurion.Engine.Values;

namespace Aurion.Engine.Conditions.Nodes;

/// <summary>What every node of a field has: the field, whether the operator is the negative twin, where it stands, the condition as written.</summary>
internal sealed record FieldTarget(FieldPath Path, bool Negated, FaultPath At, FieldCondition Written);
