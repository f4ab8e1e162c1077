using Aurion.Engine.Tests.Execution.Driving.Harness;
using Xunit.Abstractions;

namespace Aurion.Engine.Tests.Execution.Driving;

public sealed class SignalTests(ITestOutputHelper output)
{
    // 10,000 with AURION_LARGE_TESTS=1.
    private static int Races => Environment.GetEnvironmentVariable("AURION_LARGE_TESTS") is "1" ? 10_000 : 500;

    [Fact]
    public Task WaitEvent_EventComesTwice_IsTakenOnce() => new SignalStories(StoreSet.MemoryPlace).EventAsync();

    [Fact]
    public Task WaitEvent_EventComesBeforeTheWaitIsStored_IsNotLost() => new SignalStories(StoreSet.MemoryPlace).EarlyEventAsync();

    [Fact]
    public Task WaitEvent_TimeIsUp_LeavesByTimeout() => new SignalStories(StoreSet.MemoryPlace).TimeoutAsync();

    [Fact]
    public Task EmitEvent_SomeoneListensAndSomeoneWaits_ReachesEachOnce() => new SignalStories(StoreSet.MemoryPlace).EmitAsync();

    [Fact]
    public Task EmitEvent_StartsItself_StopsAfterTenRounds() => new SignalStories(StoreSet.MemoryPlace).EmitLoopAsync();

    [Fact]
    public Task SubWorkflow_ChildEnds_GoesOnWithItsOutput() => new SignalStories(StoreSet.MemoryPlace).CallAsync();

    [Fact]
    public Task SubWorkflow_CantStartOrFails_LeavesByFailed() => new SignalStories(StoreSet.MemoryPlace).FailedCallAsync();

    [Fact]
    public Task SubWorkflow_CallerIsCancelled_EndsTheChild() => new SignalStories(StoreSet.MemoryPlace).CancelledCallAsync();

    [Fact]
    public Task SubWorkflow_CallsGoRound_EndTenDeep() => new SignalStories(StoreSet.MemoryPlace).CallLoopAsync();

    [Fact]
    public Task Conversation_ChangedWhileWaiting_IsReadFresh() => new SignalStories(StoreSet.MemoryPlace).FreshConversationAsync();

    [Fact]
    public Task CompleteStep_PendingStep_EndsItOnce() => new SignalStories(StoreSet.MemoryPlace).PendingAsync();

    [Fact]
    public Task CompleteStep_BeforeTheHandlerAnswers_EndsTheStep() => new SignalStories(StoreSet.MemoryPlace).EarlyReportAsync();

    [Fact]
    public async Task WaitEvent_EventRacesWithTheCommitThatStoresTheWait_LeavesNoRunStuck()
    {
        var stuck = await new SignalStories(StoreSet.MemoryPlace).RaceAsync(Races);

        output.WriteLine($"{Races} races, {stuck} stuck");
        Assert.Equal(0, stuck);
    }
}
