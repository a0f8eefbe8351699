using System.CommandLine;
using System.Text.Json;
using Screening.Cli.Nightly;
using Screening.Data.Store;

namespace Screening.Cli.Verbs;

/// <summary><c>screening audit verify | export</c>: the log of what was done.</summary>
internal static class AuditVerb
{
    private const int MostShown = 20;

    public static Command Command() => new("audit", "The log of what was done: check it, export it") { Verify(), Export() };

    private static Command Verify()
    {
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        var command = new Command("verify", "Check every entry, its order, and the heads kept beside the store; ends with an error when something does not fit") { lake, json };
        command.Runs((parsed, cancellation) =>
        {
            using CaseStore store = Open(parsed.GetValue(lake));
            AuditReport report = store.VerifyAudit(cancellation);
            if (parsed.GetValue(json)) Verb.PrintJson(report);
            else Console.WriteLine($"{report.Entries} entries, {report.Erased} with erased details, {report.Anchored} held against heads kept beside the store; head {(report.Head.Length == 0 ? "none" : report.Head)}");
            foreach (string problem in report.Problems.Take(MostShown)) Console.Error.WriteLine(problem);
            if (report.Problems.Count > 0) throw new StoreException($"the audit log is not whole: {report.Problems[0]}");
        });
        return command;
    }

    private static Command Export()
    {
        Option<string> lake = Verb.Lake(required: false);
        Option<int?> after = Verb.Whole("--after", "Number of the last entry that is not wanted", 0, int.MaxValue);
        var command = new Command("export", "Write the entries as JSON lines to standard output") { after, lake };
        command.Runs((parsed, cancellation) =>
        {
            using CaseStore store = Open(parsed.GetValue(lake));
            foreach (AuditEntry entry in store.Audit(parsed.GetValue(after) ?? 0))
            {
                cancellation.ThrowIfCancellationRequested();
                Console.Out.WriteLine(JsonSerializer.Serialize(entry, AlertJson.Options));
            }
        });
        return command;
    }

    private static CaseStore Open(string? lake)
    {
        string folder = NightlyRun.LakeOrSample(lake);
        return Directory.Exists(folder) ? CaseStore.Open(StoreAddress.OfLake(folder)) : throw new UsageException($"there is no lake at {folder}; 'screening nightly' makes a sample, 'screening ingest' begins one");
    }
}
