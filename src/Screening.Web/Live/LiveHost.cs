using Screening.Data.Contracts;
using Screening.Policies;

namespace Screening.Web.Live;

/// <summary>No decision can be made yet, or none any more; the message says why.</summary>
internal sealed class NotReadyException(string message) : Exception(message);

/// <summary>
/// The engine from start to end: loads a lake while the server already answers that it is not ready, then takes work in, and at the end does what waits and writes
/// what is to be written.
/// </summary>
internal sealed class LiveHost : IAsyncDisposable
{
    private readonly DecisionBook _book;
    private readonly WorkQueue _queue;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loading;
    private volatile Decider? _decider;
    private volatile string _state = "the lake is being replayed";

    private LiveHost(DecisionBook book, WorkQueue queue, Func<CancellationToken, LiveScoring> load, TimeProvider clock)
    {
        (_book, _queue) = (book, queue);
        _loading = Task.Run(() => Load(load, clock));
    }

    /// <summary>The decisions.</summary>
    public DecisionBook Book => _book;

    /// <summary>Orders that wait.</summary>
    public int Waiting => _queue.Length;

    /// <summary>Why no decision can be made now; <c>null</c> when one can.</summary>
    public string? NotReady => _decider is null ? _state : _decider.Fault ?? (_book.Failure is { } failure ? $"decisions cannot be written: {failure}" : null);

    /// <summary>Done when the lake is loaded or could not be.</summary>
    public Task Loaded => _loading;

    /// <summary>Opens the journal of a lake and begins to load it.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="threads">Threads to load with.</param>
    /// <param name="most">Most orders that wait in each line.</param>
    /// <param name="fileBytes">Bytes from which a decision goes into the journal's next file.</param>
    public static LiveHost Start(string lake, ContractStore contracts, Policy policy, TimeProvider clock, int threads, int most, long fileBytes) => new(
        DecisionBook.Open(lake, fileBytes), new WorkQueue(most), cancellation => Loading.Load(lake, contracts, policy, clock, threads, cancellation), clock);

    /// <summary>Does work with the engine on its own thread.</summary>
    /// <exception cref="NotReadyException">The lake is not loaded.</exception>
    public Task<T> Do<T>(Func<Decider, T> work, bool isBatch = false)
    {
        Decider decider = _decider ?? throw new NotReadyException(_state);
        return _queue.Do(() => work(decider), isBatch);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loading.ConfigureAwait(false);
        _queue.Dispose();
        _book.Dispose();
        _stop.Dispose();
    }

    private void Load(Func<CancellationToken, LiveScoring> load, TimeProvider clock)
    {
        try
        {
            _decider = new Decider(load(_stop.Token), _book, clock);
        }
        catch (OperationCanceledException)
        {
            _state = "the server is shutting down";
        }
        catch (Exception e)
        {
            _state = $"the lake could not be loaded: {e.Message}";
        }
    }
}
