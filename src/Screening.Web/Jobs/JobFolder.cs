using System.Text;
using Screening.Data.Jobs;

namespace Screening.Web.Jobs;

/// <summary>Where in a lake the logs and manifests of runs lie, and the mail that waits to be sent.</summary>
internal static class JobFolder
{
    /// <summary>Most bytes of a log that are looked at for its end.</summary>
    private const int MostTailBytes = 64 << 10;

    /// <summary>Log of a run, relative to the lake.</summary>
    public static string LogOf(JobRun run) => Path.Combine("_runs", "jobs", run.Job, run.RunId + ".log");

    /// <summary>Manifest of a run.</summary>
    public static string ManifestOf(string lake, JobRun run) => Path.Combine(lake, "_runs", "jobs", run.Job, run.RunId + ".json");

    /// <summary>Where mail waits, one file a message, until something sends it.</summary>
    public static string MailOf(string lake) => Path.Combine(lake, "_runs", "mail");

    /// <summary>The last lines of a log; none when there is no such file.</summary>
    public static IReadOnlyList<string> LastLines(string lake, JobRun run, int most)
    {
        if (run.Log is null || !File.Exists(Path.Combine(lake, LogOf(run)))) return [];
        using var file = new FileStream(Path.Combine(lake, LogOf(run)), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        bool isWhole = file.Length <= MostTailBytes;
        if (!isWhole) file.Seek(-MostTailBytes, SeekOrigin.End);
        using var reader = new StreamReader(file, Encoding.UTF8);
        string[] lines = reader.ReadToEnd().TrimEnd('\n').Split('\n');
        return [.. (isWhole ? lines : lines.Skip(1)).TakeLast(most).Select(l => l.TrimEnd('\r'))];
    }
}
