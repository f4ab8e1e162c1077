using System.Collections.Immutable;
using System.Text;
using Aurion.Engine.Approvals;
using Aurion.Engine.Rules;
using Aurion.Engine.Runs;
using Aurion.Engine.Storage;
using Aurion.Engine.Values;

namespace Aurion.Engine.PublicTests.Golden;

/// <summary>
/// What an engine of a released format stored must load for ever. The files were made by a real engine: <c>AURION_APPROVE=1 dotnet test
/// tests/Aurion.Engine.PublicTests --filter GoldenFileTests</c> adds those of a new format and never replaces one.
/// </summary>
public sealed class GoldenFileTests
{
    private static readonly TenantId Tenant = TenantId.Default;

    public static TheoryData<string> AllFiles() => [.. GoldenFolder.Formats().SelectMany(GoldenFolder.Files)];

    public static TheoryData<string> AllFormats() => [.. GoldenFolder.Formats()];

    [Fact]
    public async Task Formats_EachReleased_HasAFileOfEachType()
    {
        if (Environment.GetEnvironmentVariable("AURION_APPROVE") == "1")
        {
            await GoldenWriter.WriteAsync();
        }

        Assert.All(GoldenFolder.Formats(), static format =>
            Assert.Equal(StoredTypes.Names.Order(), GoldenFolder.Files(format).Select(StoredTypes.NameOf).Distinct().Order()));
    }

    [Fact]
    public void CurrentFormat_EachKindOfInputAndEvent_HasAFile()
    {
        var files = GoldenFolder.Files($"format-{StoredFormat.Current}").Select(static path => Path.GetFileName(path));
        var expected = typeof(RunInput).GetNestedTypes().Select(static kind => $"run-input.{kind.Name.ToLowerInvariant()}.json")
            .Concat(typeof(RunEvent).GetNestedTypes().Select(static kind => $"run-event.{kind.Name.ToLowerInvariant()}.json"));

        Assert.Empty(expected.Except(files));
    }

    /// <summary>A text of the current format comes back byte for byte: nothing in it is lost, reordered or spelt anew.</summary>
    [Theory]
    [MemberData(nameof(AllFiles))]
    public void File_OfTheCurrentFormat_IsWrittenAgainAsItWas(string path)
    {
        var utf8 = GoldenFolder.Read(path);
        var again = StoredTypes.ReadAndWrite(StoredTypes.NameOf(path), utf8);
        if (path.Contains($"/format-{StoredFormat.Current}/", StringComparison.Ordinal))
        {
            Assert.Equal(Encoding.UTF8.GetString(utf8), Encoding.UTF8.GetString(again));
        }
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public async Task Run_StoredAtAnApproval_GoesOnAndEnds(string format)
    {
        await using var host = new GoldenHost();
        await RestoreDocumentsAsync(host, format);
        var run = await RestoreRunAsync(host, format);

        var approval = Assert.Single(await host.Workflows.ListPendingApprovalsAsync(Tenant, GoldenHost.Ada, default));
        Assert.Equal("Give Grace an account?", approval.Title);
        var decided = await host.Workflows.DecideAsync(Tenant, approval.Id, GoldenHost.Ada, ApprovalDecision.Approved, null, default);
        Assert.Equal(DecideStatus.Accepted, decided.Status);
        await host.WorkAsync();
        Assert.Empty(host.Sent);
        host.Time.Advance(TimeSpan.FromHours(1));
        await host.WorkAsync();

        var head = (await host.Workflows.FindRunAsync(Tenant, run, default))!;
        Assert.Equal(RunStatus.Completed, head.Status);
        Assert.Equal("""notify/1 {"template":"Welcome, Grace"}""", Assert.Single(host.Sent));
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public async Task Rule_Stored_FiresAsBefore(string format)
    {
        await using var host = new GoldenHost();
        await RestoreDocumentsAsync(host, format);

        var fired = await host.Rules.FireAsync(GoldenFolder.Read<AutomationEvent>(format, "automation-event"), default);

        var before = GoldenFolder.Read<StoredEvent>(format, "stored-event");
        var execution = Assert.Single(fired.Executed);
        Assert.True(execution is { Matched: true, Success: true });
        Assert.Equal(before.Actions.Select(static action => (action.Key, action.Type, action.Parameters)), execution.Actions.Select(static action => (action.Key, action.Type, action.Parameters)));
    }

    [Theory]
    [MemberData(nameof(AllFormats))]
    public void Canvas_Stored_KeepsWhatTheEngineDoesNotKnow(string format)
    {
        var text = GoldenFolder.Read<Document>(format, "document.version").Body.ToString();

        Assert.Contains("""{"b": 1, "a": [null, true]}""", text, StringComparison.Ordinal);
        Assert.Contains("""{"x": 0.50, "y": 1e2}""", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NewerFormat_IsRefused()
    {
        var newer = Encoding.UTF8.GetString(StoredFormat.Write(new OnceKey("start", "1"))).Replace("\"v\":1", "\"v\":2", StringComparison.Ordinal);

        Assert.Throws<AurionEngineException>(() => StoredFormat.Read<OnceKey>(Encoding.UTF8.GetBytes(newer)));
    }

    private static async Task RestoreDocumentsAsync(GoldenHost host, string format)
    {
        ImmutableArray<DocumentWrite> writes =
        [
            .. ((string[])["rule", "workflow", "version"])
                .Select(name => GoldenFolder.Read<Document>(format, $"document.{name}"))
                .Select(static document => new DocumentWrite
                {
                    Kind = document.Kind, Id = document.Id, ExpectedRevision = 0, Parent = document.Parent, Tag = document.Tag, Body = document.Body,
                }),
        ];
        Assert.Equal(CommitStatus.Committed, (await host.Get<IDocumentStore>().CommitAsync(Tenant, writes, default)).Status);
    }

    private static async Task<RunId> RestoreRunAsync(GoldenHost host, string format)
    {
        var stored = GoldenFolder.Read<StoredRun>(format, "stored-run.waiting");
        var commit = new RunCommit
        {
            Tenant = Tenant,
            Run = stored.Head.Run,
            CommitId = Guid.NewGuid(),
            ExpectedRevision = 0,
            Head = stored.Head,
            Marking = stored.Marking,
            Records = [.. Enumerable.Range(1, (int)stored.Steps).Select(number => GoldenFolder.Read<RunRecord>(format, $"run-record.{number}"))],
            Approvals = [GoldenFolder.Read<Approval>(format, "approval.open")],
        };
        Assert.Equal(CommitStatus.Committed, Assert.Single(await host.Get<IRunStore>().CommitAsync([commit], default)).Status);
        return stored.Head.Run;
    }
}
