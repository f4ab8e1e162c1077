using System.Linq.Expressions;
using System.Reflection;

namespace Aurion.Engine.Benchmarks.Rules;

/// <summary>A typed C# lambda per rule, called one after another: the floor without an index.</summary>
internal sealed class LambdaContender : Contender
{
    private static readonly MethodInfo ContainsText = typeof(string).GetMethod(nameof(string.Contains), [typeof(string), typeof(StringComparison)])!;
    private static readonly MethodInfo ContainsItem = typeof(TicketText).GetMethod(nameof(TicketText.HasItem))!;
    private readonly Func<Ticket, bool>[] _rules;
    private readonly Ticket[]? _parsed;

    /// <summary>Initializes a new instance of the <see cref="LambdaContender"/> class.</summary>
    /// <param name="workload">The rules and events.</param>
    /// <param name="parsing">Whether the event is parsed each time; otherwise once, before anything is measured.</param>
    public LambdaContender(Workload workload, bool parsing)
        : base(parsing ? "typed lambdas one by one, with parsing" : "typed lambdas one by one, input built already")
    {
        _rules = [.. workload.Rules.Select(Compile)];
        _parsed = parsing ? null : [.. workload.Events.Select(utf8 => TicketJsonContext.Parse(utf8))];
    }

    public override void Handle(int number, ReadOnlyMemory<byte> utf8, List<int> matched)
    {
        var ticket = _parsed is null ? TicketJsonContext.Parse(utf8.Span) : _parsed[number];
        for (var rule = 0; rule < _rules.Length; rule++)
        {
            if (_rules[rule](ticket))
            {
                matched.Add(rule);
            }
        }
    }

    private static Func<Ticket, bool> Compile(RuleSpec rule)
    {
        var ticket = Expression.Parameter(typeof(Ticket));
        var body = rule.Tests.Select(test => Test(ticket, test)).Aggregate(Expression.AndAlso);
        return Expression.Lambda<Func<Ticket, bool>>(body, ticket).Compile();
    }

    private static Expression Test(ParameterExpression ticket, TestSpec test)
    {
        var value = test.Field.Property.Split('.').Aggregate((Expression)ticket, Expression.Property);
        return test.Kind switch
        {
            TestKind.GreaterThan => Expression.GreaterThan(value, Expression.Constant(test.Number)),
            TestKind.Contains when test.Field == TicketField.Tags => Expression.Call(ContainsItem, value, Expression.Constant(test.Words[0])),
            TestKind.Contains => Expression.Call(
                value, ContainsText, Expression.Constant(test.Words[0]), Expression.Constant(StringComparison.OrdinalIgnoreCase)),
            _ => test.Words.Select(word => (Expression)Expression.Equal(value, Expression.Constant(word))).Aggregate(Expression.OrElse),
        };
    }
}
