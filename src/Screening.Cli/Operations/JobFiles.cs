using System.CommandLine;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Web.Jobs;

namespace Screening.Cli.Operations;

/// <summary>The job files of the project, held against this command line.</summary>
internal static class JobFiles
{
    /// <summary>The option that names their folder.</summary>
    public static Option<string?> Option() => new Option<string?>("--jobs") { Description = "Folder of the job files; jobs of the project if not given" };

    /// <summary>Reads a folder.</summary>
    /// <exception cref="JobFileException">There is no such folder.</exception>
    public static JobSet Load(string? folder)
    {
        RootCommand root = Program.Root();
        return JobSet.Load(folder ?? Path.Combine(Home.Directory, "jobs"), [.. root.Subcommands.Select(c => c.Name)], arguments => root.Parse([.. arguments]).Errors is [var error, ..] ? error.Message : null);
    }

    /// <summary>Where jobs of a lake run on this machine.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="node">Name of the node; that of the machine if not given.</param>
    /// <exception cref="UsageException">There is no such lake.</exception>
    public static JobPlace Place(string lake, string? node)
    {
        if (!Directory.Exists(lake)) throw new UsageException($"there is no lake at {lake}; 'screening ingest' begins one");
        string folder = Lake.Open(lake).FullPath;
        return new JobPlace(folder, StoreAddress.OfLake(folder), JobCommand.Own(Home.Directory), node ?? Environment.MachineName);
    }

    /// <summary>Says on standard error which jobs cannot run, and why.</summary>
    public static void SayRefused(JobSet set)
    {
        foreach ((string name, string problem) in set.Refused) Console.Error.WriteLine($"screening: job {name} does not run: {problem}");
    }
}
