using System.Collections.Immutable;
using Aurion.Engine.Rules;
using Aurion.Engine.Values;

namespace Aurion.Engine.AspNetCore.Rules;

/// <summary>What one time rule did about one conversation, as the API shows it.</summary>
internal sealed record TimeRuleExecutionView(
    string RuleId, string? ConversationId, bool Matched, bool Success, ImmutableArray<JsonText> ActionsExecuted, string? ErrorMessage)
{
    public static TimeRuleExecutionView Of(string? conversationId, RuleExecution execution)
    {
        var view = RuleExecutionView.Of(execution);
        return new(view.RuleId, conversationId, view.Matched, view.Success, view.ActionsExecuted, view.ErrorMessage);
    }
}
