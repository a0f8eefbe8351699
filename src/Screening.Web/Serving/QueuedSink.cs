using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;

namespace Screening.Web.Serving;

/// <summary>
/// Writes log entries on a thread of its own, so that no caller waits for a file. Nothing is dropped: where the file is slower than the
/// calls, they wait for a place. What a kill may lose is what waited, at most some milliseconds; a decision stands in the journal whatever happens here.
/// </summary>
internal sealed class QueuedSink : ILogEventSink, IDisposable
{
    private const int Most = 16_384;
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(5);
    private readonly BlockingCollection<LogEvent> _waiting = new(Most);
    private readonly Logger _to;
    private readonly Thread _thread;

    /// <summary>Starts the thread.</summary>
    /// <param name="to">Where entries go; disposed with this.</param>
    public QueuedSink(Logger to)
    {
        _to = to;
        _thread = new Thread(Run) { IsBackground = true, Name = "audit" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent) => _waiting.Add(logEvent);

    /// <inheritdoc/>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread.Join();
        _to.Dispose();
        _waiting.Dispose();
    }

    // What comes within a moment is written together: to wake a thread for each costs callers more than the entry does.
    private void Run()
    {
        while (_waiting.TryTake(out LogEvent? entry, Timeout.Infinite))
        {
            do _to.Write(entry);
            while (_waiting.TryTake(out entry));
            if (!_waiting.IsAddingCompleted) Thread.Sleep(s_moment);
        }
    }
}
