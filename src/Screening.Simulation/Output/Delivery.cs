namespace Screening.Simulation;

/// <summary>A dataset's two deliveries: what was known before the last day, and what became known on it.</summary>
internal sealed class Delivery : IDisposable
{
    private readonly DateTime _lastDay;
    private readonly CsvFile _history;
    private readonly CsvFile _today;

    public Delivery(string directory, string dataset, DateTime lastDay, string columns)
    {
        _lastDay = lastDay;
        string[] header = columns.Split(' ');
        _history = new(Path.Combine(directory, "history", dataset + ".csv"), header);
        _today = new(Path.Combine(directory, "last-day", dataset + ".csv"), header);
    }

    public long HistoryRows => _history.Rows;

    public long LastDayRows => _today.Rows;

    /// <summary>The file for a row that became known then; null when the window has ended.</summary>
    public CsvFile? For(DateTime knownAt) => knownAt < _lastDay ? _history : knownAt < _lastDay.AddDays(1) ? _today : null;

    public void Dispose()
    {
        _history.Dispose();
        _today.Dispose();
    }
}
