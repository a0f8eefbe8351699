using System.CommandLine;
using Screening.Cli.Verbs;

namespace Screening.Cli;

internal static class Program
{
    public static int Main(string[] args)
    {
        Screening.Web.Jobs.JobLifeline.Hold();
        System.Runtime.GCSettings.LatencyMode = System.Runtime.GCLatencyMode.Batch;
        ParseResult parsed = Root().Parse(args);
        if (parsed.Errors.Count == 0) return parsed.Invoke();
        foreach (string unknown in parsed.UnmatchedTokens.Where(t => t.StartsWith("--", StringComparison.Ordinal) && !parsed.Errors.Any(e => e.Message.Contains(t, StringComparison.Ordinal))))
            Console.Error.WriteLine($"screening: '{unknown}' is no option of this verb");
        foreach (var error in parsed.Errors) Console.Error.WriteLine($"screening: {error.Message}");
        Console.Error.WriteLine($"screening: '{string.Join(' ', Path(parsed).Prepend("./screening"))} --help' shows what is accepted");
        return ExitCodes.Input;
    }

    /// <summary>All verbs.</summary>
    internal static RootCommand Root() => new("Finds orders and shipments at risk of diversion: export-controlled goods bought by a front and moved on.")
    {
            NightlyVerb.Command(),
            IngestVerb.Command(),
            AlertsVerb.Command(),
            CasesVerb.Command(),
            AuditVerb.Command(), UsersVerb.Command(),
            ContractsVerb.Command(),
            LakeVerb.Command(),
            QuarantineVerb.Command(),
            QueryVerb.Command(),
            SimulateVerb.Command(),
            FeaturesVerb.Command(),
            TypologiesVerb.Command(),
            ExplainVerb.Command(),
            BacktestVerb.Command(),
            TrainVerb.Command(),
            EvaluateVerb.Command(),
            DriftVerb.Command(),
            ModelsVerb.Command(),
            RegimeVerb.Command(),
            NameVerb.Command(),
            ListsVerb.Command(),
            ServeVerb.Command(),
            KeysVerb.Command(),
            RescreenVerb.Command(),
            ShareVerb.Command(),
            InspectionsVerb.Command(),
            BenchVerb.Command(),
            NativesVerb.Command(),
            DoctorVerb.Command(),
            BackupVerb.Command(), BackupVerb.Restore(),
            RetentionVerb.Command(),
            ReferenceVerb.Command(),
            JobsVerb.Command(), WorkVerb.Command(), NightPartVerb.Command(), ExpiryVerb.Command(),
        };

    private static Stack<string> Path(ParseResult parsed)
    {
        var names = new Stack<string>();
        for (var at = parsed.CommandResult; at?.Command is not (null or RootCommand); at = at.Parent as System.CommandLine.Parsing.CommandResult) names.Push(at.Command.Name);
        return names;
    }
}
