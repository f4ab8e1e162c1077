namespace Aurion.Engine.Canvas.Nodes;

/// <summary>A container whose inside succeeds or fails as one.</summary>
/// <param name="Timeout">How long it may take; null for ever.</param>
/// <param name="Variables">What it declares.</param>
internal sealed record ScopeSettings(TimeSpan? Timeout, ScopeVariables Variables)
{
    public static ScopeSettings Read(in ConfigReader config)
    {
        var timeout = config.Duration("timeout");
        if (timeout <= TimeSpan.Zero)
        {
            config.TryGet("timeout", out var written);
            config.Add(config.At.Member("timeout"), "out_of_range", "\"timeout\" must be longer than nothing.", written);
        }

        return new ScopeSettings(timeout, ScopeVariables.Read(config));
    }
}
