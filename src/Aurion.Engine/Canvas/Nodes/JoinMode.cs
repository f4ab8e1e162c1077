namespace Aurion.Engine.Canvas.Nodes;

/// <summary>What a join waits for.</summary>
internal enum JoinMode : byte
{
    /// <summary>Every branch that can still come.</summary>
    Active,

    /// <summary>A branch by each incoming edge.</summary>
    All,

    /// <summary>A number of branches; later ones are absorbed.</summary>
    Count,
}
