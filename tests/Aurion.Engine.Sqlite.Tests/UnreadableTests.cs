using Aurion.Engine.Testing.Tests.Stores;
using Microsoft.Data.Sqlite;

namespace Aurion.Engine.Sqlite.Tests;

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
        await using var store = new SqliteFixture();
        await story(new UnreadableRecords(store, (what, id) =>
        {
            using var connection = new SqliteConnection($"Data Source={store.Path};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = what switch
            {
                "marking" => "UPDATE aurion_run SET marking = x'00' WHERE run = $1",
                "mend" => "UPDATE aurion_run SET marking = (SELECT marking FROM aurion_run WHERE run = 'run_1') WHERE run = $1",
                "head" => "UPDATE aurion_run SET head = x'00' WHERE run = $1",
                "inbox" => "UPDATE aurion_run_inbox SET body = x'00' WHERE run_key = (SELECT key FROM aurion_run WHERE run = $1)",
                "event" => "UPDATE aurion_event SET body = x'00' WHERE id = $1",
                _ => "UPDATE aurion_message SET body = x'00' WHERE id = $1",
            };
            command.Parameters.AddWithValue("$1", id);
            Assert.Equal(1, command.ExecuteNonQuery());
            return Task.CompletedTask;
        }));
    }
}
