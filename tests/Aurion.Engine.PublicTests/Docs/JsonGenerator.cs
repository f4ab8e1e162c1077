using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Aurion.Engine.PublicTests.Docs;

/// <summary>The framework's source generator for JSON, as the SDK would run it on a host's code.</summary>
internal static class JsonGenerator
{
    private static readonly Lazy<ISourceGenerator> Generator = new(Load);

    public static CSharpCompilation Run(CSharpCompilation compilation, CSharpParseOptions options)
    {
        CSharpGeneratorDriver.Create([Generator.Value], parseOptions: options).RunGeneratorsAndUpdateCompilation(compilation, out var whole, out _);
        return (CSharpCompilation)whole;
    }

    private static ISourceGenerator Load()
    {
        // <dotnet>/shared/Microsoft.NETCore.App/<version>/ and <dotnet>/packs/Microsoft.NETCore.App.Ref/<version>/ stand side by side.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var path = Directory.GetFiles(Path.Combine(dotnet, "packs", "Microsoft.NETCore.App.Ref"), "System.Text.Json.SourceGeneration.dll", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Last();
        var generator = Assembly.LoadFrom(path).GetTypes().Single(static type => typeof(IIncrementalGenerator).IsAssignableFrom(type) && !type.IsAbstract);
        return ((IIncrementalGenerator)Activator.CreateInstance(generator)!).AsSourceGenerator();
    }
}
