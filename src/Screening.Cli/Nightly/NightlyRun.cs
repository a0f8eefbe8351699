using Screening.Alerts;
using Screening.Cli.Drifts;
using Screening.Cli.Lakes;
using Screening.Cli.Nightly.Spread;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Journals;
using Screening.Data.Lakes;
using Screening.Data.Lists;
using Screening.Data.Replay;
using Screening.Data.Store;
using Screening.Learning.Registry;
using Screening.Parties;
using Screening.Policies;
using Screening.Records;
using Screening.Web.Jobs;
using Screening.Web.Live;
using Serilog.Core;

namespace Screening.Cli.Nightly;

/// <summary>What the nightly job is asked for.</summary>
internal sealed record NightlyRequest
{
    /// <summary>Folder of the lake.</summary>
    public required string Lake { get; init; }

    /// <summary>The night; the latest day of which anything is known if not given.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Folder for the files of a trial, which leaves the store alone; for a night that counts none is named and they go to <c>_reports/&lt;date&gt;</c> of the lake.</summary>
    public string? Out { get; init; }

    /// <summary>Whether a trial may write into a folder that holds files.</summary>
    public bool MayReplace { get; init; }

    /// <summary>Places on the list; the policy's if not given.</summary>
    public int? Capacity { get; init; }

    /// <summary>Policy by version or file; the newest if not given.</summary>
    public string? Policy { get; init; }

    /// <summary>Folder of the models; the program's if not given.</summary>
    public string? Models { get; init; }

    /// <summary>Version of a model that scores in the shadow: beside the night's, listing nothing.</summary>
    public string? Shadow { get; init; }

    /// <summary>Threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Tasks into which replay and scoring are cut for the nodes of a cluster; <c>null</c> for none: it is done here.</summary>
    public int? Spread { get; init; }

    /// <summary>Threads of each of those tasks on its node; one a core if not given.</summary>
    public int? ThreadsOfParts { get; init; }

    /// <summary>Most memory of the process, such as 4GB; as much as is fast if not given.</summary>
    public string? MemoryLimit { get; init; }
}

/// <summary>What the nightly job did.</summary>
/// <param name="List">The list.</param>
/// <param name="Ingested">What came of the files that waited.</param>
/// <param name="Stages">The stages with their times.</param>
/// <param name="Written">What the store did with it; <c>null</c> for a trial, which leaves the store alone.</param>
/// <param name="Files">The files, by name.</param>
/// <param name="ModelProblem">What kept a model from scoring; <c>null</c> when nothing did.</param>
internal sealed record NightlyResult(
    NightlyList List, IReadOnlyList<IngestReport> Ingested, IReadOnlyList<StageTime> Stages, WriteResult? Written, IReadOnlyDictionary<string, string> Files, string? ModelProblem);

/// <summary>
/// The nightly job, from top to bottom: take in what waits, read the snapshot, screen, write the files, write the store. Every step before
/// the last can be repeated without harm, and the store takes a night as a whole or not at all.
/// </summary>
internal static class NightlyRun
{
    // For how long a night of several nodes waits for the store to come back.
    private static TimeSpan StorePatience { get; } = TimeSpan.FromMinutes(10);

    /// <summary>The lake that is named, or the sample lake.</summary>
    public static string LakeOrSample(string? named) => named ?? Path.Combine(Home.Directory, "lake", "sample");

    /// <summary>The store of a lake.</summary>
    public static AlertStore OpenStore(string lake)
    {
        if (!Directory.Exists(lake)) throw new UsageException($"there is no lake at {lake}; 'screening nightly' makes a sample, 'screening ingest' begins one");
        return AlertStore.Open(StoreAddress.OfLake(lake));
    }

    /// <summary>Runs the job.</summary>
    public static NightlyResult Run(NightlyRequest request, TimeProvider clock, ConsoleProgress progress, CancellationToken cancellation)
    {
        if (request is { Spread: not null, MemoryLimit: not null }) throw new UsageException("--memory and --spread do not go together: every node of a spread night holds the log and the state of its groups in memory");
        if (request.Out is { } trial) NightlyFiles.Claim(trial, request.MayReplace);
        Lake lake = Directory.Exists(Path.Combine(request.Lake, Incoming.Folder)) ? Lake.Create(request.Lake) : Lake.Open(request.Lake);
        using FileStream running = HoldLake(lake);
        using Logger log = RunLog.Open(lake.FullPath, "nightly", clock.GetUtcNow().UtcDateTime);
        try
        {
            NightlyResult result = Run(lake, request, clock, progress, log, cancellation);
            log.Information(
                "run {RunId} of {Date} with versions {@Versions}: {Alerts} alerts from {Orders} orders", result.List.RunId, result.List.Date, result.List.Versions,
                result.List.Alerts.Count, result.List.OrdersAssessed);
            return result;
        }
        catch (DuckDbException e) when (lake.Snapshot().Verify(cancellation) is { Count: > 0 } problems)
        {
            log.Error(e, "the lake is not whole: {Problems}", problems);
            throw new LakeException($"the lake is not whole: {problems[0]}; 'screening lake verify' lists every such file", e);
        }
        catch (Exception e)
        {
            log.Error(e, "the run ended with an error: {Error}", e.Message);
            throw;
        }
    }

