using System.CommandLine;
using System.Globalization;
using Screening.Cli.Nightly;
using Screening.Cli.Queries;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Screening.Data.Quarantines;
using Screening.Typologies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening quarantine list | show | export | fix-map | replay</c>: which rows were refused and why, and how they come in after all.</summary>
internal static class QuarantineVerb
{
    private const int DefaultRows = 100;

    public static Command Command() => new("quarantine", "Rows that were refused: why, and how they come in after all") { List(), Show(), Export(), FixMap(), Replay() };

    private static Command List()
    {
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        var dataset = new Option<string?>("--dataset") { Description = "Only deliveries of this dataset" };
        var open = new Option<bool>("--open") { Description = "Only deliveries with rows that are still open" };
        var command = new Command("list", "Deliveries with refused rows, how many are still open, and the rules they broke") { lake, dataset, open, json };
        command.Runs((parsed, cancellation) =>
        {
            if (parsed.GetValue(dataset) is { } named) _ = Home.Contracts()[named];
            using Quarantine quarantine = OpenAt(parsed.GetValue(lake));
            List<DeliverySummary> all = [.. quarantine.List(parsed.GetValue(dataset), cancellation).Where(d => !parsed.GetValue(open) || d.OpenRows > 0)];
            if (parsed.GetValue(json)) Verb.PrintJson(all);
            else if (all.Count == 0) Console.Error.WriteLine(parsed.GetValue(open) || parsed.GetValue(dataset) is not null ? "no such delivery is in quarantine" : $"nothing is in quarantine in {NightlyRun.LakeOrSample(parsed.GetValue(lake))}");
            else foreach (DeliverySummary delivery in all) Print(delivery);
        });
        return command;
    }

    private static void Print(DeliverySummary d)
    {
        string state = d.State switch
        {
            "not_taken_in" => "refused as a whole, deliver the file again",
            "delivered_again" => "refused as a whole, came in with a later delivery",
            _ => d.OpenRows == 0 ? "all settled" : $"{d.OpenRows:#,0} open",
        };
        Console.WriteLine($"{d.Delivery}  {d.Dataset}  {string.Join(" + ", d.Files)}  delivered {d.DeliveredAtUtc:yyyy-MM-dd HH:mm}  {Words.Count(d.RefusedRows, "row")} refused, {state}");
        foreach (RefusedRule rule in d.Rules)
            Console.WriteLine($"    {rule.Rows,8:#,0} x {rule.Check}{(rule.Column is null ? "" : " " + rule.Column)}, first on line {rule.FirstLine.ToString(CultureInfo.InvariantCulture)}");
        if (d.MoreRules.Kinds > 0) Console.WriteLine($"             {d.MoreRules}");
    }

    private static Command Show()
    {
        Argument<string> delivery = Delivery();
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        Option<int?> rows = Verb.Whole("--rows", $"Most failed checks to print; {DefaultRows} if not given", 0, int.MaxValue);
        var check = new Option<string?>("--check") { Description = "Only this rule, such as required" };
        var column = new Option<string?>("--column") { Description = "Only this column" };
        var command = new Command("show", "The refused rows of a delivery, each with file, line, column, value, reason and the record as it stood") { delivery, lake, rows, check, column, json };
        command.Runs((parsed, cancellation) =>
        {
            using Quarantine quarantine = OpenAt(parsed.GetValue(lake));
            RefusedDelivery found = quarantine.Find(parsed.GetValue(delivery)!, cancellation);
            int most = parsed.GetValue(rows) ?? DefaultRows;
            IReadOnlyList<RefusedRecord> records = quarantine.Records(found, parsed.GetValue(check), parsed.GetValue(column), most, cancellation);
            if (parsed.GetValue(json)) Verb.PrintJson(records);
            else foreach (RefusedRecord r in records) Print(r);
            if (!parsed.GetValue(json) && records.Count == 0 && most > 0) Console.Error.WriteLine($"no row of {found.Id} was refused by that rule in that column");
        });
        return command;
    }

