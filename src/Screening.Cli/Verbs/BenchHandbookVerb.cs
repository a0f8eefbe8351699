using System.CommandLine;
using Screening.Cli.Benchmarks.Handbook;

namespace Screening.Cli.Verbs;

/// <summary><c>screening bench handbook</c>: the engine on the card stream of a published book, beside the features and the models published with it.</summary>
internal static class BenchHandbookVerb
{
    private const int Runs = 3;
    private const string None = "none", Test = "test", All = "all";

    public static Command Command()
    {
        var data = new Option<string?>("--data") { Description = "Folder with transactions.parquet and features-days-120-133.parquet; shared/data/handbook beside the project if not given" }.NotEmpty();
        var models = new Option<string>("--models") { Description = "Models to train and judge by the book's protocol: none; test, on its test weeks; all, on earlier weeks as well", DefaultValueFactory = _ => Test };
        models.AcceptOnlyFromAmong(None, Test, All);
        (Option<int?> threads, Option<bool> json) = (Verb.Threads(), Verb.Json());
        var command = new Command("handbook", "15 features of each transaction of \"Reproducible Machine Learning for Credit Card Fraud Detection\", held against the published ones, and models of them") { data, models, threads, json };
        command.Runs((parsed, cancellation) =>
        {
            HandbookResult result = ConsoleProgress.Run(progress => HandbookBench.Run(
                parsed.GetValue(data) ?? BesideTheProject(), parsed.GetValue(threads) ?? Environment.ProcessorCount, Runs, Models(parsed.GetValue(models)!), progress, cancellation));
            if (parsed.GetValue(json)) Verb.PrintJson(result);
            else Print(result);
        });
        return command;
    }

    private static CardModels Models(string text) => text switch
    {
        None => CardModels.None,
        All => CardModels.All,
        _ => CardModels.Test,
    };

    private static string BesideTheProject()
    {
        for (string? above = Home.Directory; above is not null; above = Path.GetDirectoryName(above))
        {
            string folder = Path.Combine(above, "shared", "data", "handbook");
            if (Directory.Exists(folder)) return folder;
        }

        throw new UsageException($"there is no folder shared/data/handbook above {Home.Directory}; name one with --data");
    }

    private static void Print(HandbookResult result)
    {
        Console.WriteLine(FormattableString.Invariant($"{result.Transactions:#,0} transactions x {result.Features} features in {result.Seconds:0.00} s, median of {result.RunSeconds.Count}; loading {result.LoadSeconds:0.0} s apart"));
        Console.WriteLine(FormattableString.Invariant($"{result.TransactionsPerSecond:#,0} transactions/s, {result.EventsPerSecond:#,0} events/s with labels; {result.Threads} threads"));
        HandbookComparison published = result.Comparison;
        Console.WriteLine(FormattableString.Invariant($"{published.Rows:#,0} published rows x {published.Columns} columns"));
        Print("transactions of one moment by number", published.ByNumber);
        Print("by number or the other way round", published.ByEitherOrder);
        if (result.Validation is { } validation) Print("validation weeks", validation);
        if (result.Rows is { } rows) Print("test weeks", [.. rows, result.Knowable!]);
        if (result.Best is { } best) Console.WriteLine($"chosen by validation: {best}");
    }

    private static void Print(string order, HandbookDifference off) => Console.WriteLine(FormattableString.Invariant(
        $"  {order,-36}: greatest difference {off.Greatest:0.0e+0}, {off.RowsBeyond:#,0} rows beyond {HandbookComparison.Tolerance:0e+0}"));

    private static void Print(string part, IReadOnlyList<CardRow> rows)
    {
        Console.WriteLine($"{part,-30} {"AUC",-20} {"average precision",-20} {"card precision at 100",-20}  (least to greatest over folds and seeds)");
        foreach (CardRow row in rows)
        {
            Console.WriteLine($"  {row.Name,-28} {Value(row.Auc, row.Spread.Auc),-20} {Value(row.AveragePrecision, row.Spread.AveragePrecision),-20} {Value(row.CpAt100, row.Spread.CpAt100),-20}{(row.IsKept ? " kept" : "")}");
        }
    }

    private static string Value(double mean, double[] spread) => FormattableString.Invariant($"{mean:0.000} ({spread[0]:0.000}-{spread[1]:0.000})");
}
