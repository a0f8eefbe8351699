using Screening.Data.Replay;
using Screening.Records;
using Screening.Web.Api;

namespace Screening.Web.Live;

/// <summary>How an order was answered.</summary>
internal enum DecidedAs
{
    /// <summary>It was decided now.</summary>
    Decided,

    /// <summary>It was decided before, and told the same.</summary>
    Duplicate,

    /// <summary>It was decided before under this number and version, and told otherwise.</summary>
    Contradicts,

    /// <summary>A later version is in force.</summary>
    TooLate,

    /// <summary>The number is another seller's.</summary>
    NotYours,
}

/// <summary>An answer that may be given once it is durable.</summary>
/// <param name="As">How.</param>
/// <param name="Record">The decision; <c>null</c> where it lies in the book at <paramref name="Place"/>, or where there is none.</param>
/// <param name="Place">Where the decision lies; only for what was decided before.</param>
/// <param name="Durable">Done when it may be given.</param>
/// <param name="InForce">Version that is in force, for <see cref="DecidedAs.TooLate"/>.</param>
internal sealed record Decided(DecidedAs As, DecisionRecord? Record, DecisionPlace Place, Task Durable, int InForce)
{
    /// <summary>When the engine began with it, in the stopwatch's ticks.</summary>
    public long BeganAt { get; init; }

    /// <summary>When the engine was done with it.</summary>
    public long JudgedAt { get; init; }
}

/// <summary>From an order to a decision that is written down. Belongs to the thread that owns the engine.</summary>
/// <param name="scoring">The engine with what is known.</param>
/// <param name="book">The decisions.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="budgetPassed">Told the share of decisions that were no release whenever it comes to pass the policy's budget.</param>
internal sealed class Decider(LiveScoring scoring, DecisionBook book, TimeProvider clock, Action<double> budgetPassed)
{
    private static readonly TimeSpan s_slice = TimeSpan.FromMilliseconds(4);
    private readonly ChangeTeller _changes = new(scoring.Log, scoring.Holds, book);
    private volatile string? _fault;

    /// <summary>Why no more orders can be learnt; <c>null</c> when they can. Only a restart, which replays what is written, mends it.</summary>
    public string? Fault => _fault;

    /// <summary>How many decisions were no release.</summary>
    public Budget Budget { get; } = new(scoring.Setting.Policy.Decisions);

    /// <summary>The engine with what is known.</summary>
    public LiveScoring Scoring => scoring;

    /// <summary>The moment at which something that is told now becomes known: later than everything before it.</summary>
    public long Now => Math.Max(Micros.FromDateTime(clock.GetUtcNow().UtcDateTime), scoring.LastKnownAt + 1);

    /// <summary>Decides an order, or finds its decision.</summary>
    /// <param name="request">The order.</param>
    /// <param name="canonical">Its canonical bytes.</param>
    /// <param name="key">Key of order and version; see <see cref="DecisionRecord.KeyOf(string, int)"/>.</param>
    /// <param name="hash">Hash of the bytes: both are worked out away from the engine's thread.</param>
    /// <exception cref="NotDurableException">Nothing can be written now; the order was not looked at.</exception>
    /// <exception cref="InvalidOperationException">The engine failed at an earlier order and must be restarted.</exception>
    public Decided Decide(OrderRequest request, byte[] canonical, UInt128 key, ulong hash)
    {
        if (book.Find(key) is { } known)
            return new Decided(known.RequestHash == hash ? DecidedAs.Duplicate : DecidedAs.Contradicts, null, known, known.Of is null ? book.Flushed() : Task.CompletedTask, 0);
        if (book.Failure is { } failure) throw new NotDurableException(failure);
        if (_fault is not null) throw new InvalidOperationException(_fault);
        if (scoring.InForce(request.OrderId) is { } inForce)
        {
            if (inForce.Seller != request.SellerId) return new Decided(DecidedAs.NotYours, null, default, Task.CompletedTask, 0);
            if (inForce.Version > request.Version) return new Decided(DecidedAs.TooLate, null, default, Task.CompletedTask, inForce.Version);
        }

        long at = Now;
        Judged judged = Learn(request, at);
        var record = DecisionRecord.Of(
            at, judged.Ruling, key, hash, request.SellerId, canonical, Answers.ForSeller(request, judged, key), Answers.ForAnalyst(request, judged, scoring.Versions, key));
        if (Budget.Note(judged.Ruling)) budgetPassed(Budget.Share!.Value);
        _changes.NoteDecided(judged.Order);
        return new Decided(DecidedAs.Decided, record, default, book.Add(record), 0);
    }

