using System.Collections.Immutable;
using System.Globalization;
using Aurion.Engine.Conditions;
using Aurion.Engine.Runs;

namespace Aurion.Engine.Execution.Driving;

/// <summary>Says of each step of a dry run that could have been left in several ways why it was left as it was.</summary>
internal static class TakenBranches
{
    public static ImmutableArray<DryRunBranch> Of(ImmutableArray<StepRow> steps, IReadOnlyList<DryRunChoice> choices, DryRunOptions options)
    {
        var asked = choices.GroupBy(static choice => choice.NodeId).ToDictionary(static group => group.Key, static group => new Queue<DryRunChoice>(group), StringComparer.Ordinal);
        var branches = ImmutableArray.CreateBuilder<DryRunBranch>();
        foreach (var step in steps)
        {
            if (step.Branch is { } port && Why(step, port, asked, options) is { } why)
            {
                branches.Add(new DryRunBranch { NodeId = step.NodeId, Port = port, Why = why });
            }
        }

        return branches.DrainToImmutable();
    }

    /// <summary>Spells a time for people: "2 days", "1 hour 30 minutes".</summary>
    internal static string Spell(TimeSpan time)
    {
        var parts = new List<string>();
        Add(parts, time.Days, "day");
        Add(parts, time.Hours, "hour");
        Add(parts, time.Minutes, "minute");
        Add(parts, time.Seconds, "second");
        return parts.Count == 0 ? "less than a second" : string.Join(' ', parts);
    }

    private static string? Why(StepRow step, string port, Dictionary<string, Queue<DryRunChoice>> asked, DryRunOptions options)
    {
        switch (step.NodeType)
        {
            case "condition":
                return asked.TryGetValue(step.NodeId, out var questions) && questions.TryDequeue(out var question) ? question.Conditions.Sentence : null;
            case "switch":
                return asked.TryGetValue(step.NodeId, out var cases) ? WhyOf(cases) : null;
            case "approval":
                var by = options.Decisions.ContainsKey(step.NodeId) ? "as asked for" : "as assumed";
                return port == "expired" ? $"Nobody decided{After(step)}." : $"It was {port}{After(step)}, {by}.";
            case "wait_event":
                return port == "timeout" ? $"The event did not come{Within(step)}." : $"The event came{After(step)}.";
            case "scope" or "for_each":
                return port switch
                {
                    "done" => $"All inside was done{After(step)}.",
                    "timeout" => $"Its time ran out{After(step)}.",
                    "cancelled" => "It was cancelled.",
                    _ => step.Error ?? "Something inside failed.",
                };
            case "sub_workflow":
                return port == "completed" ? "The called workflow completed, or was not waited for." : step.Error ?? "The called workflow failed.";
            default:
                return port == "error" ? step.Error ?? "It failed." : null;
        }
    }

    // The questions of one visit: until the first case is asked again.
    private static string WhyOf(Queue<DryRunChoice> cases)
    {
        var first = cases.TryPeek(out var head) ? head.Case : null;
        var reasons = new List<string>();
        var isFirst = true;
        while (cases.TryPeek(out var one) && (isFirst || one.Case != first))
        {
            isFirst = false;
            cases.Dequeue();
            if (one.Conditions.Verdict is Truth.True)
            {
                reasons.Add($"{one.Case}: {one.Conditions.Sentence}");
            }
        }

        return reasons.Count == 0 ? "No case holds." : string.Join("; ", reasons);
    }

    private static string After(StepRow step) => step.FinishedAt - step.StartedAt is { } time && time >= TimeSpan.FromSeconds(1) ? $" after {Spell(time)}" : string.Empty;

    private static string Within(StepRow step) => step.FinishedAt - step.StartedAt is { } time && time >= TimeSpan.FromSeconds(1) ? $" within {Spell(time)}" : string.Empty;

    private static void Add(List<string> parts, int count, string unit)
    {
        if (count != 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? string.Empty : "s")}"));
        }
    }
}
