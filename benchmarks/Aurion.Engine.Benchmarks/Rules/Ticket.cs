namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>The ticket event as a typed object: what the peers' rules look at.</summary>
public sealed class Ticket
{
    public string Id { get; set; } = string.Empty;

    public string Status { get; set; } = string.Empty;

    public string Category { get; set; } = string.Empty;

    public string Priority { get; set; } = string.Empty;

    public string Channel { get; set; } = string.Empty;

    public string Language { get; set; } = string.Empty;

    public string Subject { get; set; } = string.Empty;

    public string Description { get; set; } = string.Empty;

    public string[] Tags { get; set; } = [];

    public double Amount { get; set; }

    public TicketRequester Requester { get; set; } = new();

    public TicketSla Sla { get; set; } = new();

    public TicketCustomFields CustomFields { get; set; } = new();

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
