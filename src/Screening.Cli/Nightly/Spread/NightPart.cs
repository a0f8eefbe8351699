using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Features;

namespace Screening.Cli.Nightly.Spread;

/// <summary>What a task left: a file of values, and this beside it, which is written last and makes it count.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Task">The task, from 0.</param>
/// <param name="Shares">What it computed.</param>
/// <param name="Looks">Hash of what was looked at and of which looks are of which share.</param>
/// <param name="Rows">How many looks.</param>
/// <param name="Values">How many values.</param>
/// <param name="Sha256">Hash of the values: doubles, little-endian, look after look, of each the columns of the shares that hold its key.</param>
/// <param name="Node">Who made it.</param>
internal sealed record NightPart(string Plan, int Task, IReadOnlyList<GroupShard> Shares, string Looks, int Rows, long Values, string Sha256, string Node)
{
    private const int ValuesAtOnce = 1 << 17;

    /// <summary>Its description.</summary>
    public static string FileOf(string lake, string plan, int task) => Path.Combine(NightPlan.FolderOf(lake, plan), FormattableString.Invariant($"part-{task}.json"));

    /// <summary>Its values.</summary>
    public static string ValuesOf(string lake, string plan, int task) => Path.Combine(NightPlan.FolderOf(lake, plan), FormattableString.Invariant($"part-{task}.f64"));

    /// <summary>Writes a part. Written twice, by a node that was thought dead, it is the same part.</summary>
    public static NightPart Write(string lake, NightPlan plan, int task, string looks, PartCells cells, FeatureMatrix matrix, string node)
    {
        string values = ValuesOf(lake, plan.Id, task), making = FormattableString.Invariant($"{values}.{Environment.ProcessId}-{Environment.MachineName}");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var file = new FileStream(making, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            double[] packed = new double[cells.Most];
            for (int row = 0; row < matrix.Rows; row++)
            {
                ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(packed.AsSpan(0, cells.Pack(row, matrix[row], packed)));
                hash.AppendData(bytes);
                file.Write(bytes);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(making, values, overwrite: true);
        var part = new NightPart(plan.Id, task, plan.Tasks[task], looks, matrix.Rows, cells.Count, Convert.ToHexStringLower(hash.GetHashAndReset()), node);
        WholeFile.Write(FileOf(lake, plan.Id, task), JsonSerializer.Serialize(part, AlertJson.Indented));
        return part;
    }

    /// <summary>A part that is there and is what it says; <c>null</c> when it is to be computed.</summary>
    public static NightPart? Read(string lake, NightPlan plan, int task, string looks, PartCells cells) =>
        File.Exists(FileOf(lake, plan.Id, task)) && Take(lake, plan, task, looks, cells, null, out NightPart? part) is null ? part : null;

    /// <summary>The values of all tasks of a plan by one hash.</summary>
    /// <param name="values">Hash of the values of each, in the order of the tasks.</param>
    public static string HashOf(IEnumerable<string> values) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', values))));

    /// <summary>Puts a part where its values belong in the whole.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="task">The task.</param>
    /// <param name="looks">Hash of what is to be looked at.</param>
    /// <param name="cells">Which values the task computes.</param>
    /// <param name="whole">The whole; <c>null</c> only looks.</param>
    /// <param name="part">What it says of itself; <c>null</c> when that cannot be read.</param>
    /// <returns>What is wrong with it, in one sentence, with nothing of it to be used; <c>null</c> when it is what it says.</returns>
    public static string? Take(string lake, NightPlan plan, int task, string looks, PartCells cells, FeatureMatrix? whole, out NightPart? part)
    {
        part = null;
        string file = FileOf(lake, plan.Id, task);
        try
        {
            part = JsonSerializer.Deserialize<NightPart>(File.ReadAllText(file), AlertJson.Options)!;
            if (part.Plan != plan.Id || part.Task != task || part.Shares?.SequenceEqual(plan.Tasks[task]) != true)
                return FormattableString.Invariant($"{file} tells of {string.Join(", ", part.Shares ?? [])}, task {part.Task} of plan {part.Plan}; expected {string.Join(", ", plan.Tasks[task])}, {task} of {plan.Id}");
            if (part.Looks != looks || part.Rows != cells.Rows || part.Values != cells.Count) return $"{file} tells of other looks: node {part.Node} read another lake or is another program";
            using var values = new FileStream(ValuesOf(lake, plan.Id, task), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
            if (values.Length != part.Values * sizeof(double)) return FormattableString.Invariant($"{values.Name} has {values.Length} bytes; expected {part.Values * sizeof(double)}");
            string hash = Copy(values, cells, whole);
            return hash == part.Sha256 ? null : $"{values.Name} has hash {hash[..12]}; expected {part.Sha256[..12]}";
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return $"{file} cannot be read: {e.Message}";
        }
    }

    private static string Copy(FileStream values, PartCells cells, FeatureMatrix? whole)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        double[] buffer = new double[Math.Max(ValuesAtOnce, cells.Most)];
        for (int first = 0, next = 0; first < cells.Rows; first = next)
        {
            int count = 0;
            while (next < cells.Rows && count + cells.Most <= buffer.Length) count += cells.Of(next++);
            Span<byte> bytes = MemoryMarshal.AsBytes(buffer.AsSpan(0, count));
            values.ReadExactly(bytes);
            hash.AppendData(bytes);
            for (int row = first, at = 0; whole is not null && row < next; row++) at += cells.Unpack(row, buffer.AsSpan(at, count - at), whole[row]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
