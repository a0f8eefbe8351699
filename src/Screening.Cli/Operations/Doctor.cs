using System.Globalization;
using Microsoft.Data.Sqlite;
using Screening.Alerts;
using Screening.Cli.Lakes;
using Screening.Data.Contracts;
using Screening.Data.Jobs;
using Screening.Data.Journals;
using Screening.Data.Lakes;
using Screening.Data.Lists;
using Screening.Data.Native;
using Screening.Data.Store;
using Screening.Features;
using Screening.Learning.Registry;
using Screening.Policies;
using Screening.Typologies;
using Screening.Web.Jobs;

namespace Screening.Cli.Operations;

/// <summary>Looks at everything that a night and the endpoint rest on, and says what to do. It changes nothing but a file that it makes and takes away.</summary>
internal sealed class Doctor(string folder, string? policyName, string models, DateTime now)
{
    private const long LeastFreeBytes = 1L << 30;
    private const double ScarceShare = 0.1;
    private const int NightsLate = 2;
    private const int WaitingHoursLate = 36;
    private readonly List<Checkup> _findings = [];

    /// <summary>Looks.</summary>
    /// <param name="isDeep">Whether to read every file of the lake and compare its hash.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<Checkup> Look(bool isDeep, CancellationToken cancellation)
    {
        Natives();
        Policy? policy = Try("policy", () => Home.Policy(policyName), found => $"{found.Version} can be read", "mend the file; every policy of models/policy can be read by 'screening typologies list'");
        ContractStore? contracts = Try("contracts", Home.Contracts, found => $"{found.Contracts.Count} contracts can be read", "mend the file that is named; 'screening contracts check' says more");
        Models(policy);
        Disk();
        Rights();
        LakeSnapshot? snapshot = Try("lake", () => Lake.Open(folder).Snapshot(), found => FormattableString.Invariant($"snapshot {found.Number} of {found.DeliveredAtUtc:yyyy-MM-dd HH:mm} UTC, {found.AllFiles.Count:#,0} files"), "'screening lake verify' says which file; restore it from a backup");
        if (snapshot is not null && contracts is not null) OfSnapshot(snapshot, contracts, policy, isDeep, cancellation);
        Waiting();
        Store();
        JobFolder();
        Jobs();
        Journals(isDeep, cancellation);
        return _findings;
    }

    private void OfSnapshot(LakeSnapshot snapshot, ContractStore contracts, Policy? policy, bool isDeep, CancellationToken cancellation)
    {
        if (isDeep)
        {
            IReadOnlyList<string> problems = snapshot.Verify(cancellation);
            Add("files of the lake", problems.Count > 0, problems.Count == 0 ? "every file is as its manifest says" : $"{Words.Count(problems.Count, "problem")}, such as: {problems[0]}", "restore the files from a backup, or ingest them again");
        }

        TimeSpan ahead = snapshot.DeliveredAtUtc - now;
        Add("clock", ahead > TimeSpan.FromMinutes(1), ahead > TimeSpan.FromMinutes(1) ? FormattableString.Invariant($"this machine's clock says {now:yyyy-MM-dd HH:mm} UTC, {ahead.TotalMinutes:0} minutes before the lake's last delivery") : "not behind the lake's last delivery", "set the clock (NTP); nothing can be delivered before what was delivered already");
        if (policy is not null)
        {
            DateOnly today = DateOnly.FromDateTime(now);
            var lists = ListState.Of(policy.Lists, ListVersions.LastDeliveredAtUtc(snapshot, today) is { } at ? DateOnly.FromDateTime(at) : null, today);
            bool isOld = lists.Age is ListAge.Stale or ListAge.Missing;
            Warn("lists", isOld || lists.DeliveredOn is null, lists.DeliveredOn is null ? "no restricted-party list was ever delivered: no name is screened" : lists.Note ?? FormattableString.Invariant($"delivered {Words.Count(lists.AgeDays!.Value, "day")} ago"), "'screening lists import' takes the newest lists in; until then every decision is noted as made on old ones");
        }

        ILookup<string, LakeSource> sources = snapshot.Sources.Where(source => source.Replay is null).ToLookup(source => source.Dataset, StringComparer.Ordinal);
        List<string> late = [.. contracts.Contracts.Where(contract => sources[contract.Dataset].Any() && contract.IsStale(sources[contract.Dataset].Max(source => source.DeliveredAtUtc), now)).Select(contract => contract.Dataset)];
        Warn("deliveries", late.Count > 0, late.Count == 0 ? "none is late" : $"late: {string.Join(", ", late)}", "'screening lake status' says by how much; ask whoever delivers, for what is missing is not clean");
    }

