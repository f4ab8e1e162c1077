namespace Aurion.Engine.Rules;

/// <summary>What becomes of events that are handed over in bulk.</summary>
public enum BulkMode
{
    /// <summary>Rules run and workflows start, once for each conversation with all its changes.</summary>
    Run,

    /// <summary>The events are kept and their ids are known from then on, but nothing runs.</summary>
    Suppress,
}
