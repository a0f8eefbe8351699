namespace Screening.Web.Live;

/// <summary>No more work is taken in now: the one who asks must wait and ask again.</summary>
internal sealed class OverloadedException(string message) : Exception(message);

/// <summary>
/// The thread that owns the engine, and the work that waits for it, one order an item. Items of batches wait in a line of their own, and the two lines take
/// turns, so that a batch of a thousand delays the next single caller by one of its orders. What other replicas decided comes before both, a few orders at a time.
/// </summary>
internal sealed class WorkQueue : IDisposable
{
    private readonly Queue<Action> _single = new(), _batch = new(), _first = new();
    private readonly Lock _adding = new();
    private readonly SemaphoreSlim _items = new(0);
    private readonly int _most;
    private readonly Thread _thread;
    private volatile bool _stopping;

    /// <summary>Starts the thread.</summary>
    /// <param name="most">Most items that wait in each line.</param>
    public WorkQueue(int most)
    {
        _most = most;
        _thread = new Thread(Run) { IsBackground = true, Name = "engine" };
        _thread.Start();
    }

    /// <summary>Items that wait.</summary>
    public int Length => _items.CurrentCount;

    /// <summary>Does work on the owner's thread.</summary>
    /// <param name="work">The work.</param>
    /// <param name="isBatch">Whether it is one of many.</param>
    /// <exception cref="OverloadedException">In the task: too much waits.</exception>
    public Task<T> Do<T>(Func<T> work, bool isBatch = false) => Do(work, static _ => Task.CompletedTask, isBatch);

    /// <summary>Does work on the owner's thread before all that waits.</summary>
    /// <param name="work">The work: short, and never more than one at a time.</param>
    /// <exception cref="OverloadedException">In the task: the server is shutting down.</exception>
    public Task<T> DoFirst<T>(Func<T> work) => Do(work, static _ => Task.CompletedTask, _first);

    /// <summary>Does work on the owner's thread, and is done when what the work began is done as well.</summary>
    /// <param name="work">The work.</param>
    /// <param name="begun">What it began.</param>
    /// <param name="isBatch">Whether it is one of many.</param>
    /// <exception cref="OverloadedException">In the task: too much waits.</exception>
    public Task<T> Do<T>(Func<T> work, Func<T, Task> begun, bool isBatch) => Do(work, begun, isBatch ? _batch : _single);

    /// <summary>Takes no more in, does what waits, then ends.</summary>
    public void Dispose()
    {
        lock (_adding) _stopping = true;
        _items.Release();
        _thread.Join();
        _items.Dispose();
    }

    private Task<T> Do<T>(Func<T> work, Func<T, Task> begun, Queue<Action> line)
    {
        // Completed on the pool's threads alone: what waits for it goes on there and then.
        var done = new TaskCompletionSource<T>();
        void Item()
        {
            try
            {
                T result = work();
                Task rest = begun(result);
                // Registered, not continued: what is done by the time it registers is handed to the pool instead of going on here.
                if (rest.IsCompletedSuccessfully) OnPool(() => done.SetResult(result));
                else rest.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => Finish(done, result, rest));
            }
            catch (Exception e)
            {
                OnPool(() => done.SetException(e));
            }
        }

        lock (_adding)
        {
            if (_stopping || line.Count >= _most)
            {
                done.SetException(new OverloadedException(_stopping ? "the server is shutting down" : FormattableString.Invariant($"{line.Count} orders wait already; accepted: up to {_most}")));
                return done.Task;
            }

            line.Enqueue(Item);
        }

        _items.Release();
        return done.Task;
    }

    private static void OnPool(Action action) => ThreadPool.UnsafeQueueUserWorkItem(static action => action(), action, preferLocal: false);

    private static void Finish<T>(TaskCompletionSource<T> done, T result, Task rest)
    {
        if (rest.Exception is { } e) done.SetException(e.InnerExceptions);
        else done.SetResult(result);
    }

    private void Run()
    {
        bool wasSingle = false;
        while (true)
        {
            _items.Wait();
            Action? item;
            lock (_adding)
            {
                if (_first.Count > 0) item = _first.Dequeue();
                else
                {
                    bool takeSingle = _single.Count > 0 && (_batch.Count == 0 || !wasSingle);
                    wasSingle = takeSingle;
                    item = takeSingle ? _single.Dequeue() : _batch.Count > 0 ? _batch.Dequeue() : null;
                }
            }

            if (item is null) return;
            item();
        }
    }
}
