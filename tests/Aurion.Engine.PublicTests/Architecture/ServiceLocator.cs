using Microsoft.CodeAnalysis;

namespace Aurion.Engine.PublicTests.Architecture;

/// <summary>The container appears where the engine is registered, and nowhere below.</summary>
internal static class ServiceLocator
{
    private static readonly HashSet<string> Container =
    [
        "System.IServiceProvider", "Microsoft.Extensions.DependencyInjection.IServiceScopeFactory", "Microsoft.Extensions.DependencyInjection.IServiceScope",
        "Microsoft.Extensions.DependencyInjection.AsyncServiceScope", "Microsoft.Extensions.DependencyInjection.ActivatorUtilities",
        "Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions",
    ];

    /// <summary>The rest of the core's registration: what it composes, and the scope that each attempt of a host's handler gets.</summary>
    private static readonly string[] Composition =
    [
        "src/Aurion.Engine/EngineServices.cs", "src/Aurion.Engine/RunServices.cs", "src/Aurion.Engine/IntelligenceServices.cs", "src/Aurion.Engine/ScopedHandler.cs", "src/Aurion.Engine/ScopedTypedHandler.cs",
    ];

    public static IEnumerable<Violation> Find(Codebase code) =>
        from tree in code.Trees
        where !IsRegistration(tree.FilePath)
        from item in code.Names(tree)
        let type = item.Symbol as INamedTypeSymbol ?? item.Symbol.ContainingType
        where type is not null && Container.Contains($"{type.ContainingNamespace}.{type.Name}")
        select Codebase.At(item.Name, $"{type.Name} below the registration: take what is needed in the constructor.");

    /// <summary>Says whether a file registers: a builder or extension in the root of its package, or a part of the composition.</summary>
    private static bool IsRegistration(string path) =>
        Composition.Contains(path) || (path.Split('/').Length == 3 && TypeShape.IsRegistration(path));
}
