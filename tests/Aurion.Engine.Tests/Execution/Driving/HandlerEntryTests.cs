using System.Diagnostics;
using Aurion.Engine.Actions;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving;

/// <summary>Which handlers may be called by a run's own loop.</summary>
public sealed class HandlerEntryTests
{
    private static readonly ActionRequest Request = new() { IdempotencyKey = "k", Tenant = TenantId.Default, Type = "do", Parameters = JsonText.EmptyObject };

    [Fact]
    public async Task IsPrompt_AfterOneSlowCall_IsFalseUntilItHasProvedItselfAgain()
    {
        var handler = new Handler();
        var entry = new HandlerEntry(new ActionRegistration(new ActionDescription { Type = "do" }, handler), TimeProvider.System);
        Assert.False(entry.IsPrompt);
        await ProveAsync(entry);

        handler.KeepsThread = true;
        await entry.ExecuteAsync(Request, CancellationToken.None);

        Assert.False(entry.IsPrompt);
        handler.KeepsThread = false;
        await ProveAsync(entry);
    }

    [Fact]
    public async Task IsPrompt_AfterAnExceptionThatCameLate_IsFalse()
    {
        var handler = new Handler();
        var entry = new HandlerEntry(new ActionRegistration(new ActionDescription { Type = "do" }, handler), TimeProvider.System);
        await ProveAsync(entry);

        (handler.KeepsThread, handler.Throws) = (true, true);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await entry.ExecuteAsync(Request, CancellationToken.None));
        Assert.False(entry.IsPrompt);
    }

    // Another program on the machine may hold one of the calls up, so it may take more than sixteen.
    private static async Task ProveAsync(HandlerEntry entry)
    {
        for (var call = 0; call < 10_000 && !entry.IsPrompt; call++)
        {
            await entry.ExecuteAsync(Request, CancellationToken.None);
        }

        Assert.True(entry.IsPrompt);
    }

    private sealed class Handler : IActionHandler
    {
        public bool KeepsThread { get; set; }

        public bool Throws { get; set; }

        public ValueTask<ActionResult> ExecuteAsync(ActionRequest request, CancellationToken cancellationToken)
        {
            var begun = Stopwatch.GetTimestamp();
            while (KeepsThread && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMilliseconds(2))
            {
                Thread.SpinWait(20);
            }

            return Throws ? throw new InvalidOperationException("late") : new ValueTask<ActionResult>(ActionResult.Completed());
        }
    }
}
