using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Data.Contracts;
using Screening.Data.Lakes;

namespace Screening.Cli.Verbs;

/// <summary><c>screening lake compact</c>: many small files become few, and files that overlap become files that do not.</summary>
internal static class LakeCompactVerb
{
    public static Command Command()
    {
        var dataset = new Option<string?>("--dataset") { Description = "Only this dataset" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what there is to do and do nothing" };
        (Option<string> lake, Option<string?> memory, Option<int?> threads, Option<bool> json) = (Verb.Lake(required: false), Verb.Memory(), Verb.Threads(), Verb.Json());
        var command = new Command("compact", "Bring the rows into files of about the same size; the rows and the snapshot's id stay") { lake, dataset, memory, threads, dryRun, json };
        command.Runs((parsed, cancellation) =>
        {
            Lake opened = Lake.Open(NightlyRun.LakeOrSample(parsed.GetValue(lake)));
            ContractStore contracts = Home.Contracts();
            IReadOnlyList<DataContract> chosen = parsed.GetValue(dataset) is { } named ? [contracts[named]] : contracts.Contracts;
            var request = new CompactionRequest { Threads = parsed.GetValue(threads) ?? 0, MemoryLimit = parsed.GetValue(memory), DryRun = parsed.GetValue(dryRun) };
            IReadOnlyList<CompactionReport> reports = ConsoleProgress.Run(progress => Compaction.Run(opened, chosen, request, new Shown(progress), cancellation));
            if (parsed.GetValue(json)) Verb.PrintJson(reports);
            else foreach (CompactionReport report in reports) Console.WriteLine($"{report.Dataset,-20} {Words(report)}");
        });
        return command;
    }

    private static string Words(CompactionReport report) => report switch
    {
        { FilesRewritten: 0 } => $"{report.FilesBefore:#,0} files, nothing to do",
        { DryRun: true } => $"{report.FilesBefore:#,0} files, of which {report.FilesRewritten:#,0} with {report.RowsRewritten:#,0} rows, {report.BytesRewritten / 1048576.0:#,0.0} MB, would be rewritten",
        _ => $"{report.FilesBefore:#,0} files are now {report.FilesAfter:#,0}: {report.RowsRewritten:#,0} rows rewritten, {report.BytesRewritten / 1048576.0:#,0.0} MB to {report.BytesWritten / 1048576.0:#,0.0} MB,"
            + $" in {report.Duration.TotalSeconds:0.0} s; snapshot {report.ManifestNumber}",
    };

    /// <summary>A stage per dataset.</summary>
    private sealed class Shown(ConsoleProgress progress) : IProgress<CompactionProgress>
    {
        private readonly Lock _gate = new();
        private string? _dataset;

        public void Report(CompactionProgress value)
        {
            lock (_gate)
            {
                if (_dataset != value.Dataset) progress.Report($"compacting {_dataset = value.Dataset}");
                progress.Report((double)value.RowsWritten / value.Rows);
            }
        }
    }
}
