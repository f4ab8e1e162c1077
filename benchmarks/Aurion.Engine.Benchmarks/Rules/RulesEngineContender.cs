using System.Globalization;
using RulesEngine.Models;

namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>Microsoft RulesEngine 6.0.1 at its best: compiled ahead by the fast expression compiler, no message formatting, no scoped parameters.</summary>
internal sealed class RulesEngineContender : Contender
{
    private const string WorkflowName = "tickets";
    private readonly RulesEngine.RulesEngine _engine;
    private readonly RuleParameter[]? _parsed;

    public RulesEngineContender(Workload workload, bool parsing)
        : base(parsing ? "RulesEngine 6.0.1, with parsing" : "RulesEngine 6.0.1, input built already")
    {
        _engine = Load([.. workload.Rules.Select(ToRule)]);
        _parsed = parsing ? null : [.. workload.Events.Select(utf8 => new RuleParameter("t", TicketJsonContext.Parse(utf8)))];
    }

    /// <summary>Adds the rules and compiles them, which the engine does at the first event.</summary>
    public static RulesEngine.RulesEngine Load(Rule[] rules)
    {
        var engine = new RulesEngine.RulesEngine(
            [new Workflow { WorkflowName = WorkflowName, Rules = rules }],
            new ReSettings
            {
                UseFastExpressionCompiler = true,
                EnableFormattedErrorMessage = false,
                EnableScopedParams = false,
                IsExpressionCaseSensitive = true,
                CustomTypes = [typeof(TicketText)],
            });
        var first = engine.ExecuteAllRulesAsync(WorkflowName, new RuleParameter("t", new Ticket()));
        foreach (var result in Finished(first))
        {
            if (!string.IsNullOrEmpty(result.ExceptionMessage))
            {
                throw new InvalidOperationException($"RulesEngine did not compile {result.Rule.Expression}: {result.ExceptionMessage}");
            }
        }

        return engine;
    }

    public static Rule ToRule(RuleSpec rule) => new()
    {
        RuleName = rule.Id.ToString(CultureInfo.InvariantCulture),
        RuleExpressionType = RuleExpressionType.LambdaExpression,
        Expression = string.Join(" && ", rule.Tests.Select(ToExpression)),
    };

    public override void Handle(int number, ReadOnlyMemory<byte> utf8, List<int> matched)
    {
        var input = _parsed is null ? new RuleParameter("t", TicketJsonContext.Parse(utf8.Span)) : _parsed[number];
        var results = Finished(_engine.ExecuteAllRulesAsync(WorkflowName, input));
        for (var rule = 0; rule < results.Count; rule++)
        {
            if (results[rule].IsSuccess)
            {
                matched.Add(rule);
            }
        }
    }

    private static List<RuleResultTree> Finished(ValueTask<List<RuleResultTree>> results) =>
        results.IsCompletedSuccessfully
            ? results.Result
            : throw new InvalidOperationException("RulesEngine was expected to answer at once, for no rule has an action.");

    private static string ToExpression(TestSpec test)
    {
        var field = $"t.{test.Field.Property}";
        return test.Kind switch
        {
            TestKind.GreaterThan => $"{field} > {test.Number.ToString("0.0###", CultureInfo.InvariantCulture)}",
            TestKind.Contains when test.Field == TicketField.Tags => $"TicketText.HasItem({field}, \"{test.Words[0]}\")",
            TestKind.Contains => $"TicketText.Has({field}, \"{test.Words[0]}\")",
            _ => $"({string.Join(" || ", test.Words.Select(word => $"{field} == \"{word}\""))})",
        };
    }
}
