using Screening.Data.Journals;

namespace Screening.Web.Live;

/// <summary>Every decision there is, found by order and version: the journal with an index in memory. One owner adds; anybody may find and read.</summary>
internal sealed class DecisionBook : IDisposable
{
    private readonly Dictionary<UInt128, (long Position, ulong RequestHash)> _index = [];
    private readonly Lock _indexing = new();
    private readonly Journal _journal;
    private readonly CommitQueue _commits;

    private DecisionBook(Journal journal) => (_journal, _commits) = (journal, new CommitQueue(journal));

    /// <summary>Folder of a lake's journal.</summary>
    public static string FolderOf(string lake) => Path.Combine(lake, "_journal");

    /// <summary>What was found on opening.</summary>
    public JournalOpening Opening => _journal.Opening;

    /// <summary>How many decisions.</summary>
    public int Count
    {
        get
        {
            lock (_indexing) return _index.Count;
        }
    }

    /// <summary>Why nothing can be written; <c>null</c> when it can.</summary>
    public string? Failure => _commits.Failure;

    /// <summary>How many syncs there were.</summary>
    public long Commits => _commits.Commits;

    /// <summary>Opens the book of a lake, or begins one.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="fileBytes">Bytes from which a decision goes into the journal's next file.</param>
    /// <exception cref="JournalException">The journal is damaged or written by somebody else.</exception>
    public static DecisionBook Open(string lake, long fileBytes)
    {
        var found = new List<(UInt128 Key, long Position, ulong Hash)>();
        Journal journal = Journal.Open(FolderOf(lake), (position, payload) =>
        {
            if (DecisionRecord.Head(payload.Span) is { } head) found.Add((head.Key, position, head.RequestHash));
        }, fileBytes);
        var book = new DecisionBook(journal);
        foreach ((UInt128 key, long position, ulong hash) in found) book._index[key] = (position, hash);
        return book;
    }

    /// <summary>Where a decision stands and what it was made of; <c>null</c> when there is none.</summary>
    public (long Position, ulong RequestHash)? Find(UInt128 key)
    {
        lock (_indexing) return _index.TryGetValue(key, out (long Position, ulong RequestHash) found) ? found : null;
    }

    /// <summary>Adds a decision; done when it is durable.</summary>
    public Task Add(DecisionRecord record)
    {
        byte[] payload = record.Bytes();
        long position = _journal.Reserve(payload.Length);
        lock (_indexing) _index.Add(record.Key, (position, record.RequestHash));
        return _commits.Add(payload);
    }

    /// <summary>Done when everything that was added before is durable.</summary>
    public Task Flushed() => _commits.Flushed();

    /// <summary>The decision at a position that is durable.</summary>
    public DecisionRecord Read(long position) => DecisionRecord.Of(_journal.Read(position));

    /// <inheritdoc/>
    public void Dispose()
    {
        _commits.Dispose();
        _journal.Dispose();
    }
}
