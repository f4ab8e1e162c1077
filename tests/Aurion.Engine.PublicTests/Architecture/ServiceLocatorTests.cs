namespace Aurion.Engine.PublicTests.Architecture;

public sealed class ServiceLocatorTests
{
    [Fact]
    public void Container_AppearsInTheRegistrationAlone() => Rules.AssertNone(ServiceLocator.Find(Codebase.Sources));

    [Theory]
    [InlineData("class X(IServiceProvider services);")]
    [InlineData("using Microsoft.Extensions.DependencyInjection; class X(IServiceScopeFactory scopes);")]
    [InlineData("using Microsoft.Extensions.DependencyInjection; class X { object Y(dynamic z) => ActivatorUtilities.CreateFactory<X>([]); }")]
    public void Find_ContainerBelow_IsSeen(string planted)
    {
        Rules.AssertSome(ServiceLocator.Find(Codebase.Of(("src/Aurion.Engine/Rules/X.cs", planted))));
        Rules.AssertSome(ServiceLocator.Find(Codebase.Of(("src/Aurion.Engine/Rules/RuleBuilder.cs", planted))));
        Rules.AssertNone(ServiceLocator.Find(Codebase.Of(("src/Aurion.Engine/AurionEngineBuilder.cs", planted))));
    }
}
