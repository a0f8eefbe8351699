using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Lists;
using Screening.Records;

namespace Screening.Data.Replay;

/// <summary>
/// What a few sources of a lake told, for a log that knows the rest: the same rows in the same order as <see cref="EventLogReader"/> would give, but never known
/// before a moment that the log has reached. Opened by any thread, then taken by the one that owns the log.
/// </summary>
public sealed class DeliveredEvents : IDisposable
{
    private readonly DuckDbDatabase _database;
    private readonly List<EventCursor> _cursors = [];

    private DeliveredEvents(DuckDbDatabase database) => _database = database;

    /// <summary>Whether everything was taken.</summary>
    public bool AtEnd => _cursors.TrueForAll(c => c.AtEnd);

    /// <summary>Opens what sources told.</summary>
    /// <param name="snapshot">A snapshot that has them.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="sources">The sources.</param>
    /// <param name="threads">Threads to read with.</param>
    /// <param name="cancellation">Stops it.</param>
    public static DeliveredEvents Open(LakeSnapshot snapshot, ContractStore contracts, IReadOnlyCollection<LakeSource> sources, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(contracts);
        ArgumentNullException.ThrowIfNull(sources);
        var events = new DeliveredEvents(DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads }));
        try
        {
            ILookup<string, string> hashes = sources.ToLookup(s => s.Dataset, s => s.Sha256[..16], StringComparer.Ordinal);
            foreach (EventSource source in EventLogReader.Sources(contracts.Reference("countries").Lookup("name"), ListCells.Files(snapshot)))
            {
                if (!hashes.Contains(source.Dataset) || snapshot.Files(source.Dataset).Count == 0) continue;
                string told = string.Join(", ", hashes[source.Dataset].Distinct(StringComparer.Ordinal).Select(Sql.Literal));
                var cursor = EventCursor.OfPart(
                    events._database.Connect(), source, $"(SELECT * FROM {snapshot.History(contracts[source.Dataset])} WHERE _source IN ({told}))", cancellation);
                events._cursors.Add(cursor);
                cursor.Next();
            }

            return events;
        }
        catch
        {
            events.Dispose();
            throw;
        }
    }

    /// <summary>From now on nothing is known before a moment; what should have been is known then.</summary>
    public void NotBefore(long moment)
    {
        foreach (EventCursor cursor in _cursors) cursor.NotBefore(moment);
    }

    /// <summary>Takes the next row, or the rows that are one event, into a log.</summary>
    public void AppendNext(EventLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (EventLogReader.First(_cursors) is not { } first) return;
        first.Into(log.Symbols);
        EventLogReader.Append(log, first);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (EventCursor cursor in _cursors) cursor.Dispose();
        _database.Dispose();
    }
}
