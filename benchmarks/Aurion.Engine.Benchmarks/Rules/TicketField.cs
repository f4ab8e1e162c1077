using System.Collections.Immutable;

namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>A field of the ticket event.</summary>
/// <param name="Path">Its dotted path in the JSON.</param>
/// <param name="Property">The property of <see cref="Ticket"/> that has it, dotted too.</param>
/// <param name="Distinct">How many values it has, all equally likely; 0 for texts and numbers.</param>
/// <param name="Maximum">The largest value of a number, all from 0 on equally likely; 0 for texts.</param>
internal sealed record TicketField(string Path, string Property, int Distinct = 0, double Maximum = 0)
{
    public static TicketField Subject { get; } = new("subject", "Subject");

    public static TicketField Description { get; } = new("description", "Description");

    public static TicketField Tags { get; } = new("tags", "Tags");

    public static TicketField Score { get; } = new("custom_fields.score", "CustomFields.Score", Maximum: 1_000);

    public static ImmutableArray<TicketField> Enumerations { get; } =
    [
        new("category", "Category", 10),
        new("priority", "Priority", 4),
        new("channel", "Channel", 5),
        new("language", "Language", 20),
        new("requester.plan", "Requester.Plan", 6),
        new("requester.country", "Requester.Country", 25),
        new("custom_fields.region", "CustomFields.Region", 8),
        new("custom_fields.sku", "CustomFields.Sku", 200),
    ];

    public static ImmutableArray<TicketField> Numbers { get; } =
    [
        new("amount", "Amount", Maximum: 10_000),
        new("requester.seats", "Requester.Seats", Maximum: 5_000),
        new("sla.minutes", "Sla.Minutes", Maximum: 10_000),
        Score,
    ];

    /// <summary>Gets value number <paramref name="index"/> of an enumeration.</summary>
    public string Value(int index) => $"{Path[(Path.LastIndexOf('.') + 1)..]}_{index:D2}";
}
