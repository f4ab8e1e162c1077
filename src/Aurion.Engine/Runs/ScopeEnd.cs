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

    /// <summary>Enough of its items are done; what was being undone in the others is undone to its end first.</summary>
    Done,
}
