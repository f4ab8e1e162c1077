using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Aurion.Engine.Canvas;

/// <summary>An approval node that is written in code.</summary>
/// <remarks>Immutable. Texts may hold placeholders; a member of null is left out of the canvas.</remarks>
public sealed record CanvasApproval
{
    /// <summary>Gets who may decide: <c>user:…</c>, <c>role:…</c>, <c>team:…</c>.</summary>
    public required ImmutableArray<string> Approvers { get; init; }

    /// <summary>Gets what is asked; null takes the node's name.</summary>
    public string? Title { get; init; }

    /// <summary>Gets more about it; null when there is nothing more.</summary>
    public string? Message { get; init; }

    /// <summary>Gets how many people must approve; null is one.</summary>
    public int? Required { get; init; }

    /// <summary>Gets a value indicating whether every entry of <see cref="Approvers"/> must approve. The default is false.</summary>
    public bool RequiresAll { get; init; }

    /// <summary>Gets the rejections that end it; null is the first.</summary>
    public int? RejectOn { get; init; }

    /// <summary>Gets how long it stays open; null for ever.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>Gets the port that it leaves by when the time runs out: <c>expired</c>, <c>approved</c> or <c>rejected</c>; null is <c>expired</c>.</summary>
    public string? OnExpire { get; init; }

    /// <summary>Gets how often people are reminded; null never.</summary>
    public TimeSpan? RemindEvery { get; init; }

    /// <summary>Gets how long it is open before <see cref="EscalateTo"/> may decide too; null for ever.</summary>
    public TimeSpan? EscalateAfter { get; init; }

    /// <summary>Gets who may decide from then on; empty is nobody.</summary>
    public ImmutableArray<string> EscalateTo { get; init; } = [];

    /// <summary>Gets a value indicating whether the requester may not vote. The default is false.</summary>
    public bool ExcludesRequester { get; init; }

    /// <summary>Gets a value indicating whether people may hand their say over. The default is true.</summary>
    public bool AllowsDelegation { get; init; } = true;

    internal JsonObject ToConfig() => CanvasBuilder.Config(
        ("title", Title),
        ("message", Message),
        ("approvers", ListOf(Approvers)),
        ("required", RequiresAll ? "all" : Required is { } required ? (JsonNode)required : null),
        ("reject_on", RejectOn),
        ("expires_in", CanvasBuilder.Duration(ExpiresIn)),
        ("on_expire", OnExpire),
        ("remind_every", CanvasBuilder.Duration(RemindEvery)),
        ("escalate_after", CanvasBuilder.Duration(EscalateAfter)),
        ("escalate_to", ListOf(EscalateTo)),
        ("exclude_requester", ExcludesRequester ? true : null),
        ("allow_delegation", AllowsDelegation ? null : false)) ?? [];

    // One approver is written as a text, as people write it.
    private static JsonNode? ListOf(ImmutableArray<string> people) => people switch
    {
        { IsDefaultOrEmpty: true } => null,
        [var one] => one,
        _ => new JsonArray([.. people.Select(static person => (JsonNode)person)]),
    };
}
