using System.Collections.Concurrent;
using Screening.Data.DuckDb;

namespace Screening.Data.Replay;

/// <summary>
/// The chunks of one or more queries, one after another, in order. Of a large dataset a thread of its own gets the next ones ready, so that reading and sorting
/// go on beside whoever takes them; with a second connection the query after is sorted while one gives its rows.
/// </summary>
internal sealed class ChunkFeed : IDisposable
{
    // Some 65,000 rows: as many as are taken while the next slice is sorted.
    private const int Ahead = 32;
    private readonly CancellationTokenSource _stop;
    private readonly IEnumerator<DuckDbChunk> _chunks;
    private readonly BlockingCollection<DuckDbChunk>? _ready;
    private readonly Task? _producer;
    private DuckDbChunk? _current, _before;

    /// <summary>Begins to read.</summary>
    /// <param name="connections">One, or two that take turns; used by nobody else until the feed is disposed.</param>
    /// <param name="queries">SQL and parameters of the queries.</param>
    /// <param name="isAhead">Whether a thread of its own is worth it.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public ChunkFeed(IReadOnlyList<DuckDbConnection> connections, IEnumerable<(string Sql, object?[] Parameters)> queries, bool isAhead, CancellationToken cancellation)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _chunks = Chunks(connections, queries, _stop.Token).GetEnumerator();
        if (!isAhead) return;
        _ready = new BlockingCollection<DuckDbChunk>(Ahead);
        _producer = Task.Factory.StartNew(Produce, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The next rows, or <c>null</c> after the last. The chunk before it stays, so that it may be read meanwhile; the one before that becomes invalid.</summary>
    public DuckDbChunk? Next()
    {
        _before?.Dispose();
        (_before, _current) = (_current, null);
        if (_ready is null) return _current = _chunks.MoveNext() ? _chunks.Current : null;
        if (_ready.TryTake(out _current, Timeout.Infinite)) return _current;

        // There are no more, or the reading failed: then this throws what it threw.
        _producer!.GetAwaiter().GetResult();
        return null;
    }

    /// <summary>Lets whoever waits for the next rows wait no longer.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Ends the reading, wherever it is.</summary>
    public void Dispose()
    {
        Stop();
        _producer?.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait();
        _current?.Dispose();
        _before?.Dispose();
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

    private static IEnumerable<DuckDbChunk> Chunks(
        IReadOnlyList<DuckDbConnection> connections, IEnumerable<(string Sql, object?[] Parameters)> queries, CancellationToken cancellation)
    {
        using IEnumerator<(string Sql, object?[] Parameters)> rest = queries.GetEnumerator();
        Task<Begun>? next = null;
        try
        {
            for (int turn = 0; next is not null || rest.MoveNext(); turn++)
            {
                Begun begun = next is null ? Begun.Of(connections[turn % connections.Count], rest.Current, cancellation) : next.GetAwaiter().GetResult();
                next = null;
                using DuckDbResult result = begun.Result;
                for (DuckDbChunk? chunk = begun.First; chunk is not null; chunk = result.TakeChunk())
                {
                    yield return chunk;
                    if (chunk != begun.First || connections.Count == 1 || !rest.MoveNext()) continue;
                    (DuckDbConnection other, (string, object?[]) query) = (connections[(turn + 1) % connections.Count], rest.Current);
                    next = Task.Factory.StartNew(() => Begun.Of(other, query, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
                }
            }
        }
        finally
        {
            // Begun, and nobody will take it: the reading was stopped, or failed before.
            next?.ContinueWith(static task => Drop(task), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }

    private static void Drop(Task<Begun> task)
    {
        if (!task.IsCompletedSuccessfully)
        {
            _ = task.Exception;
            return;
        }

        task.Result.First?.Dispose();
        task.Result.Result.Dispose();
    }

    // A query whose first rows are there: all was sorted.
    private sealed record Begun(DuckDbResult Result, DuckDbChunk? First)
    {
        public static Begun Of(DuckDbConnection connection, (string Sql, object?[] Parameters) query, CancellationToken cancellation)
        {
            DuckDbResult result = connection.Query(query.Sql, query.Parameters, cancellation);
            try
            {
                return new Begun(result, result.TakeChunk());
            }
            catch
            {
                result.Dispose();
                throw;
            }
        }
    }
}
