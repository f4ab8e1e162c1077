using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Aurion.Engine.Storage;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Postgresql;
using Npgsql;

namespace Aurion.Engine.PostgreSql;

/// <summary>Brings the schema up to date with the scripts of this assembly, in order; each runs once.</summary>
/// <remarks>
/// Tables come from numbered scripts, which never change once released. Functions come from scripts that carry the hash of their text in the journal: a new text
/// runs once and takes the place of the old, and an older node that starts later leaves it alone.
/// </remarks>
internal static class SchemaUpgrade
{
    internal const string Journal = "schema_version";

    internal static void Run(PostgreSqlDatabase database)
    {
        var scripts = Scripts(database);
        try
        {
            using var connection = database.Source.OpenConnection();
            if (IsUpToDate(connection, database, scripts))
            {
                return;
            }

            // One node upgrades, all others wait here and find nothing left to do.
            Execute(connection, $"SELECT pg_advisory_lock(hashtextextended('{database.Schema}/schema', 0))");
            try
            {
                Upgrade(connection, database, scripts);
            }
            finally
            {
                Execute(connection, $"SELECT pg_advisory_unlock(hashtextextended('{database.Schema}/schema', 0))");
            }
        }
        catch (NpgsqlException exception)
        {
            throw PostgreSqlDatabase.Broken(exception);
        }
    }

    /// <summary>The scripts as they run in this database's schema.</summary>
    internal static SqlScript[] Scripts(PostgreSqlDatabase database)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"{typeof(SchemaUpgrade).Namespace}.Schema.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => (Name: name[prefix.Length..], Text: Read(assembly, name)))
            .Select(script => new SqlScript(JournalName(script.Name, script.Text), database.Sql(script.Text)))
            .OrderBy(static script => script.Name, StringComparer.Ordinal)];
    }

    private static void Upgrade(NpgsqlConnection connection, PostgreSqlDatabase database, SqlScript[] scripts)
    {
        Execute(connection, $"CREATE SCHEMA IF NOT EXISTS {database.Schema}");
        var result = PostgresqlExtensions
            .PostgresqlDatabase(new PostgresqlConnectionManager(database.Source), database.Schema)
            .WithScripts(scripts)
            .WithVariablesDisabled()
            .WithTransaction()
            .JournalToPostgresqlTable(database.Schema, Journal)
            .LogTo(new NoOpUpgradeLog())
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            throw new AurionEngineException($"The schema '{database.Schema}' can't be brought up to date: {result.Error.Message}", result.Error);
        }
    }

    private static bool IsUpToDate(NpgsqlConnection connection, PostgreSqlDatabase database, SqlScript[] scripts)
    {
        using var exists = new NpgsqlCommand($"SELECT to_regclass('{database.Schema}.{Journal}') IS NOT NULL", connection);
        if (exists.ExecuteScalar() is not true)
        {
            return false;
        }

        using var missing = new NpgsqlCommand(
            $"SELECT count(*) FROM unnest($1) s(name) WHERE NOT EXISTS (SELECT FROM {database.Schema}.{Journal} j WHERE j.scriptname = s.name)", connection)
        {
            Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. scripts.Select(static script => script.Name)] } },
        };
        return missing.ExecuteScalar() is 0L;
    }

    private static string JournalName(string name, string text) =>
        name.StartsWith("Functions.", StringComparison.Ordinal) ? $"{name} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12]}" : name;

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n"); // one hash, however the file was checked out
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // made of constants and a schema name that was checked
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
