using System.CommandLine;
using Screening.Cli.Nightly.Spread;
using Screening.Data.Lakes;
using Screening.Typologies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening night-part</c>: one task of a night that is spread over nodes; the cluster calls it, people seldom.</summary>
internal static class NightPartVerb
{
    /// <summary>The verb.</summary>
    public static Command Command()
    {
        Option<string> lake = Verb.Lake(required: true);
        Option<string> plan = new Option<string>("--plan") { Description = "Id of the plan, a folder in _runs/nights", Required = true }.NotEmpty();
        var task = new Option<int>("--task") { Description = "Which task, from 0", Required = true };
        Option<int?> threads = Verb.Threads();
        var command = new Command(Web.Jobs.NightTasks.Verb, "Compute one part of a night that is spread over nodes, and score with them (docs/scale.md)") { lake, plan, task, threads };
        command.Runs((parsed, cancellation) =>
        {
            string folder = Lake.Open(parsed.GetValue(lake)!).FullPath;
            (NightPart part, int scored) = ConsoleProgress.Run(progress => NightTask.Run(
                folder, parsed.GetValue(plan)!, parsed.GetValue(task), Environment.MachineName, parsed.GetValue(threads) ?? Environment.ProcessorCount, progress, cancellation));
            Console.WriteLine(FormattableString.Invariant($"part {part.Task} of plan {part.Plan}: {part.Values} values of {part.Rows} looks, {part.Sha256[..12]}; {Words.Count(scored, "shard")} of looks scored"));
        });
        return command;
    }
}
