namespace Aurion.Engine.Execution;

/// <content>Where the run comes from.</content>
internal sealed partial class Turn
{
    /// <summary>Gets how many steps of automation led to the run.</summary>
    public int Depth => Origin.Depth;

    /// <summary>Gets or sets when the step began that a token comes from: from then on an event counts that the next one waits for.</summary>
    public DateTimeOffset Since { get; set; }
}
