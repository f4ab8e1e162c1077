using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Aurion.Engine.PublicTests.Architecture;

/// <summary>The machine is a pure decision: nothing in it could come out differently on a replay, and nothing in it waits.</summary>
internal static class Purity
{
    private const string Pure = "src/Aurion.Engine/Execution/";
    private const string Driving = "src/Aurion.Engine/Execution/Driving/";
    private const string Machine = "src/Aurion.Engine/Execution/Machine";
    private const string StoredMarking = "src/Aurion.Engine/Runs/Marking";

    private static readonly HashSet<string> Impure =
    [
        "System.TimeProvider", "System.DateTime.Now", "System.DateTime.UtcNow", "System.DateTime.Today", "System.DateTimeOffset.Now",
        "System.DateTimeOffset.UtcNow", "System.Environment", "System.Guid", "System.Random", "System.Diagnostics.Stopwatch",
        "System.Security.Cryptography.RandomNumberGenerator", "System.Threading.Thread", "System.Threading.ThreadPool", "System.Threading.Timer",
        "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask", "System.Threading.Tasks.Parallel", "System.Console", "System.IO.File",
        "System.Threading.Monitor", "System.Threading.Lock", "System.Threading.SemaphoreSlim", "System.Threading.Interlocked",
    ];

    public static IEnumerable<Violation> ImpureExecution(Codebase code)
    {
        foreach (var tree in code.Trees.Where(static tree => IsPure(tree.FilePath)))
        {
            foreach (var (name, symbol) in code.Names(tree))
            {
                if (ImpureNameOf(symbol) is { } impure)
                {
                    yield return Codebase.At(name, $"{impure} has no place in a decision; it belongs to Execution/Driving.");
                }
            }

            foreach (var token in tree.GetRoot().DescendantTokens().Where(static token => token.Kind() is SyntaxKind.AsyncKeyword or SyntaxKind.AwaitKeyword))
            {
                yield return Codebase.At(token.Parent!, $"`{token.Text}` has no place in a decision; it belongs to Execution/Driving.");
            }
        }
    }

    /// <summary>Finds places other than the machine that make a token or move one. Reading a stored marking makes tokens as they were.</summary>
    public static IEnumerable<Violation> TokensMovedElsewhere(Codebase code) =>
        from tree in code.Trees
        where !tree.FilePath.StartsWith(Machine, StringComparison.Ordinal) && !tree.FilePath.StartsWith(StoredMarking, StringComparison.Ordinal)
        from expression in tree.GetRoot().DescendantNodes().OfType<ExpressionSyntax>()
        where expression is BaseObjectCreationExpressionSyntax or WithExpressionSyntax
        where code.TypeOf(tree, expression) is { Name: "Token" } type && IsOwn(type)
        select Codebase.At(expression, "Only the machine makes and moves tokens.");

    private static bool IsPure(string path) => path.StartsWith(Pure, StringComparison.Ordinal) && !path.StartsWith(Driving, StringComparison.Ordinal);

    private static bool IsOwn(ISymbol type) => type.ContainingNamespace.ToDisplayString().StartsWith("Aurion.Engine", StringComparison.Ordinal);

    private static string? ImpureNameOf(ISymbol symbol)
    {
        if (symbol is INamespaceSymbol)
        {
            return null;
        }

        var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        if (type is null)
        {
            return null;
        }

        var typeName = $"{type.ContainingNamespace.ToDisplayString()}.{type.Name}";
        var member = $"{typeName}.{symbol.Name}";
        return Impure.Contains(typeName) ? typeName : Impure.Contains(member) ? member : null;
    }
}
