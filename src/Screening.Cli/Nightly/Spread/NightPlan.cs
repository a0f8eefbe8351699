using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Features;
using Screening.Web.Jobs;

namespace Screening.Cli.Nightly.Spread;

/// <summary>
/// A night's features as tasks for several nodes: which snapshot, which night, and which feature groups, or shards of their keys, each task computes. What is looked at follows from that; each node
/// finds it for itself, so that all load at once, and each part says by a hash what it found.
/// </summary>
/// <param name="Id">Names it: the hash of all else.</param>
/// <param name="Snapshot">Number of the snapshot.</param>
/// <param name="SnapshotId">Its hash.</param>
/// <param name="Date">The night.</param>
/// <param name="FeatureSet">Id of the feature set.</param>
/// <param name="Program">The program that may work on it.</param>
/// <param name="Tasks">The shares of feature groups of each task.</param>
internal sealed record NightPlan(
    string Id, long Snapshot, string SnapshotId, DateOnly Date, string FeatureSet, string Program, IReadOnlyList<IReadOnlyList<GroupShard>> Tasks)
{
    /// <summary>Most tasks.</summary>
    public const int MostTasks = GroupShard.Most;

    private const int MostAttempts = 20;
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes the plan of a night.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="date">The night.</param>
    /// <param name="tasks">How many tasks.</param>
    public static NightPlan Of(LakeSnapshot snapshot, DateOnly date, int tasks)
    {
        var plan = new NightPlan("", snapshot.Number, snapshot.Id, date, Engine.DefaultCatalogue.Id, NodeVersion.Own, NightCut.Of(tasks));
        string id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(plan, AlertJson.Options))))[..16];
        return plan with { Id = id };
    }

    /// <summary>Folder of a plan in a lake.</summary>
    public static string FolderOf(string lake, string id) => Path.Combine(lake, "_runs", "nights", id);

    /// <summary>Whether the night that it belonged to is over.</summary>
    public static bool IsOver(string lake, string id) => !File.Exists(FileOf(lake, id));

    /// <summary>The life sign of whoever is at a task; of the night itself for task 0.</summary>
    public static string SignOf(string lake, string id, int task) => Path.Combine(FolderOf(lake, id), FormattableString.Invariant($"at-{task}"));

    /// <summary>Writes it where nodes find it.</summary>
    public void Write(string lake) => WholeFile.Write(FileOf(lake, Id), JsonSerializer.Serialize(this, AlertJson.Indented));

    /// <summary>Takes it back with all that was left for it: nodes see that there is nothing more to do.</summary>
    /// <exception cref="IOException">Something of it stays.</exception>
    public void Forget(string lake)
    {
        if (!Directory.Exists(FolderOf(lake, Id))) return;
        File.Delete(FileOf(lake, Id));
        for (int attempt = 1; Directory.Exists(FolderOf(lake, Id)); attempt++)
        {
            try
            {
                Directory.Delete(FolderOf(lake, Id), recursive: true);
            }
            catch (IOException) when (attempt < MostAttempts)
            {
                // A node wrote into it just then; it looks whether the night is over before it writes again.
                Thread.Sleep(s_again);
            }
        }
    }

    /// <summary>The looks of a shard: as many shards as tasks, one after another.</summary>
    /// <param name="shard">The shard, from 0.</param>
    /// <param name="looks">How many looks are scored.</param>
    public (int First, int Count) ShardOf(int shard, int looks)
    {
        int first = (int)((long)looks * shard / Tasks.Count);
        return (first, (int)((long)looks * (shard + 1) / Tasks.Count) - first);
    }

    /// <summary>Reads one.</summary>
    /// <exception cref="UsageException">There is none, or it is another program's.</exception>
    public static NightPlan Read(string lake, string id)
    {
        string file = FileOf(lake, id);
        if (!File.Exists(file)) throw new UsageException($"there is no plan {file}; the night it belonged to is over");
        NightPlan plan = JsonSerializer.Deserialize<NightPlan>(File.ReadAllText(file), AlertJson.Options)!;
        if (plan.Program != NodeVersion.Own) throw new UsageException($"plan {id} was made by version {plan.Program}; this is {NodeVersion.Own}: a night is worked on by one version");
        return plan;
    }

    private static string FileOf(string lake, string id) => Path.Combine(FolderOf(lake, id), "plan.json");
}
