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
    private const int ManyTogether = 4;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);
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
        var done = new TaskCompletionSource();
        lock (_adding) _waiting.Add((payload, done));
        _wake.Set();
        return done.Task;
    }

    /// <summary>Done when everything that was added before is durable.</summary>
    /// <exception cref="NotDurableException">In the task: the journal cannot be written now.</exception>
    public Task Flushed()
    {
        var done = new TaskCompletionSource();
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
        int before = 0;
        while (true)
        {
            if (unwritten.Count == 0) _wake.Wait();
            else _wake.Wait(RetryMilliseconds);
            // Where as many as that come during one write, a pause lets more share the next: fewer writes, and fewer threads woken for them.
            if (before >= ManyTogether) Thread.Sleep(s_pause);
            _wake.Reset();
            List<(ReadOnlyMemory<byte> Payload, TaskCompletionSource Done)> batch = Take();
            before = batch.Count;
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
                Answer(batch, null);
            }
            catch (IOException e)
            {
                _failure = e.Message;
                Answer(batch, e);
                if (_stopping) return;
                Thread.Sleep(RetryMilliseconds);
                _wake.Set();
            }

            if (_stopping && unwritten.Count == 0 && IsEmpty()) return;
        }
    }

    // All who waited for one write are answered by one thread of the pool, one after another: waking one for each costs more than an answer.
    private static void Answer(List<(ReadOnlyMemory<byte> Payload, TaskCompletionSource Done)> batch, IOException? failure)
    {
        if (batch.Count == 0) return;
        ThreadPool.UnsafeQueueUserWorkItem(
            static answered =>
            {
                foreach ((_, TaskCompletionSource done) in answered.batch)
                {
                    if (answered.failure is { } e) done.SetException(new NotDurableException(e.Message, e));
                    else done.SetResult();
                }
            },
            (batch, failure), preferLocal: false);
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
