using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Cli.Operations;
using Screening.Typologies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening doctor</c>: whether everything is as it must be, and what to do where it is not.</summary>
internal static class DoctorVerb
{
    public static Command Command()
    {
        (Option<string> lake, Option<string?> policy, Option<string?> models, Option<bool> json) = (Verb.Lake(required: false), Verb.Policy(), Verb.Models(), Verb.Json());
        var deep = new Option<bool>("--deep") { Description = "Read every file of the lake and every record of the journals, and compare hashes" };
        var command = new Command("doctor", "Look at natives, disk, rights, clock, contracts, lists, deliveries, store, audit log, model, jobs, journals and the last night; exit code 1 when something cannot work") { lake, policy, models, deep, json };
        command.Runs((parsed, cancellation) =>
        {
            string folder = NightlyRun.LakeOrSample(parsed.GetValue(lake));
            IReadOnlyList<Checkup> findings = new Doctor(folder, parsed.GetValue(policy), Home.Models(parsed.GetValue(models)), TimeProvider.System.GetUtcNow().UtcDateTime).Look(parsed.GetValue(deep), cancellation);
            if (parsed.GetValue(json)) Verb.PrintJson(findings);
            else
            {
                foreach (Checkup finding in findings)
                {
                    Console.WriteLine($"{Mark(finding.Kind),-8} {finding.What,-18} {finding.Said}");
                    if (finding.Todo is { } todo) Console.WriteLine($"{"",-27} {todo}");
                }
            }

            int faults = findings.Count(finding => finding.Kind == CheckupKind.Fault);
            if (faults > 0) throw new FaultException($"{Words.Count(faults, "fault")}: what is marked FAULT cannot work");
        });
        return command;
    }

    private static string Mark(CheckupKind kind) => kind switch
    {
        CheckupKind.Good => "ok",
        CheckupKind.Warning => "warning",
        _ => "FAULT",
    };
}
