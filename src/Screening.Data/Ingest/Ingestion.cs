using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Quarantines;

namespace Screening.Data.Ingest;

/// <summary>
/// Brings one delivery into the lake. Every row ends as accepted, already known, quarantined with a reason, not for the dataset or collapsed; the files are
/// committed as one manifest or the snapshot stays what it was. The same delivery again adds nothing.
/// </summary>
public static class Ingestion
{
    /// <summary>Runs a delivery.</summary>
    /// <exception cref="IngestException">A file is missing, is not what it should be, or more of it is refused than the contract allows.</exception>
    /// <exception cref="MappingException">The mapping file is invalid or does not fit a file.</exception>
    /// <exception cref="ContractException">The dataset has no contract.</exception>
    /// <exception cref="LakeException">Another writer holds the lake, or it is damaged.</exception>
    /// <exception cref="IOException">The lake could not be written, as when no space is left; the snapshot is what it was.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the snapshot is what it was.</exception>
    public static IngestReport Run(Lake lake, ContractStore contracts, IngestRequest request, IProgress<IngestProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(contracts);
        ArgumentNullException.ThrowIfNull(request);
        var contract = contracts[request.Dataset];
        if (request.DeliveredAtUtc.Kind == DateTimeKind.Local) throw new ArgumentException($"DeliveredAtUtc is '{request.DeliveredAtUtc:O}', a local time; accepted: UTC");
        if (request.Files.Count == 0 && request.Refused is null) throw new IngestException("the delivery names no file");
        var mapping = request.MappingFile is { } path ? MappingFile.Read(path, contracts) : null;
        if (mapping is not null && mapping.Dataset != request.Dataset) throw new MappingException($"{mapping.File}: dataset is '{mapping.Dataset}', the delivery is for '{request.Dataset}'");
        if (mapping is not null && request.KnownAt != KnownAtSource.Column) throw new MappingException($"{mapping.File}: known_at comes from the mapping file; another source for it was asked for");
        var memory = MemoryBudget.Of(request.MemoryLimit);

        using var writer = lake.Write(TimeSpan.FromSeconds(request.LockTimeoutSeconds), cancellation);
        using var database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = request.Threads, MemoryLimit = memory.DuckDbBeside(0), TempDirectory = writer.Scratch });
        using var connection = database.Connect();
        Confine(connection, lake, request.Files, writer.Scratch);
        try
        {
            return new IngestRun(writer, database, connection, contracts, contract, mapping, request, memory, progress, cancellation).Run();
        }
        catch (DuckDbException e) when (e.ErrorType == DuckDbErrorType.OutOfMemory)
        {
            throw new IngestException($"the delivery does not fit into the memory limit of {request.MemoryLimit ?? "80 % of the machine"} ({Fault(e)}); nothing was ingested, it can be delivered again with more memory or in parts", e);
        }
        catch (Exception e) when (e is IOException or DuckDbException { ErrorType: DuckDbErrorType.Io })
        {
            throw new IOException($"the lake '{lake.FullPath}' could not be written: {Fault(e)}; nothing was ingested, it can be delivered again", e);
        }
    }

    /// <summary>DuckDB names the file and the system's reason in its first line; what follows is advice on its settings.</summary>
    private static string Fault(Exception e)
    {
        var line = e.Message.Split('\n')[0].Trim();
        var kind = line.IndexOf(" Error: ", StringComparison.Ordinal);
        return e is DuckDbException && kind >= 0 ? line[(kind + " Error: ".Length)..] : line;
    }

    /// <summary>From here on the database reads the delivery's files and the lake, and nothing else: an expression of a mapping file reaches no other.</summary>
    private static void Confine(DuckDbConnection connection, Lake lake, IReadOnlyList<string> files, string scratch)
    {
        connection.Execute($"SET allowed_paths = {Sql.List(files.Select(Path.GetFullPath))}");
        connection.Execute($"SET allowed_directories = {Sql.List([lake.FullPath, scratch])}");
        connection.Execute("SET enable_external_access = false");
    }
}

