using Aurion.Engine.Storage.Memory;
using Aurion.Engine.Testing.Stores;
using Aurion.Engine.Testing.Tests.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Testing.Tests.BrokenStores;

/// <summary>A suite that nothing fails proves nothing: each of these stores breaks one promise, and the cases for it must find that out, no others.</summary>
public sealed class BrokenStoresTests
{
    private const string Random = "RandomSequencesAgreeWithTheModelAsync";
    private const string Parallel = "ParallelWritersAgreeAsync";

    [Fact]
    public Task ForgetsCommitIds_IsFound() => FindsAsync(
        nameof(RunStoreSuite), static handle => Copy(handle, runs: new ForgetsCommitIds(handle.Runs)),
        "ResentCommitIsKnownAsync", "ResentStartIsKnownLaterAsync", "SameCommitInParallelIsWrittenOnceAsync", Random);

    [Fact]
    public Task IgnoresRevisions_IsFound() => FindsAsync(
        nameof(RunStoreSuite), static handle => Copy(handle, runs: new IgnoresRevisions(handle.Runs)),
        "UnknownRunIsNotFoundAsync", "WrongRevisionIsStaleAsync", "SecondStartIsStaleAsync", "StaleCommitWritesNothingAsync", "EachCommitIsJudgedByItselfAsync",
        "LargeBatchIsAnsweredInOrderAsync", "StaleCommitConsumesNothingAsync", Random);

    [Fact]
    public Task FailsTheBatch_IsFound() => FindsAsync(
        nameof(RunStoreSuite), static handle => Copy(handle, runs: new FailsTheBatch(handle.Runs)),
        "EachCommitIsJudgedByItselfAsync", "LargeBatchIsAnsweredInOrderAsync", "StartKeyHasOneHolderAsync", "StartKeyRunsOutAsync", "OneStarterTakesTheKeyAsync");

    [Fact]
    public Task ForgetsInboxIds_IsFound() => FindsAsync(
        nameof(RunStoreSuite), static handle => Copy(handle, runs: new ForgetsInboxIds(handle.Runs)),
        "InboxTakesAnIdOnceAsync", "InboxIsConsumedByIdAsync", "SameItemInParallelIsStoredOnceAsync", Random);

    [Fact]
    public Task IgnoresStartKeys_IsFound() => FindsAsync(
        nameof(RunStoreSuite), static handle => Copy(handle, runs: new IgnoresStartKeys(handle.Runs)),
        "EachCommitIsJudgedByItselfAsync", "StartKeyHasOneHolderAsync", "StartKeyRunsOutAsync", "OneStarterTakesTheKeyAsync");

    [Fact]
    public Task ConsumesTheOldest_IsFound() => FindsAsync(
        nameof(RunStoreSuite), static handle => Copy(handle, runs: new ConsumesTheOldest(handle.Runs)), "InboxIsConsumedByIdAsync");

    [Fact]
    public Task IgnoresTheShare_IsFound() => FindsAsync(
        nameof(RunQueueSuite), static handle => Copy(handle, queue: new IgnoresTheShare(handle.Queue)), "NoTenantHasMoreThanItsShareAsync");

    [Fact]
    public Task IgnoresTheFormat_IsFound() => FindsAsync(
        nameof(RunQueueSuite), static handle => Copy(handle, queue: new IgnoresTheFormat(handle.Queue)), "NewerFormatIsLeftAloneAsync");

    [Fact]
    public Task LeasesNothing_IsFound() => FindsAsync(
        nameof(RunQueueSuite), static handle => Copy(handle, queue: new LeasesNothing(handle.Queue)),
        "LeasedRunIsNotClaimedAsync", "LeaseRunsOutAsync", "HeartbeatKeepsTheLeaseAsync", "MessageDuringALeaseWaitsForItsEndAsync");

    [Fact]
    public Task LosesNoLease_IsFound() => FindsAsync(
        nameof(RunQueueSuite), static handle => Copy(handle, queue: new LosesNoLease(handle.Queue)),
        "LeaseRunsOutAsync", "HeartbeatAnswersEachRunAsync", "HeartbeatTellsOfACancellationAsync", "CommitEndsTheLeaseAsync");

