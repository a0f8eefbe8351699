using System.CommandLine;
using Screening.Data.Contracts;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Screening.Typologies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening ingest</c>: files into the lake, each row checked.</summary>
internal static class IngestVerb
{
    public static Command Command()
    {
        var dataset = new Argument<string>("dataset") { Description = "Dataset, such as orders" };
        var files = new Argument<string[]>("files") { Description = "Files: CSV, JSON lines (.jsonl, .ndjson) or Parquet, plain or .gz or .zst", Arity = ArgumentArity.OneOrMore };
        Option<string> lake = Verb.Lake(required: true);
        var map = new Option<string?>("--map") { Description = "Mapping file, for sources that are not shaped like the contract" };
        var delivered = new Option<DateTime?>("--delivered-at")
        {
            Description = "When the delivery came (UTC), yyyy-MM-dd or yyyy-MM-ddTHH:mm:ss; now if not given",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (DateTime.TryParseExact(
                    text, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-dd HH:mm:ss"], System.Globalization.CultureInfo.InvariantCulture,
                    System.Globalization.DateTimeStyles.AssumeUniversal | System.Globalization.DateTimeStyles.AdjustToUniversal, out DateTime at)) return at;
                result.AddError($"--delivered-at is '{text}'; accepted: yyyy-MM-dd or yyyy-MM-ddTHH:mm:ss, UTC");
                return null;
            },
        };
        var knownAt = new Option<string>("--known-at")
        {
            Description = "Where files without a mapping say when their rows became known: column (known_at), file (when it was last written) or delivery",
            DefaultValueFactory = _ => "column",
        };
        knownAt.AcceptOnlyFromAmong("column", "file", "delivery");
        var settle = new Option<double>("--settle-seconds") { Description = "Refuse a file that was changed less than so many seconds ago: it may still be written" };
        settle.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is < 0 or > 86_400) result.AddError("--settle-seconds accepts 0 to 86400");
        });
        var dry = new Option<bool>("--dry-run") { Description = "Count and check, write nothing" };
        Option<string?> memory = Verb.Memory(Verb.WholeProcess);
        Option<int?> threads = Verb.Threads();
        Option<bool> json = Verb.Json();
        var command = new Command("ingest", "Check files against their contract and take them into the lake; what is refused is quarantined with its reason")
        {
            dataset, files, lake, map, delivered, knownAt, settle, dry, memory, threads, json,
        };
        command.Runs((parsed, cancellation) =>
        {
            ContractStore contracts = Home.Contracts();
            var request = new IngestRequest
            {
                Dataset = parsed.GetValue(dataset)!,
                Files = parsed.GetValue(files)!,
                MappingFile = parsed.GetValue(map),
                DeliveredAtUtc = parsed.GetValue(delivered) is { } at ? DateTime.SpecifyKind(at, DateTimeKind.Utc) : TimeProvider.System.GetUtcNow().UtcDateTime,
                KnownAt = parsed.GetValue(knownAt) switch { "file" => KnownAtSource.FileTime, "delivery" => KnownAtSource.Delivery, _ => KnownAtSource.Column },
                SettleSeconds = parsed.GetValue(settle),
                DryRun = parsed.GetValue(dry),
                MemoryLimit = parsed.GetValue(memory),
                Threads = parsed.GetValue(threads) ?? 0,
            };
            _ = contracts[request.Dataset];
            if (request.DeliveredAtUtc > TimeProvider.System.GetUtcNow().UtcDateTime)
                throw new UsageException(FormattableString.Invariant($"--delivered-at is {request.DeliveredAtUtc:yyyy-MM-ddTHH:mm:ss}; accepted: a time that has come"));
            Run(parsed.GetValue(lake)!, parsed.GetValue(json), request.DryRun, opened => ConsoleProgress.Run(progress => Ingestion.Run(opened, contracts, request, new Said(progress), cancellation)));
        });
        return command;
    }

    /// <summary>Takes a delivery in and prints what came of it, also when it is refused as a whole.</summary>
    /// <param name="lake">Folder of the lake, made when it is not there; a dry run then works on an empty one elsewhere.</param>
    /// <param name="json">Whether the report is printed as JSON.</param>
    /// <param name="isDry">Whether nothing may be written.</param>
    /// <param name="take">Takes it in.</param>
    public static void Run(string lake, bool json, bool isDry, Func<Lake, IngestReport> take)
    {
        bool isNew = !Lake.IsAt(lake);
        string? elsewhere = isNew && isDry ? Directory.CreateTempSubdirectory("screening-check-").FullName : null;
        try
        {
            Print(take(Lake.Create(elsewhere ?? lake)), json);
            if (isNew && !isDry) Console.Error.WriteLine($"there was no lake at {lake}: it was made");
        }
        catch (IngestException e) when (e.Report is { } report)
        {
            Print(report with { DryRun = true }, json);
            throw;
        }
        finally
        {
            if (elsewhere is not null) Directory.Delete(elsewhere, recursive: true);
        }
    }

    private static void Print(IngestReport report, bool json)
    {
        if (json) Verb.PrintJson(report);
        else Print(report);
    }

    /// <summary>Prints a report for people.</summary>
    public static void Print(IngestReport report)
    {
        IngestCounts total = report.Total;
        Console.WriteLine(
            $"{report.Dataset}: {total.RowsIn:#,0} in = {total.Accepted:#,0} accepted + {total.AlreadyKnown:#,0} already known + {total.Quarantined:#,0} quarantined"
            + $" + {total.NotForDataset:#,0} not for this dataset + {total.Collapsed:#,0} collapsed{(report.DryRun ? " (nothing written)" : "")}");
        foreach (IngestFileReport file in report.Files)
        {
            if (file.AlreadyIngested && file.Notes.Count == 0) Console.WriteLine($"  {file.File}: ingested before, adds nothing");
            foreach (string note in file.Notes) Console.WriteLine($"  {file.File}: {note}");
        }

        foreach (RefusalReason reason in report.Reasons)
            Console.WriteLine($"  {reason.Rows:#,0} x {reason.Check}{(reason.Column is null ? "" : " " + reason.Column)}: {reason.ExampleFile} line {reason.ExampleLine}: {reason.ExampleReason}");
        if (report.MoreReasons.Kinds > 0) Console.WriteLine($"  {report.MoreReasons}; 'screening quarantine show' lists every row");
        foreach (NulledValues nulled in report.Nulled) Console.WriteLine($"  {nulled.Rows:#,0} x {nulled.Column}: '{nulled.Text}' read as no value");
        foreach (UnresolvedReference reference in report.UnresolvedReferences)
            Console.WriteLine($"  {reference.Column} of {Words.Count(reference.Rows, "row")} names {reference.Values:#,0} {reference.Target} not in the lake yet");
        foreach (string warning in report.Warnings) Console.WriteLine($"  WARNING: {warning}");
        if (report.QuarantineFile is not null) Console.WriteLine($"  quarantine: {report.QuarantineFile}");
    }

    private sealed class Said(ConsoleProgress progress) : IProgress<IngestProgress>
    {
        public void Report(IngestProgress value) => progress.Report($"{value.Stage}{(value.File is null ? "" : " " + value.File)}{(value.Rows > 0 ? $" {Words.Count(value.Rows, "row")}" : "")}");
    }
}
