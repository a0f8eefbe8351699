using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Data.Ingest;

/// <summary>
/// Brings one delivery into the lake. Every row ends as accepted, already known, quarantined with a reason, not for the dataset or collapsed; the files are
/// committed as one manifest or the snapshot stays what it was. The same delivery again adds nothing.
/// </summary>
public static class Ingestion
{
    private const int IdDigits = 16;

    /// <summary>Runs a delivery.</summary>
    /// <exception cref="IngestException">A file is missing, is not what it should be, or more of it is refused than the contract allows.</exception>
    /// <exception cref="MappingException">The mapping file is invalid or does not fit a file.</exception>
    /// <exception cref="ContractException">The dataset has no contract.</exception>
    /// <exception cref="LakeException">Another writer holds the lake, or it is damaged.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the snapshot is what it was.</exception>
    public static IngestReport Run(Lake lake, ContractStore contracts, IngestRequest request, IProgress<IngestProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(contracts);
        ArgumentNullException.ThrowIfNull(request);
        var contract = contracts[request.Dataset];
        if (request.DeliveredAtUtc.Kind == DateTimeKind.Local) throw new ArgumentException($"DeliveredAtUtc is '{request.DeliveredAtUtc:O}', a local time; accepted: UTC");
        if (request.Files.Count == 0) throw new IngestException("the delivery names no file");
        var mapping = request.MappingFile is { } path ? MappingFile.Read(path, contracts) : null;
        if (mapping is not null && mapping.Dataset != request.Dataset) throw new MappingException($"{mapping.File}: dataset is '{mapping.Dataset}', the delivery is for '{request.Dataset}'");
        foreach (var file in request.Files) RequireFile(file);

        using var writer = lake.Write(TimeSpan.FromSeconds(request.LockTimeoutSeconds), cancellation);
        using var database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = request.Threads, MemoryLimit = request.MemoryLimit, TempDirectory = writer.Scratch });
        using var connection = database.Connect();
        Confine(connection, lake, request.Files, writer.Scratch);
        return new IngestRun(writer, database, connection, contracts, contract, mapping, request, progress, cancellation).Run();
    }

    private static void RequireFile(string path)
    {
        if (Directory.Exists(path)) throw new IngestException($"'{path}' is a directory; expected a file");
        if (!File.Exists(path)) throw new IngestException($"the file '{path}' does not exist");
    }

    /// <summary>From here on the database reads the delivery's files and the lake, and nothing else: an expression of a mapping file reaches no other.</summary>
    private static void Confine(DuckDbConnection connection, Lake lake, IReadOnlyList<string> files, string scratch)
    {
        connection.Execute($"SET allowed_paths = {Sql.List(files.Select(Path.GetFullPath))}");
        connection.Execute($"SET allowed_directories = {Sql.List([lake.FullPath, scratch])}");
        connection.Execute("SET enable_external_access = false");
    }

    /// <summary>One run: the lock is held, the database is open.</summary>
    private sealed class IngestRun(
        LakeWriter writer, DuckDbDatabase database, DuckDbConnection connection, ContractStore contracts, DataContract contract, MappingFile? mapping, IngestRequest request, IProgress<IngestProgress>? progress, CancellationToken cancellation)
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private readonly RowRules _rules = new(contract, contracts, request.DeliveredAtUtc);
        private readonly MappingSql _mapping = new(contract, mapping, contracts, request.DeliveredAtUtc);

        public IngestReport Run()
        {
            var files = Open();
            var fresh = files.Where(f => f.Source is not null).ToList();
            if (fresh.Count == 0) return Report(files, null, null, writer.Snapshot.Number);

            var delivery = new Delivery(database, connection, _rules, _mapping, mapping?.Distinct ?? Distinctness.None, cancellation);
            delivery.Create();
            foreach (var file in fresh) Load(delivery, file);
            progress?.Report(new IngestProgress("comparing", null, delivery.Rows));
            delivery.Compare(writer.Snapshot.Files(contract.Dataset).Count == 0 ? null : writer.Snapshot.Relation(contract));
            Count(delivery, fresh);

            var id = DeliveryId(fresh);
            var quarantine = Quarantine(delivery, fresh);
            var quarantineFile = quarantine is null || request.DryRun ? null : quarantine.Write(writer, contract, id, request.DeliveredAtUtc);
            var partial = Report(files, quarantine, quarantineFile, writer.Snapshot.Number) with { Nulled = delivery.CountNulled() };
            RefuseIfTooMany(fresh, partial);

            progress?.Report(new IngestProgress("sorting", null, fresh.Sum(f => f.Counts.Accepted)));
            var days = delivery.Accept();
            progress?.Report(new IngestProgress("resolving references", null, 0));
            partial = partial with { UnresolvedReferences = delivery.Unresolved(writer.Snapshot, contracts) };
            if (!request.DryRun) Commit(delivery, days, fresh, id);
            return partial with { ManifestNumber = writer.Snapshot.Number, Duration = _watch.Elapsed };
        }

        private List<OpenFile> Open()
        {
            var files = new List<OpenFile>();
            for (var i = 0; i < request.Files.Count; i++)
            {
                var watch = Stopwatch.StartNew();
                var path = Path.GetFullPath(request.Files[i]);
                var name = Path.GetFileName(path);
                progress?.Report(new IngestProgress("scanning", name, 0));
                try
                {
                    var source = OpenSource(path, name, i);
                    var before = Before(source.Sha256) ?? (files.Find(f => f.Source?.Sha256 == source.Sha256) is { } same ? $"the file is the same as {same.Name} of this delivery" : null);
                    if (before is null) CheckColumns(source);
                    files.Add(new OpenFile(name, source.Sha256, before is null ? source : null, before is null ? source.Notes : [before]) { Duration = watch.Elapsed });
                }
                catch (IngestException e)
                {
                    throw new IngestException($"{name}: {e.Message}", e);
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    throw new IngestException($"{name} cannot be read: {e.Message}", e);
                }
            }
            return files;
        }

        private ISourceFile OpenSource(string path, string name, int index)
        {
            var format = mapping?.Source ?? new SourceFormat(IsParquet: path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase));
            var readable = path;
            if (path.AsSpan().IndexOfAny(Lake.PatternCharacters) >= 0)
            {
                // DuckDB would read these as a pattern over many files.
                readable = Path.Combine(writer.Scratch, FormattableString.Invariant($"{index}.input"));
                File.Copy(path, readable);
            }
            return format.IsParquet
                ? ParquetFile.Open(connection, readable, name, cancellation)
                : CsvFile.Open(readable, name, Path.Combine(writer.Scratch, index.ToString(CultureInfo.InvariantCulture)), format, cancellation);
        }

        private string? Before(string sha256)
        {
            var before = writer.Snapshot.Sources.FirstOrDefault(s => s.Dataset == contract.Dataset && s.Sha256 == sha256 && s.MappingSha256 == mapping?.Sha256);
            return before is null ? null : $"the same bytes were ingested as {before.File}, delivered {before.DeliveredAtUtc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}; nothing was added";
        }

        private void CheckColumns(ISourceFile file)
        {
            if (mapping is null) SourceColumns.RequireContract(file.Columns, contract);
            else SourceColumns.RequireMapping(file, mapping, _mapping, connection, cancellation);
        }

        private void Load(Delivery delivery, OpenFile file)
        {
            var watch = Stopwatch.StartNew();
            progress?.Report(new IngestProgress("reading", file.Name, file.Source!.Records));
            file.From = delivery.Rows;
            try
            {
                delivery.Add(file.Source!);
            }
            catch (DuckDbException e) when (mapping is not null)
            {
                throw new MappingException($"{mapping.File}: an expression failed on {file.Name}: {e.Message.Split('\n')[0]} (try_cast and try_strptime give NULL instead)", e);
            }
            file.Duration += watch.Elapsed;
        }

        private static void Count(Delivery delivery, List<OpenFile> files)
        {
            foreach (var file in files)
            {
                var states = delivery.Count(file.From, file.Source!.Records);
                long Of(params ReadOnlySpan<RowState> wanted)
                {
                    long sum = 0;
                    foreach (var state in wanted) sum += states.GetValueOrDefault(state);
                    return sum;
                }

                file.Counts = new IngestCounts(
                    file.Source.Records + file.Source.Malformed.Count, Of(RowState.Accepted), Of(RowState.AlreadyKnown),
                    Of(RowState.Broken, RowState.Duplicate, RowState.Conflict, RowState.TooLate) + file.Source.Malformed.Count, Of(RowState.NotForDataset), Of(RowState.Collapsed));
                if (!file.Counts.Balance) throw new InvalidOperationException($"{file.Name}: rows were lost: {file.Counts}");
            }
        }

        private QuarantineFile? Quarantine(Delivery delivery, List<OpenFile> files)
        {
            if (files.All(f => f.Counts.Quarantined == 0)) return null;
            progress?.Report(new IngestProgress("quarantining", null, files.Sum(f => f.Counts.Quarantined)));
            var quarantine = new QuarantineFile(connection, cancellation);
            quarantine.Create();
            var refused = delivery.Refused();
            for (var i = 0; i < files.Count; i++)
            {
                var file = files[i];
                var own = refused.Where(r => r.Row >= file.From && r.Row < file.From + file.Source!.Records).ToList();
                quarantine.Add(i, file.Source!, own, file.From, delivery, row => Place(files, file, row));
                file.Reasons = quarantine.Reasons(i);
            }
            return quarantine;
        }

        private static string Place(List<OpenFile> files, OpenFile seenFrom, long row)
        {
            var file = files.Last(f => f.From <= row);
            var line = FormattableString.Invariant($"line {file.Source!.LineOf(row - file.From)}");
            return file == seenFrom ? line : $"{line} of {file.Name}";
        }

        private void RefuseIfTooMany(List<OpenFile> files, IngestReport report)
        {
            if (files.Find(f => f.Counts.QuarantinedShare > contract.MaximumQuarantineShare) is not { } file) return;
            var first = file.Reasons.Count == 0 ? "" : Describe(file.Reasons[0]);
            throw new IngestException(FormattableString.Invariant(
                $"{file.Name}: {file.Counts.Quarantined} of {file.Counts.RowsIn - file.Counts.NotForDataset} rows are refused ({file.Counts.QuarantinedShare:P1}), the contract of {contract.Dataset} accepts at most {contract.MaximumQuarantineShare:P1}; nothing was ingested{first}"))
            { Report = report };
        }

        private static string Describe(RefusalReason reason)
        {
            var column = reason.Column is null ? "" : reason.Column + " ";
            var value = reason.ExampleValue is null ? "" : $"'{reason.ExampleValue}' ";
            return FormattableString.Invariant($". The commonest reason, {reason.Rows} of them, first on line {reason.ExampleLine}: {column}{value}{reason.ExampleReason}");
        }

        private string DeliveryId(List<OpenFile> files)
        {
            var parts = files.Select(f => f.Sha256).Prepend(request.DeliveredAtUtc.Ticks.ToString(CultureInfo.InvariantCulture)).Prepend(mapping?.Sha256 ?? "").Prepend(contract.Version).Prepend(contract.Dataset);
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..IdDigits];
            return FormattableString.Invariant($"{request.DeliveredAtUtc:yyyyMMdd'T'HHmmss'Z'}-{hash}");
        }

        private void Commit(Delivery delivery, IReadOnlyList<AcceptedDay> days, List<OpenFile> files, string id)
        {
            var written = new LakeFile[days.Count];
            var places = days.Select((day, i) => (day.Day, i)).ToDictionary(d => d.Day, d => d.i);
            long rows = 0;
            foreach (var day in days) Directory.CreateDirectory(Path.GetDirectoryName(FullPath(day))!);
            delivery.Write(days, FullPath, day =>
            {
                var (bytes, sha256) = LakeWriter.Measure(FullPath(day));
                written[places[day.Day]] = new LakeFile(contract.Dataset, Relative(day), day.Rows, bytes, sha256, day.MinKnownAtUtc, day.MaxKnownAtUtc, contract.Version);
                progress?.Report(new IngestProgress("writing", null, Interlocked.Add(ref rows, day.Rows)));
            });
            var sources = files.Select(f => new LakeSource(
                contract.Dataset, f.Name, f.Sha256, mapping?.Sha256, f.Counts.RowsIn, f.Counts.Accepted, f.Counts.AlreadyKnown, f.Counts.Quarantined, f.Counts.NotForDataset, f.Counts.Collapsed, request.DeliveredAtUtc));
            writer.Commit(written, [], [.. sources], request.DeliveredAtUtc);

            string Relative(AcceptedDay day) => LakeWriter.DataPath(contract.Dataset, day.Day, id);
            string FullPath(AcceptedDay day) => Path.Combine(writer.Lake.FullPath, Relative(day));
        }

        private IngestReport Report(List<OpenFile> files, QuarantineFile? quarantine, string? quarantineFile, long manifest) => new()
        {
            Dataset = contract.Dataset,
            DryRun = request.DryRun,
            Files = [.. files.Select(f => new IngestFileReport(f.Name, f.Sha256, f.Counts, f.Source is null, f.Notes, f.Reasons, f.Duration))],
            Total = files.Aggregate(default(IngestCounts), static (sum, f) => sum + f.Counts),
            Reasons = quarantine?.Reasons(null) ?? [],
            ManifestNumber = manifest,
            QuarantineFile = quarantineFile,
            Duration = _watch.Elapsed,
        };
    }

    /// <summary>A file of the run; <c>Source</c> is null for one that was ingested before.</summary>
    private sealed class OpenFile(string name, string sha256, ISourceFile? source, IReadOnlyList<string> notes)
    {
        public string Name { get; } = name;

        public string Sha256 { get; } = sha256;

        public ISourceFile? Source { get; } = source;

        public IReadOnlyList<string> Notes { get; } = notes;

        public long From { get; set; }

        public IngestCounts Counts { get; set; }

        public IReadOnlyList<RefusalReason> Reasons { get; set; } = [];

        public TimeSpan Duration { get; set; }
    }
}
