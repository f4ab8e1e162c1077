using System.Globalization;
using Aurion.Engine.Testing.Stores;

namespace Aurion.Engine.PostgreSql.Tests;

/// <summary>One schema, opened twice: two writers, as two nodes have them. Time is the server's, put forward by the test.</summary>
internal sealed class PostgreSqlFixture : StoreFixture
{
    private readonly DatabaseSchema _schema;
    private readonly PostgreSqlStores _first;
    private readonly PostgreSqlStores _second;

    private PostgreSqlFixture(DatabaseSchema schema, PostgreSqlStores first, PostgreSqlStores second)
    {
        _schema = schema;
        _first = first;
        _second = second;
        First = HandleOf(first);
        Second = HandleOf(second);
    }

    public DatabaseSchema Schema => _schema;

    public override StoreHandle First { get; }

    public override StoreHandle Second { get; }

    public override DateTimeOffset Now => Ticks.ToTime((long)_schema.ScalarAsync("SELECT aurion.now_ticks()").GetAwaiter().GetResult()!);

    public static async ValueTask<StoreFixture> OpenAsync(CancellationToken cancellationToken)
    {
        var schema = new DatabaseSchema();
        var first = new PostgreSqlStores(schema.Options);
        var second = new PostgreSqlStores(schema.Options);
        var fixture = new PostgreSqlFixture(schema, first, second);
        await schema.ScalarAsync("CREATE TABLE IF NOT EXISTS aurion.test_clock (passed bigint NOT NULL)");
        await schema.ScalarAsync("INSERT INTO aurion.test_clock VALUES (0)");
        await schema.ScalarAsync("""
            CREATE OR REPLACE FUNCTION aurion.now_ticks() RETURNS bigint LANGUAGE sql VOLATILE AS $f$
              SELECT (extract(epoch FROM clock_timestamp()) * 10000000)::bigint + 621355968000000000 + (SELECT sum(passed)::bigint FROM aurion.test_clock)
            $f$
            """);
        return fixture;
    }

    public static StoreHandle HandleOf(PostgreSqlStores stores) => new()
    {
        Runs = stores.Runs,
        Queue = stores.Queue,
        Reader = stores.Reader,
        Approvals = stores.Approvals,
        Events = stores.Events,
        Messages = stores.Messages,
        Documents = stores.Documents,
        Decisions = stores.Decisions,
    };

    public override async ValueTask PassAsync(TimeSpan time, CancellationToken cancellationToken) =>
        await _schema.ScalarAsync(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO aurion.test_clock VALUES ({time.Ticks})"));

    public override async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _schema.ScalarAsync("""
            CREATE OR REPLACE FUNCTION aurion.now_ticks() RETURNS bigint LANGUAGE sql VOLATILE AS $f$
              SELECT (extract(epoch FROM clock_timestamp()) * 10000000)::bigint + 621355968000000000
            $f$
            """);
        await _schema.DisposeAsync();
        await base.DisposeAsync();
    }
}
