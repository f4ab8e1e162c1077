using Aurion.Engine.Approvals;
using Aurion.Engine.Values;

namespace Aurion.Engine.Execution.Nodes;

/// <summary>What an approval node asks, filled in: the same for each run where nothing in it has a placeholder.</summary>
/// <param name="Title">The title.</param>
/// <param name="Message">The message; null when there is none.</param>
/// <param name="Policy">Who decides, and how.</param>
/// <param name="Input">What the step was given, for the record.</param>
internal sealed record ApprovalForm(string Title, string? Message, ApprovalPolicy Policy, JsonText Input);
