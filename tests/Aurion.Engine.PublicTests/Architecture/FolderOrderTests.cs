namespace Aurion.Engine.PublicTests.Architecture;

public sealed class FolderOrderTests
{
    private const string Facade = "namespace Aurion.Engine; public sealed class Facade { public static int One => 1; }";
    private const string Rule = "namespace Aurion.Engine.Rules; public sealed class Rule { public static int One => 1; }";

    [Fact]
    public void Core_EachFolder_UsesOnlyThoseBeforeIt() => Rules.AssertNone(FolderOrder.Find(Codebase.Sources));

    [Fact]
    public void Core_Names_AreUnderstood()
    {
        // The rule is only as good as the names that it resolves: thousands of them lead into the core.
        var resolved = Codebase.Sources.Trees
            .Where(static tree => tree.FilePath.StartsWith(FolderOrder.Core, StringComparison.Ordinal))
            .SelectMany(Codebase.Sources.Names)
            .Count(static item => item.Symbol.ContainingNamespace?.ToDisplayString().StartsWith("Aurion.Engine", StringComparison.Ordinal) == true);

        Assert.True(resolved > 1_000, $"Only {resolved} names were understood.");
    }

    [Theory]
    [InlineData("using Aurion.Engine.Rules; namespace Aurion.Engine.Values; class X;")]
    [InlineData("namespace Aurion.Engine.Values; class X { int Y() => Aurion.Engine.Rules.Rule.One; }")]
    [InlineData("namespace Aurion.Engine.Values; class X { int Y() => Rules.Rule.One; }")]
    [InlineData("using R = Aurion.Engine.Rules.Rule; namespace Aurion.Engine.Values; class X { R? y; }")]
    [InlineData("using static Aurion.Engine.Rules.Rule; namespace Aurion.Engine.Values; class X { int Y() => One; }")]
    [InlineData("namespace Aurion.Engine.Values; class X { int Y() => Facade.One; }")]
    public void Find_EarlierFolderUsesLater_IsSeen(string planted) =>
        Rules.AssertSome(FolderOrder.Find(Codebase.Of(
            ("src/Aurion.Engine/Facade.cs", Facade), ("src/Aurion.Engine/Rules/Rule.cs", Rule), ("src/Aurion.Engine/Values/X.cs", planted))));

    [Fact]
    public void Find_LaterFolderUsesEarlier_IsFine() =>
        Rules.AssertNone(FolderOrder.Find(Codebase.Of(
            ("src/Aurion.Engine/Rules/Rule.cs", Rule),
            ("src/Aurion.Engine/Execution/X.cs", "using Aurion.Engine.Rules; namespace Aurion.Engine.Execution; class X { int Y() => Rule.One; }"))));

    [Fact]
    public void Find_FolderWithoutPlace_IsSeen() =>
        Rules.AssertSome(FolderOrder.Find(Codebase.Of(("src/Aurion.Engine/Helpers/X.cs", "namespace Aurion.Engine.Helpers; class X;"))));
}
