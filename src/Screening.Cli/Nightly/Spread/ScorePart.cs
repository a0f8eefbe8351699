using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Screening.Data.Store;

namespace Screening.Cli.Nightly.Spread;

/// <summary>The scores of a shard of a night's looks: a file of them, and this beside it, which is written last and makes it count.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Shard">The shard, from 0: as many as there are tasks.</param>
/// <param name="Basis">What they rest on.</param>
/// <param name="First">The first look that is scored.</param>
/// <param name="Count">How many.</param>
/// <param name="Sha256">Hash of the scores: each 32 bytes, little-endian.</param>
/// <param name="Node">Who made it.</param>
internal sealed record ScorePart(string Plan, int Shard, ScoreBasis Basis, int First, int Count, string Sha256, string Node)
{
    // So many looks of a part are scored again where it is taken in, evenly: a node whose arithmetic is another one is found out.
    private const int Tried = 16;

    /// <summary>Its description.</summary>
    public static string FileOf(string lake, string plan, int shard) => Path.Combine(NightPlan.FolderOf(lake, plan), FormattableString.Invariant($"scores-{shard}.json"));

    /// <summary>Its scores.</summary>
    public static string ScoresOf(string lake, string plan, int shard) => Path.Combine(NightPlan.FolderOf(lake, plan), FormattableString.Invariant($"scores-{shard}.bin"));

    /// <summary>Writes one. Written twice it is the same part; into the folder of a night that is over nothing is written.</summary>
    /// <exception cref="IOException">It cannot be written, such as when the night is over.</exception>
    public static void Write(string lake, NightPlan plan, int shard, ScoreBasis basis, int first, LookScore[] scores, string node)
    {
        string file = FileOf(lake, plan.Id, shard), values = ScoresOf(lake, plan.Id, shard), making = FormattableString.Invariant($".{Environment.ProcessId}-{Environment.MachineName}");
        byte[] bytes = MemoryMarshal.AsBytes<LookScore>(scores).ToArray();
        using (var written = new FileStream(values + making, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            written.Write(bytes);
            written.Flush(flushToDisk: true);
        }

        File.Move(values + making, values, overwrite: true);
        File.WriteAllText(file + making, JsonSerializer.Serialize(new ScorePart(plan.Id, shard, basis, first, scores.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)), node), AlertJson.Indented));
        File.Move(file + making, file, overwrite: true);
    }

    /// <summary>Takes in one.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="basis">What its scores must rest on.</param>
    /// <param name="scorer">Scores some of its looks again.</param>
    /// <param name="whole">The scores of all looks; those of the shard are written into it, right ones or not.</param>
    /// <param name="node">Who made it; empty when that is not known.</param>
    /// <returns>What is wrong with it, in one sentence, with nothing of it to be used; <c>null</c> when it is what it says.</returns>
    public static string? Take(string lake, NightPlan plan, int shard, ScoreBasis basis, LookScorer scorer, LookScore[] whole, out string node)
    {
        node = "";
        string file = FileOf(lake, plan.Id, shard);
        (int first, int count) = plan.ShardOf(shard, scorer.Count);
        try
        {
            ScorePart part = JsonSerializer.Deserialize<ScorePart>(File.ReadAllText(file), AlertJson.Options)!;
            node = part.Node;
            if (part.Plan != plan.Id || part.Shard != shard || part.First != first || part.Count != count)
                return FormattableString.Invariant($"{file} tells of {part.Count} looks from {part.First}, shard {part.Shard} of plan {part.Plan}; expected {count} from {first}, {shard} of {plan.Id}");
            if (basis.Differs(part.Basis) is { } other) return $"{file} was scored by {other}, on node {part.Node}";
            byte[] bytes = File.ReadAllBytes(ScoresOf(lake, plan.Id, shard));
            string hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            if (bytes.Length != count * (long)LookScore.Bytes || hash != part.Sha256)
                return FormattableString.Invariant($"{ScoresOf(lake, plan.Id, shard)} has {bytes.Length} bytes of hash {hash[..12]}; expected {count * (long)LookScore.Bytes} of {part.Sha256[..12]}");
            bytes.CopyTo(MemoryMarshal.AsBytes(whole.AsSpan(first, count)));
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return $"{file} cannot be read: {e.Message}";
        }

        for (int i = 0; i < Math.Min(Tried, count); i++)
        {
            int look = first + (int)((long)i * count / Math.Min(Tried, count));
            if (!whole[look].Is(scorer.Score(look))) return FormattableString.Invariant($"{file} scores look {look} {whole[look].Margin:R}, and it is scored {scorer.Score(look).Margin:R} here: node {node} calculates otherwise");
        }

        return null;
    }
}
