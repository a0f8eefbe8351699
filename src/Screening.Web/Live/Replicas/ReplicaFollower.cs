using Screening.Data.Journals;
using Screening.Web.Api;

namespace Screening.Web.Live;

/// <summary>
/// Reads what the other replicas of a lake write, from their journals: what they answered stands there before they answered it. Reads on a thread of its own, so that
/// neither pages nor callers can keep it waiting, and hands over to the owner of the engine.
/// </summary>
/// <param name="lake">Folder of the lake.</param>
/// <param name="own">One's own journal.</param>
/// <param name="reader">Reads orders.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="timing">How often to look, and how long what cannot be read is borne.</param>
internal sealed class ReplicaFollower(string lake, JournalFolder own, OrderReader reader, TimeProvider clock, ReplicaTiming timing)
{
    // So many are learnt at once, before others have a turn.
    private const int MostAtOnce = 32;

    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);
    private readonly List<Followed> _followed = [];
    private readonly Lock _listing = new();
    private long _listedAt = clock.GetTimestamp();
    private string? _listProblem;

    /// <summary>Why the orders of another replica may be unknown here for longer than is borne; <c>null</c> when they are not.</summary>
    public string? Problem
    {
        get
        {
            if (clock.GetElapsedTime(Volatile.Read(ref _listedAt)) > timing.Patience) return Sentence("the journals of the lake cannot be listed", _listProblem);
            lock (_listing) return _followed.Find(f => clock.GetElapsedTime(f.ReadAt) > timing.Patience) is { } late ? Sentence($"the journal of {late.Journal.Writer} cannot be read", late.Problem) : null;
        }
    }

    /// <summary>How it goes, by replica.</summary>
    public IReadOnlyList<ReplicaState> States
    {
        get
        {
            lock (_listing) return [.. _followed.Select(f => new ReplicaState(f.Journal.Writer, f.Tail.Records, clock.GetElapsedTime(f.ReadAt).TotalSeconds, f.Problem))];
        }
    }

    /// <summary>Reads everything that stands there, for the first time.</summary>
    /// <param name="loaded">How many records of each journal, by folder, the lake that was loaded has in it.</param>
    /// <param name="take">Takes decisions over, on this thread.</param>
    /// <param name="keep">Forgets those of a journal's decisions that are not there any more.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="JournalException">A journal is damaged.</exception>
    public void Begin(
        IReadOnlyDictionary<string, long> loaded, Action<IReadOnlyList<ReplicaOrder>> take, Action<JournalFolder, IReadOnlySet<UInt128>> keep, CancellationToken cancellation)
    {
        _ = List(loaded);
        CatchUp(take, keep, cancellation);
        // Again: what came while the first look took its time is little.
        CatchUp(take, keep, cancellation);
    }

    /// <summary>Reads on to the end of what stands there now, on this thread.</summary>
    /// <param name="take">Takes decisions over.</param>
    /// <param name="keep">Forgets those of a journal's decisions that are not there any more.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="JournalException">A journal is damaged.</exception>
    public void CatchUp(Action<IReadOnlyList<ReplicaOrder>> take, Action<JournalFolder, IReadOnlySet<UInt128>> keep, CancellationToken cancellation)
    {
        foreach (Followed followed in List()) Look(followed, take, keep, cancellation);
        Volatile.Write(ref _listedAt, clock.GetTimestamp());
    }

    /// <summary>Looks until it is stopped.</summary>
    /// <param name="take">Takes decisions over.</param>
    /// <param name="keep">Forgets those of a journal's decisions that are not there any more.</param>
    /// <param name="cancellation">Stops it.</param>
    public void Run(Action<IReadOnlyList<ReplicaOrder>> take, Action<JournalFolder, IReadOnlySet<UInt128>> keep, CancellationToken cancellation)
    {
        while (!cancellation.WaitHandle.WaitOne(timing.Every))
        {
            try
            {
                List<Followed> all = List();
                _listProblem = null;
                Volatile.Write(ref _listedAt, clock.GetTimestamp());
                foreach (Followed followed in all.Where(f => f.Problem is null || clock.GetElapsedTime(f.FailedAt) > s_again)) TryLook(followed, take, keep, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                _listProblem = e.Message;
            }
        }
    }

    private void TryLook(Followed followed, Action<IReadOnlyList<ReplicaOrder>> take, Action<JournalFolder, IReadOnlySet<UInt128>> keep, CancellationToken cancellation)
    {
        try
        {
            Look(followed, take, keep, cancellation);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            (followed.Problem, followed.FailedAt) = (e.Message, clock.GetTimestamp());
        }
    }

    private void Look(Followed followed, Action<IReadOnlyList<ReplicaOrder>> take, Action<JournalFolder, IReadOnlySet<UInt128>> keep, CancellationToken cancellation)
    {
        var orders = new List<ReplicaOrder>(MostAtOnce);
        long began = clock.GetTimestamp();
        try
        {
            followed.Tail.Look(
                (number, position, payload) =>
                {
                    if (Read(followed, number, position, payload) is not { } order) return;
                    orders.Add(order);
                    if (orders.Count < MostAtOnce) return;
                    take(orders);
                    orders.Clear();
                },
                () =>
                {
                    // What stands in the place of records that were taken back was never loaded.
                    followed.Loaded = 0;
                    followed.Found = [];
                }, cancellation);
        }
        finally
        {
            // What stands before a damaged place was answered.
            if (orders.Count > 0) take(orders);
        }

        // Only now: until then what is known of it answers repeats.
        if (followed.Found is { } found) keep(followed.Journal, found);
        (followed.Found, followed.Problem, followed.ReadAt) = (null, null, began);
    }

    private ReplicaOrder? Read(Followed followed, long number, long position, ReadOnlyMemory<byte> payload)
    {
        if (DecisionRecord.Head(payload.Span) is not { } head) return null;
        followed.Found?.Add(head.Key);
        var place = new DecisionPlace(followed.Journal, position, head.RequestHash, head.Ruling, head.KnownAt);
        return number < followed.Loaded ? new ReplicaOrder(head.Key, place, null) : ReplicaOrder.Of(DecisionRecord.Of(payload), place, reader);
    }

    // One that begins is followed from its start; one that is gone stays, and is missed.
    private List<Followed> List(IReadOnlyDictionary<string, long>? loaded = null)
    {
        List<JournalFolder> others = [.. JournalFolder.All(lake).Where(journal => journal != own && _followed.TrueForAll(f => f.Journal != journal))];
        lock (_listing) _followed.AddRange(others.Select(journal => new Followed(journal, new JournalTail(journal.FullPath)) { ReadAt = clock.GetTimestamp(), Loaded = loaded?.GetValueOrDefault(journal.FullPath) ?? 0 }));
        return _followed;
    }

    private static string Sentence(string what, string? why) => $"{what}: {why ?? "it takes too long"}";

    private sealed class Followed(JournalFolder journal, JournalTail tail)
    {
        private long _readAt;

        public JournalFolder Journal => journal;

        public JournalTail Tail => tail;

        public long Loaded { get; set; }

        // When the look began that last reached the end: all that was answered before is known here.
        public long ReadAt
        {
            get => Volatile.Read(ref _readAt);
            set => Volatile.Write(ref _readAt, value);
        }

        // What was found since it is read from its start again; null when it is read on.
        public HashSet<UInt128>? Found { get; set; }

        public long FailedAt { get; set; }

        public string? Problem { get; set; }
    }
}
