namespace Aurion.Engine.Runs;

/// <summary>How an entry of an <see cref="EventLog"/> is to be read.</summary>
internal enum EventKind
{
    /// <summary>The event itself.</summary>
    Whole,

    /// <summary>A <see cref="RunEvent.NodeEntered"/>.</summary>
    Entered,

    /// <summary>A <see cref="RunEvent.NodeLeft"/>.</summary>
    Left,

    /// <summary>Both, one after the other.</summary>
    Passed,
}
