using System.Diagnostics;
using Aurion.Engine.Sqlite;
using Aurion.Engine.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Aurion.Engine.Benchmarks.Durable;

/// <summary>A new SQLite file: write-ahead log, <c>synchronous=FULL</c>.</summary>
internal sealed class SqliteDisk : DiskStore
{
    private readonly string _directory = Directory.CreateTempSubdirectory("aurion-durable-").FullName;
    private SqliteStores? _stores;

    public override string Name => "sqlite";

    private string ConnectionString => $"Data Source={Path.Combine(_directory, "engine.db")}";

    public override void Use(AurionEngineBuilder engine) => engine.UseSqlite(ConnectionString);

    public override IRunStore RunsOf(IServiceProvider provider) => (_stores = provider.GetRequiredService<SqliteStores>()).Runs;

    public override Task<double> CommitRawRowsAsync(TimeSpan duration) => Task.Run(() =>
    {
        var file = Path.Combine(_directory, $"raw-{Guid.NewGuid():N}.db");
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = FULL");
        Execute(connection, "CREATE TABLE raw (key INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO raw (body) VALUES ($1)";
        insert.Parameters.AddWithValue("$1", new byte[2_048]);
        var watch = Stopwatch.StartNew();
        var done = 0;
        while (watch.Elapsed < duration)
        {
            insert.ExecuteNonQuery();
            done++;
        }

        return done / watch.Elapsed.TotalSeconds;
    });

    public override Task<DiskCounters> CountAsync()
    {
        using var connection = new SqliteConnection($"{ConnectionString};Mode=ReadOnly;Pooling=False");
        connection.Open();
        long rows = 0;
        foreach (var table in Names(connection))
        {
            using var count = connection.CreateCommand();
            count.CommandText = $"SELECT count(*) FROM {table}";
            rows += (long)count.ExecuteScalar()!;
        }

        return Task.FromResult(new DiskCounters(_stores?.Flushes ?? 0, rows));
    }

    public override ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static List<string> Names(SqliteConnection connection)
    {
        using var query = connection.CreateCommand();
        query.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'aurion_%'";
        using var rows = query.ExecuteReader();
        var names = new List<string>();
        while (rows.Read())
        {
            names.Add(rows.GetString(0));
        }

        return names;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
