using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Aurion.Engine.PublicTests.Architecture;

/// <summary>How types are laid out: sealed or abstract, one public type to a file, named for what they are, in the namespace of their folder.</summary>
internal static class TypeShape
{
    private static readonly string[] EmptyNames = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Impl", "Service"];

    /// <summary>Namespaces in which a registration is found without a using, and the files that may use them.</summary>
    private static readonly string[] RegistrationNamespaces = ["Microsoft.Extensions.DependencyInjection", "Microsoft.AspNetCore.Builder"];

    public static IEnumerable<Violation> PublicClassesLeftOpen(Codebase code) =>
        from tree in code.Trees
        from type in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
        where type is ClassDeclarationSyntax || (type is RecordDeclarationSyntax record && !record.ClassOrStructKeyword.IsKind(SyntaxKind.StructKeyword))
        where IsPublic(type) && !Has(type, SyntaxKind.SealedKeyword, SyntaxKind.AbstractKeyword, SyntaxKind.StaticKeyword)
        select Codebase.At(type, $"{type.Identifier} is public and neither sealed, abstract nor static.");

    public static IEnumerable<Violation> SecondPublicTypes(Codebase code) =>
        from tree in code.Trees
        let types = TopLevel(tree).Where(IsPublic).ToArray()
        from type in types.GroupBy(static type => NameOf(type)).Skip(1)
        select Codebase.At(type.First(), $"{type.Key} is the second public type of this file.");

    /// <summary>Finds files whose public type has another name than the file; the generic twin of a type stands in <c>…OfT.cs</c>.</summary>
    public static IEnumerable<Violation> MisnamedFiles(Codebase code) =>
        from tree in code.Trees
        let type = TopLevel(tree).FirstOrDefault(IsPublic)
        where type is not null
        let file = Path.GetFileNameWithoutExtension(tree.FilePath)
        where file != NameOf(type) && !(IsGeneric(type) && file == NameOf(type) + "OfT") && !file.StartsWith(NameOf(type) + ".", StringComparison.Ordinal)
        select Codebase.At(type, $"{NameOf(type)} does not stand in a file of its name.");

    public static IEnumerable<Violation> EmptyWords(Codebase code) =>
        from tree in code.Trees
        from type in tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where EmptyNames.Any(word => type.Identifier.Text.EndsWith(word, StringComparison.Ordinal))
        select Codebase.At(type, $"{type.Identifier} does not say what it is.");

    public static IEnumerable<Violation> NamespacesApartFromFolders(Codebase code)
    {
        foreach (var tree in code.Trees)
        {
            var folder = Path.GetDirectoryName(tree.FilePath)!.Replace('\\', '/');
            var expected = folder["src/".Length..].Replace('/', '.');
            foreach (var declared in tree.GetRoot().DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>())
            {
                var name = declared.Name.ToString();
                if (name != expected && !(RegistrationNamespaces.Contains(name) && IsRegistration(tree.FilePath)))
                {
                    yield return Codebase.At(declared, $"The namespace {name} is not that of its folder, {expected}.");
                }
            }
        }
    }

    /// <summary>Says whether a file is one of those that a host registers the engine with.</summary>
    public static bool IsRegistration(string path) =>
        path.EndsWith("Extensions.cs", StringComparison.Ordinal) || path.Contains("Builder", StringComparison.Ordinal);

    private static IEnumerable<MemberDeclarationSyntax> TopLevel(SyntaxTree tree) =>
        tree.GetRoot().DescendantNodes()
            .OfType<MemberDeclarationSyntax>()
            .Where(static member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Where(static member => member.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax);

    private static string NameOf(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax handler ? handler.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    private static bool IsGeneric(MemberDeclarationSyntax type) => type is TypeDeclarationSyntax { TypeParameterList: not null };

    private static bool IsPublic(MemberDeclarationSyntax type) =>
        Has(type, SyntaxKind.PublicKeyword) && type.Ancestors().OfType<TypeDeclarationSyntax>().All(static outer => Has(outer, SyntaxKind.PublicKeyword));

    private static bool Has(MemberDeclarationSyntax type, params SyntaxKind[] kinds) =>
        type.Modifiers.Any(modifier => kinds.Contains(modifier.Kind()));
}
