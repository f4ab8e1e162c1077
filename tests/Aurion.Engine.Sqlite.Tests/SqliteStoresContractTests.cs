using Aurion.Engine.Testing.Tests.Stores;

namespace Aurion.Engine.Sqlite.Tests;

public sealed class SqliteStoresContractTests
{
    public static TheoryData<string, string> Cases => AllSuites.Cases;

    [Theory]
    [MemberData(nameof(Cases))]
    public Task SqliteStores_Keep_TheContract(string suite, string name) => AllSuites.RunAsync(suite, name, SqliteFixture.OpenAsync);
}
