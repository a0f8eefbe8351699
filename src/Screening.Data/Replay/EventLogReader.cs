using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Lists;
using Screening.Data.Transliteration;
using Screening.Records;

namespace Screening.Data.Replay;

/// <summary>
/// Reads a snapshot of the lake into an event log, in the total order (<c>known_at</c>, dataset rank, deletions first, event time, key,
/// version): DuckDB sorts each dataset, the datasets are merged as they stream by, and strings become integers here, once.
/// </summary>
public static class EventLogReader
{
    /// <summary>Reads everything known by a moment.</summary>
    /// <param name="database">A DuckDB database to read with.</param>
    /// <param name="snapshot">The lake's snapshot.</param>
    /// <param name="contracts">Contracts of the datasets.</param>
    /// <param name="knownThrough">Rows known later are left out, as they would have been then; <see cref="long.MaxValue"/> leaves nothing out.</param>
    /// <param name="progress">Receives the number of events appended, now and then.</param>
    /// <param name="memory">Where the log lies and how much is sorted at once; the heap, and as much as is fast, if not given.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static EventLog Read(
        DuckDbDatabase database, LakeSnapshot snapshot, ContractStore contracts, long knownThrough, IProgress<long>? progress = null, LogMemory? memory = null,
        CancellationToken cancellation = default) =>
        Read(database, snapshot, contracts, knownThrough, memory?.Slicing ?? Slicing.Usual, memory?.Rooms ?? RoomMemory.Heap, progress, cancellation);

    /// <summary>As the other, cut into slices in some way; the log does not depend on it.</summary>
    internal static EventLog Read(
        DuckDbDatabase database, LakeSnapshot snapshot, ContractStore contracts, long knownThrough, Slicing slicing, RoomMemory rooms, IProgress<long>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(contracts);
        var log = new EventLog(NameTables.Folding(contracts), rooms);
        var cursors = new List<EventCursor>();
        try
        {
            if (slicing.First is { } before) Limit(database, before.SortingBytes);
            foreach (EventSource source in Sources(contracts.Reference("countries").Lookup("name"), ListCells.Files(snapshot)))
            {
                // What the lake does not hold costs neither a connection nor a contract.
                if (snapshot.Files(source.Dataset).Count == 0) continue;
                var cursor = EventCursor.Of(database, source, snapshot, contracts[source.Dataset], knownThrough, slicing, cancellation);
                cursors.Add(cursor);
            }

            if (slicing.First is { } after) Limit(database, after.ReadingBytes);

            // All are begun before the first is waited for. One after another on another thread, in an order that hangs on the rows alone: so texts have the same numbers each time.
            var ahead = new TaskFactory(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
            foreach (EventCursor cursor in cursors)
            {
                cursor.Into(log.Symbols, ahead);
                cursor.Next();
            }

            Merge(log, cursors, ahead, progress, cancellation);
        }
        finally
        {
            foreach (EventCursor cursor in cursors) cursor.Stop();
            foreach (EventCursor cursor in cursors) cursor.Dispose();
            if (slicing.First is { } first && Directory.Exists(first.Folder)) Directory.Delete(first.Folder, recursive: true);
        }

        return log;
    }

    private static void Limit(DuckDbDatabase database, long bytes)
    {
        using DuckDbConnection connection = database.Connect();
        connection.Execute(FormattableString.Invariant($"SET memory_limit = '{bytes >> 20}MiB'"));
    }

    private static void Merge(EventLog log, List<EventCursor> cursors, TaskFactory ahead, IProgress<long>? progress, CancellationToken cancellation)
    {
        while (true)
        {
            if (First(cursors) is not { } first) return;
            // Until all that was begun is done.
            if (first.Source.TellsTexts) ahead.StartNew(static () => { }, cancellation).Wait(cancellation);
            Append(log, first);
            if ((log.Events.Count & 0x3fff) != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(log.Events.Count);
        }
    }

    /// <summary>The cursor whose row became known first; <c>null</c> when all are at their end.</summary>
    internal static EventCursor? First(List<EventCursor> cursors)
    {
        EventCursor? first = null;
        foreach (EventCursor cursor in cursors)
        {
            // Cursors stand in order of rank, so that the earlier one wins a tie.
            if (!cursor.AtEnd && (first is null || cursor.KnownAt < first.KnownAt)) first = cursor;
        }

        return first;
    }

    /// <summary>Takes a cursor's next event into a log.</summary>
    internal static void Append(EventLog log, EventCursor cursor)
    {
        if (cursor.IsDeletion) cursor.Source.Delete(log, cursor);
        else cursor.Source.Append(log, cursor);
    }

    // In order of rank.
    internal static EventSource[] Sources(IReadOnlyDictionary<string, string> countries, IReadOnlyDictionary<string, string> files) =>
    [
        ReferenceSources.Products, ReferenceSources.Places, ReferenceSources.BillOfMaterials, ReferenceSources.ControlEvents, ReferenceSources.RestrictedParties(countries, files),
        PartySources.Parties, PartySources.PartyEvents, PartySources.BalanceSheets, PartySources.Capacity, PartySources.Installations, PartySources.Certificates,
        PartySources.Tenants, PartySources.AuditsAndBonds, PartySources.Tips,
        OrderSources.Orders, OrderSources.Shipments, OrderSources.Payments, OrderSources.DeviceReports, OrderSources.Holds, OrderSources.Dispositions, OrderSources.Outcomes,
    ];
}
