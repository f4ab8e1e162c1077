using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Aurion.Engine.PublicTests.Architecture;

/// <summary>Source files, compiled together so that each name can be asked what it means.</summary>
internal sealed class Codebase
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest, DocumentationMode.Parse);
    private static readonly Lazy<Codebase> Real = new(ReadSources);

    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> _models = new();
    private readonly CSharpCompilation _compilation;

    private Codebase(IEnumerable<(string Path, string Text)> files)
    {
        var trees = files.Select(file => CSharpSyntaxTree.ParseText(file.Text, Options, file.Path)).ToArray();
        Trees = trees;
        _compilation = CSharpCompilation.Create(
            "Sources",
            [.. trees, CSharpSyntaxTree.ParseText(ImplicitUsings, Options)],
            PlatformReferences.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));
    }

    /// <summary>Gets everything under <c>src/</c>.</summary>
    public static Codebase Sources => Real.Value;

    public IReadOnlyList<SyntaxTree> Trees { get; }

    /// <summary>Makes a code base of given files, to see a rule fail.</summary>
    public static Codebase Of(params (string Path, string Text)[] files) => new(files);

    /// <summary>Gets every name in a file with what it stands for.</summary>
    public IEnumerable<(SimpleNameSyntax Name, ISymbol Symbol)> Names(SyntaxTree tree)
    {
        var model = ModelOf(tree);
        foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
        {
            var info = model.GetSymbolInfo(name);
            if ((info.Symbol ?? info.CandidateSymbols.FirstOrDefault()) is { } symbol)
            {
                yield return (name, symbol);
            }
        }
    }

    /// <summary>Gets the type that an expression has.</summary>
    public ITypeSymbol? TypeOf(SyntaxTree tree, ExpressionSyntax expression) => ModelOf(tree).GetTypeInfo(expression).Type;

    public static Violation At(SyntaxNode node, string message) => new(
        node.SyntaxTree.FilePath,
        node.GetLocation().GetLineSpan().StartLinePosition.Line + 1,
        message);

    private SemanticModel ModelOf(SyntaxTree tree) => _models.GetOrAdd(tree, static (key, compilation) => compilation.GetSemanticModel(key), _compilation);

    private static Codebase ReadSources() =>
        new(Repository.Files("src", ".cs").Select(path => (path, File.ReadAllText(Repository.PathOf(path)))));
}
