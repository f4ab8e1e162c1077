using Microsoft.CodeAnalysis;

namespace Aurion.Engine.PublicTests.Architecture;

/// <summary>Inside the core a folder uses only those before it; the facades in the root use all.</summary>
internal static class FolderOrder
{
    public const string Core = "src/Aurion.Engine/";

    private const string Root = "";

    private static readonly string[] Order =
    [
        "Values", "Conditions", "Actions", "Rules", "Canvas", "Approvals", "Runs", "Storage", "Diagnostics", "Execution", "Intelligence", Root,
    ];

    public static IEnumerable<Violation> Find(Codebase code)
    {
        foreach (var tree in code.Trees.Where(static tree => tree.FilePath.StartsWith(Core, StringComparison.Ordinal)))
        {
            var folder = FolderOf(tree.FilePath);
            if (Array.IndexOf(Order, folder) < 0)
            {
                yield return Codebase.At(tree.GetRoot(), $"The folder {folder} has no place in the order.");
                continue;
            }

            foreach (var (name, symbol) in code.Names(tree))
            {
                if (FolderOf(symbol) is { } used && Array.IndexOf(Order, used) > Array.IndexOf(Order, folder))
                {
                    yield return Codebase.At(name, $"{folder} uses {symbol.ToDisplayString()} of {(used.Length == 0 ? "the root" : used)}, which comes after it.");
                }
            }
        }
    }

    private static string FolderOf(string path)
    {
        var inner = path[Core.Length..];
        return inner.IndexOf('/', StringComparison.Ordinal) is var end and >= 0 ? inner[..end] : Root;
    }

    /// <summary>Gets the folder of a type, member or namespace of the core; null for everything else.</summary>
    private static string? FolderOf(ISymbol symbol)
    {
        if (symbol.Kind is SymbolKind.Local or SymbolKind.Parameter or SymbolKind.TypeParameter or SymbolKind.RangeVariable or SymbolKind.Label)
        {
            return null;
        }

        if (symbol is INamespaceSymbol @namespace)
        {
            // A mere prefix (`Aurion.Engine`) uses nothing of the root.
            return @namespace.ToDisplayString().Split('.') is ["Aurion", "Engine", var first, ..] ? first : null;
        }

        return symbol.ContainingNamespace?.ToDisplayString().Split('.') switch
        {
            ["Aurion", "Engine"] => Root,
            ["Aurion", "Engine", var first, ..] => first,
            _ => null,
        };
    }
}
