using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Data.Contracts;
using Screening.Data.Lakes;

namespace Screening.Cli.Verbs;

/// <summary><c>screening lake status</c>: what each dataset holds, whether its deliveries come as its contract expects, and what the lake takes on disk.</summary>
internal static class LakeStatusVerb
{
    public static Command Command()
    {
        (Option<string> lake, Option<SnapshotAddress?> snapshot, Option<DateTime?> asOf, Option<bool> json) =
            (Verb.Lake(required: false), SnapshotOption.Snapshot(), SnapshotOption.AsOf(), Verb.Json());
        var command = new Command("status", "Rows, files and days of each dataset, how old its last delivery is, and disk use") { lake, snapshot, asOf, json };
        command.Runs((parsed, _) =>
        {
            Lake opened = Lake.Open(NightlyRun.LakeOrSample(parsed.GetValue(lake)));
            LakeSnapshot at = opened.SnapshotAt(parsed.GetValue(snapshot));
            DateTime now = parsed.GetValue(asOf) ?? TimeProvider.System.GetUtcNow().UtcDateTime;
            ILookup<string, LakeSource> sources = at.Sources.Where(s => s.DeliveredAtUtc <= now && s.Replay is null).ToLookup(s => s.Dataset, StringComparer.Ordinal);
            List<DatasetStatus> datasets = [.. Home.Contracts().Contracts.Select(c => DatasetStatus.Of(c, at.Files(c.Dataset), [.. sources[c.Dataset]], now))];
            LakeDiskUse disk = opened.DiskUse();
            if (parsed.GetValue(json)) Verb.PrintJson(new { Snapshot = at.Number, at.Id, at.DeliveredAtUtc, Datasets = datasets, Disk = disk });
            else Print(at, datasets, disk);
        });
        return command;
    }

    private static void Print(LakeSnapshot at, List<DatasetStatus> datasets, LakeDiskUse disk)
    {
        Console.WriteLine($"snapshot {at.Number}, {at.Id[..12]}, delivered {at.DeliveredAtUtc:yyyy-MM-dd HH:mm:ss} UTC");
        foreach (DatasetStatus d in datasets)
        {
            string days = d.FirstKnownAt is null ? "nothing yet" : $"known from {d.FirstKnownAt:yyyy-MM-dd} to {d.LastKnownAt:yyyy-MM-dd}";
            Console.WriteLine($"{d.Dataset,-20} {d.Rows,12:#,0} rows {d.Files,8:#,0} files {Megabytes(d.Bytes),9:#,0.0} MB  {days}; {d.Deliveries}");
        }

        Console.WriteLine(
            $"on disk: {Megabytes(disk.NewestBytes):#,0.0} MB in the newest snapshot, {Megabytes(disk.OlderBytes):#,0.0} MB only in older ones,"
            + $" {Megabytes(disk.ManifestBytes):#,0.0} MB of {disk.Snapshots:#,0} manifests, {Megabytes(disk.QuarantineBytes):#,0.0} MB in quarantine");
    }

    private static double Megabytes(long bytes) => bytes / 1048576.0;

    /// <summary>A dataset's line.</summary>
    private sealed record DatasetStatus(
        string Dataset, long Rows, int Files, long Bytes, DateTime? FirstKnownAt, DateTime? LastKnownAt, DateTime? LastDeliveredAt, double? ExpectedEveryHours, bool? IsLate, string Deliveries)
    {
        public static DatasetStatus Of(DataContract contract, IReadOnlyList<LakeFile> files, IReadOnlyList<LakeSource> sources, DateTime now)
        {
            DateTime? last = sources.Count == 0 ? null : sources.Max(s => s.DeliveredAtUtc);
            bool? late = contract.Frequency is { } every ? last is null || now - last > every : null;
            return new DatasetStatus(
                contract.Dataset, files.Sum(f => f.Rows), files.Count, files.Sum(f => f.Bytes),
                files.Count == 0 ? null : files.Min(f => f.MinKnownAtUtc), files.Count == 0 ? null : files.Max(f => f.MaxKnownAtUtc),
                last, contract.Frequency?.TotalHours, late, Words(contract.Frequency, last, now));
        }

        private static string Words(TimeSpan? every, DateTime? last, DateTime now)
        {
            string expected = every is { } e ? $", expected every {Span(e)}" : "";
            if (last is not { } at) return "never delivered" + expected;
            TimeSpan age = now - at;
            string told = $"last delivery {Span(age)} ago{expected}";
            return every is { } most && age > most ? $"{told}: late by {Span(age - most)}" : told;
        }

        // Whole units of the largest that fits at least twice, so that 30 hours are not called a day.
        private static string Span(TimeSpan span) => span switch
        {
            { TotalHours: 24 } => "day",
            { TotalDays: >= 2 } => $"{(int)span.TotalDays} days",
            { TotalHours: >= 2 } => $"{(int)span.TotalHours} hours",
            _ => $"{(int)span.TotalMinutes} minute{((int)span.TotalMinutes == 1 ? "" : "s")}",
        };
    }
}
