using Aurion.Engine.PostgreSql;
using Aurion.Engine.PostgreSql.Tests;
using Aurion.Engine.Tests.Execution.Driving.Harness;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>Where the stores of a test stand: schemas of their own.</summary>
internal sealed class StoreGround
{
    /// <summary>Of the calls that a process may die at, every so many is tried.</summary>
    public const int CrashStep = 13;

    /// <summary>The least number of such calls that a story then has.</summary>
    public const int LeastCrashes = 6;

    private readonly List<DatabaseSchema> _schemas = [];

    public Func<StoreSet> Place(TimeProvider time)
    {
        var schema = new DatabaseSchema(isNew: false);
        _schemas.Add(schema);
        return () =>
        {
            var stores = new PostgreSqlStores(schema.SharedOptions, time);
            return new StoreSet(stores.Runs, stores.Queue, stores.Reader, stores.Approvals, stores.Events, stores.Messages, stores.Documents) { Owner = stores, Decisions = stores.Decisions };
        };
    }

    public async ValueTask CloseAsync()
    {
        foreach (var schema in _schemas)
        {
            await schema.DisposeAsync();
        }
    }
}
