namespace Aurion.Engine.PublicTests.Architecture;

/// <summary>A place that breaks a rule of the house.</summary>
internal sealed record Violation(string File, int Line, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Message}";
}
