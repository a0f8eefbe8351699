using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Replay;
using Screening.Features;
using Screening.Learning.Training;
using Screening.Policies;
using Screening.Records;

namespace Screening.Cli.Nightly;

/// <summary>What was known in a lake by the end of a day.</summary>
/// <param name="Log">The events.</param>
/// <param name="Countries">Country groups.</param>
/// <param name="Snapshot">Where it was read.</param>
/// <param name="Date">The day.</param>
/// <param name="Folder">Folder of the lake.</param>
/// <param name="Memory">What the process may take; <c>null</c> for as much as is fast.</param>
internal sealed record LoadedLog(EventLog Log, CountryGroups Countries, LakeSnapshot Snapshot, DateOnly Date, string Folder, LogMemory? Memory = null) : IDisposable
{
    /// <summary>Whether the lake holds a simulated world: one beside which the truth is written down.</summary>
    public bool IsSimulated => Directory.Exists(Path.Combine(Folder, "_truth"));

    /// <summary>Loads a lake.</summary>
    /// <param name="lake">Folder; the sample lake when null.</param>
    /// <param name="date">The day; the latest on which an order became known when null.</param>
    /// <param name="threads">To read with.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="memory">Most memory of the process, such as 4GB; as much as is fast when null.</param>
    /// <exception cref="UsageException">No order was known by then.</exception>
    /// <exception cref="LakeException">A file of the lake is missing or damaged.</exception>
    public static LoadedLog Of(string? lake, DateOnly? date, int threads, ConsoleProgress progress, CancellationToken cancellation, string? memory = null)
    {
        string folder = NightlyRun.LakeOrSample(lake);
        ContractStore contracts = Home.Contracts();
        LakeSnapshot snapshot = Lake.Open(folder).Snapshot();
        LogMemory? room = GroupStates.Share(memory, snapshot);
        try
        {
            return Of(snapshot, contracts, folder, date, threads, room, progress, cancellation);
        }
        catch (DuckDbException e) when (snapshot.Verify(cancellation) is { Count: > 0 } problems)
        {
            throw new LakeException($"the lake is not whole: {problems[0]}; 'screening lake verify' lists every such file", e);
        }
    }

    private static LoadedLog Of(
        LakeSnapshot snapshot, ContractStore contracts, string folder, DateOnly? date, int threads, LogMemory? memory, ConsoleProgress progress, CancellationToken cancellation)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(null, memory?.DuckDb(threads) ?? new DuckDbOptions { Threads = threads });
        DateOnly day = date ?? NightlyRun.LatestDay(database, snapshot, contracts) ?? throw new UsageException($"the lake {folder} holds no order");
        progress.Report("load");
        EventLog log = EventLogReader.Read(database, snapshot, contracts, Micros.EndOf(day), null, memory, cancellation);
        if (log.Orders.Count == 0) throw new UsageException(FormattableString.Invariant($"no order was known in {folder} by {day:yyyy-MM-dd}"));
        return new LoadedLog(log, Home.CountryGroups(contracts), snapshot, day, folder, memory);
    }

    /// <summary>Computes the planned looks; row i of the result belongs to look i.</summary>
    public FeatureMatrix Replay(ReadPlan reads, int threads, IProgress<double>? progress, CancellationToken cancellation) => Memory is null
        ? Engine.Replay(Log, Countries, reads, threads, progress, cancellation)
        : GroupStates.Turns(Log, Countries, Memory, threads).Replay(reads, progress, cancellation);

    /// <summary>The same into a matrix of the caller's, whose columns behind the catalogue's stay as they are.</summary>
    public void Replay(ReadPlan reads, FeatureMatrix matrix, int threads, IProgress<double>? progress, CancellationToken cancellation)
    {
        if (Memory is null) Engine.Replay(Log, Countries, reads, matrix, threads, progress, cancellation);
        else GroupStates.Turns(Log, Countries, Memory, threads).Replay(reads, matrix, progress, cancellation);
    }

    /// <summary>Reads every order version on arrival.</summary>
    /// <param name="threads">Threads.</param>
    /// <param name="take">Receives some looks and their rows, in order; the rows are only lent, until it returns.</param>
    /// <param name="progress">Receives how far the work is, 0 to 1.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="chosen">Which order rows are asked for, where asking for fewer saves memory; others may be read too.</param>
    public void Replay(int threads, Action<ReadPlan, FeatureMatrix> take, IProgress<double>? progress, CancellationToken cancellation, Func<int, bool>? chosen = null)
    {
        if (Memory is null) Engine.Replay(Log, Countries, threads, take, progress: progress, cancellation: cancellation);
        else GroupStates.Turns(Log, Countries, Memory, threads).Replay(take, chosen, progress, cancellation);
    }

    /// <summary>The log as what is to be learnt from or judged by.</summary>
    public LearningLog ToLearn(int threads, CancellationToken cancellation) => new(Log, (reads, matrix, progress) => Replay(reads, matrix, threads, progress, cancellation), Memory);

    /// <summary>Gives the memory of a bounded log back; it may not be looked at any more.</summary>
    public void Dispose() => Memory?.Dispose();
}
