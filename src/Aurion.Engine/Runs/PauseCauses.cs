namespace Aurion.Engine.Runs;

/// <summary>What holds a run: it goes on when nothing does any more.</summary>
[Flags]
internal enum PauseCauses
{
    None = 0,

    /// <summary>A person held this one run.</summary>
    Person = 1,

    /// <summary>Its workflow or its tenant is paused.</summary>
    Workflow = 2,
}
