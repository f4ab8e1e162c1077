using System.Collections.Immutable;

namespace Aurion.Engine.Execution;

/// <summary>The part for what was odd.</summary>
internal sealed partial class Turn
{
    public ImmutableArray<string> TakeWarnings()
    {
        if (Warnings is not { Count: > 0 } warnings)
        {
            return [];
        }

        Warnings = null;
        return [.. warnings];
    }
}
