using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Data.Lakes;

namespace Screening.Cli.Verbs;

/// <summary><c>screening lake status | history | verify</c>: what is in a lake, how it came there, whether it is whole.</summary>
internal static class LakeVerb
{
    public static Command Command() => new("lake", "What a lake holds") { Status(), History(), Verify() };

    private static Option<long?> SnapshotOption() => new("--snapshot") { Description = "Number of the snapshot; the newest if not given" };

    private static Command Status()
    {
        (Option<string> lake, Option<long?> snapshot, Option<bool> json) = (Verb.Lake(required: false), SnapshotOption(), Verb.Json());
        var command = new Command("status", "Rows, files and days of each dataset") { lake, snapshot, json };
        command.Runs((parsed, _) =>
        {
            LakeSnapshot at = Lake.Open(NightlyRun.LakeOrSample(parsed.GetValue(lake))).Snapshot(parsed.GetValue(snapshot));
            var datasets = Home.Contracts().Contracts.Select(c =>
            {
                IReadOnlyList<LakeFile> files = at.Files(c.Dataset);
                return new
                {
                    c.Dataset,
                    Rows = files.Sum(f => f.Rows),
                    Files = files.Count,
                    Bytes = files.Sum(f => f.Bytes),
                    FirstKnownAt = files.Count == 0 ? (DateTime?)null : files.Min(f => f.MinKnownAtUtc),
                    LastKnownAt = files.Count == 0 ? (DateTime?)null : files.Max(f => f.MaxKnownAtUtc),
                };
            }).ToList();
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(new { Snapshot = at.Number, at.Id, at.DeliveredAtUtc, Datasets = datasets });
                return;
            }

            Console.WriteLine($"snapshot {at.Number}, {at.Id[..12]}, delivered {at.DeliveredAtUtc:yyyy-MM-dd HH:mm:ss} UTC");
            foreach (var d in datasets)
            {
                string days = d.FirstKnownAt is null ? "nothing yet" : $"known from {d.FirstKnownAt:yyyy-MM-dd} to {d.LastKnownAt:yyyy-MM-dd}";
                Console.WriteLine($"{d.Dataset,-20} {d.Rows,12:#,0} rows {d.Files,8:#,0} files {d.Bytes / 1048576.0,9:#,0.0} MB  {days}");
            }
        });
        return command;
    }

    private static Command History()
    {
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        var command = new Command("history", "Every source that was ever taken in, and what became of its rows") { lake, json };
        command.Runs((parsed, _) =>
        {
            LakeSnapshot at = Lake.Open(NightlyRun.LakeOrSample(parsed.GetValue(lake))).Snapshot();
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(at.Sources);
                return;
            }

            foreach (LakeSource source in at.Sources)
            {
                Console.WriteLine(
                    $"{source.DeliveredAtUtc:yyyy-MM-dd HH:mm:ss}  {source.Dataset,-20} {source.RowsIn,10:#,0} in {source.Accepted,10:#,0} accepted {source.AlreadyKnown,8:#,0} already known"
                    + $" {source.Quarantined,6:#,0} quarantined  {source.File}");
            }
        });
        return command;
    }

    private static Command Verify()
    {
        (Option<string> lake, Option<long?> snapshot) = (Verb.Lake(required: false), SnapshotOption());
        var command = new Command("verify", "Read every file of the snapshot and hold size and hash against the manifest") { lake, snapshot };
        command.Runs((parsed, cancellation) =>
        {
            LakeSnapshot at = Lake.Open(NightlyRun.LakeOrSample(parsed.GetValue(lake))).Snapshot(parsed.GetValue(snapshot));
            IReadOnlyList<string> problems = at.Verify(cancellation);
            foreach (string problem in problems) Console.WriteLine(problem);
            if (problems.Count > 0) throw new UsageException($"snapshot {at.Number} is not whole: {problems.Count} of {at.AllFiles.Count} files; restore them from a backup or ingest their sources again");
            Console.WriteLine($"snapshot {at.Number} is whole: {at.AllFiles.Count:#,0} files");
        });
        return command;
    }
}
