using Screening.Data.Yaml;

namespace Screening.Web.Jobs;

/// <summary>The jobs of a folder, and what is wrong with those that cannot run. A file that is broken stops that job alone.</summary>
/// <param name="Jobs">Those that can run, by name; some may be switched off.</param>
/// <param name="Refused">Why each of the others cannot, by the name of its file.</param>
internal sealed record JobSet(IReadOnlyList<Job> Jobs, IReadOnlyDictionary<string, string> Refused)
{
    /// <summary>No jobs.</summary>
    public static JobSet None { get; } = new([], new Dictionary<string, string>());

    /// <summary>Reads the files of a folder.</summary>
    /// <param name="folder">The folder; every <c>*.yaml</c> in it is a job.</param>
    /// <param name="verbs">The verbs that there are.</param>
    /// <param name="problemOf">What the command line has against verb and arguments; <c>null</c> for nothing.</param>
    /// <exception cref="JobFileException">There is no such folder.</exception>
    public static JobSet Load(string folder, IReadOnlyCollection<string> verbs, Func<IReadOnlyList<string>, string?> problemOf)
    {
        if (!Directory.Exists(folder)) throw new JobFileException($"there is no folder {folder} with jobs");
        var jobs = new SortedDictionary<string, Job>(StringComparer.Ordinal);
        var files = new Dictionary<string, YamlSection>(StringComparer.Ordinal);
        var refused = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            try
            {
                (jobs[name], files[name]) = JobFile.Read(file, verbs, problemOf);
            }
            catch (JobFileException e)
            {
                refused.Add(name, e.Message);
            }
        }

        RefuseBadDependencies(jobs, files, refused);
        return new JobSet([.. jobs.Values], refused);
    }

    /// <summary>A job; <c>null</c> when there is none of that name.</summary>
    public Job? Find(string name) => Jobs.FirstOrDefault(j => j.Name == name);

    // A job that depends on one that is refused or switched off is not: its runs say each time that they wait for it in vain, once that is mended they do not.
    private static void RefuseBadDependencies(SortedDictionary<string, Job> jobs, Dictionary<string, YamlSection> files, SortedDictionary<string, string> refused)
    {
        foreach (Job job in jobs.Values.ToList())
        {
            if (job.Dependencies.FirstOrDefault(d => !jobs.ContainsKey(d) && !refused.ContainsKey(d)) is { } unknown)
                refused.Add(job.Name, files[job.Name].Error("dependencies", $"holds '{unknown}'; accepted: {string.Join(", ", jobs.Keys.Where(k => k != job.Name))}").Message);
            else if (Circle(job.Name, jobs) is { } circle)
                refused.Add(job.Name, files[job.Name].Error("dependencies", $"go in a circle, {circle}; accepted: jobs that do not wait for this one").Message);
        }

        foreach (string name in refused.Keys) jobs.Remove(name);
    }

    // The way from a job back to itself; null when there is none.
    private static string? Circle(string start, SortedDictionary<string, Job> jobs)
    {
        var way = new List<string>();
        return Goes(start) ? string.Join(" -> ", way) : null;

        bool Goes(string name)
        {
            way.Add(name);
            if (way.Count > 1 && name == start) return true;
            if (way.IndexOf(name) == way.Count - 1 && jobs.TryGetValue(name, out Job? job) && job.Dependencies.Any(Goes)) return true;
            way.RemoveAt(way.Count - 1);
            return false;
        }
    }
}
