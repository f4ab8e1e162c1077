using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Helpdesk.Conversations;

/// <summary>The helpdesk's own tables. They share a database with the engine's stores, but no table and no transaction.</summary>
internal sealed class HelpdeskDatabase(string connectionString)
{
    private const string SqliteSchema = """
        CREATE TABLE IF NOT EXISTS helpdesk_conversation (
          tenant TEXT NOT NULL,
          id TEXT NOT NULL,
          version INTEGER NOT NULL,
          fields TEXT NOT NULL,
          PRIMARY KEY (tenant, id)
        ) WITHOUT ROWID;
        -- What time rules ask for, one index for each instant that they may count from.
        CREATE INDEX IF NOT EXISTS helpdesk_due_status ON helpdesk_conversation (tenant, json_extract(fields, '$.status_changed_at'), id);
        CREATE INDEX IF NOT EXISTS helpdesk_due_created ON helpdesk_conversation (tenant, json_extract(fields, '$.created_at'), id);
        CREATE INDEX IF NOT EXISTS helpdesk_due_updated ON helpdesk_conversation (tenant, json_extract(fields, '$.updated_at'), id);
        CREATE INDEX IF NOT EXISTS helpdesk_due_customer ON helpdesk_conversation (tenant, json_extract(fields, '$.last_customer_reply_at'), id);
        CREATE INDEX IF NOT EXISTS helpdesk_due_agent ON helpdesk_conversation (tenant, json_extract(fields, '$.last_agent_reply_at'), id);
        CREATE TABLE IF NOT EXISTS helpdesk_patch (
          tenant TEXT NOT NULL,
          key TEXT NOT NULL,
          PRIMARY KEY (tenant, key)
        ) WITHOUT ROWID;
        -- Replies, notes, notifications and created tickets. The key is what makes a repeated action harmless.
        CREATE TABLE IF NOT EXISTS helpdesk_entry (
          number INTEGER PRIMARY KEY,
          tenant TEXT NOT NULL,
          conversation TEXT NOT NULL,
          kind TEXT NOT NULL,
          key TEXT NOT NULL,
          body TEXT NOT NULL,
          UNIQUE (tenant, key)
        );
        CREATE INDEX IF NOT EXISTS helpdesk_entry_conversation ON helpdesk_entry (tenant, conversation);
        -- Events that the engine has not yet accepted: written with the change that they tell of.
        CREATE TABLE IF NOT EXISTS helpdesk_event (
          id TEXT PRIMARY KEY,
          tenant TEXT NOT NULL,
          type TEXT NOT NULL,
          conversation TEXT NOT NULL,
          payload TEXT NOT NULL,
          actor TEXT NOT NULL
        ) WITHOUT ROWID;
        """;

    private const string PostgreSqlSchema = """
        SELECT pg_advisory_xact_lock(hashtextextended('helpdesk', 0)); -- one process makes the tables, the others wait
        CREATE TABLE IF NOT EXISTS helpdesk_conversation (
          tenant text COLLATE "C" NOT NULL,
          id text COLLATE "C" NOT NULL,
          version bigint NOT NULL,
          fields text COLLATE "C" NOT NULL,
          PRIMARY KEY (tenant, id)
        );
        -- What time rules ask for, one index for each instant that they may count from.
        CREATE INDEX IF NOT EXISTS helpdesk_due_status ON helpdesk_conversation (tenant, ((fields::jsonb ->> 'status_changed_at') COLLATE "C"), id);
        CREATE INDEX IF NOT EXISTS helpdesk_due_created ON helpdesk_conversation (tenant, ((fields::jsonb ->> 'created_at') COLLATE "C"), id);
        CREATE INDEX IF NOT EXISTS helpdesk_due_updated ON helpdesk_conversation (tenant, ((fields::jsonb ->> 'updated_at') COLLATE "C"), id);
        CREATE INDEX IF NOT EXISTS helpdesk_due_customer ON helpdesk_conversation (tenant, ((fields::jsonb ->> 'last_customer_reply_at') COLLATE "C"), id);
        CREATE INDEX IF NOT EXISTS helpdesk_due_agent ON helpdesk_conversation (tenant, ((fields::jsonb ->> 'last_agent_reply_at') COLLATE "C"), id);
        CREATE TABLE IF NOT EXISTS helpdesk_patch (
          tenant text COLLATE "C" NOT NULL,
          key text COLLATE "C" NOT NULL,
          PRIMARY KEY (tenant, key)
        );
        -- Replies, notes, notifications and created tickets. The key is what makes a repeated action harmless.
        CREATE TABLE IF NOT EXISTS helpdesk_entry (
          number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          tenant text COLLATE "C" NOT NULL,
          conversation text COLLATE "C" NOT NULL,
          kind text COLLATE "C" NOT NULL,
          key text COLLATE "C" NOT NULL,
          body text COLLATE "C" NOT NULL,
          UNIQUE (tenant, key)
        );
        CREATE INDEX IF NOT EXISTS helpdesk_entry_conversation ON helpdesk_entry (tenant, conversation);
        -- Events that the engine has not yet accepted: written with the change that they tell of.
        CREATE TABLE IF NOT EXISTS helpdesk_event (
          id text COLLATE "C" PRIMARY KEY,
          tenant text COLLATE "C" NOT NULL,
          type text COLLATE "C" NOT NULL,
          conversation text COLLATE "C" NOT NULL,
          payload text COLLATE "C" NOT NULL,
          actor text COLLATE "C" NOT NULL
        );
        """;

    private readonly bool _isPostgreSql = IsPostgreSql(connectionString);

    /// <summary>Tells which database a connection string leads to: one that names a host is PostgreSQL's, any other SQLite's.</summary>
    public static bool IsPostgreSql(string connectionString) =>
        new DbConnectionStringBuilder { ConnectionString = connectionString } is var builder && (builder.ContainsKey("Host") || builder.ContainsKey("Server"));

    /// <summary>A member of the fields, as text; the expression stands as the indices have it.</summary>
    public string Field(string name) => _isPostgreSql ? $"(fields::jsonb ->> '{name}') COLLATE \"C\"" : $"json_extract(fields, '$.{name}')";

    /// <summary>The rows of a parameter that holds a JSON array of texts.</summary>
    public string Texts(string parameter) => _isPostgreSql ? $"SELECT jsonb_array_elements_text({parameter}::jsonb)" : $"SELECT value FROM json_each({parameter})";

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = _isPostgreSql ? PostgreSqlSchema : "PRAGMA journal_mode = WAL;" + SqliteSchema;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        DbConnection connection = _isPostgreSql ? new NpgsqlConnection(connectionString) : new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        if (!_isPostgreSql)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL;";
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return connection;
    }
}