    private static NightlyResult Run(
        Lake lake, NightlyRequest request, TimeProvider clock, ConsoleProgress progress, Logger log, CancellationToken cancellation)
    {
        ContractStore contracts = Home.Contracts();
        Policy policy = Home.Policy(request.Policy);
        if (request.Capacity is { } places) policy = policy with { Capacity = policy.Capacity with { Alerts = places } };
        CountryGroups countries = Home.CountryGroups(contracts);
        // A trial reads what is open and makes no store.
        using AlertStore? store = request.Out is not null && !StoreAddress.OfLake(request.Lake).Exists ? null : OpenStore(request.Lake);
        var stages = new Stages(progress, log);

        // What people decided since the last night comes in with everything else.
        if (request.Out is null) stages.Time("write decisions", 0, () => CaseDelivery.Write(StoreAddress.OfLake(lake.FullPath), Path.Combine(lake.FullPath, Incoming.Folder), clock.GetUtcNow().UtcDateTime));

        // What sellers told the endpoint comes first: it was known before the files that tell of the same orders at night.
        IReadOnlyList<IngestReport> ingested = JournalFolder.All(lake.FullPath).Count == 0
            ? []
            : stages.Time("ingest journal", 0, () => JournalDelivery.Take(lake, contracts, clock.GetUtcNow().UtcDateTime, request.Threads, request.MemoryLimit, cancellation));
        ingested =
        [
            .. ingested,
            .. stages.Time("ingest", 0, () => Incoming.Take(lake, contracts, clock.GetUtcNow().UtcDateTime, request.Threads, request.MemoryLimit, progress, cancellation)),
        ];
        foreach (IngestReport report in ingested) log.Information("ingested {Dataset}: {@Counts}", report.Dataset, report.Total);
        LakeSnapshot snapshot = lake.Snapshot();
        using LogMemory? memory = GroupStates.Share(request.MemoryLimit, snapshot);
        using DuckDbDatabase database = DuckDbDatabase.Open(null, memory?.DuckDb(request.Threads) ?? new DuckDbOptions { Threads = request.Threads });
        DateOnly today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        if (request.Date > today) throw new UsageException(FormattableString.Invariant($"--date is {request.Date:yyyy-MM-dd}; accepted: up to today, {today:yyyy-MM-dd}"));
        DateOnly date = request.Date ?? LatestDay(database, snapshot, contracts)
            ?? throw new UsageException($"the lake {request.Lake} holds no order; ingest some, or put files into {Incoming.Folder}/orders");

        // Before the long part: a store that goes away meanwhile keeps nobody from it.
        IReadOnlyList<NameDismissal> dismissals = store?.Dismissals() ?? [];
        IReadOnlyDictionary<string, OpenAlert> open = store?.OpenAlertsBefore(date) ?? new Dictionary<string, OpenAlert>();
        using SpreadReplay? spread = request.Spread is { } tasks ? stages.Time("hand out", tasks, () => Spread(request, lake.FullPath, snapshot, date, tasks, log).Begin(cancellation)) : null;
        long rows = snapshot.AllFiles.Sum(f => f.Rows);
        EventLog events = stages.Time(
            "load", rows, () => EventLogReader.Read(database, snapshot, contracts, Micros.EndOf(date), progress.Of(rows), memory, cancellation));
        if (events.Orders.Count == 0) throw new UsageException(FormattableString.Invariant($"no order was known by {date:yyyy-MM-dd}"));

        var versions = new VersionSet(
            FormattableString.Invariant($"{snapshot.Number}-{snapshot.Id[..12]}"), ListVersion(snapshot), "", $"{policy.Version}-{policy.Hash[..8]}", "");
        bool isSimulated = Directory.Exists(Path.Combine(lake.FullPath, "_truth"));
        string models = Home.Models(request.Models);
        var model = ServedModel.Of(new ModelFolders(models, Home.Starter), policy, events, date, isSimulated);
        if (model.Part is { } part) log.Information("{Model}", part);
        if (model.Problem is { } problem) log.Warning("{Model}", problem);
        var screen = new Screen(events, countries, policy, date, request.Threads)
        {
            Model = model,
            Shadow = request.Shadow is { } shadow ? ServedModel.Load(new ModelRegistry(models), shadow, policy, events, date, isSimulated) : null,
            Dismissals = dismissals,
            ListsDelivered = ListVersions.LastDeliveredAtUtc(snapshot, date) is { } at ? DateOnly.FromDateTime(at) : null,
        };
        if (memory is not null) screen.Replay = (plan, told, stop) => GroupStates.Turns(events, countries, memory, request.Threads).Replay(plan, told, stop);
        if (spread is not null) Hand(spread, screen, Terms(request, policy, model, dismissals), Home.PolicyFile(request.Policy), events, countries, lake.FullPath, log);
        NightlyList list = screen.Run(open, versions, stages, progress, cancellation);
        using AlertStore? again = store is not null && request.Spread is not null ? OpenAgain(lake.FullPath, log, cancellation) : null;
        list = stages.Time("drift", list.NewOrders, () => NightDrift.Told(list, screen, events, again ?? store, request.Threads, cancellation));

        string folder = request.Out ?? Path.Combine(lake.FullPath, "_reports", FormattableString.Invariant($"{date:yyyy-MM-dd}"));
        IReadOnlyDictionary<string, string> files = stages.Time("write files", list.Alerts.Count, () => NightlyFiles.Write(folder, list, screen.ShadowRows, database));
        WriteResult? written = request.Out is not null ? null : stages.Time("write store", screen.Scores.Count, () => (again ?? store)!.Write(list, screen.Scores));
        string manifest = NightlyFiles.WriteManifest(folder, list, snapshot, ingested, stages.Done, files, written);
        return new NightlyResult(list, ingested, stages.Done, written, new Dictionary<string, string>(files, StringComparer.Ordinal) { ["manifest.json"] = manifest }, model.Problem);
    }

