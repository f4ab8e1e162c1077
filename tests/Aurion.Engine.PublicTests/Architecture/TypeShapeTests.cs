namespace Aurion.Engine.PublicTests.Architecture;

public sealed class TypeShapeTests
{
    [Fact]
    public void PublicClasses_AreSealedOrAbstract() => Rules.AssertNone(TypeShape.PublicClassesLeftOpen(Codebase.Sources));

    [Theory]
    [InlineData("public class Open;")]
    [InlineData("public partial class Open;")]
    [InlineData("public record Open(int X);")]
    [InlineData("public static class Outer { public class Open; }")]
    public void PublicClassesLeftOpen_OpenClass_IsSeen(string planted) => Rules.AssertSome(TypeShape.PublicClassesLeftOpen(Planted(planted)));

    [Theory]
    [InlineData("public sealed class Closed;")]
    [InlineData("public abstract record Base;")]
    [InlineData("public static class Functions;")]
    [InlineData("public record struct Value(int X);")]
    [InlineData("class Hidden { public class Inner; }")]
    public void PublicClassesLeftOpen_ClosedOrHidden_IsFine(string planted) => Rules.AssertNone(TypeShape.PublicClassesLeftOpen(Planted(planted)));

    [Fact]
    public void Files_HoldOnePublicType() => Rules.AssertNone(TypeShape.SecondPublicTypes(Codebase.Sources));

    [Theory]
    [InlineData("public sealed class One; public enum Two;")]
    [InlineData("public sealed class One; public delegate void Two();")]
    public void SecondPublicTypes_TwoInAFile_IsSeen(string planted) => Rules.AssertSome(TypeShape.SecondPublicTypes(Planted(planted)));

    [Fact]
    public void SecondPublicTypes_NestedOrHidden_IsFine() =>
        Rules.AssertNone(TypeShape.SecondPublicTypes(Planted("public sealed class One { public enum Two; } class Three;")));

    [Fact]
    public void Files_AreNamedAfterTheirType() => Rules.AssertNone(TypeShape.MisnamedFiles(Codebase.Sources));

    [Fact]
    public void MisnamedFiles_OtherName_IsSeen() => Rules.AssertSome(TypeShape.MisnamedFiles(Planted("public sealed class Y;")));

    [Fact]
    public void Types_SayWhatTheyAre() => Rules.AssertNone(TypeShape.EmptyWords(Codebase.Sources));

    [Fact]
    public void EmptyWords_Manager_IsSeen() => Rules.AssertSome(TypeShape.EmptyWords(Planted("class RunManager;")));

    [Fact]
    public void Namespaces_AreTheirFolders() => Rules.AssertNone(TypeShape.NamespacesApartFromFolders(Codebase.Sources));

    [Theory]
    [InlineData("src/Aurion.Engine/Values/X.cs", "namespace Aurion.Engine.Rules;")]
    [InlineData("src/Aurion.Engine/Values/X.cs", "namespace Microsoft.Extensions.DependencyInjection;")]
    [InlineData("src/Aurion.Engine.Sqlite/X.cs", "namespace Aurion.Engine;")]
    public void NamespacesApartFromFolders_Other_IsSeen(string path, string planted) =>
        Rules.AssertSome(TypeShape.NamespacesApartFromFolders(Codebase.Of((path, planted))));

    private static Codebase Planted(string text) => Codebase.Of(("src/Aurion.Engine/Values/X.cs", "namespace Aurion.Engine.Values; " + text));
}
