namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>Who wrote the ticket.</summary>
public sealed class TicketRequester
{
    public string Id { get; set; } = string.Empty;

    public string Name { get; set; } = string.Empty;

    public string Email { get; set; } = string.Empty;

    public string Plan { get; set; } = string.Empty;

    public string Country { get; set; } = string.Empty;

    public double Seats { get; set; }
}