    private static SpreadReplay Spread(NightlyRequest request, string lake, LakeSnapshot snapshot, DateOnly date, int tasks, Logger log)
    {
        var place = new JobPlace(lake, StoreAddress.OfLake(lake), JobCommand.Own(Home.Directory), Environment.MachineName);
        return new SpreadReplay(place, snapshot, date, tasks, request.Threads, log) { ThreadsOfParts = request.ThreadsOfParts };
    }

    private static ScoreTerms Terms(NightlyRequest request, Policy policy, ServedModel model, IReadOnlyList<NameDismissal> dismissals) => new(
        policy.Version, policy.Hash, request.Models is { } folder ? Path.GetFullPath(folder) : null, model.Version, model.Files, request.Shadow,
        request.Shadow is { } shadow ? new ModelRegistry(Home.Models(request.Models)).FilesOf(shadow) : "", dismissals);

    // What nodes compute, and what they score it by.
    private static void Hand(SpreadReplay spread, Screen screen, ScoreTerms terms, string policyFile, EventLog events, CountryGroups countries, string lake, Logger log)
    {
        terms.Write(lake, spread.Plan.Id, policyFile);
        screen.Replay = (plan, told, stop) => spread.Run(events, countries, plan, told, stop);
        screen.Assess = (scorer, stop) =>
        {
            LookScore[] scores = new SpreadScores(lake, spread.Plan, Environment.MachineName, log).Run(scorer, new ScoreBasis(terms.Id(), spread.Rows, scorer.Usual?.Hash() ?? ""), stop);
            spread.Dispose();
            return scores;
        };
    }

    // Hours after it was opened: a server that went away for a while is waited for.
    private static AlertStore OpenAgain(string lake, Logger log, CancellationToken cancellation)
    {
        for (DateTime until = TimeProvider.System.GetUtcNow().UtcDateTime + StorePatience; ;)
        {
            try
            {
                return OpenStore(lake);
            }
            catch (StoreException e) when (TimeProvider.System.GetUtcNow().UtcDateTime < until)
            {
                log.Warning("{Problem}; waiting for it", e.Message);
            }

            cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    // One night at a time: a second would take the first one's waiting files from under it.
    private static FileStream HoldLake(Lake lake)
    {
        try
        {
            return new FileStream(Path.Combine(lake.FullPath, "_nightly.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new UsageException($"another nightly run is at work on {lake.FullPath}, or its folder cannot be written: {e.Message}");
        }
    }

    /// <summary>The latest day on which an order became known; null when there is none.</summary>
    internal static DateOnly? LatestDay(DuckDbDatabase database, LakeSnapshot snapshot, ContractStore contracts)
    {
        using DuckDbConnection connection = database.Connect();
        long? latest = connection.Scalar<long?>($"SELECT epoch_us(max(known_at)) FROM {snapshot.History(contracts["orders"])}");
        return latest is { } at ? Micros.Day(at) : null;
    }

    private static string ListVersion(LakeSnapshot snapshot) => snapshot.DatasetId("restricted_parties")?[..12] ?? "none";
}