    private void Natives()
    {
        foreach (NativeLibraryInfo library in NativeLibraries.Describe())
        {
            CheckupKind kind = library.Problem is null ? CheckupKind.Good : library.OnlyFor is null ? CheckupKind.Fault : CheckupKind.Warning;
            _findings.Add(new Checkup(library.Name, kind, library.Problem ?? $"{library.Version} from {library.Path}", kind == CheckupKind.Good ? null : "run native/fetch" + (library.OnlyFor is { } only ? $"; without it there is no {only}" : "")));
        }
    }

    private void Models(Policy? policy)
    {
        var registry = new ModelRegistry(models);
        try
        {
            string? champion = new ChampionLog(registry).Current;
            if (champion is not null) registry.Load(champion, Engine.DefaultCatalogue.Id, policy is null ? null : registry.DemandedKey(policy.Learning));
            _findings.Add(new Checkup("model", CheckupKind.Good, champion is null ? "no champion: the blend ranks alone" : $"champion {champion} is as it was and serves this engine"));
        }
        catch (Exception e) when (e is RegistryException or IOException or UnauthorizedAccessException)
        {
            _findings.Add(new Checkup("model", CheckupKind.Warning, e.Message, "'screening models verify' says more; 'models rollback' goes back to the one before; until then the blend ranks alone"));
        }
    }

    private void Disk()
    {
        if (!Directory.Exists(folder)) return;
        var drive = new DriveInfo(folder);
        (long free, double share) = (drive.AvailableFreeSpace, drive.AvailableFreeSpace / (double)Math.Max(1, drive.TotalSize));
        CheckupKind kind = free < LeastFreeBytes ? CheckupKind.Fault : share < ScarceShare ? CheckupKind.Warning : CheckupKind.Good;
        _findings.Add(new Checkup("disk", kind, string.Create(CultureInfo.InvariantCulture, $"{free / (double)(1 << 30):0.0} GB free, {share:0%} of the disk"), kind == CheckupKind.Good ? null : "'screening lake prune' frees what only older snapshots hold; make room before the next night"));
    }

    private void Rights()
    {
        foreach (string at in (string[])[folder, .. ((string[])["_incoming", "_store", "_logs"]).Select(sub => Path.Combine(folder, sub)), .. JournalFolder.All(folder).Select(journal => journal.FullPath)])
        {
            if (!Directory.Exists(at)) continue;
            string trial = Path.Combine(at, FormattableString.Invariant($".doctor-{Environment.ProcessId}"));
            try
            {
                File.WriteAllText(trial, "");
                File.Delete(trial);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                _findings.Add(new Checkup("rights", CheckupKind.Fault, $"{at} cannot be written: {e.Message}", "give the user of the service the folder"));
                return;
            }
        }

        if (Directory.Exists(folder)) _findings.Add(new Checkup("rights", CheckupKind.Good, "the lake's folders can be written"));
    }

