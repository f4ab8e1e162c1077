using Aurion.Engine.Testing.Tests.Stores;

namespace Aurion.Engine.PostgreSql.Tests;

public sealed class UnreadableTests
{
    [Fact]
    public Task Runs_ThatCannotBeRead_AreIsolatedAndSeen() => PlayAsync(static records => records.RunsAsync());

    [Fact]
    public Task Events_ThatCannotBeRead_AreIsolated() => PlayAsync(static records => records.EventsAsync());

    [Fact]
    public Task Messages_ThatCannotBeRead_AreDeadAndSeen() => PlayAsync(static records => records.MessagesAsync());

    private static async Task PlayAsync(Func<UnreadableRecords, Task> story)
    {
        await using var store = (PostgreSqlFixture)await PostgreSqlFixture.OpenAsync(CancellationToken.None);
        await story(new UnreadableRecords(store, async (what, id) => Assert.NotNull(await store.Schema.ScalarAsync(what switch
        {
            "marking" => $"UPDATE aurion.run SET marking = '\\x00' WHERE run = '{id}' RETURNING 1",
            "mend" => $"UPDATE aurion.run SET marking = (SELECT marking FROM aurion.run WHERE run = 'run_1') WHERE run = '{id}' RETURNING 1",
            "head" => $"UPDATE aurion.run SET head = '\\x00' WHERE run = '{id}' RETURNING 1",
            "inbox" => $"UPDATE aurion.run_inbox SET body = '\\x00' WHERE run_key = (SELECT key FROM aurion.run WHERE run = '{id}') RETURNING 1",
            "event" => $"UPDATE aurion.event SET body = '\\x00' WHERE id = '{id}' RETURNING 1",
            _ => $"UPDATE aurion.message SET body = '\\x00' WHERE id = '{id}' RETURNING 1",
        }))));
    }
}