/// <summary>One run: the lock is held, the database is open.</summary>
internal sealed class IngestRun(
    LakeWriter writer, DuckDbDatabase database, DuckDbConnection connection, ContractStore contracts, DataContract contract, MappingFile? mapping, IngestRequest request, MemoryBudget memory, IProgress<IngestProgress>? progress, CancellationToken cancellation)
{
    private const int IdDigits = 16;
    private const int BytesPerRow = 100;
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Dictionary<int, string?> _headers = [];
    private IReadOnlyList<RefusedFile> _refused = [];
    private readonly Dictionary<(string Column, string Text), long> _nulled = [];
    private readonly int _threads = connection.Scalar<int>("SELECT current_setting('threads')", cancellation);

    public IngestReport Run()
    {
        var files = request.Refused is { } refused ? Refused(refused) : mapping is not null && Layouts.Find(mapping.Source.Format) is not null ? [Bundle()] : request.Files.Select(Identify).ToList();
        var fresh = files.Where(f => !f.IsKnown).ToList();
        if (fresh.Count == 0) return Report(files, [], null, writer.Snapshot.Number);

        var history = writer.Snapshot.Files(contract.Dataset).Count == 0 ? null : writer.Snapshot.History(contract);
        var rows = new RowReader(contract, contracts, request.DeliveredAtUtc);
        using var judge = new Judge(connection, contract, mapping?.Distinct ?? Distinctness.None, cancellation);
        using var quarantine = new QuarantineTable(connection, cancellation);
        var references = new ReferenceCheck(connection, contract, writer.Snapshot, contracts, cancellation);
        var (slices, profile) = Take(fresh, rows, judge, quarantine, references, history);
        if (judge.HasRows)
        {
            // The sets of keys and the slices were the most of this process's own memory. DuckDB works next, and the two together must stay within the limit.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            connection.Execute($"SET memory_limit = '{memory.DuckDbBeside(0)}'", cancellation);
            slices = Decide(judge, files, slices, history, quarantine, references);
        }
        foreach (var file in fresh) Balance(file, quarantine);

        var id = DeliveryId(fresh);
        // Rows that were refused before and are again, for the same reasons, are no news: nothing is written.
        var isDry = request.DryRun || (request.Refused is not null && RefusedRows.SaysNothingNew(connection, QuarantineTable.Table, cancellation));
        var quarantineFile = quarantine.Records == 0 || isDry ? null : quarantine.Write(writer, contract, request.Refused?.FolderOf(id) ?? id, request.DeliveredAtUtc);
        var partial = Report(files, quarantine.Reasons(null), quarantineFile, writer.Snapshot.Number) with { UnresolvedReferences = references.Unresolved(), MoreReasons = quarantine.Rest() };
        List<string> warnings = [];
        if (request.Refused is null)
        {
            RefuseIfTooMany(fresh, partial);
            RefuseBeyondBounds(profile, partial);
            warnings = Warnings(id, profile);
        }
        if (!isDry) Commit(slices, fresh, id);
        return partial with { ManifestNumber = writer.Snapshot.Number, Warnings = warnings, Duration = _watch.Elapsed };
    }

    /// <summary>Rows that were refused before: their files are long gone, the rows stand in the quarantine. They keep their file and line.</summary>
    private List<DeliveredFile> Refused(RefusedRows rows)
    {
        _refused = rows.Stage(connection, writer.Snapshot, mapping, writer.Scratch, cancellation);
        return [.. _refused.Select((f, number) => new DeliveredFile(number, f.Name, f.Path, f.Sha256, mapping?.Sha256))];
    }

    /// <summary>The files of a layout are one source: what they say is joined, and they come in together or not at all.</summary>
    private DeliveredFile Bundle()
    {
        var parts = request.Files.Select(f => (Path: PathOf(f), Hash: HashOf(f))).ToList();
        var whole = parts.Count == 1 ? parts[0].Hash : Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', parts.Select(p => p.Hash).Order(StringComparer.Ordinal)))));
        return Marked(new DeliveredFile(0, string.Join(" + ", parts.Select(p => Path.GetFileName(p.Path))), parts[0].Path, whole, mapping!.Sha256));
    }

    private DeliveredFile Identify(string given, int number) => Marked(new DeliveredFile(number, Path.GetFileName(PathOf(given)), PathOf(given), HashOf(given), mapping?.Sha256));

    private DeliveredFile Marked(DeliveredFile file)
    {
        if (Before(file) is not { } before) return file;
        file.IsKnown = true;
        file.Notes.Add(before);
        return file;
    }

    private static string PathOf(string given)
    {
        if (given.Length == 0) throw new IngestException("the name of a file is empty");
        var path = Path.GetFullPath(given);
        if (Directory.Exists(path)) throw new IngestException($"'{given}' is a directory; expected a file");
        return Path.Exists(path) ? path : throw new IngestException($"the file '{given}' does not exist");
    }

    private string HashOf(string given)
    {
        var name = Path.GetFileName(given);
        progress?.Report(new IngestProgress("scanning", name, 0));
        try
        {
            return FileHash.Of(PathOf(given), name, Bytes(null));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IngestException($"{name} cannot be read: {e.Message}", e);
        }
    }

    private readonly Dictionary<string, string> _delivered = new(StringComparer.Ordinal);

    /// <summary>Why a file adds nothing; null when it is new.</summary>
    private string? Before(DeliveredFile file)
    {
        if (!_delivered.TryAdd(file.Sha256, file.Name)) return $"the file is the same as {_delivered[file.Sha256]} of this delivery";
        var before = writer.Snapshot.Sources.FirstOrDefault(s => s.Dataset == contract.Dataset && s.Sha256 == file.Sha256 && s.MappingSha256 == mapping?.Sha256 && s.Replay is null);
        return before is null ? null : $"the same bytes were ingested as {before.File}, delivered {before.DeliveredAtUtc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}; nothing was added";
    }

    /// <summary>Which keys the lake holds.</summary>
    private KeyFilter Stored(RowReader rows, string history)
    {
        progress?.Report(new IngestProgress("reading the keys of the lake", null, 0));
        var filter = new KeyFilter(writer.Snapshot.Rows(contract.Dataset));
        using var keys = connection.Query($"SELECT {rows.KeySql()} FROM {history}", cancellation);
        while (keys.NextChunk() is { } chunk)
        {
            for (var i = 0; i < chunk.RowCount; i++) filter.Add(rows.KeyOf(chunk, i));
        }
        return filter;
    }

    private (IReadOnlyList<WrittenSlice> Slices, DeliveryProfile Profile) Take(
        List<DeliveredFile> fresh, RowReader rows, Judge judge, QuarantineTable quarantine, ReferenceCheck references, string? history)
    {
        var stored = history is null ? null : Stored(rows, history);
        connection.Execute("SET threads = 1", cancellation);
        var seen = new KeyFilter(fresh.Sum(f => new FileInfo(f.Path).Length) / BytesPerRow);
        connection.Execute($"SET memory_limit = '{memory.DuckDbBeside(seen.Bytes + (stored?.Bytes ?? 0))}'", cancellation);
        using var intake = new Intake(database, rows, judge, quarantine, references, seen, stored, writer.Scratch, _threads, cancellation);
        try
        {
            var rates = mapping is not null && Sql(fresh[0]).ConvertedColumns.Count > 0 ? ExchangeRates.Read(connection, writer.Snapshot, contracts, cancellation) : null;
            if (mapping is not null) foreach (var statement in Sql(fresh[0]).Setup()) connection.Execute(statement, cancellation);
            foreach (var file in fresh) Read(intake, file, rates);
            return (intake.Complete(), new DeliveryProfile(contract.Dataset, request.DeliveredAtUtc, intake.Profile.Rows, [.. intake.Profile.Columns().Select(c => new ColumnProfile(c.Column, c.Missing, c.Codes))]));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            intake.Rethrow();
            throw;
        }
    }

    private void Read(Intake intake, DeliveredFile file, ExchangeRates? rates)
    {
        var watch = Stopwatch.StartNew();
        progress?.Report(new IngestProgress("reading", file.Name, 0));
        try
        {
            using var bytes = IsText(file) ? SourceBytes.Open(file.Path, file.Name, Bytes(mapping?.Source.Encoding)) : null;
            using var source = Open(file, bytes);
            _headers[file.Number] = source.Header;
            var sql = mapping is null ? null : Sql(file);
            if (sql is null) SourceColumns.RequireContract(source.Columns, contract, request.KnownAt != KnownAtSource.Column);
            else SourceColumns.RequireMapping(source.Columns, file.Name, mapping!, sql, connection, cancellation);
            using var stage = sql is null ? null : new MappingStage(database, contract, sql, mapping!.File, source.Columns, file.Name);
            intake.Read(file, source, stage is null ? null : new FileMapping(stage, rates, mapping!.DeleteFrom is { } gone ? source.Columns.ToList().IndexOf(gone) : -1), KnownAt(file), read => progress?.Report(new IngestProgress("reading", file.Name, read)));
            if (bytes is not null && bytes.Finish().Sha256 != file.Sha256) throw new IngestException("the file changed while it was read; nothing was ingested");
            if (stage is null) return;
            foreach (var (key, rows) in stage.Nulled) _nulled[key] = _nulled.GetValueOrDefault(key) + rows;
        }
        catch (IngestException e)
        {
            // A layout of several files says itself which of them it speaks of.
            throw e.Message.StartsWith(file.Name, StringComparison.Ordinal) || Layouts.Find(mapping?.Source.Format ?? "") is not null ? new IngestException(e.Message, e) : new IngestException($"{file.Name}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IngestException($"{file.Name} cannot be read: {e.Message}", e);
        }
        finally
        {
            file.Duration += watch.Elapsed;
        }
    }

    /// <summary>True for sources that are read as a stream of text; others are opened by whoever reads them.</summary>
    private bool IsText(DeliveredFile file) => request.Refused is null && Format(file).Format is SourceFormat.Csv or SourceFormat.JsonLines;

    private SourceFormat Format(DeliveredFile file) => mapping?.Source ?? new SourceFormat(FormatOf(file.Name));

    private ISource Open(DeliveredFile file, SourceBytes? bytes)
    {
        if (request.Refused is not null) return _refused[file.Number].Open(mapping?.Source.Delimiter ?? ',', mapping is null ? [.. contract.ColumnNames, SliceTable.Deleted] : Sql(file).ReadColumns(), ignoresOthers: mapping is not null);
        var format = Format(file);
        if (format.Format == SourceFormat.Parquet)
        {
            var readable = file.Path;
            if (file.Path.AsSpan().IndexOfAny(Lake.PatternCharacters) >= 0)
            {
                // DuckDB would read these as a pattern over many files.
                readable = Path.Combine(writer.Scratch, FormattableString.Invariant($"{file.Number}.input"));
                File.Copy(file.Path, readable);
            }
            return ParquetSource.Open(database, readable, cancellation);
        }
        if (Layouts.Find(format.Format) is { } layout) return new LayoutSource(layout, [.. request.Files.Select(f => new LayoutInput(Path.GetFileName(f), () => File.OpenRead(f)))], cancellation);
        if (format.Format == SourceFormat.Csv) return CsvSource.Open(bytes!.Stream, format.Delimiter);
        return JsonLinesSource.Open(bytes!.Stream, mapping is null ? [.. contract.ColumnNames, SliceTable.Deleted] : Sql(file).ReadColumns(), ignoresOthers: mapping is not null);
    }

    private SourceBytesOptions Bytes(string? encoding) => new() { Encoding = encoding, Root = request.Root, SettleSeconds = request.SettleSeconds, NowUtc = TimeProvider.System.GetUtcNow().UtcDateTime };

    private static string FormatOf(string name)
    {
        var plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(name) : name;
        return Path.GetExtension(plain).ToUpperInvariant() switch
        {
            ".PARQUET" => SourceFormat.Parquet,
            ".JSONL" or ".NDJSON" => SourceFormat.JsonLines,
            _ => SourceFormat.Csv,
        };
    }

    private MappingSql Sql(DeliveredFile file) => new(contract, mapping!, contracts, request.DeliveredAtUtc, request.Refused?.DeliveredAtUtc ?? File.GetLastWriteTimeUtc(file.Path));

    private long? KnownAt(DeliveredFile file)
    {
        if (request.KnownAt == KnownAtSource.Column) return null;
        var at = request.KnownAt == KnownAtSource.Delivery ? request.DeliveredAtUtc : File.GetLastWriteTimeUtc(file.Path);
        if (at > request.DeliveredAtUtc) throw new IngestException($"was written at {at.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC, after the delivery at {request.DeliveredAtUtc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}; its time cannot be known_at");
        return (at.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
    }

    private IReadOnlyList<WrittenSlice> Decide(Judge judge, List<DeliveredFile> files, IReadOnlyList<WrittenSlice> slices, string? history, QuarantineTable quarantine, ReferenceCheck references)
    {
        progress?.Report(new IngestProgress("comparing", null, 0));
        judge.Decide(files, slices, history, _threads);
        quarantine.AddJudged(files, _headers);
        var kept = judge.WithoutDismissed(slices, references);
        var judged = judge.WriteAccepted(Path.Combine(writer.Scratch, "judged.parquet"), slices.Count == 0 ? 0 : slices[^1].Number + 1, references);
        return judged is null ? kept : [.. kept, judged];
    }

    private static void Balance(DeliveredFile file, QuarantineTable quarantine)
    {
        if (!file.Counts.Balance) throw new InvalidOperationException($"{file.Name}: rows were lost: {file.Counts}");
        if (file.Counts.Quarantined > 0) file.Reasons = quarantine.Reasons(file.Number);
    }

    private void RefuseIfTooMany(List<DeliveredFile> files, IngestReport report)
    {
        if (files.Find(f => f.Counts.QuarantinedShare > contract.MaximumQuarantineShare) is not { } file) return;
        var first = file.Reasons.Count == 0 ? "" : Describe(file.Reasons[0]);
        throw new IngestException(FormattableString.Invariant(
            $"{file.Name}: {file.Counts.Quarantined} of {file.Counts.RowsIn - file.Counts.NotForDataset} rows are refused ({file.Counts.QuarantinedShare:P1}), the contract of {contract.Dataset} accepts at most {contract.MaximumQuarantineShare:P1}; nothing was ingested{first}"))
        { Report = report };
    }

    /// <summary>A delivery that is unlike what its contract expects as a whole stops the night as well: rows that all pass may still be half of a file.</summary>
    private void RefuseBeyondBounds(DeliveryProfile profile, IngestReport report)
    {
        var rows = report.Total.RowsIn - report.Total.NotForDataset;
        if (contract.DeliveryRows is { } bounds && !bounds.Accept(rows)) throw Beyond(FormattableString.Invariant($"the delivery has {rows} rows, the contract of {contract.Dataset} accepts {bounds}"));
        foreach (var column in profile.Columns)
        {
            var missing = profile.Rows == 0 ? 0 : (double)column.Missing / profile.Rows;
            if (missing > (contract.Find(column.Column)!.MaximumMissingShare ?? 1))
                throw Beyond(FormattableString.Invariant($"{column.Column} is missing in {missing:P1} of the delivery's rows, the contract of {contract.Dataset} accepts at most {contract.Find(column.Column)!.MaximumMissingShare:P1}"));
        }
        foreach (var reference in report.UnresolvedReferences)
        {
            if (contract.Find(reference.Column)!.MaximumUnresolvedShare is not { } most) continue;
            var unresolved = (double)reference.Rows / Math.Max(1, report.Total.Accepted);
            if (unresolved > most)
                throw Beyond(FormattableString.Invariant($"{reference.Column} names a {reference.Target} that is not in the lake in {unresolved:P1} of the accepted rows, the contract of {contract.Dataset} accepts at most {most:P1}"));
        }

        IngestException Beyond(string what) => new($"{what}; nothing was ingested") { Report = report };
    }

    /// <summary>What is unlike the deliveries before, and remembers this one for those after it.</summary>
    private List<string> Warnings(string id, DeliveryProfile profile)
    {
        var (before, notes) = ProfileFiles.ReadBefore(writer.Lake.FullPath, contract.Dataset, id);
        var warnings = Drift.Compare(profile, before).Where(w => w.IsWarning).Select(w => w.Message).Concat(notes).ToList();
        if (!request.DryRun && ProfileFiles.Write(writer.Lake.FullPath, id, profile) is { } problem) warnings.Add(problem);
        return warnings;
    }

    private static string Describe(RefusalReason reason)
    {
        var column = reason.Column is null ? "" : reason.Column + " ";
        var value = reason.ExampleValue is null ? "" : $"'{reason.ExampleValue}' ";
        return FormattableString.Invariant($". The commonest reason, {reason.Rows} of them, first on line {reason.ExampleLine}: {column}{value}{reason.ExampleReason}");
    }

    private string DeliveryId(List<DeliveredFile> files)
    {
        var parts = files.Select(f => f.Sha256).Prepend(request.DeliveredAtUtc.Ticks.ToString(CultureInfo.InvariantCulture)).Prepend(mapping?.Sha256 ?? "").Prepend(contract.Version).Prepend(contract.Dataset).Concat(_refused.Select(f => $"{f.Lines}:{request.Refused!.Delivery.Id}"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..IdDigits];
        return FormattableString.Invariant($"{request.DeliveredAtUtc:yyyyMMdd'T'HHmmss'Z'}-{hash}");
    }

    private void Commit(IReadOnlyList<WrittenSlice> slices, List<DeliveredFile> files, string id)
    {
        progress?.Report(new IngestProgress("committing", null, slices.Sum(s => s.Rows)));
        var written = new List<LakeFile>();
        foreach (var slice in slices)
        {
            var name = slices.Count == 1 ? id : FormattableString.Invariant($"{id}-{written.Count:D4}");
            var relative = LakeWriter.DataPath(contract.Dataset, DateOnly.FromDateTime(slice.MinKnownAtUtc), name);
            var path = Path.Combine(writer.Lake.FullPath, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var (bytes, sha256) = LakeWriter.Measure(slice.Path);
            File.Move(slice.Path, path, overwrite: true);
            written.Add(new LakeFile(contract.Dataset, relative, slice.Rows, bytes, sha256, slice.MinKnownAtUtc, slice.MaxKnownAtUtc, contract.Version));
            cancellation.ThrowIfCancellationRequested();
        }
        var sources = files.Select(f => new LakeSource(
            contract.Dataset, f.Name, f.Sha256, mapping?.Sha256, f.Counts.RowsIn, f.Counts.Accepted, f.Counts.AlreadyKnown, f.Counts.Quarantined, f.Counts.NotForDataset, f.Counts.Collapsed, request.DeliveredAtUtc,
            request.Refused is { } refused ? new LakeReplay(refused.Delivery.Id, id, _refused[f.Number].Lines.ToString()) : null));
        writer.Commit(written, [], [.. sources], request.DeliveredAtUtc);
        if (!request.Compacts) return;
        progress?.Report(new IngestProgress("compacting", null, 0));
        Compaction.Run(writer, database, contract, new CompactionTargets { CutsOverlaps = false }, null, cancellation);
    }

    private IngestReport Report(List<DeliveredFile> files, IReadOnlyList<RefusalReason> reasons, string? quarantineFile, long manifest) => new()
    {
        Dataset = contract.Dataset,
        DryRun = request.DryRun,
        Files = [.. files.Select(f => new IngestFileReport(f.Name, f.Sha256, f.Counts, f.IsKnown, f.Notes, f.Reasons, f.Duration))],
        Total = files.Aggregate(default(IngestCounts), static (sum, f) => sum + f.Counts),
        Reasons = reasons,
        Nulled = [.. _nulled.GroupBy(n => n.Key.Column).OrderBy(g => contract.ColumnNames.ToList().IndexOf(g.Key))
            .SelectMany(g => g.OrderByDescending(n => n.Value).ThenBy(n => n.Key.Text, StringComparer.Ordinal)).Select(n => new NulledValues(n.Key.Column, n.Key.Text, n.Value))],
        ManifestNumber = manifest,
        QuarantineFile = quarantineFile,
        Duration = _watch.Elapsed,
    };
}
