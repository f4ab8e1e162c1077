using System.Collections.Immutable;
using Aurion.Engine.Rules;

namespace Aurion.Engine.AspNetCore.Rules;

/// <summary>What became of an event as the API shows it.</summary>
internal sealed record FiredEventView(string EventType, string? ConversationId, ImmutableArray<RuleExecutionView> Executed)
{
    public static FiredEventView Of(FiredEvent fired) =>
        new(fired.EventType, fired.ConversationId, [.. fired.Executed.Select(RuleExecutionView.Of)]);
}
