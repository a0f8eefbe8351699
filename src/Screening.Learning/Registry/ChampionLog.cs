using System.Text;
using System.Text.Json;
using Screening.Data.Store;

namespace Screening.Learning.Registry;

/// <summary>
/// Who is champion, and everyone who was: one line for each change, only ever added to. A change takes two people, and a line that was cut short by a fault
/// counts for nothing.
/// </summary>
public sealed class ChampionLog(ModelRegistry registry)
{
    private string Path => System.IO.Path.Combine(registry.Folder, "champions.jsonl");

    /// <summary>The champion's version; null when there is none.</summary>
    public string? Current => History() is [.., var last] ? last.Version : null;

    /// <summary>All changes, the oldest first.</summary>
    /// <exception cref="RegistryException">A line before the last is damaged.</exception>
    public IReadOnlyList<Promotion> History()
    {
        if (!File.Exists(Path)) return [];
        string[] lines = File.ReadAllText(Path).Split('\n');
        var changes = new List<Promotion>();

        // What stands behind the last line break was never finished.
        for (int i = 0; i < lines.Length - 1; i++)
        {
            try
            {
                changes.Add(JsonSerializer.Deserialize<Promotion>(lines[i], AlertJson.Options) ?? throw new JsonException("null"));
            }
            catch (JsonException e)
            {
                throw new RegistryException($"{Path}, line {i + 1} is damaged: {e.Message}; who is champion is not known", e);
            }
        }

        return changes;
    }

    /// <summary>Makes a version champion.</summary>
    /// <exception cref="RegistryException">The gate was not passed, the people are one, or the version is champion already.</exception>
    public Promotion Promote(string version, string by, string approvedBy, string reason, Gate gate, DateTime at)
    {
        ArgumentNullException.ThrowIfNull(gate);
        RequireTwo(by, approvedBy);
        if (Current == version) throw new RegistryException($"model {version} is champion already");
        if (gate.Against != Current) throw new RegistryException($"model {version} was judged against {gate.Against ?? "no champion"}, and the champion is {Current ?? "none"}; judge it again");
        if (!gate.Passed) throw new RegistryException($"model {version} did not pass the gate: {string.Join("; ", gate.Refusals)}");
        return Add(new Promotion("promote", version, Current, at, by, approvedBy, reason, gate));
    }

    /// <summary>Goes back to the champion before, or to none.</summary>
    /// <exception cref="RegistryException">There is no champion, or the people are one.</exception>
    public Promotion RollBack(string by, string approvedBy, string reason, DateTime at)
    {
        RequireTwo(by, approvedBy);
        if (History() is not [.., { Version: { } current } last]) throw new RegistryException("there is no champion to roll back from");
        return Add(new Promotion("rollback", last.Before, current, at, by, approvedBy, reason, null));
    }

    /// <summary>Two people are needed for a change.</summary>
    /// <exception cref="RegistryException">There is only one, or a name is missing.</exception>
    public static void RequireTwo(string by, string approvedBy)
    {
        if (string.IsNullOrWhiteSpace(by) || string.IsNullOrWhiteSpace(approvedBy)) throw new RegistryException("a change of the champion needs the names of two people");
        if (string.Equals(by.Trim(), approvedBy.Trim(), StringComparison.OrdinalIgnoreCase)) throw new RegistryException($"{by.Trim()} cannot approve their own change; a second person must");
    }

    private Promotion Add(Promotion change)
    {
        Directory.CreateDirectory(registry.Folder);
        using var file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        // A line that was cut short by a fault was never a change: it goes.
        long end = file.Length;
        if (end > 0)
        {
            file.Position = end - 1;
            if (file.ReadByte() != '\n') end = LastLineEnd(file);
        }

        file.SetLength(end);
        file.Position = end;
        file.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(change, AlertJson.Options) + "\n"));
        file.Flush(flushToDisk: true);
        return change;
    }

    private static long LastLineEnd(FileStream file)
    {
        for (long at = file.Length - 1; at >= 0; at--)
        {
            file.Position = at;
            if (file.ReadByte() == '\n') return at + 1;
        }

        return 0;
    }
}
