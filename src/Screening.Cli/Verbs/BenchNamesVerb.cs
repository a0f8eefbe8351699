using System.CommandLine;
using System.Globalization;
using Screening.Cli.Benchmarks.Names;

namespace Screening.Cli.Verbs;

/// <summary><c>screening bench names</c>: quality and speed of the matcher.</summary>
internal static class BenchNamesVerb
{
    public static Command Command()
    {
        var data = new Option<string>("--data") { Description = "Folder with names, lists, companies and scms", Required = true }.NotEmpty();
        (Option<int?> threads, Option<bool> json) = (Verb.Threads(), Verb.Json());
        var command = new Command("names", "Published pairs, mutated list names, unrelated names, and time") { data, threads, json };
        command.Runs((parsed, cancellation) =>
        {
            NameFigures figures = new NameBench(parsed.GetValue(data)!, Home.Contracts(), NameLists.Mappings, cancellation).Run(parsed.GetValue(threads) ?? Environment.ProcessorCount);
            if (parsed.GetValue(json)) Verb.PrintJson(figures);
            else Print(figures);
        });
        return command;
    }

    private static void Print(NameFigures figures)
    {
        foreach (string missing in figures.Missing) Console.WriteLine($"missing: {missing}; what it would measure is left out");
        if (figures.Pairs is { } pairs)
        {
            Say($"pairs at {pairs.Threshold:0.000}, chosen on the tuning part:");
            foreach ((string what, PairFigure f) in ((string, PairFigure)[])[
                ("tuning, organisations", pairs.TuningOrganisations), ("tuning, all", pairs.TuningAll), ("rest, organisations", pairs.HeldOutOrganisations), ("rest, all", pairs.HeldOutAll),
                ("both, organisations", pairs.Organisations), ("both, all", pairs.All)])
                Say($"  {what,-22} {f.Pairs,4} pairs  F1 {f.F1:0.000} ({f.Low:0.000} to {f.High:0.000})  precision {f.Precision:0.000}  recall {f.Recall:0.000}");
        }

        foreach (RecallFigure r in figures.Recall) Say($"{r.Mutation,-16} {r.Names,5:#,0} names  recall@10 {r.RecallAt10:0.0000}  at review {r.AtReview:0.000}  at hold {r.AtHold:0.000}");
        foreach (FalseHitFigure f in figures.FalseHits)
        {
            Say($"{f.Names,-16} {f.Count,6:#,0} unrelated names  held {100 * f.AtHold:0.00} %  looked at {100 * f.AtReview:0.00} %");
            foreach (string held in f.Held) Console.WriteLine("    " + held);
        }

        if (figures.Speed is not { } s) return;
        Say($"{s.Entries:#,0} entries, {s.ListedNames:#,0} names: built in {s.BuildSeconds:0.0} s, {s.MemoryMegabytes:0} MB");
        Say($"one question {s.MedianMilliseconds:0.000} ms in the middle, {s.Percentile95Milliseconds:0.000} ms at the 95th percentile, {s.QueriesPerSecondPerCore:#,0} a second and core");
        Say($"{s.Customers:#,0} customers in {s.CustomersSeconds:0.0} s on {s.Threads} threads");
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
