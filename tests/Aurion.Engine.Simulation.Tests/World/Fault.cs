namespace Aurion.Engine.Simulation.Tests.World;

/// <summary>Which promise was broken.</summary>
internal enum Fault
{
    /// <summary>What was accepted has left no trace, or two.</summary>
    Accepted,

    /// <summary>Records have gaps, are not what is decided again from their input, or do not lead to what is stored.</summary>
    Records,

    /// <summary>A step was entered or ended twice, or not ended by a run that ended.</summary>
    Steps,

    /// <summary>A handler was called under a key that is no step's, or was not called for a step that is completed.</summary>
    Keys,

    /// <summary>What may be done at most once was done again.</summary>
    AtMostOnce,

    /// <summary>An approval has two outcomes, or its run heard another.</summary>
    Approvals,

    /// <summary>A timer or a record is before its time.</summary>
    Early,

    /// <summary>A once-key has two holders, or a rule ran more often than it may.</summary>
    Once,

    /// <summary>More runs of a group are at work than may be.</summary>
    Concurrency,

    /// <summary>There is work left that nobody does, or a message that nobody could deliver.</summary>
    Stuck,

    /// <summary>The engine threw something that it should not.</summary>
    Broken,
}
