using System.Text.Json.Nodes;
using Aurion.Engine.Rules;
using Aurion.Engine.Testing.Stores;
using Aurion.Engine.Values;
using Helpdesk.Conversations;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests;

/// <summary>The sample's own store keeps the contract that the engine relies on.</summary>
public sealed class TicketStoreTests
{
    public static TheoryData<string> Cases => [.. Suite().Cases.Select(static next => next.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task TicketStore_Keeps_TheContract(string name) => Suite().RunAsync(name);

    [Fact]
    public async Task ListDue_EachBasis_ReadsAnIndexInItsOrder()
    {
        using var data = new DataFolder();
        var database = new HelpdeskDatabase(Fixture.ConnectionString(data));
        await database.CreateAsync(CancellationToken.None);
        await using var connection = await database.OpenAsync(CancellationToken.None);
        foreach (var basis in new[] { "status_changed_at", "created_at", "updated_at", "last_customer_reply_at", "last_agent_reply_at" })
        {
            await using var reader = await connection.QueryAsync(
                null,
                $"EXPLAIN QUERY PLAN SELECT id FROM helpdesk_conversation WHERE tenant = @t AND json_extract(fields, '$.{basis}') <= @n ORDER BY json_extract(fields, '$.{basis}'), id",
                CancellationToken.None,
                ("@t", "acme"),
                ("@n", "2026"));
            Assert.True(await reader.ReadAsync());
            Assert.Contains("INDEX helpdesk_due_", reader.GetString(3), StringComparison.Ordinal);
            Assert.False(await reader.ReadAsync()); // no sorting behind it
        }
    }

    private static ConversationStoreSuite Suite() => new(
        async cancellationToken =>
        {
            var fixture = new Fixture();
            await fixture.CreateAsync(cancellationToken);
            return fixture;
        },
        static (handle, cancellationToken) => MakeAsync(handle, "open", "created_at", DateTimeOffset.UnixEpoch, cancellationToken),
        "priority",
        JsonText.Parse("\"high\""),
        MakeAsync);

    private static async ValueTask<Conversation> MakeAsync(StoreHandle handle, string status, string basis, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7(at).ToString();
        var fields = new JsonObject { ["id"] = id, ["status"] = status, ["priority"] = "low", [basis] = Clock.Write(at) };
        var database = ((Fixture.Store)handle.Conversations).Database;
        await using (var connection = await database.OpenAsync(cancellationToken))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await new TicketRow(new TenantId("acme"), id, 1, fields).InsertAsync(transaction, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return (await handle.Conversations.FindAsync(new TenantId("acme"), id, cancellationToken))!;
    }

    /// <summary>One database file, opened twice.</summary>
    private sealed class Fixture : StoreFixture
    {
        private readonly DataFolder _data = new();
        private readonly HelpdeskDatabase _first;

        public Fixture()
        {
            _first = new HelpdeskDatabase(ConnectionString(_data));
            First = new StoreHandle { Conversations = new Store(_first) };
            Second = new StoreHandle { Conversations = new Store(new HelpdeskDatabase(ConnectionString(_data))) };
        }

        public override StoreHandle First { get; }

        public override StoreHandle Second { get; }

        public override DateTimeOffset Now => TimeProvider.System.GetUtcNow();

        public static string ConnectionString(DataFolder data) => $"Data Source={data.Database};Pooling=False";

        public Task CreateAsync(CancellationToken cancellationToken) => _first.CreateAsync(cancellationToken);

        public override ValueTask PassAsync(TimeSpan time, CancellationToken cancellationToken) => throw new NotSupportedException("No case of this suite waits.");

        public override ValueTask DisposeAsync()
        {
            _data.Dispose();
            return base.DisposeAsync();
        }

        /// <summary>The sample's store, and the database that conversations are made in.</summary>
        internal sealed class Store(HelpdeskDatabase database) : Aurion.Engine.Storage.IConversationStore
        {
            private readonly TicketStore _store = new(database, TimeProvider.System);

            public HelpdeskDatabase Database => database;

            public ValueTask<Conversation?> FindAsync(TenantId tenant, string id, CancellationToken cancellationToken) => _store.FindAsync(tenant, id, cancellationToken);

            public ValueTask<PatchResult> ApplyAsync(ConversationPatch patch, CancellationToken cancellationToken) => _store.ApplyAsync(patch, cancellationToken);

            public IAsyncEnumerable<Conversation> ListDueAsync(TenantId tenant, TimeRuleQuery query, CancellationToken cancellationToken) =>
                _store.ListDueAsync(tenant, query, cancellationToken);
        }
    }
}
