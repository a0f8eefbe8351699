using System.CommandLine;
using Screening.Cli.Backtests;
using Screening.Cli.Nightly;
using Screening.Policies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening backtest</c>: what a policy's typologies would have found.</summary>
internal static class BacktestVerb
{
    private const int MostOverlaps = 10;
    private const int MostOrders = 10;

    public static Command Command()
    {
        Option<string> lake = Verb.Lake(required: false);
        Option<DateOnly?> from = Verb.Date("--from", "First day on which orders became known, yyyy-MM-dd; 90 days before the last if not given");
        Option<DateOnly?> to = Verb.Date("--to", "Last day; the latest in the lake if not given");
        var against = new Option<string?>("--against") { Description = "A second policy, to see the difference" };
        (Option<string?> policy, Option<int?> threads, Option<bool> json) = (Verb.Policy(), Verb.Threads(), Verb.Json());
        var command = new Command("backtest", "What a policy's typologies would have found of past orders, each read as it arrived; and how two policies differ")
        {
            lake, from, to, policy, against, threads, json,
        };
        command.Runs((parsed, cancellation) =>
        {
            Policy first = Home.Policy(parsed.GetValue(policy));
            Policy? second = parsed.GetValue(against) is { } other ? Home.Policy(other) : null;
            int cores = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            BacktestReport report = ConsoleProgress.Run(progress =>
            {
                LoadedLog loaded = LoadedLog.Of(parsed.GetValue(lake), parsed.GetValue(to), cores, progress, cancellation);
                DateOnly begin = parsed.GetValue(from) ?? loaded.Date.AddDays(-90);
                if (begin > loaded.Date) throw new UsageException(FormattableString.Invariant($"--from is {begin:yyyy-MM-dd}, after {loaded.Date:yyyy-MM-dd}"));
                progress.Report("replay");
                return new Backtest(loaded, begin).Run(first, second, cores, progress, cancellation);
            });
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
        Console.WriteLine($"only {report.Result.Policy}: {Orders(report.OnlyResult)}");
        Console.WriteLine($"only {report.Against.Policy}: {Orders(report.OnlyAgainst)}");
    }

    private static void Print(PolicyCount count, PolicyCount? against)
    {
        Console.WriteLine(FormattableString.Invariant($"policy {count.Policy}: {count.Found:#,0} orders found, {count.MandatoryHolds:#,0} of them mandatory holds"));
        if (against is not null) Console.WriteLine(FormattableString.Invariant($"policy {against.Policy}: {against.Found:#,0} orders found, {against.MandatoryHolds:#,0} of them mandatory holds"));
        Console.WriteLine($"{"",-5} {"found",8} {"against",8} {"not assessed",13} {"confirmed",10} {"dismissed",10} {"precision",10}");
        foreach (string id in count.Typologies.Concat(against?.Typologies ?? []).Select(t => t.Id).Distinct().Order(StringComparer.Ordinal))
        {
            TypologyCount? own = count.Typologies.FirstOrDefault(t => t.Id == id), other = against?.Typologies.FirstOrDefault(t => t.Id == id);
            TypologyCount shown = own ?? other!;
            string precision = shown.Precision is { } share ? FormattableString.Invariant($"{share:0.00}") : "-";
            Console.WriteLine(FormattableString.Invariant(
                $"{id,-5} {(own is null ? "-" : own.Orders.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture)),8} {(other is null ? "-" : other.Orders.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture)),8} {shown.NotAssessed,13:#,0} {shown.Confirmed,10:#,0} {shown.Dismissed,10:#,0} {precision,10}"));
        }

        foreach (Overlap overlap in count.Overlaps.Take(MostOverlaps)) Console.WriteLine(FormattableString.Invariant($"{overlap.First} and {overlap.Second} on the same order: {overlap.Orders:#,0}"));
        Console.WriteLine("Precision is confirmed over confirmed and dismissed, by dispositions of the orders so far; who was never alerted has none.");
    }

    private static string Orders(IReadOnlyList<string> orders) => orders.Count switch
    {
        0 => "no order",
        <= MostOrders => $"{orders.Count}: {string.Join(", ", orders)}",
        _ => $"{orders.Count}: {string.Join(", ", orders.Take(MostOrders))} and more",
    };
}
