namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>The tenant's own fields.</summary>
public sealed class TicketCustomFields
{
    public string Sku { get; set; } = string.Empty;

    public string Region { get; set; } = string.Empty;

    public string OrderId { get; set; } = string.Empty;

    public double Score { get; set; }
}
