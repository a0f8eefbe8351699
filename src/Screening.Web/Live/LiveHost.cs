using Screening.Data.Contracts;
using Screening.Data.Journals;
using Screening.Data.Lakes;
using Screening.Data.Replay;
using Screening.Learning.Registry;
using Screening.Policies;
using Screening.Records;

namespace Screening.Web.Live;

/// <summary>No decision can be made yet, or none any more; the message says why.</summary>
internal sealed class NotReadyException(string message) : Exception(message);

/// <summary>
/// The engine from start to end: loads a lake while the server already answers that it is not ready, then takes work in, and at the end does what waits and writes
/// what is to be written.
/// </summary>
internal sealed class LiveHost : IAsyncDisposable
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);
    private readonly DecisionBook _book;
    private readonly JournalFolder _journal;
    private readonly WorkQueue _queue;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loading, _following;
    private readonly string _lake;
    private readonly ContractStore _contracts;
    private readonly LiveTiming _timing;
    private readonly Policy _policy;
    private readonly Serilog.ILogger _log;
    private readonly FullCollections _collections = new();
    private readonly PeerRefit _refit;
    private readonly ReplicaFollower _replicas;
    private readonly Thread _replicaThread;
    private volatile LakeSnapshot? _snapshot;
    private LogMemory? _memory;
    private volatile Decider? _decider;
    private Task _collecting = Task.CompletedTask;
    private volatile string _state = "the lake is being replayed";

    private LiveHost(JournalFolder journal, DecisionBook book, WorkQueue queue, string lake, ContractStore contracts, Policy policy, ModelFolders? models, Func<LakeSnapshot, LogMemory?>? memory, LiveTiming timing, Serilog.ILogger log)
    {
        (_journal, _book, _queue, _lake, _contracts, _policy, _timing, _log) = (journal, book, queue, lake, contracts, policy, timing, log);
        _refit = new PeerRefit(lake, contracts, policy, timing.Clock, _collections);
        _replicas = new ReplicaFollower(lake, journal, new Api.OrderReader(JournalDelivery.Countries(contracts)), timing.Clock, timing.Replicas);
        _loading = Task.Run(() => Load(policy, models, memory));
        _following = Task.Run(Follow);
        _replicaThread = new Thread(FollowReplicas) { IsBackground = true, Name = "replicas" };
        _replicaThread.Start();
    }

    /// <summary>Number of the snapshot that is known; 0 before any is.</summary>
    public long Snapshot => _snapshot?.Number ?? 0;

    /// <summary>Why the lake could not be followed last time; <c>null</c> when it could.</summary>
    public string? NotFollowing { get; private set; }

    /// <summary>Why what is usual among peers could not be fitted anew last time; <c>null</c> when it could, or need not be.</summary>
    public string? NotRefitted => _refit.Problem;

    /// <summary>What the endpoint measures of itself.</summary>
    public ServeTelemetry Telemetry { get; } = new();

    /// <summary>How long ago the delivery came that was taken in last; <c>null</c> before any was.</summary>
    public TimeSpan? SnapshotAge(DateTime now) => _snapshot is { } snapshot ? now - snapshot.DeliveredAtUtc : null;

    /// <summary>The engine, once it is loaded.</summary>
    public Decider? Decider => _decider;

    /// <summary>The decisions.</summary>
    public DecisionBook Book => _book;

    /// <summary>Bytes that were put into large pages before the first caller was answered; see <see cref="LargePages"/>.</summary>
    public long LargePagesBytes { get; private set; }

    /// <summary>Orders that wait.</summary>
    public int Waiting => _queue.Length;

    /// <summary>Name of this replica; <c>null</c> for none.</summary>
    public string? Replica => _journal.Replica;

    /// <summary>How the following of other replicas goes; empty before the lake is loaded.</summary>
    public IReadOnlyList<ReplicaState> Replicas => _replicas.States;

    /// <summary>Why no decision can be made now; <c>null</c> when one can.</summary>
    public string? NotReady => _decider is null ? _state : _decider.Fault ?? (_book.Failure is { } failure ? $"decisions cannot be written: {failure}" : _replicas.Problem);

    /// <summary>Done when the lake is loaded or could not be.</summary>
    public Task Loaded => _loading;

    /// <summary>Opens the journal of a lake and begins to load it.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="models">Where models lie; <c>null</c> for none.</param>
    /// <param name="memory">Shares out the memory for a snapshot; <c>null</c> for as much as is fast.</param>
    /// <param name="replica">Name of this replica; <c>null</c> for none.</param>
    /// <param name="timing">Clock, threads and how often the lake is looked at.</param>
    /// <param name="most">Most orders that wait in each line.</param>
    /// <param name="fileBytes">Bytes from which a decision goes into the journal's next file.</param>
    /// <param name="log">Where warnings go.</param>
    public static LiveHost Start(
        string lake, ContractStore contracts, Policy policy, ModelFolders? models, Func<LakeSnapshot, LogMemory?>? memory, string? replica, LiveTiming timing, int most, long fileBytes, Serilog.ILogger log)
    {
        var journal = JournalFolder.Of(lake, replica);
        return new LiveHost(journal, DecisionBook.Open(journal, fileBytes), new WorkQueue(most), lake, contracts, policy, models, memory, timing, log);
    }


    /// <summary>Does work with the engine on its own thread.</summary>
    /// <exception cref="NotReadyException">The lake is not loaded.</exception>
    public Task<T> Do<T>(Func<Decider, T> work, bool isBatch = false)
    {
        Decider decider = _decider ?? throw new NotReadyException(_state);
        return _queue.Do(() => work(decider), isBatch);
    }

    /// <summary>Decides an order; done when the decision is durable.</summary>
    /// <exception cref="NotReadyException">The lake is not loaded, or another replica's orders are not known.</exception>
    public Task<Decided> Decide(Api.OrderRequest order, byte[] canonical, bool isBatch)
    {
        Decider decider = _decider ?? throw new NotReadyException(_state);
        if (_replicas.Problem is { } problem) throw new NotReadyException(problem);
        // What needs no engine is done before its thread is asked.
        UInt128 key = DecisionRecord.KeyOf(order.OrderId, order.Version);
        ulong hash = DecisionRecord.HashOf(canonical);
        return _queue.Do(() => Timed(decider, order, canonical, key, hash), static decided => decided.Durable, isBatch);
    }

    /// <summary>Notes what a seller's system has; see <see cref="Live.Decider.Acknowledge"/>. Done when it is durable.</summary>
    /// <exception cref="NotReadyException">The lake is not loaded.</exception>
    public async Task<long?> Acknowledge(string seller, long number)
    {
        Decider decider = _decider ?? throw new NotReadyException(_state);
        return (await _queue.Do(() => decider.Acknowledge(seller, number), static told => told.Durable, isBatch: false).ConfigureAwait(false)).Last;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loading.ConfigureAwait(false);
        await _following.ConfigureAwait(false);
        await _collecting.ConfigureAwait(false);
        _replicaThread.Join();
        await _refit.Ended().ConfigureAwait(false);
        _queue.Dispose();
        _book.Dispose();
        Telemetry.Dispose();
        _stop.Dispose();
        // Last: whoever looked at the log after it would end the process.
        _memory?.Dispose();
    }

    private void Load(Policy policy, ModelFolders? models, Func<LakeSnapshot, LogMemory?>? memory)
    {
        try
        {
            LoadedEngine loaded = OnceReadable(() => Loading.Load(_lake, _contracts, policy, models, memory, _timing.Clock, _timing.Threads, _stop.Token));
            LiveScoring scoring = loaded.Scoring;
            (_snapshot, _memory) = (loaded.Snapshot, loaded.Memory);
            _state = "the engine is warming up";
            WarmUp.Run(scoring, scoring.Log, _timing.WarmUpOrders, _stop.Token);
            // What loading left behind is cleared now, in one go; from here on nobody is to wait for a collection of everything.
            if (_timing.WarmUpOrders > 0)
            {
                GC.Collect();
                LargePagesBytes = LargePages.Gather(_stop.Token);
                _collecting = _collections.Keep(_stop.Token);
            }

            _state = "the journals of other replicas are being read";
            var taking = new ReplicaTaking(scoring, _book, _timing.Clock, null);
            OnceReadable(() => _replicas.Begin(loaded.Taken, taking.Take, taking.Keep, _stop.Token));
            var decider = new Decider(scoring, _book, _timing.Clock, BudgetPassed);
            // Over a long history its making takes longer than orders of others may be unknown: what was told meanwhile comes first.
            OnceReadable(() => _replicas.CatchUp(taking.Take, taking.Keep, _stop.Token));
            _decider = decider;
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

    // A damaged journal of another replica is waited for: it may be mended while this one starts. One's own was opened before.
    private T OnceReadable<T>(Func<T> work)
    {
        while (true)
        {
            try
            {
                return work();
            }
            catch (JournalException e)
            {
                _state = $"the journal of another replica cannot be read: {e.Message}";
                if (_stop.Token.WaitHandle.WaitOne(s_again)) throw new OperationCanceledException(_stop.Token);
            }
        }
    }

    private void OnceReadable(Action work) => OnceReadable(() =>
    {
        work();
        return true;
    });

    private void FollowReplicas()
    {
        _loading.Wait();
        if (_decider is not { } decider) return;
        var taking = new ReplicaTaking(decider.Scoring, _book, _timing.Clock, Telemetry);
        _replicas.Run(
            orders => _queue.DoFirst(() => decider.Take(taking, orders)).GetAwaiter().GetResult(),
            (journal, found) => _queue.DoFirst(() => Keep(taking, journal, found)).GetAwaiter().GetResult(), _stop.Token);
    }

    private async Task Follow()
    {
        await _loading.ConfigureAwait(false);
        while (_decider is { Fault: null } decider && !_stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(_timing.FollowEvery, _stop.Token).ConfigureAwait(false);
                await Follow(decider).ConfigureAwait(false);
                NotFollowing = null;
                if (_timing.RefitPeers && _refit.Next(decider, _stop.Token) is { } fit) await _queue.Do(() => Compare(decider, fit.Anomaly, fit.PeersBefore)).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                // What is known goes on being served; the next look tries again.
                NotFollowing = e.Message;
            }
        }
    }

    // The rows are read and sorted here; the owner only takes them in, a few milliseconds at a time, in turn with orders.
    private async Task Follow(Decider decider)
    {
        LakeSnapshot known = _snapshot!, newest = Lake.Open(_lake).Snapshot();
        if (newest.Number == known.Number) return;
        LakeSource[] told = [.. newest.Sources.Skip(known.SourceCount).Where(s => !JournalDelivery.IsJournal(s))];
        if (told.Length > 0) await _collections.Beside(() => Take(decider, newest, told)).ConfigureAwait(false);

        LiveSetting setting = Loading.Of(newest, _lake, decider.Scoring.Setting, Micros.Day(decider.Now));
        await _queue.Do(() => Set(decider, setting)).ConfigureAwait(false);
        _snapshot = newest;
    }

    private async Task<bool> Take(Decider decider, LakeSnapshot newest, LakeSource[] told)
    {
        using DeliveredEvents delivered = DeliveredEvents.Open(newest, _contracts, told, _timing.Threads, _stop.Token);
        while (!await _queue.Do(() => decider.Take(delivered), isBatch: true).ConfigureAwait(false)) _stop.Token.ThrowIfCancellationRequested();
        return true;
    }

    private static Decided Timed(Decider decider, Api.OrderRequest order, byte[] canonical, UInt128 key, ulong hash)
    {
        long began = System.Diagnostics.Stopwatch.GetTimestamp();
        Decided decided = decider.Decide(order, canonical, key, hash);
        return decided with { BeganAt = began, JudgedAt = System.Diagnostics.Stopwatch.GetTimestamp() };
    }

    private void BudgetPassed(double share)
    {
        Telemetry.BudgetPassed();
        _log.Warning(
            "the share of decisions that were no release passed the policy's budget: {Share} of the latest {Window}; accepted: up to {Budget}", share, _policy.Decisions.BudgetWindow,
            _policy.Decisions.BudgetShare);
    }

    private static bool Compare(Decider decider, Risk.PeerAnomaly? anomaly, DateOnly peersBefore)
    {
        decider.Scoring.Compare(anomaly, peersBefore);
        return true;
    }

    private static bool Keep(ReplicaTaking taking, JournalFolder journal, IReadOnlySet<UInt128> found)
    {
        taking.Keep(journal, found);
        return true;
    }

    private static bool Set(Decider decider, LiveSetting setting)
    {
        decider.Scoring.Follow(setting);
        return true;
    }
}