    private static void Print(RefusedRecord r) =>
        Console.WriteLine($"{r.File} line {r.Line.ToString(CultureInfo.InvariantCulture)}: {(r.Column is null ? "" : r.Column + " ")}{(r.Value is null ? "" : $"'{r.Value}' ")}{r.Reason} [{r.Check}]{(r.IsOpen ? "" : " (settled)")}\n    {r.Raw}");

    private static Command Export()
    {
        Argument<string> delivery = Delivery();
        Option<string> lake = Verb.Lake(required: false);
        var format = new Option<string>("--format") { Description = "csv, parquet or jsonl", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong([.. QuarantineExport.Formats]);
        (Option<string> output, Option<bool> force) = (Out(), Force());
        var all = new Option<bool>("--all") { Description = "Rows that are settled too" };
        var command = new Command("export", "Write the open rows of a delivery as a table to be corrected; 'replay --corrected' takes it back") { delivery, lake, format, output, force, all };
        command.Runs((parsed, cancellation) =>
        {
            using Quarantine quarantine = OpenAt(parsed.GetValue(lake));
            RefusedDelivery found = quarantine.Find(parsed.GetValue(delivery)!, cancellation);
            Lake opened = LakeAt(parsed.GetValue(lake));
            using ResultFile file = ResultFile.At(parsed.GetValue(output)!, parsed.GetValue(force), opened.FullPath);
            long rows = QuarantineExport.Write(opened, found, parsed.GetValue(format)!, parsed.GetValue(all), file.Making, cancellation);
            file.Place();
            Console.Error.WriteLine(Words.Count(rows, "row"));
        });
        return command;
    }

    private static Command FixMap()
    {
        Argument<string> delivery = Delivery();
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        Option<string?> map = Map("The mapping file that the delivery came through; looked for by its hash if not given");
        (Option<string> output, Option<bool> force) = (Out(), Force());
        var command = new Command("fix-map", "Write a mapping file that mends the commonest faults of a delivery's refused rows, for a person to read") { delivery, lake, map, output, force, json };
        command.Runs((parsed, cancellation) =>
        {
            using Quarantine quarantine = OpenAt(parsed.GetValue(lake));
            RefusedDelivery found = quarantine.Find(parsed.GetValue(delivery)!, cancellation);
            Lake opened = LakeAt(parsed.GetValue(lake));
            string? original = Mapping(parsed.GetValue(map), found, opened);
            using ResultFile file = ResultFile.At(parsed.GetValue(output)!, parsed.GetValue(force), opened.FullPath);
            FixReport report = FixMapping.Write(opened, Home.Contracts(), found, original, TimeProvider.System.GetUtcNow().UtcDateTime, file.Making, cancellation);
            file.Place();
            if (parsed.GetValue(json)) Verb.PrintJson(report);
            else Print(report);
        });
        return command;
    }

    private static void Print(FixReport report)
    {
        Console.WriteLine($"{Words.Count(report.Rows, "row")} tried: {report.BadRows:#,0} with a bad cell before, {report.BadRowsLeft:#,0} through the fix mapping");
        foreach (string line in report.Applied) Console.WriteLine("  + " + line);
        foreach (string line in report.Undecided) Console.WriteLine("  ? " + line);
        foreach (string line in report.Unfixed) Console.WriteLine("  - " + line);
    }

    private static Command Replay()
    {
        Argument<string> delivery = Delivery();
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        Option<string?> map = Map("Mapping file to read the rows through, such as one of 'fix-map'; the delivery's own is looked for by its hash if not given");
        var lines = new Option<LineSet?>("--lines")
        {
            Description = "Only these lines, such as 12,40-60",
            CustomParser = result =>
            {
                if (LineSet.TryParse(result.Tokens[0].Value, out LineSet? parsed)) return parsed;
                result.AddError($"--lines is '{result.Tokens[0].Value}'; accepted: {LineSet.Accepted}");
                return null;
            },
        };
        var file = new Option<string?>("--file") { Description = "Only rows of this file, when the delivery has several" };
        Option<string?> corrected = new Option<string?>("--corrected") { Description = "A CSV file of 'export' with corrected cells: its rows are read" }.NotEmpty();
        var dry = new Option<bool>("--dry-run") { Description = "Count and check, write nothing" };
        (Option<int?> threads, Option<string?> memory) = (Verb.Threads(), Verb.Memory(Verb.WholeProcess));
        var command = new Command("replay", "Take the open rows of a delivery in through the contract as it is now; what is refused again stays open")
        {
            delivery, lake, map, lines, file, corrected, dry, memory, threads, json,
        };
        command.Runs((parsed, cancellation) =>
        {
            using Quarantine quarantine = OpenAt(parsed.GetValue(lake));
            RefusedDelivery found = quarantine.Find(parsed.GetValue(delivery)!, cancellation);
            Lake opened = LakeAt(parsed.GetValue(lake));
            var request = new ReplayRequest
            {
                Delivery = found,
                MappingFile = found.State == "taken_in" ? Mapping(parsed.GetValue(map), found, opened) : parsed.GetValue(map),
                Lines = parsed.GetValue(lines),
                File = parsed.GetValue(file),
                CorrectedFile = parsed.GetValue(corrected),
                DeliveredAtUtc = TimeProvider.System.GetUtcNow().UtcDateTime,
                DryRun = parsed.GetValue(dry),
                Threads = parsed.GetValue(threads) ?? 0,
                MemoryLimit = parsed.GetValue(memory),
            };
            IngestReport report = QuarantineReplay.Run(opened, Home.Contracts(), request, null, cancellation);
            if (parsed.GetValue(json)) Verb.PrintJson(report);
            else if (report.Total.RowsIn == 0) Console.WriteLine($"no row of {found.Id} is open{(parsed.GetValue(lines) is null && parsed.GetValue(corrected) is null ? "" : " among these")}; nothing was added");
            else Print(report);
        });
        return command;
    }

    private static void Print(IngestReport report)
    {
        IngestVerb.Print(report);
        long settled = report.Total.RowsIn - report.Total.Quarantined;
        Console.WriteLine($"  {Words.Count(settled, "row")} {(report.DryRun ? "would be " : "")}settled, {report.Total.Quarantined:#,0} {(report.DryRun ? "would stay" : "of these stay")} open");
    }

    private static string? Mapping(string? given, RefusedDelivery delivery, Lake lake)
    {
        if (given is not null || delivery.MappingSha256 is not { } hash) return given;
        string[] folders =
        [
            Path.Combine(Home.Directory, "data-contracts", "mappings"), Path.Combine(lake.FullPath, "_incoming", delivery.Dataset), Path.Combine(lake.FullPath, "_delivered", delivery.Dataset),
        ];
        return Quarantine.MappingOf(delivery, folders)
            ?? throw new UsageException($"{delivery.Id} came through a mapping file of hash {hash[..12]}, which lies neither in data-contracts/mappings nor beside the lake's waiting files; name it, or one that mends it, with --map");
    }

    private static Lake LakeAt(string? lake) => Lake.Open(NightlyRun.LakeOrSample(lake));

    private static Quarantine OpenAt(string? lake) => Quarantine.Open(LakeAt(lake));

    private static Argument<string> Delivery() => new("delivery") { Description = "Delivery as 'quarantine list' names it, or its beginning" };

    private static Option<string> Out() => new Option<string>("--out") { Description = "File to write", Required = true }.NotEmpty();

    private static Option<bool> Force() => new("--force") { Description = "Replace the file of --out" };

    private static Option<string?> Map(string description) => new Option<string?>("--map") { Description = description }.NotEmpty();
}
