using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Names one attempt at an effect that is performed after the commit.</summary>
internal readonly record struct EffectKey(string Key, int Attempt)
{
    /// <summary>Names an effect.</summary>
    /// <returns>Its name; null for an effect that is part of the commit itself.</returns>
    public static EffectKey? Of(Effect effect) => effect switch
    {
        Effect.Perform perform => new(perform.Key, perform.Attempt),
        Effect.TendApproval tend => new(tend.Id.Value, 0),
        Effect.RequestAdmission wish => new("admission", wish.Ticket),
        _ => null,
    };
}
