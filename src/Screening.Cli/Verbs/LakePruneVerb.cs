using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Data.Lakes;

namespace Screening.Cli.Verbs;

/// <summary><c>screening lake prune</c>: forget old snapshots and free the files that only they name.</summary>
internal static class LakePruneVerb
{
    private const int MostDays = 36_500;

    public static Command Command()
    {
        Option<int?> keepDays = Verb.Whole("--keep-days", "Keep every snapshot that was the newest at any time in the last so many days", 0, MostDays);
        Option<int?> keep = Verb.Whole("--keep", "Keep so many snapshots", 1, int.MaxValue);
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what would go and delete nothing" };
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: true), Verb.Json());
        var command = new Command("prune", "Forget old snapshots and delete the files that only they name; the newest snapshot, and with it every row, stays") { lake, keepDays, keep, dryRun, json };
        command.Runs((parsed, cancellation) =>
        {
            (int? days, int? number) = (parsed.GetValue(keepDays), parsed.GetValue(keep));
            if (days is null == number is null) throw new UsageException("prune needs to be told what to keep: either --keep-days or --keep");
            var request = new PruneRequest
            {
                Keep = number,
                KeepSinceUtc = days is { } d ? TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-d) : null,
                DryRun = parsed.GetValue(dryRun),
            };
            PruneReport report = Pruning.Run(Lake.Open(NightlyRun.LakeOrSample(parsed.GetValue(lake))), request, cancellation);
            if (parsed.GetValue(json)) Verb.PrintJson(report);
            else
            {
                Console.WriteLine(
                    $"{(report.DryRun ? "would forget" : "forgot")} {report.Snapshots:#,0} snapshot{(report.Snapshots == 1 ? "" : "s")} and {(report.DryRun ? "free" : "freed")}"
                    + $" {report.Bytes / 1048576.0:#,0.0} MB, {report.Files:#,0} data files; the oldest that is kept is {report.OldestKept}");
            }
        });
        return command;
    }
}
