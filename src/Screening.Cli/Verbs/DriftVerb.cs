using System.CommandLine;
using System.Globalization;
using Screening.Alerts;
using Screening.Cli.Drifts;
using Screening.Cli.Nightly;
using Screening.Data.Store;
using Screening.Learning.Drift;
using Screening.Learning.Registry;
using Screening.Policies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening drift</c>: whether orders, scores, labels and alerts changed.</summary>
internal static class DriftVerb
{
    public static Command Command()
    {
        Option<string> lake = Verb.Lake(required: false);
        Option<DateOnly?> date = Verb.Date("--date", "Last day of the latest window, yyyy-MM-dd; the latest day on which an order became known if not given");
        var defaults = new DriftOptions();
        Option<int?> latest = Verb.Whole("--latest-days", FormattableString.Invariant($"Length of the latest window; {defaults.LatestDays} if not given"), 1, 365);
        Option<int?> reference = Verb.Whole("--reference-days", FormattableString.Invariant($"Length of the window before it; {defaults.ReferenceDays} if not given"), 1, 365);
        Option<double?> level = Verb.Share("--level", "Share of comparisons without any change that stay silent; 0.99 if not given", 0.8, 0.999);
        (Option<string?> policy, Option<string?> models, Option<int?> threads, Option<bool> json) = (Verb.Policy(), Verb.Models(), Verb.Threads(), Verb.Json());
        Option<string?> memory = Verb.LogMemory();
        var command = new Command("drift", "Whether the orders of the last days, their scores, labels and alerts differ from those of the days before by more than chance explains")
        {
            lake, date, latest, reference, level, policy, models, threads, memory, json,
        };
        command.Runs((parsed, cancellation) =>
        {
            int cores = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            double quiet = parsed.GetValue(level) ?? defaults.Level;
            DriftOptions options = defaults with
            {
                LatestDays = parsed.GetValue(latest) ?? defaults.LatestDays,
                ReferenceDays = parsed.GetValue(reference) ?? defaults.ReferenceDays,
                Level = quiet,
                // At least two resamples lie above the quantile.
                Draws = Math.Max(defaults.Draws, (int)Math.Ceiling(2 / (1 - quiet))),
            };
            var folders = new ModelFolders(Home.Models(parsed.GetValue(models)), Home.Starter);
            (DriftReport report, ServedModel model) =
                ConsoleProgress.Run(progress => Measure(parsed.GetValue(lake), parsed.GetValue(date), parsed.GetValue(memory), Home.Policy(parsed.GetValue(policy)), folders, options, cores, progress, cancellation));
            if (model.Problem is { } problem) Console.Error.WriteLine(problem);
            if (parsed.GetValue(json)) Verb.PrintJson(report);
            else Print(report, options, Home.Policy(parsed.GetValue(policy)), model);
        });
        return command;
    }

    // A night in all but its list: the same looks and the same scores.
    private static (DriftReport Report, ServedModel Model) Measure(
        string? lake, DateOnly? date, string? memory, Policy policy, ModelFolders models, DriftOptions options, int threads, ConsoleProgress progress, CancellationToken cancellation)
    {
        using LoadedLog loaded = LoadedLog.Of(lake, date, threads, progress, cancellation, memory);
        var stored = StoreAddress.OfLake(loaded.Folder);
        using AlertStore? store = stored.Exists ? AlertStore.Open(stored) : null;
        var model = ServedModel.Of(models, policy, loaded.Log, loaded.Date, loaded.IsSimulated);
        var screen = new Screen(loaded.Log, loaded.Countries, policy, loaded.Date, threads) { Dismissals = store?.Dismissals() ?? [], Model = model, Replay = (plan, told, stop) => loaded.Replay(plan, threads, told, stop) };
        screen.Run(new Dictionary<string, OpenAlert>(), new VersionSet("", "", "", "", ""), new Stages(progress), progress, cancellation);
        IReadOnlyDictionary<DateOnly, int> alerts = store?.AlertsByNight(DriftWatch.ReferenceFrom(loaded.Date, options), loaded.Date.AddDays(1)) ?? new Dictionary<DateOnly, int>();
        progress.Report("compare");
        return (DriftWatch.Of(loaded.Log, loaded.Date, screen.Arrived!, alerts, options, threads, cancellation), model);
    }

    private static void Print(DriftReport report, DriftOptions options, Policy policy, ServedModel model)
    {
        void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        DriftNote note = DriftWords.Note(report, options);
        Line($"{report.LatestOrders:#,0} orders from {report.LatestFrom:yyyy-MM-dd} to {report.Date:yyyy-MM-dd} held against {report.ReferenceOrders:#,0} from {report.ReferenceFrom:yyyy-MM-dd} to {report.LatestFrom.AddDays(-1):yyyy-MM-dd}");
        Console.WriteLine($"margin and risk are those of policy {policy.Version}'s blend" + (model.Model is { Weight: > 0 } counted ? FormattableString.Invariant($" and, with {counted.Weight:0%} of the margin, of model {counted.Version}") : ", without a model"));
        Console.WriteLine(DriftWords.Verdict(note, isWhole: true));
        foreach (DriftedColumn feature in report.Features.Where(feature => feature.IsAlarm))
            Line($"{feature.Name,-44} index {feature.Stability:0.0000}, chance {feature.Threshold:0.0000}; {feature.Sentence}");
        foreach (DriftedColumn score in report.Scores) Line($"{score.Name,-44} index {score.Stability:0.0000}, chance {score.Threshold:0.0000}{(score.IsAlarm ? "; " + score.Sentence : "")}");
        foreach (string sentence in note.Beside.TakeLast(2)) Console.WriteLine(sentence);
    }
}
