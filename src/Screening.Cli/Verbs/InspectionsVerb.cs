using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Screening.Alerts;
using Screening.Cli.Inspections;
using Screening.Cli.Nightly;
using Screening.Cli.Reports;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Inspections;
using Screening.Policies;
using Screening.Records;
using Screening.Typologies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening inspections</c>: whom to visit, what was seen, and what nothing accounts for.</summary>
internal static class InspectionsVerb
{
    private const int MostNamed = 10;
    private const int SeedBytes = 32;

    public static Command Command() => new("inspections", "A programme of unannounced visits: drawn, recorded, reconciled") { Plan(), Record(), Balance() };

    private static Command Plan()
    {
        var defaults = new InspectionOptions { From = default, To = default, MiddleRisk = 0, HighRisk = 0 };
        Option<string> lake = Verb.Lake(required: false);
        Option<DateOnly?> from = Verb.Date("--from", "First day of visits"), to = Verb.Date("--to", "Last day of visits"), date = Verb.Date("--date", "Day as of which holders are found; the latest of the lake if not given");
        from.Required = to.Required = true;
        var auditors = new Option<string>("--auditors") { Description = "File with a name of an auditor a line, none of them chosen by sales", Required = true }.NotEmpty();
        Option<double?> detection = Verb.Share("--detection", "Chance with which each stratum shall show something; 0.9 if not given", 0.01, 0.999), seen = Verb.Share("--seen", "Chance that a visit sees what is amiss; 0.8 if not given", 0.01, 1);
        Option<double?> low = Verb.Share("--supposed-low", "Share of diverting holders of low risk that shall show; 0.05 if not given", 0.0001, 1), middle = Verb.Share("--supposed-middle", "The same of middle risk; 0.1 if not given", 0.0001, 1), high = Verb.Share("--supposed-high", "The same of high risk; 0.2 if not given", 0.0001, 1);
        Option<int?> large = Verb.Whole("--large", "H100e from which a holder is large; 1000 if not given", 1, 100_000_000), each = Verb.Whole("--visits-each", "Most visits of one auditor", 1, 100_000);
        var seed = new Option<string?>("--seed") { Description = "Draw again by this seed, 32 hexadecimal digits or more; a new one is drawn if not given" }.NotEmpty();
        var output = new Option<string>("--out") { Description = "Folder for plan.json, visits.csv, renewals.csv and plan.html", Required = true }.NotEmpty();
        (Option<string?> policy, Option<int?> threads, Option<bool> json) = (Verb.Policy(), Verb.Threads(), Verb.Json());
        Option<string?> memory = Verb.LogMemory();
        var command = new Command("plan", "Draw a random, unannounced sample of holders, by risk and stock, large enough to show something with a stated chance")
        {
            lake, from, to, auditors, date, detection, seen, low, middle, high, large, each, seed, output, policy, threads, memory, json,
        };
        command.Runs((parsed, cancellation) =>
        {
            Policy chosen = Home.Policy(parsed.GetValue(policy));
            var options = new InspectionOptions
            {
                From = parsed.GetValue(from)!.Value,
                To = parsed.GetValue(to)!.Value,
                MiddleRisk = chosen.Decisions.ReviewRisk,
                HighRisk = chosen.Decisions.HoldRisk,
                LargeH100e = parsed.GetValue(large) ?? defaults.LargeH100e,
                Detection = parsed.GetValue(detection) ?? defaults.Detection,
                Seen = parsed.GetValue(seen) ?? defaults.Seen,
                Supposed = [parsed.GetValue(low) ?? defaults.Supposed[0], parsed.GetValue(middle) ?? defaults.Supposed[1], parsed.GetValue(high) ?? defaults.Supposed[2]],
                MostVisitsEach = parsed.GetValue(each) ?? defaults.MostVisitsEach,
            };
            IReadOnlyList<string> names = Auditors(parsed.GetValue(auditors)!);
            InspectionDraw draw = parsed.GetValue(seed) is { } text ? Seeded(text) : new InspectionDraw(RandomNumberGenerator.GetBytes(SeedBytes));
            int cores = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            (InspectionFile file, IReadOnlyList<Renewal> due, int holders) = ConsoleProgress.Run(progress =>
            {
                using LoadedLog loaded = LoadedLog.Of(parsed.GetValue(lake), parsed.GetValue(date), cores, progress, cancellation, parsed.GetValue(memory));
                var stored = StoreAddress.OfLake(loaded.Folder);
                using AlertStore? store = stored.Exists ? AlertStore.Open(stored) : null;
                IReadOnlyList<Holder> found = Holders.Of(loaded, chosen, Home.Contracts(), store?.Dismissals() ?? [], cores, progress, cancellation);
                if (found.Count == 0) throw new UsageException(FormattableString.Invariant($"nobody was known to hold controlled compute on {loaded.Date:yyyy-MM-dd}; there is nobody to visit"));
                IReadOnlyList<Renewal> renewals = Renewal.Due(found, options);
                return (new InspectionFile(draw.Seed, loaded.Snapshot.Number, loaded.Date, $"{chosen.Version}-{chosen.Hash[..8]}", Drawn(found, renewals, names, draw, options)), renewals, found.Count);
            });
            string folder = Write(file, due, parsed.GetValue(output)!);
            if (parsed.GetValue(json)) Verb.PrintJson(new { Plan = file.Id, file.Plan.Commitment, Holders = holders, file.Plan.Strata, Visits = file.Plan.Visits.Count, WithoutAuditor = file.Plan.Visits.Count(v => v.Auditor is null), Renewals = due.Count, Folder = folder });
            else Print(file, due.Count, folder);
        });
        return command;
    }

