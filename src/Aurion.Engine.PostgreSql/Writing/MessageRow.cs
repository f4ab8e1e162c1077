using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>A message ready to be written.</summary>
internal readonly record struct MessageRow(string Tenant, string Id, long? DueAt, byte[] Body)
{
    internal static ImmutableArray<MessageRow> Of(ImmutableArray<Message> messages) =>
        [.. messages.Select(static message => new MessageRow(StoredText.Id(message.Tenant.Value), StoredText.Key(message.Id), Ticks.Of(message.DueAt), StoredFormat.Write(message)))];
}

/// <summary>Messages of several units as a command takes them: by columns.</summary>
internal sealed class MessageColumns
{
    private readonly List<int> _at = [];
    private readonly List<string?> _tenants = [], _ids = [];
    private readonly List<long?> _due = [];
    private readonly List<byte[]?> _bodies = [];

    internal void Add(int at, ImmutableArray<MessageRow> messages)
    {
        foreach (var message in messages)
        {
            _at.Add(at);
            _tenants.Add(message.Tenant);
            _ids.Add(message.Id);
            _due.Add(message.DueAt);
            _bodies.Add(message.Body);
        }
    }

    internal void AddTo(NpgsqlBatchCommand command)
    {
        command.Add(_at);
        AddWithoutPlacesTo(command);
    }

    internal void AddWithoutPlacesTo(NpgsqlBatchCommand command) => command.Add(_tenants).Add(_ids).Add(_due).Add(_bodies);
}
