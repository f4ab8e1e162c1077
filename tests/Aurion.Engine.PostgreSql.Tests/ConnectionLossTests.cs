using Aurion.Engine.Approvals;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.PostgreSql.Tests;

/// <summary>Connections that the server ends at any moment, also between a commit and its answer: what was sent is sent again, and is written once.</summary>
public sealed class ConnectionLossTests : SchemaTests
{
    private const int Writes = 300;
    private static readonly TenantId Tenant = new("acme");

    [Fact]
    public async Task Commits_WhileConnectionsAreEnded_AreEachWrittenOnce()
    {
        var schema = NewSchema();
        await using var stores = new PostgreSqlStores(Named(schema));
        var answers = await WhileConnectionsEndAsync(schema, async number =>
        {
            var start = PostgreSqlStoresTests.Start(number) with { Messages = [new Message { Id = $"m{number}", Tenant = Tenant, Kind = "k", Body = JsonText.EmptyObject }] };
            return (await stores.Runs.CommitAsync([start], default))[0];
        });

        Assert.All(answers, static answer => Assert.True(answer.IsDurable));
        Assert.Equal((long)Writes, await schema.ScalarAsync("SELECT count(*) FROM aurion.run"));
        Assert.Equal((long)Writes, await schema.ScalarAsync("SELECT count(*) FROM aurion.message"));
        Assert.Equal((long)Writes, await schema.ScalarAsync("SELECT sum(count)::bigint FROM aurion.workflow_counter"));
    }

    [Fact]
    public async Task Documents_WhileConnectionsAreEnded_AreNeverCalledStaleThatWereWritten()
    {
        var schema = NewSchema();
        await using var stores = new PostgreSqlStores(Named(schema));
        var answers = await WhileConnectionsEndAsync(schema, async number =>
        {
            var write = new DocumentWrite { Kind = DocumentKind.Rule, Id = $"rule_{number}", ExpectedRevision = 0, Body = JsonText.EmptyObject };
            return await stores.Documents.CommitAsync(Tenant, [write], default);
        });

        Assert.All(answers, static answer => Assert.Equal(CommitStatus.Committed, answer.Status));
        Assert.Equal((long)Writes, await stores.Documents.GetGenerationAsync(Tenant, DocumentKind.Rule, default));
    }

    [Fact]
    public async Task Votes_WhileConnectionsAreEnded_AreNeverCalledStaleThatWereWritten()
    {
        var schema = NewSchema();
        await using var stores = new PostgreSqlStores(Named(schema));
        var request = new Approval
        {
            Id = new ApprovalId("req_1"),
            Tenant = Tenant,
            Run = new RunId("run_1"),
            WorkflowId = "wf",
            WorkflowName = "W",
            NodeId = "n",
            StepKey = "k",
            Title = "?",
            Policy = new ApprovalPolicy { Approvers = ["user:u"], Required = null, ExpiresIn = TimeSpan.FromHours(1) },
            RequestedAt = DateTimeOffset.UnixEpoch,
        };
        await stores.Runs.CommitAsync([PostgreSqlStoresTests.Start(1) with { Approvals = [request] }], default);
        var revision = 1L;
        await WhileConnectionsEndAsync(
            schema,
            async _ =>
            {
                var answer = await stores.Approvals.CommitAsync(Tenant, request, revision, null, [], default);
                Assert.Equal(CommitStatus.Committed, answer.Status); // nobody else votes
                revision++;
                return answer;
            },
            atOnce: 1);
        Assert.Equal(revision, (await stores.Approvals.FindAsync(Tenant, request.Id, default))!.Revision);
    }

    private static PostgreSqlOptions Named(DatabaseSchema schema)
    {
        var options = schema.Options;
        options.ConnectionString += $";Application Name={schema.Name}";
        return options;
    }

    private static async Task<List<CommitResult>> WhileConnectionsEndAsync(DatabaseSchema schema, Func<int, Task<CommitResult>> write, int atOnce = 8)
    {
        var ended = 0L;
        var answers = new List<CommitResult>();
        foreach (var chunk in Enumerable.Range(1, Writes).Chunk(atOnce))
        {
            var ending = EndAsync();
            answers.AddRange(await Task.WhenAll(chunk.Select(write)));
            ended += await ending;
        }

        Assert.True(ended > 10, $"Only {ended} connections were ended.");
        return answers;

        async Task<long> EndAsync() =>
            (long)(await schema.ScalarAsync($"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{schema.Name}'"))!;
    }
}
