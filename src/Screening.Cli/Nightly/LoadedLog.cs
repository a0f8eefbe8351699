using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Replay;
using Screening.Policies;
using Screening.Records;

namespace Screening.Cli.Nightly;

/// <summary>What was known in a lake by the end of a day.</summary>
/// <param name="Log">The events.</param>
/// <param name="Countries">Country groups.</param>
/// <param name="Snapshot">Where it was read.</param>
/// <param name="Date">The day.</param>
/// <param name="Folder">Folder of the lake.</param>
internal sealed record LoadedLog(EventLog Log, CountryGroups Countries, LakeSnapshot Snapshot, DateOnly Date, string Folder)
{
    /// <summary>Whether the lake holds a simulated world: one beside which the truth is written down.</summary>
    public bool IsSimulated => Directory.Exists(Path.Combine(Folder, "_truth"));

    /// <summary>Loads a lake.</summary>
    /// <param name="lake">Folder; the sample lake when null.</param>
    /// <param name="date">The day; the latest on which an order became known when null.</param>
    /// <param name="threads">To read with.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="UsageException">No order was known by then.</exception>
    /// <exception cref="LakeException">A file of the lake is missing or damaged.</exception>
    public static LoadedLog Of(string? lake, DateOnly? date, int threads, ConsoleProgress progress, CancellationToken cancellation)
    {
        string folder = NightlyRun.LakeOrSample(lake);
        ContractStore contracts = Home.Contracts();
        LakeSnapshot snapshot = Lake.Open(folder).Snapshot();
        try
        {
            return Of(snapshot, contracts, folder, date, threads, progress, cancellation);
        }
        catch (DuckDbException e) when (snapshot.Verify(cancellation) is { Count: > 0 } problems)
        {
            throw new LakeException($"the lake is not whole: {problems[0]}; 'screening lake verify' lists every such file", e);
        }
    }

    private static LoadedLog Of(
        LakeSnapshot snapshot, ContractStore contracts, string folder, DateOnly? date, int threads, ConsoleProgress progress, CancellationToken cancellation)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
        DateOnly day = date ?? NightlyRun.LatestDay(database, snapshot, contracts) ?? throw new UsageException($"the lake {folder} holds no order");
        progress.Report("load");
        EventLog log = EventLogReader.Read(database, snapshot, contracts, Micros.EndOf(day), null, cancellation);
        if (log.Orders.Count == 0) throw new UsageException(FormattableString.Invariant($"no order was known in {folder} by {day:yyyy-MM-dd}"));
        return new LoadedLog(log, Home.CountryGroups(contracts), snapshot, day, folder);
    }
}