    private void Waiting()
    {
        string incoming = Path.Combine(folder, Incoming.Folder);
        if (!Directory.Exists(incoming)) return;
        List<FileInfo> files = [.. new DirectoryInfo(incoming).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Name[0] != '.' && file.Name != "mapping.yaml")];
        List<FileInfo> loose = [.. files.Where(file => file.Directory!.FullName == Path.GetFullPath(incoming))];
        double hours = files.Count == 0 ? 0 : (now - files.Min(file => file.LastWriteTimeUtc)).TotalHours;
        if (loose.Count > 0) Warn("waiting files", true, $"{Words.Count(loose.Count, "file")} loose in _incoming, such as {loose[0].Name}", "move each into the folder of its dataset; a night stops at loose files");
        else Warn("waiting files", hours > WaitingHoursLate, files.Count == 0 ? "none" : string.Create(CultureInfo.InvariantCulture, $"{files.Count:#,0}, the oldest for {hours:0} hours"), "no night has taken them in: see the last run");
    }

    private void Store()
    {
        StoreAddress address;
        try
        {
            address = StoreAddress.OfLake(folder);
            if (!address.Exists)
            {
                Warn("store", true, "there is none yet", "'screening nightly' makes it with the first night");
                return;
            }

            using CaseStore store = CaseStore.Open(address);
            AuditReport audit = store.VerifyAudit();
            Add("audit log", audit.Problems.Count > 0, audit.Problems.Count == 0 ? "every entry is as it was written" : $"{Words.Count(audit.Problems.Count, "problem")}, such as: {audit.Problems[0]}", "'screening audit verify' lists them; keep store and heads as they are and find out who could write there");
            NightlyList? night = store.LastNight();
            int late = night is null ? 0 : DateOnly.FromDateTime(now).DayNumber - night.Date.DayNumber;
            Warn("last night", night is null || late > NightsLate, night is null ? "none was run yet" : FormattableString.Invariant($"{night.Date:yyyy-MM-dd}, {Words.Count(night.OrdersAssessed, "order")} read"), "look at the end of the newest file in _logs, and run 'screening nightly'; a night that is missing is caught up by the next");
            int overdue = store.Counts("", DateOnly.FromDateTime(now)).Overdue;
            Warn("evidence", overdue > 0, overdue == 0 ? "none is overdue" : $"{Words.Count(overdue, "case")} with evidence overdue", "'screening cases list --due-before' lists them");
        }
        catch (Exception e) when (e is StoreException or SqliteException or System.Data.Common.DbException)
        {
            _findings.Add(new Checkup("store", CheckupKind.Fault, e.Message, "docs/operations.md says what to do when the store cannot be opened"));
        }
    }

    // Who runs no jobs needs none of their files.
    private void JobFolder()
    {
        const string Todo = "mend the file, or bring the project's folder jobs back; 'screening jobs validate' reads it again";
        try
        {
            IReadOnlyDictionary<string, string> refused = JobFiles.Load(null).Refused;
            Warn("job files", refused.Count > 0, refused.Count == 0 ? "every one can be read" : string.Join("; ", refused.Select(job => $"job {job.Key} does not run: {job.Value}")), Todo);
        }
        catch (JobFileException e)
        {
            Warn("job files", true, e.Message, Todo);
        }
    }

    // Jobs run before the first night has made a store. A task of a night that is spread over nodes is the night's own matter: what it fails at another does, or the night says so.
    private void Jobs()
    {
        try
        {
            var address = StoreAddress.OfLake(folder);
            if (!JobStore.Exists(address)) return;
            using JobStore store = JobStore.Open(address);
            List<JobRun> runs = [.. store.Latest().Where(run => !NightTasks.Is(run.Job))];
            List<string> bad = [.. runs.Where(run => run.IsTrouble).Select(run => FormattableString.Invariant($"{JobNotices.Sentence(run)} ({run.StartedAtUtc:yyyy-MM-dd HH:mm} UTC)"))];
            string good = runs.Count == 0 ? "none has run yet" : $"none of {runs.Count} failed the last time";
            Warn("jobs", bad.Count > 0, bad.Count == 0 ? good : string.Join("; ", bad), "'screening jobs history' with the job's name and the end of its log say why; 'screening jobs run' runs it again");
        }
        catch (Exception e) when (e is StoreException or SqliteException or System.Data.Common.DbException)
        {
            _findings.Add(new Checkup("jobs", CheckupKind.Fault, e.Message, "docs/operations.md says what to do when the store cannot be opened"));
        }
    }

    private void Journals(bool isDeep, CancellationToken cancellation)
    {
        foreach (JournalFolder journal in JournalFolder.All(folder))
        {
            string what = journal.Replica is null ? "journal" : "journal " + journal.Replica;
            try
            {
                _findings.Add(new Checkup(what, CheckupKind.Good, isDeep ? Read(journal, cancellation) : Size(journal) + "; --deep reads it"));
            }
            catch (Exception e) when (e is JournalException or IOException or UnauthorizedAccessException)
            {
                _findings.Add(new Checkup(what, CheckupKind.Fault, e.Message, "keep the folder as it is, and restore the journal from a backup; docs/operations.md"));
            }
        }
    }

    private static string Read(JournalFolder journal, CancellationToken cancellation)
    {
        JournalOpening found = Journal.Scan(journal.FullPath, (_, _) => cancellation.ThrowIfCancellationRequested());
        string all = string.Create(CultureInfo.InvariantCulture, $"{Size(journal)}, {found.Records:#,0} records, each linked to the one before");
        return found.CutBytes == 0 ? all : string.Create(CultureInfo.InvariantCulture, $"{all}; behind them {found.CutBytes:#,0} bytes of a write that was not finished, which its endpoint cuts off when it starts");
    }

    private static string Size(JournalFolder journal) => string.Create(CultureInfo.InvariantCulture, $"{new DirectoryInfo(journal.FullPath).EnumerateFiles().Sum(file => file.Length) / 1e6:#,0} MB");

    private T? Try<T>(string what, Func<T> look, Func<T, string> said, string todo)
        where T : class
    {
        try
        {
            T found = look();
            _findings.Add(new Checkup(what, CheckupKind.Good, said(found)));
            return found;
        }
        catch (Exception e) when (ExitCodes.Of(e) is (ExitCodes.Input or ExitCodes.Internal, _) && e is not OutOfMemoryException)
        {
            _findings.Add(new Checkup(what, CheckupKind.Fault, ExitCodes.Of(e).Message, todo));
            return null;
        }
    }

    private void Add(string what, bool isFault, string said, string todo) => _findings.Add(new Checkup(what, isFault ? CheckupKind.Fault : CheckupKind.Good, said, isFault ? todo : null));

    private void Warn(string what, bool isWarning, string said, string todo) => _findings.Add(new Checkup(what, isWarning ? CheckupKind.Warning : CheckupKind.Good, said, isWarning ? todo : null));
}

/// <summary>Something that the system rests on cannot work.</summary>
internal sealed class FaultException(string message) : Exception(message);
