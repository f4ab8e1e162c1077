using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Aurion.Engine.PublicTests.Docs;

/// <summary>A C# block of a page.</summary>
/// <param name="Page">The page, relative to the root.</param>
/// <param name="Line">The line of the block's fence.</param>
/// <param name="Given">What the block takes as given, as a parameter list; null when it stands alone.</param>
/// <param name="Prints">What the block, a program, prints; null when it is not run.</param>
/// <param name="Code">The block.</param>
internal sealed partial record Snippet(string Page, int Line, string? Given, string? Prints, string Code)
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    public override string ToString() => $"{Page}:{Line}";

    /// <summary>
    /// Reads the blocks of a page that start with <c>```csharp</c>. A comment <c>&lt;!-- given: T name, T name --&gt;</c> on the line
    /// before says what a block of bare statements has at hand; <c>&lt;!-- prints: text --&gt;</c> says what a program prints.
    /// </summary>
    public static IEnumerable<Snippet> Read(string page, string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].TrimEnd() != "```csharp")
            {
                continue;
            }

            var note = i > 0 ? Note().Match(lines[i - 1]) : Match.Empty;
            var (given, prints) = note.Groups[1].Value switch
            {
                "given" => (note.Groups[2].Value, null),
                "prints" => (null, note.Groups[2].Value),
                _ => ((string?)null, (string?)null),
            };
            var start = i + 1;
            var end = Array.FindIndex(lines, start, static line => line.TrimEnd() == "```");
            if (end < 0)
            {
                throw new InvalidOperationException($"{page}:{start}: the block does not end.");
            }

            yield return new Snippet(page, start, given, prints, string.Join('\n', lines[start..end]));
            i = end;
        }
    }

    /// <summary>Compiles the block against the packages.</summary>
    /// <returns>The errors, with the line of the page; empty when it compiles.</returns>
    public IReadOnlyList<string> Compile()
    {
        var (compilation, shift) = Compilation();
        return [.. compilation.GetDiagnostics()
            .Where(static found => found.Severity is DiagnosticSeverity.Error)
            .Select(found => $"{Page}:{Line + found.Location.GetLineSpan().StartLinePosition.Line + 1 - shift}: {found.Id} {found.GetMessage(null)}")];
    }

    /// <summary>Runs the block as a program.</summary>
    /// <returns>What it printed, lines joined by a slash.</returns>
    public string Run()
    {
        using var image = new MemoryStream();
        Assert.True(Compilation().Compilation.Emit(image).Success, $"{this} does not compile.");
        var main = Assembly.Load(image.ToArray()).EntryPoint!;
        var console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            main.Invoke(null, [Array.Empty<string>()]);
        }
        finally
        {
            Console.SetOut(console);
        }

        return string.Join(" / ", output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private (CSharpCompilation Compilation, int Shift) Compilation()
    {
        var (source, shift) = Source();
        var tree = CSharpSyntaxTree.ParseText(source, Options);
        var isProgram = Given is null && tree.GetCompilationUnitRoot().Members.Any(static member => member.IsKind(SyntaxKind.GlobalStatement));
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [tree, CSharpSyntaxTree.ParseText(ImplicitUsings, Options)],
            PlatformReferences.WithPackages,
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable));
        return (JsonGenerator.Run(compilation, Options), shift);
    }

    private (string Source, int Shift) Source()
    {
        if (Given is null)
        {
            return (Code, 0);
        }

        // The block's own usings go to the top, where a file has them.
        var source = new StringBuilder();
        var lines = Code.Split('\n');
        foreach (var line in lines.Where(static line => Using().IsMatch(line)))
        {
            source.AppendLine(line);
        }

        source.AppendLine("internal static class Snippet {");
        source.Append("internal static async Task RunAsync(").Append(Given).AppendLine(") {");
        source.AppendLine("await Task.CompletedTask;");
        var shift = source.ToString().Count(static character => character == '\n');
        foreach (var line in lines)
        {
            source.AppendLine(Using().IsMatch(line) ? string.Empty : line);
        }

        return (source.AppendLine("} }").ToString(), shift);
    }

    [GeneratedRegex(@"^<!-- (given|prints): (.+) -->$")]
    private static partial Regex Note();

    [GeneratedRegex(@"^using (static )?[A-Z][\w.]*;$")]
    private static partial Regex Using();
}
