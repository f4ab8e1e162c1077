using System.Globalization;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Tests;

/// <summary>Every query of the product finds its rows by an index, in their order, in tables that hold something.</summary>
public sealed class PlanTests : SchemaTests
{
    [Theory]
    [InlineData("SELECT key, tenant FROM aurion.run_queue WHERE available_at <= 100 AND format <= 1 ORDER BY available_at, key LIMIT 9", "run_queue_due")]
    [InlineData("SELECT tenant FROM aurion.run_queue WHERE available_at IS NOT NULL AND tenant > 't1' ORDER BY tenant LIMIT 1", "run_queue_tenant")]
    [InlineData("SELECT key FROM aurion.run_queue WHERE tenant = 't1' AND available_at IS NOT NULL AND available_at <= 100 ORDER BY available_at, key LIMIT 9", "run_queue_tenant")]
    [InlineData("SELECT key FROM aurion.run_queue WHERE lease_worker = 'w1' AND run = ANY ('{run_1,run_2}')", "run_queue_lease")]
    [InlineData("SELECT key FROM aurion.run_queue q WHERE q.status = 2 AND q.status <> 4 AND q.tenant = 't1' AND q.run < 'run_9' ORDER BY q.run DESC LIMIT 9", "run_queue_status")]
    [InlineData("SELECT head FROM aurion.run WHERE tenant = 't1' AND run = 'run_1'", "run_id")]
    [InlineData("SELECT head FROM aurion.run WHERE tenant = 't1' AND run < 'run_9' ORDER BY run DESC LIMIT 9", "run_id")]
    [InlineData("SELECT head FROM aurion.run WHERE tenant = 't1' AND workflow = 'w5' ORDER BY run DESC LIMIT 9", "run_workflow")]
    [InlineData("SELECT head FROM aurion.run WHERE tenant = 't1' AND conversation = 'c5' ORDER BY run DESC LIMIT 9", "run_conversation")]
    [InlineData("SELECT count(*) FROM aurion.run WHERE tenant = 't1' AND started_at >= 19990", "run_started")]
    [InlineData("SELECT bodies FROM aurion.run_record WHERE run_key = 5 AND step >= 2 ORDER BY step LIMIT 9", "run_record_pkey")]
    [InlineData("SELECT body FROM aurion.event WHERE tenant = 't1' AND (accepted_at, id) > (5, '') ORDER BY accepted_at, id LIMIT 9", "event_order")]
    [InlineData("SELECT key FROM aurion.event WHERE available_at <= 100 ORDER BY available_at, key LIMIT 9", "event_due")]
    [InlineData("SELECT key FROM aurion.message WHERE available_at <= 100 ORDER BY available_at, key LIMIT 9", "message_due")]
    [InlineData("SELECT body FROM aurion.message WHERE tenant = 't1' AND is_dead AND id > 'b' ORDER BY id LIMIT 9", "message_dead")]
    [InlineData("SELECT id FROM aurion.document WHERE tenant = 't1' AND kind = 3 AND parent = 'p5' ORDER BY id DESC LIMIT 9", "document_parent")]
    [InlineData("SELECT run_key FROM aurion.subscription WHERE tenant = 't1' AND event_type = 'e' AND correlation = 'c5'", "subscription_pkey")]
    public async Task Query_OfTheProduct_UsesItsIndex(string query, string index)
    {
        var schema = NewSchema(isNew: true);
        await using (new PostgreSqlStores(schema.Options).ConfigureAwait(false))
        {
        }

        await FillAsync(schema);
        var plan = await PlanAsync(schema, query);
        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
        if (index.EndsWith("_due", StringComparison.Ordinal) || index is "event_order" or "run_id")
        {
            Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal); // of many rows the first few
        }
    }

    private static async Task FillAsync(DatabaseSchema schema)
    {
        const int rows = 20_000;
        var number = rows.ToString(CultureInfo.InvariantCulture);
        await schema.ScalarAsync($"""
            INSERT INTO aurion.run (tenant, run, workflow, conversation, started_at, head, marking)
              SELECT 't' || i % 20, 'run_' || i, 'w' || i % 100, 'c' || i % 1000, i, '\x00', '\x00' FROM generate_series(1, {number}) i;
            INSERT INTO aurion.run_queue (key, tenant, run, status, revision, first_commit, latest_commit, steps, format, due_at, is_over, lease_worker)
              SELECT key, tenant, run, CASE WHEN key % 50 = 0 THEN 2 ELSE 4 END, 1, gen_random_uuid(), gen_random_uuid(), 1, 1, CASE WHEN key % 50 = 0 THEN key END, false,
                CASE WHEN key % 40 = 0 THEN 'w' || key % 3 END FROM aurion.run;
            INSERT INTO aurion.run_record (run_key, step, bodies) SELECT key, s, ARRAY['\x00'::bytea] FROM aurion.run, generate_series(1, 2) s;
            INSERT INTO aurion.event (tenant, id, revision, first_commit, latest_commit, available_at, accepted_at, type, body)
              SELECT 't' || i % 20, 'e' || i, 1, gen_random_uuid(), gen_random_uuid(), CASE WHEN i % 100 = 0 THEN i END, i, 'type', '\x00' FROM generate_series(1, {number}) i;
            INSERT INTO aurion.message (tenant, id, is_dead, available_at, body) SELECT 't' || i % 20, 'm' || i, i % 100 = 1, CASE WHEN i % 100 = 0 THEN i END, '\x00' FROM generate_series(1, {number}) i;
            INSERT INTO aurion.document (tenant, kind, id, parent, revision, body) SELECT 't' || i % 20, 3, 'd' || i, 'p' || i % 500, 1, '\x00' FROM generate_series(1, {number}) i;
            INSERT INTO aurion.subscription SELECT 't' || i % 20, 'e', 'c' || i, i FROM generate_series(1, {number}) i;
            ANALYZE;
            """);
    }

    private static async Task<string> PlanAsync(DatabaseSchema schema, string query)
    {
        await using var connection = await TestServer.OpenAsync();
        await using var command = new NpgsqlCommand("EXPLAIN " + query.Replace("aurion.", schema.Name + ".", StringComparison.Ordinal), connection);
        await using var rows = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await rows.ReadAsync())
        {
            plan.Add(rows.GetString(0));
        }

        return string.Join(Environment.NewLine, plan);
    }
}
