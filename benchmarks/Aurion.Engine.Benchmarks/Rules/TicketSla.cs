namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>What was promised for the ticket.</summary>
public sealed class TicketSla
{
    public string Policy { get; set; } = string.Empty;

    public double Minutes { get; set; }

    public DateTimeOffset DueAt { get; set; }
}
