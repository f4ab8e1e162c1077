using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>What runs and the world say to each other, on a store that each engine opens anew.</summary>
public abstract class StoredSignalTests(ITestOutputHelper output) : StoredTests
{
    [Fact]
    public Task WaitEvent_EventComesTwice_IsTakenOnce() => new SignalStories(Place).EventAsync();

    [Fact]
    public Task WaitEvent_EventComesBeforeTheWaitIsStored_IsNotLost() => new SignalStories(Place).EarlyEventAsync();

    [Fact]
    public Task WaitEvent_TimeIsUp_LeavesByTimeout() => new SignalStories(Place).TimeoutAsync();

    [Fact]
    public Task EmitEvent_SomeoneListensAndSomeoneWaits_ReachesEachOnce() => new SignalStories(Place).EmitAsync();

    [Fact]
    public Task EmitEvent_StartsItself_StopsAfterTenRounds() => new SignalStories(Place).EmitLoopAsync();

    [Fact]
    public Task SubWorkflow_ChildEnds_GoesOnWithItsOutput() => new SignalStories(Place).CallAsync();

    [Fact]
    public Task SubWorkflow_CantStartOrFails_LeavesByFailed() => new SignalStories(Place).FailedCallAsync();

    [Fact]
    public Task SubWorkflow_CallerIsCancelled_EndsTheChild() => new SignalStories(Place).CancelledCallAsync();

    [Fact]
    public Task SubWorkflow_CallsGoRound_EndTenDeep() => new SignalStories(Place).CallLoopAsync();

    [Fact]
    public Task Conversation_ChangedWhileWaiting_IsReadFresh() => new SignalStories(Place).FreshConversationAsync();

    [Fact]
    public Task CompleteStep_PendingStep_EndsItOnce() => new SignalStories(Place).PendingAsync();

    [Fact]
    public Task CompleteStep_BeforeTheHandlerAnswers_EndsTheStep() => new SignalStories(Place).EarlyReportAsync();

    [Fact]
    public async Task WaitEvent_EventRacesWithTheCommitThatStoresTheWait_LeavesNoRunStuck()
    {
        var races = IsLarge ? 10_000 : 100;

        var stuck = await new SignalStories(Place).RaceAsync(races);

        output.WriteLine($"{races} races, {stuck} stuck");
        Assert.Equal(0, stuck);
    }
}
