using Microsoft.Data.Sqlite;

namespace Helpdesk.Conversations;

/// <summary>The helpdesk's own tables. They share a file with the engine's stores, but no table and no transaction.</summary>
internal sealed class HelpdeskDatabase(string connectionString)
{
    private const string Schema = """
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

    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL;" + Schema;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL;";
        await command.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }
}