    private static InspectionPlan Drawn(IReadOnlyList<Holder> holders, IReadOnlyList<Renewal> due, IReadOnlyList<string> auditors, InspectionDraw draw, InspectionOptions options)
    {
        try
        {
            return InspectionPlan.Of(holders, due, auditors, draw, options);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message.Split(" (Parameter", 2)[0]);
        }
    }

    private static InspectionDraw Seeded(string text)
    {
        try
        {
            return new InspectionDraw(Convert.FromHexString(text));
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new UsageException("--seed is no seed; accepted: 32 hexadecimal digits or more, an even number");
        }
    }

    private static List<string> Auditors(string path)
    {
        if (!File.Exists(path)) throw new UsageException($"there is no file {path}");
        List<string> names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal)];
        if (names.FirstOrDefault(name => Screening.Parties.NameKey.Of(name).Length == 0) is { } none) throw new UsageException($"{path} names '{none}'; accepted: a name with letters or digits");
        return names.Count > 0 ? names : throw new UsageException($"{path} names no auditor");
    }

    private static string Write(InspectionFile file, IReadOnlyList<Renewal> due, string output)
    {
        string folder = Path.GetFullPath(output);
        if (File.Exists(Path.Combine(folder, "plan.json"))) throw new UsageException($"{folder} holds a plan already; a plan that was drawn is not drawn over");
        Directory.CreateDirectory(folder);
        // Who may not know of a visit may not read of it either.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(Path.Combine(folder, "visits.csv"), file.Sheet(), new UTF8Encoding(false));
        File.WriteAllText(Path.Combine(folder, InspectionFile.RenewalSheet), InspectionFile.Sheet(due), new UTF8Encoding(false));
        File.WriteAllText(Path.Combine(folder, "plan.html"), InspectionPage.Render(file, due), new UTF8Encoding(false));
        File.WriteAllText(Path.Combine(folder, "plan.json"), file.Write(), new UTF8Encoding(false));
        return folder;
    }

    private static void Print(InspectionFile file, int due, string folder)
    {
        InspectionPlan plan = file.Plan;
        Console.WriteLine(InspectionWords.Promise(plan.Options));
        foreach (InspectionStratum stratum in plan.Strata) Console.WriteLine("  " + InspectionWords.Of(stratum, plan.Options));
        int alone = plan.Visits.Count(visit => visit.Auditor is null);
        if (alone > 0) Console.WriteLine($"{Words.Count(alone, "visit")} without an auditor: everybody named was there before, or has as many visits as may be");
        Console.WriteLine($"{Words.Count(due, "statement")} of end users due by {plan.Options.To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}");
        Console.WriteLine($"drawn by a seed whose SHA-256 is {plan.Commitment}");
        Console.WriteLine($"plan {file.Id}: {Path.Combine(folder, "plan.html")}");
    }

    private static Command Record()
    {
        var plan = new Option<string>("--plan") { Description = "plan.json of the visits", Required = true }.NotEmpty();
        var results = new Argument<string>("results") { Description = "visits.csv, filled in" };
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        var command = new Command("record", "Take in what auditors saw, as device reports for the next night") { results, plan, lake, json };
        command.Runs((parsed, cancellation) =>
        {
            string folder = NightlyRun.LakeOrSample(parsed.GetValue(lake));
            if (!Directory.Exists(folder)) throw new UsageException($"there is no lake at {folder}");
            InspectionFile file = InspectionFile.Read(parsed.GetValue(plan)!);
            InspectionResults seen = InspectionResults.Read(file, parsed.GetValue(results)!, TimeProvider.System.GetUtcNow().UtcDateTime, cancellation);
            string? written = null;
            if (seen.Rows.Count > 0)
            {
                string incoming = Path.Combine(folder, "_incoming", "device_reports"), hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(seen.Rows))))[..8];
                written = Path.Combine(incoming, $"inspection-{file.Id}-{hash}.jsonl");
                WholeFile.Write(written, string.Concat(seen.Rows.Select(row => row + "\n")));
            }

            if (parsed.GetValue(json)) Verb.PrintJson(new { Plan = file.Id, Devices = seen.Rows.Count, seen.Silent, Done = seen.Done.Select(v => v.Id), Open = seen.Open.Select(v => v.Id), File = written });
            else
            {
                Console.WriteLine($"{Words.Count(seen.Rows.Count, "device")} of {Words.Count(seen.Done.Count, "visit")}; {Words.Count(seen.Silent, "device")} neither installed nor answering");
                Console.WriteLine(seen.Open.Count == 0
                    ? "every visit was made"
                    : $"not told yet: {Words.Count(seen.Open.Count, "visit")}, {string.Join(", ", seen.Open.Take(MostNamed).Select(v => v.Id))}{(seen.Open.Count > MostNamed ? ", ..." : "")}");
                if (written is not null) Console.WriteLine($"for the next night: {written}");
            }
        });
        return command;
    }

    private static Command Balance()
    {
        Option<string> lake = Verb.Lake(required: false);
        Option<DateOnly?> date = Verb.Date("--date", "Last day; the latest of the lake if not given");
        Option<int?> days = Verb.Whole("--days", "Days, the last one included; 180 if not given", 1, 3650), threads = Verb.Threads(), most = Verb.Whole("--most", "Rows to print; 30 if not given", 1, 1_000_000);
        var output = new Option<string?>("--out") { Description = "File for all rows as CSV" }.NotEmpty();
        (Option<string?> memory, Option<bool> json) = (Verb.LogMemory(), Verb.Json());
        var command = new Command("balance", "What came in to each party, where it went, and what nothing accounts for (T09)") { lake, date, days, most, output, threads, memory, json };
        command.Runs((parsed, cancellation) =>
        {
            using LoadedLog loaded = ConsoleProgress.Run(
                progress => LoadedLog.Of(parsed.GetValue(lake), parsed.GetValue(date), parsed.GetValue(threads) ?? Environment.ProcessorCount, progress, cancellation, parsed.GetValue(memory)));
            var words = new OrderWords(loaded.Log, loaded.Countries, Micros.EndOf(loaded.Date));
            List<PartyBalance> rows = Sheet(loaded, parsed.GetValue(days) ?? 180);
            if (parsed.GetValue(output) is { } path) Write(path, rows, loaded.Log, words);
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(rows.Select(row => new
                {
                    PartyId = loaded.Log.Symbols.Parties.Text(row.Party),
                    ProductId = loaded.Log.Symbols.Products.Text(row.Product),
                    In = Units(row.InThousandths),
                    Sold = Units(row.SoldThousandths),
                    PassedOn = Units(row.PassedOnThousandths),
                    Installed = Units(row.InstalledThousandths),
                    Stock = Units(row.StockThousandths),
                    Unaccounted = Units(row.UnaccountedThousandths),
                }));
                return;
            }

            Console.WriteLine($"{"in",10} {"sold",10} {"passed on",10} {"installed",10} {"in stock",10} {"open",10}");
            foreach (PartyBalance row in rows.Take(parsed.GetValue(most) ?? 30))
            {
                Console.WriteLine(
                    $"{Cell(row.InThousandths),10} {Cell(row.SoldThousandths),10} {Cell(row.PassedOnThousandths),10} {Cell(row.InstalledThousandths),10} {Cell(row.StockThousandths),10} {Cell(row.UnaccountedThousandths),10}  {words.NameAndId(row.Party)}, {words.Product(row.Product)}");
            }

            int uncounted = rows.Count(row => row.UnaccountedThousandths is null);
            Console.WriteLine($"{Words.Count(rows.Count, "row")}; of {uncounted.ToString("#,0", CultureInfo.InvariantCulture)} no count of these days says what is there: that is not known, and not nothing");
        });
        return command;
    }

    /// <summary>The sheet, most open first. Of equals the first by its identifiers: symbols hang on how the lake was read.</summary>
    internal static List<PartyBalance> Sheet(LoadedLog loaded, int days) =>
    [
        .. MassBalanceSheet.Of(loaded.Log, loaded.Date, days).OrderByDescending(row => row.UnaccountedThousandths ?? long.MinValue).ThenByDescending(row => row.InThousandths)
            .ThenBy(row => loaded.Log.Symbols.Parties.Text(row.Party), StringComparer.Ordinal).ThenBy(row => loaded.Log.Symbols.Products.Text(row.Product), StringComparer.Ordinal),
    ];

    // Row after row: all of them as one text would be large beside what a limit leaves.
    private static void Write(string path, List<PartyBalance> rows, EventLog log, OrderWords words)
    {
        using var csv = new StreamWriter(path, append: false, new UTF8Encoding(false));
        csv.Write("party_id,name,product_id,product,in_units,sold_units,passed_on_units,installed_units,stock_units,unaccounted_units,counted_at\r\n");
        foreach (PartyBalance row in rows)
        {
            csv.Write(string.Join(
                ',', AlertCsv.Text(log.Symbols.Parties.Text(row.Party)), AlertCsv.Text(words.Name(row.Party)), AlertCsv.Text(log.Symbols.Products.Text(row.Product)), AlertCsv.Text(words.Product(row.Product)),
                Cell(row.InThousandths), Cell(row.SoldThousandths), Cell(row.PassedOnThousandths), Cell(row.InstalledThousandths), Cell(row.StockThousandths), Cell(row.UnaccountedThousandths),
                row.CountedAt is { } at ? Micros.ToDateTime(at).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) : ""));
            csv.Write("\r\n");
        }
    }

    private static decimal? Units(long? thousandths) => thousandths / 1000m;

    private static string Cell(long? thousandths) => Units(thousandths)?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";
}
