namespace Aurion.Engine.Testing.Tests.Stores;

public sealed class MemoryStoresTests
{
    public static TheoryData<string, string> Cases => AllSuites.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task MemoryStores_Keep_TheContract(string suite, string name) => AllSuites.RunAsync(suite, name, MemoryFixture.OpenAsync);
}
