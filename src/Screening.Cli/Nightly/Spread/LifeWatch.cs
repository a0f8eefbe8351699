using System.Diagnostics;

namespace Screening.Cli.Nightly.Spread;

/// <summary>Watches life signs.</summary>
internal sealed class LifeWatch
{
    private readonly Dictionary<string, (string Said, long Since)> _seen = new(StringComparer.Ordinal);

    /// <summary>For how long one that lives may stand still.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a sign is there and has changed lately; one that was never looked at before has.</summary>
    public bool Lives(string file)
    {
        if (Said(file) is not { } said) return false;
        if (!_seen.TryGetValue(file, out (string Said, long Since) last) || last.Said != said) _seen[file] = last = (said, Stopwatch.GetTimestamp());
        return Stopwatch.GetElapsedTime(last.Since) < Silence;
    }

    private static string? Said(string file)
    {
        try
        {
            using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
