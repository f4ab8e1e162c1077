using Aurion.Engine.Testing.Tests.Stores;

namespace Aurion.Engine.PostgreSql.Tests;

public sealed class PostgreSqlStoresContractTests
{
    public static TheoryData<string, string> Cases => AllSuites.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task PostgreSqlStores_Keep_TheContract(string suite, string name) => AllSuites.RunAsync(suite, name, PostgreSqlFixture.OpenAsync);
}
