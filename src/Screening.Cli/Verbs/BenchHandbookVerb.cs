using System.CommandLine;
using Screening.Cli.Benchmarks.Handbook;

namespace Screening.Cli.Verbs;

/// <summary><c>screening bench handbook</c>: the engine on the card stream of a published book, beside the features published with it.</summary>
internal static class BenchHandbookVerb
{
    private const int Runs = 3;

    public static Command Command()
    {
        var data = new Option<string>("--data") { Description = "Folder with transactions.parquet and features-days-120-133.parquet", Required = true }.NotEmpty();
        (Option<int?> threads, Option<bool> json) = (Verb.Threads(), Verb.Json());
        var command = new Command("handbook", "15 features of each transaction of \"Reproducible Machine Learning for Credit Card Fraud Detection\", held against the published ones") { data, threads, json };
        command.Runs((parsed, cancellation) =>
        {
            HandbookResult result = ConsoleProgress.Run(progress =>
                HandbookBench.Run(parsed.GetValue(data)!, parsed.GetValue(threads) ?? Environment.ProcessorCount, Runs, progress, cancellation));
            if (parsed.GetValue(json)) Verb.PrintJson(result);
            else Print(result);
        });
        return command;
    }

    private static void Print(HandbookResult result)
    {
        Console.WriteLine(FormattableString.Invariant($"{result.Transactions:#,0} transactions x {result.Features} features in {result.Seconds:0.00} s, median of {result.RunSeconds.Count}; loading {result.LoadSeconds:0.0} s apart"));
        Console.WriteLine(FormattableString.Invariant($"{result.TransactionsPerSecond:#,0} transactions/s, {result.EventsPerSecond:#,0} events/s with labels; {result.Threads} threads"));
        HandbookComparison published = result.Comparison;
        Console.WriteLine(FormattableString.Invariant($"{published.Rows:#,0} published rows x {published.Columns} columns"));
        Print("transactions of one moment by number", published.ByNumber);
        Print("by number or the other way round", published.ByEitherOrder);
    }

    private static void Print(string order, HandbookDifference off) => Console.WriteLine(FormattableString.Invariant(
        $"  {order,-36}: greatest difference {off.Greatest:0.0e+0}, {off.RowsBeyond:#,0} rows beyond {HandbookComparison.Tolerance:0e+0}"));
}
