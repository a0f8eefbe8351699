using System.CommandLine;
using System.Globalization;
using Screening.Cli.Backtests;
using Screening.Cli.Nightly;
using Screening.Learning.Registry;
using Screening.Policies;
using Screening.Records;

namespace Screening.Cli.Verbs;

/// <summary><c>screening backtest</c>: what a policy's typologies would have found.</summary>
internal static class BacktestVerb
{
    private const int MostOverlaps = 10;
    private const int MostOrders = 10;
    private const int FewestDecisions = 5;

    public static Command Command()
    {
        Option<string> lake = Verb.Lake(required: false);
        Option<DateOnly?> from = Verb.Date("--from", "First day on which orders became known, yyyy-MM-dd; 90 days before the last if not given");
        Option<DateOnly?> to = Verb.Date("--to", "Last day; the latest in the lake if not given");
        var against = new Option<string?>("--against") { Description = "A second policy, to see the difference" };
        Option<string?> output = new Option<string?>("--out") { Description = "File to write each telling's margin, risk and findings to, .parquet or .csv; peers are those before --from" }.NotEmpty();
        var force = new Option<bool>("--force") { Description = "Replace the file if it is there" };
        (Option<string?> policy, Option<string?> models, Option<int?> threads, Option<bool> json) = (Verb.Policy(), Verb.Models(), Verb.Threads(), Verb.Json());
        Option<string?> memory = Verb.LogMemory();
        var command = new Command("backtest", "What a policy's typologies would have found of past orders, each read as it arrived; and how two policies differ")
        {
            lake, from, to, policy, against, models, output, force, threads, memory, json,
        };
        command.Runs((parsed, cancellation) =>
        {
            Policy first = Home.Policy(parsed.GetValue(policy));
            Policy? second = parsed.GetValue(against) is { } other ? Home.Policy(other) : null;
            string? path = parsed.GetValue(output);
            using BacktestFile? file = path is null ? null : new BacktestFile(path, parsed.GetValue(force), Path.GetFullPath(NightlyRun.LakeOrSample(parsed.GetValue(lake))));
            int cores = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            BacktestReport report = ConsoleProgress.Run(progress =>
            {
                using LoadedLog loaded = LoadedLog.Of(parsed.GetValue(lake), parsed.GetValue(to), cores, progress, cancellation, parsed.GetValue(memory));
                DateOnly begin = parsed.GetValue(from) ?? loaded.Date.AddDays(-90);
                if (begin > loaded.Date) throw new UsageException(FormattableString.Invariant($"--from is {begin:yyyy-MM-dd}, after {loaded.Date:yyyy-MM-dd}"));
                DateOnly last = Micros.Day(loaded.Log.LastKnownAt);
                if (begin > last) throw new UsageException(FormattableString.Invariant($"--from is {begin:yyyy-MM-dd}; accepted: up to {last:yyyy-MM-dd}, the last day on which anything became known"));
                progress.Report("replay");
                BacktestScores? scores = file is null
                    ? null
                    : new BacktestScores(loaded.Log, first, ServedModel.Of(new ModelFolders(Home.Models(parsed.GetValue(models)), Home.Starter), first, loaded.Log, begin, loaded.IsSimulated).Model, begin, cores, file.Take);
                return new Backtest(loaded, begin).Run(first, second, scores, cores, progress, cancellation);
            });
            file?.Place(cancellation);
            if (parsed.GetValue(json)) Verb.PrintJson(report);
            else Print(report);
        });
        return command;
    }

    private static void Print(BacktestReport report)
    {
        Console.WriteLine(FormattableString.Invariant($"{report.Orders:#,0} orders in {report.Tellings:#,0} tellings, known from {report.From:yyyy-MM-dd} to {report.To:yyyy-MM-dd}"));
        Print(report.Result, report.Against);
        if (report.Against is null) return;
        (string a, string b) = ($"A ({report.Result.Policy})", $"B ({report.Against.Policy})");
        Console.WriteLine($"found only by {a}: {Orders(report.OnlyResult)}");
        Console.WriteLine($"found only by {b}: {Orders(report.OnlyAgainst)}");
        Console.WriteLine($"held only by {a}: {Orders(report.OnlyResultHolds)}");
        Console.WriteLine($"held only by {b}: {Orders(report.OnlyAgainstHolds)}");
    }

    private static void Print(PolicyCount count, PolicyCount? against)
    {
        Console.WriteLine(Summary(against is null ? "" : "A = ", count));
        if (against is not null) Console.WriteLine(Summary("B = ", against));
        Console.WriteLine($"{"",-5}{Heads(against is null ? "" : " A")}{(against is null ? "" : Heads(" B"))}");
        foreach (string id in count.Typologies.Concat(against?.Typologies ?? []).Select(t => t.Id).Distinct().Order(StringComparer.Ordinal))
        {
            string own = Cells(count.Typologies.FirstOrDefault(t => t.Id == id)), other = against is null ? "" : Cells(against.Typologies.FirstOrDefault(t => t.Id == id));
            Console.WriteLine($"{id,-5}{own}{other}");
        }

        foreach (Overlap overlap in count.Overlaps.Take(MostOverlaps))
            Console.WriteLine(FormattableString.Invariant($"{overlap.First} and {overlap.Second} on the same order{(against is null ? "" : ", by A")}: {overlap.Orders:#,0}"));
        Console.WriteLine($"Precision is confirmed over confirmed and dismissed, by dispositions of the orders so far, and told as a count below {FewestDecisions} of them; who was never alerted has none.");
    }

    private static string Summary(string label, PolicyCount count) =>
        FormattableString.Invariant($"{label}policy {count.Policy}: {count.Found:#,0} orders found, {count.MandatoryHolds:#,0} of them mandatory holds");

    private static string Heads(string side) => $" {"found" + side,9} {"not assessed" + side,14} {"confirmed" + side,11} {"dismissed" + side,11} {"precision" + side,11}";

    private static string Cells(TypologyCount? count) => count is null
        ? $" {"-",9} {"-",14} {"-",11} {"-",11} {"-",11}"
        : string.Create(CultureInfo.InvariantCulture, $" {count.Orders,9:#,0} {count.NotAssessed,14:#,0} {count.Confirmed,11:#,0} {count.Dismissed,11:#,0} {Precision(count),11}");

    /// <summary>A share of a handful of decisions says less than the decisions.</summary>
    internal static string Precision(TypologyCount count)
    {
        int decided = count.Confirmed + count.Dismissed;
        return decided == 0 ? "-" : decided < FewestDecisions ? FormattableString.Invariant($"{count.Confirmed} of {decided}") : count.Precision!.Value.ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static string Orders(IReadOnlyList<string> orders) => orders.Count switch
    {
        0 => "no order",
        <= MostOrders => $"{orders.Count}: {string.Join(", ", orders)}",
        _ => $"{orders.Count}: {string.Join(", ", orders.Take(MostOrders))} and more",
    };
}