    [Fact]
    public Task KeepsTheOutcome_IsFound() => FindsAsync(
        nameof(ApprovalStoreSuite), static handle => Copy(handle, approvals: new KeepsTheOutcome(handle.Approvals)),
        "OutcomeReachesTheRunAsync", "DecidedStaysDecidedAsync", "OneDeciderWinsAsync", Random);

    [Fact]
    public Task KeepsTheNotices_IsFound() => FindsAsync(
        nameof(ApprovalStoreSuite), static handle => Copy(handle, approvals: new KeepsTheNotices(handle.Approvals)),
        "MessagesLeaveWithTheWriteAsync", Parallel);

    [Fact]
    public Task SendsWhatFollowsAnyway_IsFound() => FindsAsync(
        nameof(MessageStoreSuite), static handle => Copy(handle, messages: new SendsWhatFollowsAnyway(handle.Messages)), "LeaseRunsOutAsync", Random);

    [Fact]
    public Task OrdersMembers_IsFound() => FindsAsync(
        nameof(DocumentStoreSuite), static handle => Copy(handle, documents: new OrdersMembers(handle.Documents)), "DocumentIsKeptByteForByteAsync");

    [Fact]
    public Task WritesOneByOne_IsFound() => FindsAsync(
        nameof(DocumentStoreSuite), static handle => Copy(handle, documents: new WritesOneByOne(handle.Documents)), "WritesAreAllOrNoneAsync", Random);

    [Fact]
    public Task MixesTenants_IsFound() => FindsAsync(
        nameof(DocumentStoreSuite), static handle => Copy(handle, documents: new MixesTenants(handle.Documents)), "DocumentIsKeptByteForByteAsync");

    [Fact]
    public Task ForgetsEventCommitIds_IsFound() => FindsAsync(
        nameof(EventStoreSuite), static handle => Copy(handle, events: new ForgetsEventCommitIds(handle.Events)), "ResentCommitIsKnownAsync", Random);

    [Fact]
    public Task IgnoresOnceKeys_IsFound() => FindsAsync(
        nameof(EventStoreSuite), static handle => Copy(handle, events: new IgnoresOnceKeys(handle.Events)),
        "OnceKeysAreAllOrNoneAsync", "OnceKeyRunsOutAsync", "RefusedCommitKeepsItsKeysAsync", "HoldersAreToldAsync", Random, Parallel);

    [Fact]
    public Task GivesBackTooMuch_IsFound() => FindsAsync(
        nameof(EventStoreSuite), static handle => Copy(handle, events: new GivesBackTooMuch(handle.Events)), "RefusedCommitKeepsItsKeysAsync", Random);

    [Fact]
    public Task KeepsTheMessages_IsFound() => FindsAsync(
        nameof(EventStoreSuite), static handle => Copy(handle, events: new KeepsTheMessages(handle.Events)), "MessagesLeaveWithTheCommitAsync", Random);

    [Fact]
    public Task LogsTwice_IsFound() => FindsAsync(
        nameof(EventStoreSuite), static handle => Copy(handle, events: new LogsTwice(handle.Events)), "LogIsListedNewestFirstAsync", Random);

    [Fact]
    public Task ClaimsWithoutFence_IsFound() => FindsAsync(
        nameof(EventStoreSuite), static handle => Copy(handle, events: new ClaimsWithoutFence(handle.Events)), "ClaimFencesAndRunsOutAsync", Random);

    [Fact]
    public Task DeliversAgain_IsFound() => FindsAsync(
        nameof(MessageStoreSuite), static handle => Copy(handle, messages: new DeliversAgain(handle.Messages)), "DeliveredIsGoneAsync", Random, Parallel);

    [Fact]
    public Task BuriesTheDead_IsFound() => FindsAsync(
        nameof(MessageStoreSuite), static handle => Copy(handle, messages: new BuriesTheDead(handle.Messages)), "DeadIsListedAsync", Random);

    [Fact]
    public Task IgnoresDocumentRevisions_IsFound() => FindsAsync(
        nameof(DocumentStoreSuite), static handle => Copy(handle, documents: new IgnoresDocumentRevisions(handle.Documents)),
        "WriteReplacesOnTheExpectedRevisionAsync", "WritesAreAllOrNoneAsync", "OneWriterWinsAsync", Random);

