using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Data.Lakes;

namespace Screening.Cli.Verbs;

/// <summary><c>screening lake ...</c>: what is in a lake, how it came there, whether it is whole; and its upkeep.</summary>
internal static class LakeVerb
{
    public static Command Command() => new("lake", "What a lake holds, and its upkeep")
    {
        LakeStatusVerb.Command(), LakeSnapshotVerb.Command(), History(), LakeReferencesVerb.Command(), Verify(), LakeCompactVerb.Command(), LakePruneVerb.Command(),
    };

    private static Command History()
    {
        (Option<string> lake, Option<SnapshotAddress?> snapshot, Option<bool> json) = (Verb.Lake(required: false), SnapshotOption.Snapshot(), Verb.Json());
        var command = new Command("history", "Every source that was ever taken in, and what became of its rows") { lake, snapshot, json };
        command.Runs((parsed, _) =>
        {
            LakeSnapshot at = Lake.Open(NightlyRun.LakeOrSample(parsed.GetValue(lake))).SnapshotAt(parsed.GetValue(snapshot));
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
        (Option<string> lake, Option<SnapshotAddress?> snapshot) = (Verb.Lake(required: false), SnapshotOption.Snapshot());
        var command = new Command("verify", "Read every file of the snapshot and hold size and hash against the manifest; follow the chain of manifests") { lake, snapshot };
        command.Runs((parsed, cancellation) =>
        {
            Lake opened = Lake.Open(NightlyRun.LakeOrSample(parsed.GetValue(lake)));
            IReadOnlyList<string> chain = opened.VerifyHistory(cancellation);
            foreach (string problem in chain) Console.WriteLine(problem);
            LakeSnapshot at = opened.SnapshotAt(parsed.GetValue(snapshot));
            IReadOnlyList<string> problems = at.Verify(cancellation);
            foreach (string problem in problems) Console.WriteLine(problem);
            if (problems.Count > 0) throw new UsageException($"snapshot {at.Number} is not whole: {problems.Count} of {at.AllFiles.Count} files; restore them from a backup; a file that was ingested is not read again, so without a backup its sources go into a new lake");
            if (chain.Count > 0) throw new UsageException($"the lake's history is not whole: {chain[0]}; snapshot {at.Number} itself is");
            Console.WriteLine($"snapshot {at.Number} is whole: {at.AllFiles.Count:#,0} files; so is the chain of {opened.SnapshotNumbers().Count:#,0} manifests");
        });
        return command;
    }
}
