using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;

namespace Screening.Data.Lakes;

/// <summary>
/// Brings a dataset's rows into files of about the same size, each with its own range of known_at. The rows stay what they are: their number and two sums over
/// the hashes of all their values are the same before and after, or nothing is committed. Older snapshots keep the files they name until they are pruned.
/// </summary>
public static class Compaction
{
    // A second fuller than a file is not cut: it becomes a larger file.
    private static readonly string[] Units = ["day", "hour", "minute", "second"];

    /// <summary>Compacts datasets, each in a commit of its own.</summary>
    /// <exception cref="LakeException">Another writer holds the lake, it is damaged, or the rows after are not the rows before.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; what was committed stays, nothing else is seen.</exception>
    public static IReadOnlyList<CompactionReport> Run(
        Lake lake, IReadOnlyList<DataContract> contracts, CompactionRequest request, IProgress<CompactionProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lake);
        ArgumentNullException.ThrowIfNull(contracts);
        ArgumentNullException.ThrowIfNull(request);
        if (request.DryRun)
        {
            var snapshot = lake.Snapshot();
            return [.. contracts.Select(c => Report(c, snapshot, CompactionPlan.Of(snapshot.Files(c.Dataset), request.Targets), null, snapshot.Number, TimeSpan.Zero))];
        }
        using var writer = lake.Write(TimeSpan.FromSeconds(request.LockTimeoutSeconds), cancellation);
        using var database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = request.Threads, MemoryLimit = request.MemoryLimit, TempDirectory = writer.Scratch });
        using (var connection = database.Connect())
        {
            connection.Execute($"SET allowed_directories = {Sql.List([lake.FullPath, writer.Scratch])}; SET enable_external_access = false", cancellation);
        }
        return [.. contracts.Select(c => Run(writer, database, c, request.Targets, progress, cancellation))];
    }

    /// <summary>Compacts one dataset under a lock that is held.</summary>
    internal static CompactionReport Run(
        LakeWriter writer, DuckDbDatabase database, DataContract contract, CompactionTargets targets, IProgress<CompactionProgress>? progress = null, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        var before = writer.Snapshot;
        var plan = CompactionPlan.Of(before.Files(contract.Dataset), targets);
        if (plan.Count == 0) return Report(contract, before, plan, [], before.Number, watch.Elapsed);

        using var connection = database.Connect();
        var groups = plan.Select(g => Prepare(before, connection, contract, g, targets, cancellation)).ToList();
        var written = Write(writer, database, connection, contract, groups, progress, cancellation);
        for (var i = 0; i < groups.Count; i++) RequireSameRows(writer, connection, contract, groups[i], written[i], cancellation);
        List<LakeFile> added = [.. written.SelectMany(w => w)];
        var after = writer.Commit(added, [.. plan.SelectMany(g => g.Files)], [], before.DeliveredAtUtc);
        return Report(contract, before, plan, added, after.Number, watch.Elapsed);
    }

    private static CompactionReport Report(DataContract contract, LakeSnapshot before, IReadOnlyList<CompactionGroup> plan, List<LakeFile>? added, long manifest, TimeSpan duration)
    {
        var files = before.Files(contract.Dataset).Count;
        var rewritten = plan.Sum(g => g.Files.Count);
        return new CompactionReport
        {
            Dataset = contract.Dataset,
            DryRun = added is null,
            FilesBefore = files,
            FilesAfter = added is null && rewritten > 0 ? null : files - rewritten + (added?.Count ?? 0),
            FilesRewritten = rewritten,
            RowsRewritten = plan.Sum(g => g.Rows),
            BytesRewritten = plan.Sum(g => g.Bytes),
            BytesWritten = added is null && rewritten > 0 ? null : added?.Sum(f => f.Bytes) ?? 0,
            ManifestNumber = manifest,
            Duration = duration,
        };
    }

    /// <summary>Looks at a group's columns and decides where to cut.</summary>
    private static Work Prepare(LakeSnapshot snapshot, DuckDbConnection connection, DataContract contract, CompactionGroup group, CompactionTargets targets, CancellationToken cancellation)
    {
        var relation = Relation(group.Files.Select(snapshot.FullPath));
        var columns = new List<string>();
        using (var described = connection.Query($"DESCRIBE SELECT * FROM {relation}", cancellation))
        {
            foreach (var row in described.Rows()) columns.Add((string)row[0]!);
        }
        var rowsPerFile = Math.Max(1, Math.Min(targets.Rows, (long)(targets.Bytes / Math.Max(1.0, (double)group.Bytes / group.Rows))));
        var first = group.Files.Min(f => f.MinKnownAtUtc);
        var last = group.Files.Max(f => f.MaxKnownAtUtc);
        var spans = targets.Share(group.Files) <= 1
            ? [new Span(first, last, group.Rows)]
            : Cut(Count(connection, relation, first, last, 0, rowsPerFile, cancellation), rowsPerFile);
        var sort = contract.SortColumns.Where(columns.Contains).Select(Sql.Identifier);
        return new Work(group, relation, columns, string.Join(", ", sort), spans);
    }

    private static string Relation(IEnumerable<string> paths) => $"read_parquet({Sql.List(paths)}, hive_partitioning=false, union_by_name=true)";

    /// <summary>Rows per day of a range; where a day alone is more than a file, per hour, and so on.</summary>
    private static List<Span> Count(DuckDbConnection connection, string relation, DateTime first, DateTime last, int unit, long rowsPerFile, CancellationToken cancellation)
    {
        var counts = new List<Span>();
        using (var result = connection.Query(
            $"SELECT min(known_at), max(known_at), count(*) FROM {relation} WHERE {Between(first, last)} GROUP BY date_trunc({Sql.Literal(Units[unit])}, known_at) ORDER BY 1", cancellation))
        {
            foreach (var row in result.Rows()) counts.Add(new Span((DateTime)row[0]!, (DateTime)row[1]!, (long)row[2]!));
        }
        if (unit == Units.Length - 1) return counts;
        return [.. counts.SelectMany(c => c.Rows > rowsPerFile && c.First < c.Last ? Count(connection, relation, c.First, c.Last, unit + 1, rowsPerFile, cancellation) : [c])];
    }

    /// <summary>Draws counts together into ranges of about the same number of rows, none much above a file's.</summary>
    private static List<Span> Cut(List<Span> counts, long rowsPerFile)
    {
        var total = counts.Sum(c => c.Rows);
        var goal = total / Math.Ceiling((double)total / rowsPerFile);
        var spans = new List<Span>();
        double done = 0;
        foreach (var count in counts)
        {
            // It joins the range before when most of it still belongs there.
            if (spans.Count > 0 && done + (count.Rows / 2.0) < goal * spans.Count) spans[^1] = spans[^1] with { Last = count.Last, Rows = spans[^1].Rows + count.Rows };
            else spans.Add(count);
            done += count.Rows;
        }
        return spans;
    }

    private static string Between(DateTime first, DateTime last) => $"known_at >= {Moment(first)} AND known_at <= {Moment(last)}";

    private static string Moment(DateTime at) => $"TIMESTAMP '{at.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}'";

    /// <summary>Writes every range, one thread each: many threads for one range would give other bytes, and less speed where there are many.</summary>
    private static List<LakeFile[]> Write(
        LakeWriter writer, DuckDbDatabase database, DuckDbConnection connection, DataContract contract, List<Work> groups, IProgress<CompactionProgress>? progress, CancellationToken cancellation)
    {
        var written = groups.Select(g => new LakeFile[g.Spans.Count]).ToList();
        var places = groups.SelectMany((g, i) => g.Spans.Select((_, j) => (Group: i, Span: j))).ToList();
        var threads = connection.Scalar<int>("SELECT current_setting('threads')", cancellation);
        long rows = 0, total = groups.Sum(g => g.Group.Rows);
        connection.Execute("SET threads = 1", cancellation);
        try
        {
            Parallel.ForEach(places, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, database.Connect, (place, _, own) =>
            {
                var file = WriteOne(writer, own, contract, groups[place.Group], groups[place.Group].Spans[place.Span], cancellation);
                written[place.Group][place.Span] = file;
                progress?.Report(new CompactionProgress(contract.Dataset, Interlocked.Add(ref rows, file.Rows), total));
                return own;
            }, static own => own.Dispose());
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        finally
        {
            connection.Execute(FormattableString.Invariant($"SET threads = {threads}"), CancellationToken.None);
        }
        return written;
    }

    private static LakeFile WriteOne(LakeWriter writer, DuckDbConnection connection, DataContract contract, Work work, Span span, CancellationToken cancellation)
    {
        var path = LakeWriter.DataPath(contract.Dataset, DateOnly.FromDateTime(span.First), Name(work, span));
        var full = Path.Combine(writer.Lake.FullPath, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var columns = string.Join(", ", work.Columns.Select(Sql.Identifier));
        var rows = connection.Execute(
            $"COPY (SELECT {columns} FROM {work.Relation} WHERE {Between(span.First, span.Last)} ORDER BY {work.Sort}) TO {Sql.Literal(full)} (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION V2)", cancellation);
        if (rows != span.Rows) throw Refused(contract, FormattableString.Invariant($"{path} would hold {rows} rows, expected {span.Rows}"));
        var (bytes, sha256) = LakeWriter.Measure(full);
        return new LakeFile(contract.Dataset, path, rows, bytes, sha256, Utc(span.First), Utc(span.Last), work.Group.Files[0].ContractVersion);
    }

    private static DateTime Utc(DateTime at) => DateTime.SpecifyKind(at, DateTimeKind.Utc);

    /// <summary>Follows from what goes in, so that a second try gives the same names.</summary>
    private static string Name(Work work, Span span)
    {
        var parts = work.Group.Files.Select(f => f.Sha256).Append(Moment(span.First)).Append(Moment(span.Last));
        return FormattableString.Invariant($"{span.First:yyyyMMdd}-{span.Last:yyyyMMdd}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..16]}");
    }

    private static void RequireSameRows(LakeWriter writer, DuckDbConnection connection, DataContract contract, Work work, LakeFile[] written, CancellationToken cancellation)
    {
        var before = Fingerprint(connection, work.Relation, work.Columns, cancellation);
        var after = Fingerprint(connection, Relation(written.Select(f => Path.Combine(writer.Lake.FullPath, f.Path))), work.Columns, cancellation);
        if (before != after) throw Refused(contract, $"the rows would be {after} (count, sum and exclusive or of hashes), they are {before}");
    }

    /// <summary>Count, sum and exclusive or over the hashes of whole rows: the same for the same rows in any order.</summary>
    private static string Fingerprint(DuckDbConnection connection, string relation, IReadOnlyList<string> columns, CancellationToken cancellation)
    {
        var row = $"hash({string.Join(", ", columns.Select(Sql.Identifier))})";
        return connection.Scalar<string>($"SELECT concat_ws(' ', count(*), sum(h), bit_xor(h)) FROM (SELECT {row} AS h FROM {relation})", cancellation)!;
    }

    private static LakeException Refused(DataContract contract, string why) => new($"the compaction of {contract.Dataset} was not committed: {why}; the lake is what it was");

    /// <summary>A range of known_at, both ends included, and the rows in it.</summary>
    private readonly record struct Span(DateTime First, DateTime Last, long Rows);

    private sealed record Work(CompactionGroup Group, string Relation, IReadOnlyList<string> Columns, string Sort, IReadOnlyList<Span> Spans);
}
