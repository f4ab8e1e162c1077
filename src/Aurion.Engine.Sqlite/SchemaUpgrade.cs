using System.Reflection;
using Aurion.Engine.Storage;
using DbUp;
using DbUp.Engine;
using DbUp.Engine.Output;
using DbUp.Sqlite.Helpers;

namespace Aurion.Engine.Sqlite;

/// <summary>Brings the schema up to date with the scripts of this assembly, in order; each runs once.</summary>
internal static class SchemaUpgrade
{
    internal const string Journal = "aurion_schema";

    internal static void Run(SqliteDatabase database)
    {
        using var connection = database.OpenForWriting();

        // One process upgrades, all others wait here and find nothing left to do.
        SqliteDatabase.Execute(connection, "BEGIN IMMEDIATE");
        DatabaseUpgradeResult result;
        using (var shared = new SharedConnection(connection))
        {
            result = DeployChanges.To
                .SqliteDatabase(shared)
                .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), static name => name.EndsWith(".sql", StringComparison.Ordinal))
                .JournalToSqliteTable(Journal)
                .LogTo(new NoOpUpgradeLog())
                .Build()
                .PerformUpgrade();
        }

        SqliteDatabase.Execute(connection, result.Successful ? "COMMIT" : "ROLLBACK");
        if (!result.Successful)
        {
            throw new AurionEngineException("The database's schema can't be brought up to date.", result.Error);
        }
    }
}
