namespace Aurion.Engine.Rules;

/// <summary>What the host did with a patch.</summary>
public enum PatchStatus
{
    /// <summary>It is applied, now or by an earlier call with the same key.</summary>
    Applied,

    /// <summary>The conversation has another version than the patch was decided on; nothing was changed.</summary>
    Conflict,

    /// <summary>The host's own rules forbid it; nothing was changed.</summary>
    Refused,
}
