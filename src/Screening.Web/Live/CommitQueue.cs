using Screening.Data.Journals;

namespace Screening.Web.Live;

/// <summary>The journal could not be written: nothing is lost, and nothing may be acknowledged.</summary>
internal sealed class NotDurableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Writes records to the journal on a thread of its own: all that wait go out with one sync, and only then are those who wait answered. When a write fails they
/// are answered with an error at once; the records stay and are tried again until the disk takes them, so that a repeated request finds its decision.
/// </summary>
internal sealed class CommitQueue : IDisposable
{
    private const int MostRecords = 4096;
    private const int RetryMilliseconds = 200;
    private readonly Journal _journal;
    private readonly Lock _adding = new();
    private readonly ManualResetEventSlim _wake = new();
    private readonly Thread _thread;
    private List<(ReadOnlyMemory<byte> Payload, TaskCompletionSource Done)> _waiting = [];
    private volatile string? _failure;
    private volatile bool _stopping;

    /// <summary>Starts writing to a journal.</summary>
    public CommitQueue(Journal journal)
    {
        _journal = journal;
        _thread = new Thread(Run) { IsBackground = true, Name = "journal" };
        _thread.Start();
    }

    /// <summary>Why the journal cannot be written; <c>null</c> when it can.</summary>
    public string? Failure => _failure;

    /// <summary>How many syncs there were.</summary>
    public long Commits { get; private set; }

    /// <summary>Adds the record whose position was reserved last; done when it is durable.</summary>
    /// <exception cref="NotDurableException">In the task: the journal cannot be written now.</exception>
    public Task Add(ReadOnlyMemory<byte> payload)
    {
        // Who waits for it only passes it on: see WorkQueue.
        var done = new TaskCompletionSource();
        lock (_adding) _waiting.Add((payload, done));
        _wake.Set();
        return done.Task;
    }

    /// <summary>Done when everything that was added before is durable.</summary>
    /// <exception cref="NotDurableException">In the task: the journal cannot be written now.</exception>
    public Task Flushed()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_adding) _waiting.Add((default, done));
        _wake.Set();
        return done.Task;
    }

    /// <summary>Writes what waits, then ends.</summary>
    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        _thread.Join();
        _wake.Dispose();
    }

    private void Run()
    {
        var unwritten = new List<ReadOnlyMemory<byte>>();
        while (true)
        {
            if (unwritten.Count == 0) _wake.Wait();
            else _wake.Wait(RetryMilliseconds);
            _wake.Reset();
            List<(ReadOnlyMemory<byte> Payload, TaskCompletionSource Done)> batch = Take();
            unwritten.AddRange(batch.Where(b => !b.Payload.IsEmpty).Select(b => b.Payload));
            try
            {
                if (unwritten.Count > 0)
                {
                    _journal.Write(unwritten);
                    Commits++;
                }

                unwritten.Clear();
                _failure = null;
                foreach ((_, TaskCompletionSource done) in batch) done.SetResult();
            }
            catch (IOException e)
            {
                _failure = e.Message;
                foreach ((_, TaskCompletionSource done) in batch) done.SetException(new NotDurableException(e.Message, e));
                if (_stopping) return;
                Thread.Sleep(RetryMilliseconds);
                _wake.Set();
            }

            if (_stopping && unwritten.Count == 0 && IsEmpty()) return;
        }
    }

    private bool IsEmpty()
    {
        lock (_adding) return _waiting.Count == 0;
    }

    private List<(ReadOnlyMemory<byte> Payload, TaskCompletionSource Done)> Take()
    {
        lock (_adding)
        {
            List<(ReadOnlyMemory<byte> Payload, TaskCompletionSource Done)> taken = _waiting;
            if (taken.Count <= MostRecords) _waiting = [];
            else
            {
                _waiting = taken[MostRecords..];
                taken = taken[..MostRecords];
                _wake.Set();
            }

            return taken;
        }
    }
}
