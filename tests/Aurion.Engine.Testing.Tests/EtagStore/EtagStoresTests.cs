using Aurion.Engine.Testing.Tests.Stores;

namespace Aurion.Engine.Testing.Tests.EtagStore;

/// <summary>The contract can be kept with nothing but one conditional write for each aggregate: the shape of a grain or a blob store.</summary>
public sealed class EtagStoresTests
{
    public static TheoryData<string, string> Cases => AllSuites.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task EtagStores_Keep_TheContract(string suite, string name) => AllSuites.RunAsync(suite, name, EtagFixture.OpenAsync);
}
