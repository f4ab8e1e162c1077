using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Aurion.Engine.Hosting.Tests;

public sealed class WorkLoopTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stopping = new();

    public void Dispose() => _stopping.Dispose();

    [Fact]
    public async Task Run_StoreFailsAgainAndAgain_PausesLongerAndNeverEnds()
    {
        var looks = new List<DateTimeOffset>();
        var looked = new SemaphoreSlim(0);
        var loop = Start(() =>
        {
            looks.Add(_time.GetUtcNow());
            looked.Release();
            return looks.Count <= 8 ? throw new InvalidOperationException("down") : 0;
        });

        for (var look = 0; look < 9; look++)
        {
            while (!await looked.WaitAsync(TimeSpan.FromMilliseconds(1)))
            {
                _time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        await StopAsync(loop);
        var pauses = looks.Zip(looks.Skip(1), static (one, next) => next - one).ToArray();
        Assert.All(pauses.Zip([1, 2, 4, 8, 16, 30, 30, 30]), static pair => Assert.True(pair.First >= TimeSpan.FromSeconds(pair.Second), $"{pair.First} < {pair.Second} s"));
    }

    [Fact]
    public async Task Run_WorkWithoutEnd_DoesNotWaitInBetween()
    {
        var count = 0;
        var enough = new TaskCompletionSource();
        var loop = Start(() =>
        {
            if (++count == 1_000)
            {
                enough.SetResult();
            }

            return 1;
        });

        await enough.Task;
        await StopAsync(loop);
    }

    [Fact]
    public async Task Run_Stopped_EndsWhileItWaits()
    {
        var waiting = new TaskCompletionSource();
        var loop = Start(static () => 0, waiting);

        await waiting.Task;
        await StopAsync(loop);
    }

    private Task Start(Func<int> work, TaskCompletionSource? waiting = null) => Task.Run(() => new WorkLoop(new AurionWorkerOptions(), _time, NullLogger.Instance).RunAsync(
        "tests",
        async _ =>
        {
            await Task.Yield();
            return work();
        },
        async (_, cancellationToken) =>
        {
            waiting?.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, cancellationToken);
        },
        _stopping.Token));

    private async Task StopAsync(Task loop)
    {
        await _stopping.CancelAsync();
        await loop;
    }
}
