using Screening.Web.Live;
using Xunit;

namespace Screening.Tests.Web;

public sealed class WorkQueueTests
{
    [Fact]
    public async Task ASingleCallerWaitsForOneOrderOfABatchAndNotForAllOfIt()
    {
        using var queue = new WorkQueue(10_000);
        var order = new List<string>();
        using var gate = new ManualResetEventSlim();
        Task<int> first = queue.Do(() =>
        {
            gate.Wait(TestContext.Current.CancellationToken);
            return 0;
        });
        Task<int>[] batch = [.. Enumerable.Range(0, 1000).Select(i => queue.Do(() => Note(order, $"b{i}"), isBatch: true))];
        Task<int>[] single = [.. Enumerable.Range(0, 3).Select(i => queue.Do(() => Note(order, $"s{i}")))];
        Task<int> others = queue.DoFirst(() => Note(order, "what another replica decided"));
        gate.Set();
        await Task.WhenAll([first, others, .. batch, .. single]);
        Assert.Equal((1004, "what another replica decided"), (order.Count, order[0]));
        order.RemoveAt(0);
        Assert.All(Enumerable.Range(0, 3), i => Assert.True(order.IndexOf($"s{i}") <= 2 * (i + 1), $"s{i} came at {order.IndexOf($"s{i}")}"));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"b{i}"), order.Where(o => o[0] == 'b'));
    }

    [Fact]
    public async Task TooMuchIsRefusedAndWhatWasTakenInIsDoneBeforeTheEnd()
    {
        var queue = new WorkQueue(5);
        using var gate = new ManualResetEventSlim();
        using var started = new ManualResetEventSlim();
        Task<int> first = queue.Do(() =>
        {
            started.Set();
            gate.Wait(TestContext.Current.CancellationToken);
            return 0;
        });
        started.Wait(TestContext.Current.CancellationToken);
        Task<int>[] taken = [.. Enumerable.Range(1, 5).Select(i => queue.Do(() => i))];
        await Assert.ThrowsAsync<OverloadedException>(() => queue.Do(() => 6));
        gate.Set();
        queue.Dispose();
        Assert.Equal(Enumerable.Range(0, 6), await Task.WhenAll([first, .. taken]));
        await Assert.ThrowsAsync<OverloadedException>(() => queue.Do(() => 7));
    }

    [Fact]
    public async Task WhoWaitsGoesOnAtOnceAndOnThePoolWheneverItIsDone()
    {
        using var queue = new WorkQueue(10_000);
        var random = new Random(1);
        int far = 0, goneOn = 0;
        for (int i = 0; i < 3000; i++)
        {
            var begun = new TaskCompletionSource();
            int when = random.Next(4);
            // Done before the engine looks, just when it looks, later, or never begun.
            Task<int> asked = when == 3 ? queue.Do<int>(() => throw new InvalidOperationException("as planned")) : queue.Do(() => Begin(when, begun), _ => begun.Task, isBatch: false);
            Task<bool> isOnPool = asked.ContinueWith(_ => Thread.CurrentThread.IsThreadPoolThread, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            if (when == 2)
            {
                // Then the engine's thread has left it.
                await queue.Do(() => 0);
                far++;
                _ = asked.ContinueWith(_ => goneOn++, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                await Task.Run(begun.SetResult, TestContext.Current.CancellationToken);
            }

            Assert.True(await isOnPool, $"{i}: {when}");
            if (when == 3) Assert.Equal("as planned", (await Assert.ThrowsAsync<InvalidOperationException>(() => asked)).Message);
        }

        Assert.Equal(far, goneOn);
    }

    private static int Begin(int when, TaskCompletionSource begun)
    {
        if (when == 0) begun.SetResult();
        if (when == 1) ThreadPool.UnsafeQueueUserWorkItem(_ => begun.SetResult(), null);
        return when;
    }

    private static int Note(List<string> order, string name)
    {
        order.Add(name);
        return order.Count;
    }
}
