namespace Aurion.Engine.Conditions.Nodes;

/// <summary>Which results of a comparison hold.</summary>
[Flags]
internal enum Bounds
{
    None = 0,
    Less = 1,
    Same = 2,
    Greater = 4,
}
