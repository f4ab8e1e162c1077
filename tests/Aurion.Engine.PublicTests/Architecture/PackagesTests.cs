namespace Aurion.Engine.PublicTests.Architecture;

public sealed class PackagesTests
{
    [Fact]
    public void AddOns_PointToTheCoreAlone()
    {
        var projects = Packages.Read();

        Assert.Contains("Aurion.Engine", projects.Keys);
        Rules.AssertNone(Packages.WrongArrows(projects));
    }

    [Theory]
    [InlineData("Aurion.Engine", "Aurion.Engine.Sqlite")]
    [InlineData("Aurion.Engine.Sqlite", "Aurion.Engine.Hosting")]
    [InlineData("Aurion.Engine.AspNetCore", "Aurion.Engine.Sqlite")]
    public void WrongArrows_ToAnotherAddOn_IsSeen(string from, string to) =>
        Rules.AssertSome(Packages.WrongArrows(new Dictionary<string, string[]> { [from] = ["Aurion.Engine", to] }));

    [Fact]
    public void Core_RefersToAbstractionsAlone() => Rules.AssertNone(Packages.WrongCorePackages(Packages.ReadCorePackages()));

    [Fact]
    public void WrongCorePackages_Dapper_IsSeen() => Rules.AssertSome(Packages.WrongCorePackages(["Dapper"]));
}