    [Fact]
    public Task IgnoresVotes_IsFound() => FindsAsync(
        nameof(ApprovalStoreSuite), static handle => Copy(handle, approvals: new IgnoresVotes(handle.Approvals)),
        "VotesAreConditionalWritesAsync", "OneOfVoteAndReminderWinsAsync", Random);

    [Fact]
    public Task LetsSeveralStand_IsFound() => FindsAsync(
        nameof(DecisionStoreSuite), static handle => Copy(handle, decisions: new LetsAnybodyDecide(handle.Decisions)), "StaleWritesNothingAsync", "OneAppenderWinsAsync");

    [Fact]
    public async Task TwoStoresInsteadOfOne_IsFound()
    {
        foreach (var suite in AllSuites.Names)
        {
            var failed = await FailuresAsync(suite, static () => new TwoStores());
            Assert.True(failed.Count > 2, $"{suite} must see that the openings don't share their data.");
        }
    }

    [Fact]
    public async Task RunAllAsync_BrokenStore_NamesTheCases()
    {
        var suite = new DocumentStoreSuite(static _ => new(new MemoryFixture(static handle => Copy(handle, documents: new MixesTenants(handle.Documents)))));
        var failure = await Assert.ThrowsAsync<StoreContractException>(() => suite.RunAllAsync());
        Assert.StartsWith("DocumentIsKeptByteForByteAsync: Another tenant must not find it.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ContractNotSet_SaysWhichIsNeeded()
    {
        var failure = await Assert.ThrowsAsync<StoreContractException>(
            () => new DocumentStoreSuite(static _ => new(new MemoryFixture(static _ => new StoreHandle()))).RunAllAsync());
        Assert.Contains("The suite needs an IDocumentStore", failure.Message, StringComparison.Ordinal);
    }

    private static async Task FindsAsync(string suite, Func<StoreHandle, StoreHandle> breakIt, params string[] expected)
    {
        var failed = await FailuresAsync(suite, () => new MemoryFixture(breakIt));
        Assert.Empty(expected.Except(failed)); // each promise that is broken is noticed
        Assert.True(failed.Count <= AllSuites.CasesOf(suite).Count() / 2, $"Only what is broken may fail: {string.Join(", ", failed)}.");
    }

    private static async Task<List<string>> FailuresAsync(string suite, Func<StoreFixture> open)
    {
        var failed = new List<string>();
        foreach (var name in AllSuites.CasesOf(suite))
        {
            try
            {
                await AllSuites.RunAsync(suite, name, _ => new(open())).WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
            }
            catch (Exception exception) when (exception is StoreContractException or TimeoutException)
            {
                failed.Add(name);
            }
        }

        return failed;
    }

    private static StoreHandle Copy(
        StoreHandle handle,
        Storage.IRunStore? runs = null,
        Storage.IRunQueue? queue = null,
        Storage.IApprovalStore? approvals = null,
        Storage.IEventStore? events = null,
        Storage.IMessageStore? messages = null,
        Storage.IDocumentStore? documents = null,
        Storage.IDecisionStore? decisions = null) => new()
        {
            Runs = runs ?? handle.Runs,
            Queue = queue ?? handle.Queue,
            Reader = handle.Reader,
            Approvals = approvals ?? handle.Approvals,
            Events = events ?? handle.Events,
            Messages = messages ?? handle.Messages,
            Documents = documents ?? handle.Documents,
            Decisions = decisions ?? handle.Decisions,
        };

    /// <summary>Two openings that share nothing at all.</summary>
    private sealed class TwoStores : StoreFixture
    {
        private readonly FakeTimeProvider _time = new();

        public TwoStores()
        {
            First = StoreHandle.Of(new MemoryStores(_time));
            Second = StoreHandle.Of(new MemoryStores(_time));
        }

        public override StoreHandle First { get; }

        public override StoreHandle Second { get; }

        public override DateTimeOffset Now => _time.GetUtcNow();

        public override ValueTask PassAsync(TimeSpan time, CancellationToken cancellationToken)
        {
            _time.Advance(time);
            return default;
        }
    }
}
