using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>Messages that are stored together.</summary>
internal sealed class MessageUnit(ImmutableArray<Message> messages, CancellationToken cancellationToken) : WriteUnit<bool>(cancellationToken)
{
    internal ImmutableArray<MessageRow> Messages { get; } = MessageRow.Of(messages);

    internal override int? GroupPlace => 5;

    internal override WorkKinds Wakes => WorkKinds.Messages;

    internal override WorkKinds WakesOthers => WorkKinds.Messages;

    internal override WriteGroup NewGroup() => new MessageGroup();
}

/// <summary>Messages to store.</summary>
internal sealed class MessageGroup : WriteGroup<MessageUnit>
{
    internal override NpgsqlBatchCommand ToCommand(PostgreSqlDatabase database)
    {
        var messages = new MessageColumns();
        Units.ForEach(unit => messages.Add(0, unit.Messages));
        var command = Call(database, "send_messages", 5).Add(database.Now);
        messages.AddWithoutPlacesTo(command);
        return command;
    }

    internal override Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) => Task.CompletedTask;

    private protected override void Read(MessageUnit unit, NpgsqlDataReader row)
    {
    }
}
