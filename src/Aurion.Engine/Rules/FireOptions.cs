namespace Aurion.Engine.Rules;

/// <summary>How an event is taken in.</summary>
public sealed record FireOptions
{
    /// <summary>Gets a key under which only one event of the tenant is taken in while it is kept: a later one is answered what became of that. Null asks for none.</summary>
    /// <remarks>Unlike <see cref="AutomationEvent.Id"/>, which is known for ever, a key can run out.</remarks>
    public string? IdempotencyKey { get; init; }

    /// <summary>Gets how long the key is kept; null keeps it for ever.</summary>
    public TimeSpan? KeepKeyFor { get; init; }
}
