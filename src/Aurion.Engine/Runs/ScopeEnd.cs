namespace Aurion.Engine.Runs;

/// <summary>Why a scope ends before it is done.</summary>
internal enum ScopeEnd : byte
{
    /// <summary>A step in it failed and nothing inside handled that.</summary>
    Error,

    /// <summary>Its time was up.</summary>
    Timeout,

    /// <summary>A cancel node ended it.</summary>
    Cancelled,
}
