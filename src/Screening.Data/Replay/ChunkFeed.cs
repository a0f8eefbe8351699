using System.Collections.Concurrent;
using Screening.Data.DuckDb;

namespace Screening.Data.Replay;

/// <summary>
/// The chunks of one or more queries, one after another, in order. Of a large dataset a thread of its own gets the next ones ready, so that reading and sorting
/// go on beside whoever takes them.
/// </summary>
internal sealed class ChunkFeed : IDisposable
{
    // Some 65,000 rows: as many as are taken while the next slice is sorted.
    private const int Ahead = 32;
    private readonly CancellationTokenSource _stop;
    private readonly IEnumerator<DuckDbChunk> _chunks;
    private readonly BlockingCollection<DuckDbChunk>? _ready;
    private readonly Task? _producer;
    private DuckDbChunk? _current;

    /// <summary>Begins to read.</summary>
    /// <param name="connection">Used by nobody else until the feed is disposed.</param>
    /// <param name="queries">SQL and parameters of the queries.</param>
    /// <param name="isAhead">Whether a thread of its own is worth it.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public ChunkFeed(DuckDbConnection connection, IEnumerable<(string Sql, object?[] Parameters)> queries, bool isAhead, CancellationToken cancellation)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _chunks = Chunks(connection, queries, _stop.Token).GetEnumerator();
        if (!isAhead) return;
        _ready = new BlockingCollection<DuckDbChunk>(Ahead);
        _producer = Task.Factory.StartNew(Produce, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The next rows, or <c>null</c> after the last. The chunk before it becomes invalid.</summary>
    public DuckDbChunk? Next()
    {
        _current?.Dispose();
        _current = null;
        if (_ready is null) return _current = _chunks.MoveNext() ? _chunks.Current : null;
        if (_ready.TryTake(out _current, Timeout.Infinite)) return _current;

        // There are no more, or the reading failed: then this throws what it threw.
        _producer!.GetAwaiter().GetResult();
        return null;
    }

    /// <summary>Ends the reading, wherever it is.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _producer?.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
        _current?.Dispose();
        if (_ready is not null)
        {
            while (_ready.TryTake(out DuckDbChunk? chunk)) chunk.Dispose();
            _ready.Dispose();
        }

        _chunks.Dispose();
        _stop.Dispose();
    }

    private void Produce()
    {
        try
        {
            while (_chunks.MoveNext()) Offer(_chunks.Current);
        }
        finally
        {
            _ready!.CompleteAdding();
        }
    }

    private void Offer(DuckDbChunk chunk)
    {
        try
        {
            _ready!.Add(chunk, _stop.Token);
        }
        catch
        {
            chunk.Dispose();
            throw;
        }
    }

    private static IEnumerable<DuckDbChunk> Chunks(DuckDbConnection connection, IEnumerable<(string Sql, object?[] Parameters)> queries, CancellationToken cancellation)
    {
        foreach ((string sql, object?[] parameters) in queries)
        {
            using DuckDbResult result = connection.Query(sql, parameters, cancellation);
            while (result.TakeChunk() is { } chunk) yield return chunk;
        }
    }
}
