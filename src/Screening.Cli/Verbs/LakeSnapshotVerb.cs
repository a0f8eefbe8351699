using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Data.Lakes;

namespace Screening.Cli.Verbs;

/// <summary><c>screening lake snapshot</c>: what one snapshot holds and what made it.</summary>
internal static class LakeSnapshotVerb
{
    public static Command Command()
    {
        Argument<SnapshotAddress?> snapshot = SnapshotOption.Argument();
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        var command = new Command("snapshot", "What one snapshot holds: its files by dataset, and the sources that it added") { snapshot, lake, json };
        command.Runs((parsed, _) =>
        {
            LakeSnapshot at = Lake.Open(NightlyRun.LakeOrSample(parsed.GetValue(lake))).SnapshotAt(parsed.GetValue(snapshot));
            var shown = new
            {
                Snapshot = at.Number,
                at.Id,
                at.DeliveredAtUtc,
                MadeBy = at.IsCompaction ? "compaction" : at.IsRetention ? "retention" : "delivery",
                Parent = at.Number > 1 ? at.Number - 1 : (long?)null,
                at.ParentSha256,
                Sources = at.SourceCount,
                AddedSources = at.AddedSources,
                Datasets = at.AllFiles.GroupBy(f => f.Dataset).Select(Dataset).ToList(),
            };
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(shown);
                return;
            }

            Console.WriteLine($"snapshot {at.Number}, delivered {at.DeliveredAtUtc:yyyy-MM-dd HH:mm:ss} UTC, made by a {shown.MadeBy}{(shown.Parent is { } parent ? $" on {parent}" : "")}");
            Console.WriteLine($"id {at.Id}");
            foreach (LakeSource source in shown.AddedSources)
                Console.WriteLine($"added {source.File}: {source.RowsIn:#,0} rows of {source.Dataset}, {source.Accepted:#,0} accepted, {source.Quarantined:#,0} quarantined");
            foreach (SnapshotDataset dataset in shown.Datasets)
            {
                Console.WriteLine(
                    $"{dataset.Dataset}: {dataset.Rows:#,0} rows, {dataset.Bytes / 1048576.0:#,0.0} MB, contract {string.Join(" and ", dataset.ContractVersions)},"
                    + $" known from {dataset.FirstKnownAt:yyyy-MM-dd} to {dataset.LastKnownAt:yyyy-MM-dd}");
                foreach (LakeFile file in dataset.Files)
                    Console.WriteLine($"  {file.Path}  {file.Rows:#,0} rows  {file.MinKnownAtUtc:yyyy-MM-dd HH:mm:ss} to {file.MaxKnownAtUtc:yyyy-MM-dd HH:mm:ss}  {file.Sha256[..12]}");
            }
        });
        return command;
    }

    private static SnapshotDataset Dataset(IGrouping<string, LakeFile> files) => new(
        files.Key, files.Sum(f => f.Rows), files.Sum(f => f.Bytes), [.. files.Select(f => f.ContractVersion).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        files.Min(f => f.MinKnownAtUtc), files.Max(f => f.MaxKnownAtUtc), [.. files]);

    private sealed record SnapshotDataset(
        string Dataset, long Rows, long Bytes, IReadOnlyList<string> ContractVersions, DateTime FirstKnownAt, DateTime LastKnownAt, IReadOnlyList<LakeFile> Files);
}