    /// <summary>Learns a part of what the lake was delivered since; see <see cref="LiveScoring.Take"/>.</summary>
    public bool Take(DeliveredEvents delivered)
    {
        if (_fault is not null) throw new InvalidOperationException(_fault);
        long start = clock.GetTimestamp();
        try
        {
            bool isAll = scoring.Take(delivered, Now, () => clock.GetElapsedTime(start) > s_slice);

            // What stands in the middle of a delivery never stood: a hold that goes as another comes would be told as a release.
            if (isAll) _changes.TellTouched();
            return isAll;
        }
        catch (Exception e)
        {
            _fault = $"the engine failed at a delivery and must be restarted: {e.Message}";
            throw;
        }
    }

    /// <summary>Takes decisions of other replicas over; see <see cref="ReplicaTaking"/>.</summary>
    /// <param name="taking">Takes them over.</param>
    /// <param name="orders">The decisions.</param>
    public bool Take(ReplicaTaking taking, IReadOnlyList<ReplicaOrder> orders)
    {
        if (_fault is not null) throw new InvalidOperationException(_fault);
        try
        {
            taking.Take(orders);
            return true;
        }
        catch (Exception e)
        {
            _fault = $"the engine failed at an order of another replica and must be restarted: {e.Message}";
            throw;
        }
    }

    /// <summary>Notes that a seller's system has its changes up to a number; done when that is durable.</summary>
    /// <param name="seller">Whose.</param>
    /// <param name="number">The last that it has.</param>
    /// <returns>The greatest number that there is when this one is greater, and nothing is noted; else <c>null</c>, with when it is durable.</returns>
    public (long? Last, Task Durable) Acknowledge(string seller, long number)
    {
        long last = book.Changes.Last(seller);
        if (number > last) return (last, Task.CompletedTask);
        if (book.Failure is { } failure) throw new NotDurableException(failure);
        return (null, number <= book.Changes.Find(seller, null, 0).Acknowledged ? book.Flushed() : book.Add(new AckRecord(Now, number, seller)));
    }

    /// <summary>What an order would be answered now. Nothing is learnt and nothing is kept.</summary>
    /// <param name="request">The order.</param>
    /// <param name="isConfirmed">Whether to suppose that its end user, called back, confirmed it.</param>
    public Judged Peek(OrderRequest request, bool isConfirmed = false) => _fault is null ? scoring.Peek(request, Now, isConfirmed) : throw new InvalidOperationException(_fault);

    /// <summary>The same ruling without a word of why.</summary>
    /// <param name="request">The order.</param>
    /// <param name="isConfirmed">Whether to suppose that its end user, called back, confirmed it.</param>
    public Ruled Rule(OrderRequest request, bool isConfirmed = false) => _fault is null ? scoring.Rule(request, Now, isConfirmed) : throw new InvalidOperationException(_fault);

    private Judged Learn(OrderRequest request, long at)
    {
        try
        {
            return scoring.Learn(request, at);
        }
        catch (Exception e)
        {
            // Part of the order may have been learnt: what comes after would rest on it.
            _fault = $"the engine failed at an order and must be restarted: {e.Message}";
            throw;
        }
    }
}
