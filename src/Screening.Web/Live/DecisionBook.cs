using Screening.Data.Journals;
using Screening.Risk;

namespace Screening.Web.Live;

/// <summary>Every decision there is, found by order and version: the journal with an index in memory, and those of the other replicas. One owner adds; anybody may find and read.</summary>
internal sealed class DecisionBook : IDisposable
{
    private readonly DecisionPlaces _places = new();
    private readonly Lock _placing = new();
    private readonly Journal _journal;
    private readonly CommitQueue _commits;

    private DecisionBook(JournalFolder folder, Journal journal) => (Cursors, _journal, _commits) = (new ChangeCursor(folder.Replica), journal, new CommitQueue(journal));

    /// <summary>What was found on opening.</summary>
    public JournalOpening Opening => _journal.Opening;

    /// <summary>Decisions of other replicas.</summary>
    public ReplicaIndex Others { get; } = new();

    /// <summary>How places in the later rulings are told.</summary>
    public ChangeCursor Cursors { get; }

    /// <summary>Later rulings.</summary>
    public ChangeIndex Changes { get; } = new();

    /// <summary>When the first order that was decided became known, in microseconds; as late as can be before there is any.</summary>
    public long FirstKnownAt { get; private set; } = long.MaxValue;

    /// <summary>How many decisions were made here.</summary>
    public int Count
    {
        get
        {
            lock (_placing) return _places.Count;
        }
    }

    /// <summary>Why nothing can be written; <c>null</c> when it can.</summary>
    public string? Failure => _commits.Failure;

    /// <summary>How many syncs there were.</summary>
    public long Commits => _commits.Commits;

    /// <summary>Opens a book, or begins one.</summary>
    /// <param name="folder">Its journal.</param>
    /// <param name="fileBytes">Bytes from which a decision goes into the journal's next file.</param>
    /// <exception cref="JournalException">The journal is damaged or written by somebody else.</exception>
    public static DecisionBook Open(JournalFolder folder, long fileBytes)
    {
        var found = new List<(UInt128 Key, long Position, ulong Hash, Ruling Ruling, long KnownAt)>();
        var changes = new List<(ChangeRecord Change, long Position)>();
        var acks = new List<AckRecord>();
        Journal journal = Journal.Open(folder.FullPath, (position, payload) =>
        {
            if (DecisionRecord.Head(payload.Span) is { } head) found.Add((head.Key, position, head.RequestHash, head.Ruling, head.KnownAt));
            else if (ChangeRecord.Of(payload) is { } change) changes.Add((change with { Answer = default }, position));
            else if (AckRecord.Of(payload.Span) is { } ack) acks.Add(ack);
        }, fileBytes);
        var book = new DecisionBook(folder, journal);
        foreach ((UInt128 key, long position, ulong hash, Ruling ruling, long knownAt) in found)
        {
            book._places.At(key, out _) = new DecisionPlace(null, position, hash, ruling, knownAt);
            book.FirstKnownAt = Math.Min(book.FirstKnownAt, knownAt);
        }

        foreach ((ChangeRecord change, long position) in changes) book.Changes.Note(change, position);
        foreach (AckRecord ack in acks) book.Changes.Note(ack);
        return book;
    }

    /// <summary>Where a decision stands and what it was made of, one's own before that of another replica; <c>null</c> when there is none.</summary>
    public DecisionPlace? Find(UInt128 key)
    {
        lock (_placing)
        {
            if (_places.Find(key) is { } found) return found;
        }

        return Others.Find(key);
    }

    /// <summary>Adds a decision; done when it is durable.</summary>
    public Task Add(DecisionRecord record)
    {
        ReadOnlyMemory<byte> payload = record.Payload;
        long position = _journal.Reserve(payload.Length);
        lock (_placing) _places.Add(record.Key, new DecisionPlace(null, position, record.RequestHash, record.Ruling, record.KnownAt));
        FirstKnownAt = Math.Min(FirstKnownAt, record.KnownAt);
        return _commits.Add(payload);
    }

    /// <summary>Adds a later ruling; done when it is durable.</summary>
    public Task Add(ChangeRecord change)
    {
        byte[] payload = change.Bytes();
        Changes.Note(change, _journal.Reserve(payload.Length));
        return _commits.Add(payload);
    }

    /// <summary>Adds an acknowledgement; done when it is durable.</summary>
    public Task Add(AckRecord ack)
    {
        byte[] payload = ack.Bytes();
        _ = _journal.Reserve(payload.Length);
        Changes.Note(ack);
        return _commits.Add(payload);
    }

    /// <summary>What a seller reads of the change at a position that is durable.</summary>
    public ReadOnlyMemory<byte> ReadChange(long position) =>
        ChangeRecord.Of(_journal.Read(position))?.Answer ?? throw new InvalidDataException("the journal's record is no change");

    /// <summary>Done when everything that was added before is durable.</summary>
    public Task Flushed() => _commits.Flushed();

    /// <summary>The decision at a place that is durable, or that is another replica's.</summary>
    /// <exception cref="JournalException">It is not there any more.</exception>
    public DecisionRecord Read(in DecisionPlace place) => DecisionRecord.Of(place.Of is { } other ? Journal.Read(other.FullPath, place.Position) : _journal.Read(place.Position));

    /// <inheritdoc/>
    public void Dispose()
    {
        _commits.Dispose();
        _journal.Dispose();
    }
}
