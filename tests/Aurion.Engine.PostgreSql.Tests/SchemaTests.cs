namespace Aurion.Engine.PostgreSql.Tests;

/// <summary>Tests that use schemas of their own, given back at the end of each test.</summary>
public abstract class SchemaTests : IAsyncLifetime
{
    private readonly List<DatabaseSchema> _schemas = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var schema in _schemas)
        {
            await schema.DisposeAsync();
        }
    }

    private protected DatabaseSchema NewSchema(bool isNew = false)
    {
        var schema = new DatabaseSchema(isNew);
        _schemas.Add(schema);
        return schema;
    }
}
