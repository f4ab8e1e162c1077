using System.Collections.Immutable;
using Aurion.Engine.Rules;

namespace Aurion.Engine.AspNetCore.Rules;

/// <summary>What a run of the time rules did, as the API shows it: a line for each rule and conversation.</summary>
internal sealed record TimeRuleRunView(ImmutableArray<TimeRuleExecutionView> Executed)
{
    public static TimeRuleRunView Of(TimeRuleRun run) =>
        new([.. run.Fired.SelectMany(static fired => fired.Executed.Select(execution => TimeRuleExecutionView.Of(fired.ConversationId, execution)))]);
}
