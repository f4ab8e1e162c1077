using System.Collections.Immutable;
using Aurion.Engine.Storage;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>One end of a claim of a message.</summary>
internal sealed class DeliveryUnit(Delivery delivery, CancellationToken cancellationToken) : WriteUnit<bool>(cancellationToken)
{
    internal Delivery Delivery => delivery;

    internal string Tenant { get; } = StoredText.Id(delivery.Tenant.Value);

    internal string Id { get; } = StoredText.Key(delivery.MessageId);

    internal ImmutableArray<MessageRow> Next { get; } = MessageRow.Of(delivery.Next);

    internal override int? GroupPlace => 6;

    internal override WorkKinds Wakes => delivery.Outcome is DeliveryOutcome.Later || !Next.IsEmpty ? WorkKinds.Messages : WorkKinds.None;

    internal override WorkKinds WakesOthers => Wakes;

    internal override WriteGroup NewGroup() => new DeliveryGroup();

    internal override void Touch(List<TouchedRecord> records) => records.Add(new TouchedRecord('m', Tenant, Id));
}

/// <summary>Ends of claims of messages.</summary>
internal sealed class DeliveryGroup : WriteGroup<DeliveryUnit>
{
    internal override NpgsqlBatchCommand ToCommand(PostgreSqlDatabase database)
    {
        Units.Sort(static (left, right) => string.CompareOrdinal(left.Tenant, right.Tenant) is not 0 and var order ? order : string.CompareOrdinal(left.Id, right.Id));
        var (tenants, ids, errors) = (new List<string?>(), new List<string?>(), new List<string?>());
        var (fences, later, retryAt, dead) = (new List<long>(), new List<bool>(), new List<long?>(), new List<bool>());
        var messages = new MessageColumns();
        foreach (var unit in Units)
        {
            var delivery = unit.Delivery;
            tenants.Add(unit.Tenant);
            ids.Add(unit.Id);
            fences.Add(delivery.Fence);
            later.Add(delivery.Outcome is DeliveryOutcome.Later);
            retryAt.Add(Ticks.Of(delivery.RetryAt));
            dead.Add(delivery.Outcome is DeliveryOutcome.Dead);
            errors.Add(delivery.Error is null ? null : StoredText.Of(delivery.Error));
            messages.Add(ids.Count, unit.Next);
        }

        var command = Call(database, "complete_messages", 13).Add(database.Now).Add(tenants).Add(ids).Add(fences).Add(later).Add(retryAt).Add(dead).Add(errors);
        messages.AddTo(command);
        return command;
    }

    internal override Task ReadAsync(NpgsqlDataReader reader, CancellationToken cancellationToken) => Task.CompletedTask;

    private protected override void Read(DeliveryUnit unit, NpgsqlDataReader row)
    {
    }
}
