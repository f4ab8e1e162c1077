using System.Collections.Immutable;

namespace Aurion.Engine.Rules;

/// <summary>Asks the host for conversations that a time rule may be due for, oldest basis first.</summary>
public sealed record TimeRuleQuery
{
    /// <summary>Gets the statuses that are looked for; empty means any.</summary>
    public ImmutableArray<string> Statuses { get; init; } = [];

    /// <summary>Gets the field that time counts from, for example <c>status_changed_at</c>.</summary>
    public required string Basis { get; init; }

    /// <summary>Gets the latest instant of the basis that is due.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Gets the conversation after which to go on; null starts at the oldest.</summary>
    public string? After { get; init; }
}
