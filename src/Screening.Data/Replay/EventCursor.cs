using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Records;

namespace Screening.Data.Replay;

/// <summary>A row of a dataset in the order of the log, moved on by <see cref="Next"/>; slice after slice is read and sorted.</summary>
internal sealed class EventCursor : IDisposable
{
    // Fewer are there before a thread of their own would be.
    private const long Few = 100_000;

    private readonly IReadOnlyList<DuckDbConnection> _connections;
    private readonly ChunkFeed _feed;

    // One is read, while the other is filled or waits to be.
    private NumberedChunk _chunk = new(), _other = new();
    private (int Column, SymbolTable? Table)[]? _numbers;
    private TaskFactory? _ahead;
    private Task? _coming;
    private int _row, _rows;
    private long _notBefore = long.MinValue;

    /// <summary>Begins to read a dataset.</summary>
    /// <param name="database">Where it is read.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="snapshot">The lake's snapshot, which has files of it.</param>
    /// <param name="contract">Its contract.</param>
    /// <param name="knownThrough">The last moment that is known, in microseconds.</param>
    /// <param name="slicing">How it is cut and sorted.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static EventCursor Of(DuckDbDatabase database, EventSource source, LakeSnapshot snapshot, DataContract contract, long knownThrough, Slicing slicing, CancellationToken cancellation)
    {
        long rows = snapshot.Rows(source.Dataset);
        IEnumerable<(string Sql, object?[] Parameters)> slices = Slices(source, snapshot, contract, knownThrough, slicing.Rows);
        bool isSortedFirst = slicing.First is not null && rows > slicing.Rows / 16;
        DuckDbConnection[] connections = [.. Enumerable.Range(0, rows > slicing.Rows && !isSortedFirst ? 2 : 1).Select(_ => database.Connect())];
        try
        {
            if (isSortedFirst) slices = SortedSlices.Write(connections[0], slicing.First!.Folder, source.Dataset, slices, cancellation);
            return new EventCursor(connections, source, slices, isAhead: rows > Few, cancellation);
        }
        catch
        {
            foreach (DuckDbConnection connection in connections) connection.Dispose();
            throw;
        }
    }

    private EventCursor(IReadOnlyList<DuckDbConnection> connections, EventSource source, IEnumerable<(string Sql, object?[] Parameters)> queries, bool isAhead, CancellationToken cancellation)
    {
        Source = source;
        _connections = connections;
        _feed = new ChunkFeed(connections, queries, isAhead, cancellation);
    }

    /// <summary>Begins to read a part of a dataset at once.</summary>
    /// <param name="connection">Belongs to the cursor from now on.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="relation">SQL of the part.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static EventCursor OfPart(DuckDbConnection connection, EventSource source, string relation, CancellationToken cancellation) =>
        new([connection], source, [(source.Select(relation, new TimeSlice(long.MinValue, long.MaxValue, [])), [Micros.Latest])], isAhead: false, cancellation);

    private static IEnumerable<(string Sql, object?[] Parameters)> Slices(EventSource source, LakeSnapshot snapshot, DataContract contract, long knownThrough, long sliceRows)
    {
        object?[] parameters = [Math.Min(knownThrough, Micros.Latest)];
        return TimeSlice.Of(snapshot.Files(source.Dataset), sliceRows).Where(s => s.From <= knownThrough).Select(s => (source.Select(snapshot.History(contract, s.Files), s), parameters));
    }

    public EventSource Source { get; }

    public bool AtEnd { get; private set; }

    public long KnownAt { get; private set; }

    public bool IsDeletion { get; private set; }

    public List<OrderLine> Lines { get; } = [];

    public void Next()
    {
        if (++_row >= _rows && !NextChunk())
        {
            AtEnd = true;
            return;
        }

        KnownAt = Math.Max(Long(0), _notBefore);
        IsDeletion = Bool(_chunk.Columns - 1) == true;
    }

    /// <summary>From now on nothing became known before a moment, this row included.</summary>
    public void NotBefore(long moment)
    {
        _notBefore = moment;
        if (!AtEnd) KnownAt = Math.Max(KnownAt, moment);
    }

    /// <summary>
    /// Says which tables give the texts of its columns their numbers; before the first row, or on whichever thread owns the tables, before the first text is asked for.
    /// </summary>
    /// <param name="symbols">The tables.</param>
    /// <param name="ahead">Takes on, one after another, what gets the next rows and gives their texts numbers while the rows before are taken; <c>null</c> when whoever asks does that.</param>
    public void Into(Symbols symbols, TaskFactory? ahead = null)
    {
        _numbers ??= Source.Numbers(symbols);
        _ahead = ahead;
    }

    public bool IsNull(int column) => _chunk.IsNull(column, _row);

    public long Long(int column) => _chunk.Long(column, _row);

    /// <summary>Number of a word of an enum: see <see cref="EventSource.Word"/>. What is not told is 0.</summary>
    public byte Word(int column) => _chunk.Word(column, _row);

    public double Double(int column) => _chunk.Double(column, _row);

    public bool? Bool(int column) => _chunk.Bool(column, _row);

    public string? Text(int column) => _chunk.Text(column, _row);

    /// <summary>Number of a text, of one of the columns of <see cref="EventSource.Numbers"/>.</summary>
    public int Symbol(int column)
    {
        if (!_chunk.IsNumbered) _chunk.Number(_numbers!);
        return _chunk.Symbol(column, _row);
    }

    /// <summary>Lets whoever gets the next rows wait no longer for them.</summary>
    public void Stop() => _feed.Stop();

    public void Dispose()
    {
        _feed.Stop();
        // What it threw, if it did, was for whoever would have read on.
        _coming?.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
        _feed.Dispose();
        foreach (DuckDbConnection connection in _connections) connection.Dispose();
    }

    private bool NextChunk()
    {
        if (_ahead is null) _chunk.Fill(_feed.Next());
        else
        {
            (_coming ?? Come()).GetAwaiter().GetResult();
            (_chunk, _other) = (_other, _chunk);
            if (!_chunk.IsEmpty) _coming = Come();
        }

        (_row, _rows) = (0, _chunk.Rows);
        return !_chunk.IsEmpty;
    }

    private Task Come() => _ahead!.StartNew(() =>
    {
        _other.Fill(_feed.Next());
        if (!_other.IsEmpty) _other.Number(_numbers!);
    });
}
