using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Npgsql;

namespace Aurion.Engine.PostgreSql.Writing;

/// <summary>One message to a run.</summary>
internal sealed class InboxUnit(string tenant, string run, InboxItem item, CancellationToken cancellationToken) : WriteUnit<SendStatus>(cancellationToken)
{
    internal string Tenant { get; } = StoredText.Id(tenant);

    internal string Run { get; } = StoredText.Id(run);

    internal string Id { get; } = StoredText.Id(item.Id);

    internal bool Cancels { get; } = item.Input is RunInput.Cancelled;

    internal byte[] Body { get; } = StoredFormat.Write(item.Input);

    internal override int? GroupPlace => 4;

    internal override WorkKinds Wakes => WorkKinds.Runs;

    internal override WorkKinds WakesOthers => WorkKinds.Runs;

    internal override WriteGroup NewGroup() => new InboxGroup();
}

/// <summary>Messages to runs.</summary>
internal sealed class InboxGroup : WriteGroup<InboxUnit>
{
    internal override NpgsqlBatchCommand ToCommand(PostgreSqlDatabase database)
    {
        var (tenants, runs, ids) = (new List<string?>(), new List<string?>(), new List<string?>());
        var (cancels, bodies) = (new List<bool>(), new List<byte[]?>());
        foreach (var unit in Units)
        {
            tenants.Add(unit.Tenant);
            runs.Add(unit.Run);
            ids.Add(unit.Id);
            cancels.Add(unit.Cancels);
            bodies.Add(unit.Body);
        }

        return Call(database, "send_to_runs", 6).Add(database.Now).Add(tenants).Add(runs).Add(ids).Add(cancels).Add(bodies);
    }

    private protected override void Read(InboxUnit unit, NpgsqlDataReader row) => unit.Result = (SendStatus)row.GetInt16(0);
}
