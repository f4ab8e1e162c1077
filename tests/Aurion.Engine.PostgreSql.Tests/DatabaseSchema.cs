using System.Collections.Concurrent;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Tests;

/// <summary>A schema of its own, empty at the beginning. Schemas are used again: to empty one costs less than to make one.</summary>
internal sealed class DatabaseSchema : IAsyncDisposable
{
    private static readonly ConcurrentBag<string> Free = [];
    private static int _made;
    private readonly bool _isNew;

    /// <param name="isNew">True for a schema that does not exist yet.</param>
    public DatabaseSchema(bool isNew = false)
    {
        _isNew = isNew;
        Name = !isNew && Free.TryTake(out var free) ? free : $"t{Environment.ProcessId}_{Interlocked.Increment(ref _made)}";
    }

    public string Name { get; }

    public PostgreSqlOptions Options => new() { ConnectionString = TestServer.ConnectionString, Schema = Name, RetryFor = TimeSpan.FromSeconds(30) };

    /// <summary>Gets the same on connections that all tests share: opening costs less then.</summary>
    public PostgreSqlOptions SharedOptions => new() { DataSource = TestServer.Source, Schema = Name, RetryFor = TimeSpan.FromSeconds(30) };

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var connection = await TestServer.OpenAsync();
        await using var command = new NpgsqlCommand(sql.Replace("aurion.", Name + ".", StringComparison.Ordinal), connection);
        return await command.ExecuteScalarAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_isNew)
        {
            await ScalarAsync($"DROP SCHEMA IF EXISTS {Name} CASCADE");
            return;
        }

        await ScalarAsync($"""
            DO $f$ DECLARE t text; BEGIN
              FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = '{Name}' AND tablename <> '{SchemaUpgrade.Journal}' LOOP
                EXECUTE format('DELETE FROM {Name}.%I', t);
              END LOOP;
            END $f$
            """);
        Free.Add(Name);
    }
}
