namespace Aurion.Engine.PublicTests.Docs;

public sealed class GuaranteesTests
{
    [Fact]
    public void Page_EachGuarantee_NamesTestsThatExist()
    {
        string[] sources =
        [
            .. Repository.Files("tests", ".cs").Concat(Repository.Files("src/Aurion.Engine.Testing", ".cs"))
                .Select(static path => File.ReadAllText(Repository.PathOf(path))),
        ];
        var rows = Guarantees.Read(File.ReadAllText(Repository.PathOf("docs/guarantees.md"))).ToArray();

        Assert.NotEmpty(rows);
        var wrong = rows.Where(static row => row.Proofs.Length == 0).Select(static row => $"{row.Row}: no proof")
            .Concat(rows.SelectMany(static row => row.Proofs).Where(proof => !Guarantees.Exists(proof, sources)).Select(static proof => $"{proof}: no such test"));
        var all = string.Join('\n', wrong);
        Assert.True(all.Length == 0, all);
    }

    [Fact]
    public void Read_Rows_GivesEachWithItsTests()
    {
        var rows = Guarantees.Read("| | what | by |\n|---|---|---|\n| 1 | `Kept`. | `One` and `Two.Does_This` |\n| 2 | Lost. | nothing |").ToArray();

        Assert.Equal(["One", "Two.Does_This"], rows[0].Proofs);
        Assert.Empty(rows[1].Proofs);
    }

    [Theory]
    [InlineData("One", true)]
    [InlineData("One.Does_This", true)]
    [InlineData("One.Does_That", false)]
    [InlineData("On", false)]
    public void Exists_LooksForClassAndMethod(string proof, bool expected) =>
        Assert.Equal(expected, Guarantees.Exists(proof, ["public sealed class One { public void Does_This() { } }", "class Two { void Does_That() { } }"]));
}
