using System.Diagnostics;
using Aurion.Engine.Actions;
using Aurion.Engine.Execution.Driving;
using Aurion.Engine.Values;

namespace Aurion.Engine.Tests.Execution.Driving;

public sealed class HandlerEntryTests
{
    private static readonly ActionRequest Request = new() { IdempotencyKey = "k", Tenant = TenantId.Default, Type = "do", Parameters = JsonText.EmptyObject };

    [Fact]
    public void IsPrompt_AfterOneSlowCall_IsFalseUntilItHasProvedItselfAgain()
    {
        var handler = new Handler();
        var entry = new HandlerEntry(new ActionRegistration(new ActionDescription { Type = "do" }, handler));
        Assert.False(entry.IsPrompt);
        Prove(entry);

        handler.KeepsThread = true;
        entry.ExecuteAsync(Request, CancellationToken.None).AsTask().GetAwaiter().GetResult();

        Assert.False(entry.IsPrompt);
        handler.KeepsThread = false;
        Prove(entry);
    }

    [Fact]
    public void IsPrompt_AfterAnExceptionThatCameLate_IsFalse()
    {
        var handler = new Handler();
        var entry = new HandlerEntry(new ActionRegistration(new ActionDescription { Type = "do" }, handler));
        Prove(entry);

        (handler.KeepsThread, handler.Throws) = (true, true);

        Assert.Throws<InvalidOperationException>(() => { _ = entry.ExecuteAsync(Request, CancellationToken.None); });
        Assert.False(entry.IsPrompt);
    }

    // Another program on the machine may hold one of the calls up, so it may take more than sixteen.
    private static void Prove(HandlerEntry entry)
    {
        for (var call = 0; call < 10_000 && !entry.IsPrompt; call++)
        {
            entry.ExecuteAsync(Request, CancellationToken.None).AsTask().GetAwaiter().GetResult();
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
