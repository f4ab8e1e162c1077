namespace Aurion.Engine.Canvas;

/// <summary>What becomes of the occurrences of a schedule that came while nobody worked.</summary>
public enum CatchUp
{
    /// <summary>The latest of them starts, late. The default.</summary>
    One,

    /// <summary>None of them starts: one that is more than a minute late is left out.</summary>
    Skip,

    /// <summary>Each of them starts, in order.</summary>
    All,
}
