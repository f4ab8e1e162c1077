using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution;

/// <content>What keeps a run from going on.</content>
internal sealed partial class Turn
{
    public PauseCauses PausedBy { get; set; }

    public Admission? Admission { get; set; }
}
