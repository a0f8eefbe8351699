using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Screening.Cli.Evaluations;
using Screening.Cli.Nightly;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Features;
using Screening.Learning.Evaluation;
using Screening.Learning.Registry;
using Screening.Policies;
using Screening.Web.Triage;

namespace Screening.Cli.Verbs;

/// <summary><c>screening evaluate</c>: what a ranking is worth.</summary>
internal static class EvaluateVerb
{
    private const int DefaultDays = 60;

    public static Command Command()
    {
        Option<string> lake = Verb.Lake(required: false);
        Option<DateOnly?> from = Verb.Date("--from", "First day of orders to judge by, yyyy-MM-dd; the day after the model's day of training, or 60 days before the last");
        Option<DateOnly?> to = Verb.Date("--to", "Last day; the latest in the lake if not given");
        Option<string?> model = new Option<string?>("--model") { Description = "Version to judge; the blend alone if not given" }.NotEmpty();
        Option<string?> against = new Option<string?>("--against") { Description = "A second version, to see the gain" }.NotEmpty();
        Option<int?> capacity = Verb.Whole("--capacity", "Subjects that are looked at a day; the policy's if not given", 1, 100_000);
        Option<int?> draws = Verb.Whole("--draws", "Resamples for the spread; 500 if not given", 20, 100_000);
        var labels = new Option<bool>("--by-labels") { Description = "Judge by dispositions and outcomes even where a simulator wrote the truth" };
        (Option<string?> policy, Option<string?> models, Option<int?> threads, Option<string?> memory, Option<bool> json) = (Verb.Policy(), Verb.Models(), Verb.Threads(), Verb.LogMemory(), Verb.Json());
        Option<string?> page = new Option<string?>("--report") { Description = "Write a page with plots here" }.NotEmpty();
        var keep = new Option<bool>("--keep") { Description = "Keep the figures of --model beside the models, for the page that shows them" };
        var alertOnly = new AlertOnlyChoice();
        var command = new Command("evaluate", "What a model, the blend and each of its parts would have caught at the capacity of a day, with their spread")
        {
            lake, from, to, model, against, capacity, draws, labels, policy, models, page, keep, threads, memory, json,
        };
        foreach (Option option in alertOnly.Options) command.Add(option);
        command.Runs((parsed, cancellation) =>
        {
            Policy chosen = Home.Policy(parsed.GetValue(policy));
            var registry = new ModelRegistry(Home.Models(parsed.GetValue(models)));
            RegisteredModel? Load(Option<string?> option) => parsed.GetValue(option) is { } version ? registry.Load(version, Engine.DefaultCatalogue.Id, null) : null;
            (RegisteredModel? judged, RegisteredModel? other) = (Load(model), Load(against));
            if (other is not null && judged is null) throw new UsageException("--against needs --model");
            if (parsed.GetValue(keep) && judged is null) throw new UsageException("--keep needs --model");
            int cores = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            if (alertOnly.IsAsked(parsed))
            {
                if (judged is not null || parsed.GetValue(page) is not null) throw new UsageException("--alert-only trains models of its own and writes no page: leave out --model and --report");
                var asked = new EvaluationOptions(parsed.GetValue(from) ?? default, chosen, parsed.GetValue(capacity) ?? chosen.Capacity.Alerts, parsed.GetValue(labels), parsed.GetValue(draws) ?? 500, 1, cores);
                alertOnly.Run(parsed, parsed.GetValue(lake), parsed.GetValue(to), asked, parsed.GetValue(memory), parsed.GetValue(json), cancellation);
                return;
            }

            EvaluationReport report = ConsoleProgress.Run(progress =>
            {
                using LoadedLog loaded = LoadedLog.Of(parsed.GetValue(lake), parsed.GetValue(to), cores, progress, cancellation, parsed.GetValue(memory));
                DateOnly first = parsed.GetValue(from) ?? After(judged, other) ?? loaded.Date.AddDays(-DefaultDays);
                if (first > loaded.Date) throw new UsageException(FormattableString.Invariant($"--from is {first:yyyy-MM-dd}, after {loaded.Date:yyyy-MM-dd}"));
                var options = new EvaluationOptions(first, chosen, parsed.GetValue(capacity) ?? chosen.Capacity.Alerts, parsed.GetValue(labels), parsed.GetValue(draws) ?? 500, 1, cores);
                return new Evaluation(loaded, options).Run(judged, other, progress, cancellation);
            });
            if (parsed.GetValue(page) is { } file) EvaluationPage.Write(file, report);
            if (parsed.GetValue(keep)) WholeFile.Write(KeptEvaluation.Path(registry.Folder, judged!.Manifest.Version), JsonSerializer.Serialize(report, AlertJson.Indented) + "\n");
            if (parsed.GetValue(json)) Verb.PrintJson(report);
            else Print(report);
        });
        return command;
    }

    private static DateOnly? After(params RegisteredModel?[] models) =>
        models.OfType<RegisteredModel>().Select(model => (DateOnly?)model.Manifest.Data.AsOf.AddDays(1)).Max();

    private static void Print(EvaluationReport report)
    {
        void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        if (report.IsSimulated) Line($"Simulated world: the figures show that ranking works, not how well real diversion is found.");
        Line($"{report.Orders:#,0} orders from {report.From:yyyy-MM-dd} to {report.To:yyyy-MM-dd}, {report.Diversions:#,0} of them diversion by {report.Truth}; {report.Capacity} subjects a day; {report.KnownBefore} subjects known before left out; what was known and usual comes from {report.OrdersBefore:#,0} orders before");
        Line($"{"",-16} {"average precision",-24} {"AUC",6} {"precision at k",-24} {"recall at k",-24} {"value of the oracle's",-24}");
        foreach (RankerResult ranker in report.Rankers) Line($"{ranker.Name,-16} {ranker.AveragePrecision,-24} {ranker.AreaUnderCurve,6:0.000} {ranker.Precision,-24} {ranker.Recall,-24} {ranker.ValueToOracle,-24}");
        if (report.RecallByChance >= EvaluationReport.TooEasy)
            Line($"NOTE: at {report.Capacity} a day chance alone catches {report.RecallByChance:0.00} of the diversions: figures at capacity hardly tell rankings apart, a smaller --capacity does");
        if (report.Gain is { } gain) Line($"{report.Model} over {report.Against ?? "the blend"}: value {gain.ValueUsd}, compute {gain.H100e}, orders {gain.Recall}; {gain.TopOverlap:0%} of the alerts of both are the same");
        foreach (KindResult kind in report.Kinds) Line($"{kind.Kind,-16} {kind.Found} of {kind.Subjects} subjects found, recall {kind.Recall}{(kind.MedianDaysToAlert is { } days ? FormattableString.Invariant($", half of them within {days:0.#} days") : "")}");
        if (report.Reliability is { } reliability) Line($"probabilities: Brier {reliability.Brier:0.00000}, off by {reliability.Error:0.00000} on average");
        foreach (LookupResult lookup in report.Lookups) Line($"{lookup.Key} alone: average precision {lookup.AveragePrecision}{(lookup.IsAlarm ? "  ALARM: one key ranks nearly as well as the first ranking" : "")}");
        foreach (ParityResult parity in report.Parity) Line($"honest orders {parity.Group}: {parity.Alerted:#,0} of {parity.Orders:#,0} alerted, {parity.Share}");
    }
}
