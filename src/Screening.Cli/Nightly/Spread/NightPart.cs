using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Features;

namespace Screening.Cli.Nightly.Spread;

/// <summary>What a task left: a file of values, and this beside it, which is written last and makes it count.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Task">The task, from 0.</param>
/// <param name="Looks">Hash of what was looked at.</param>
/// <param name="Rows">How many looks.</param>
/// <param name="Columns">Columns of its groups, one after another.</param>
/// <param name="Sha256">Hash of the values: rows x columns doubles, row-major, little-endian.</param>
/// <param name="Node">Who made it.</param>
internal sealed record NightPart(string Plan, int Task, string Looks, int Rows, int Columns, string Sha256, string Node)
{
    private const int RowsAtOnce = 4096;

    /// <summary>Its description.</summary>
    public static string FileOf(string lake, string plan, int task) => Path.Combine(NightPlan.FolderOf(lake, plan), FormattableString.Invariant($"part-{task}.json"));

    /// <summary>Its values.</summary>
    public static string ValuesOf(string lake, string plan, int task) => Path.Combine(NightPlan.FolderOf(lake, plan), FormattableString.Invariant($"part-{task}.f64"));

    /// <summary>Writes a part. Written twice, by a node that was thought dead, it is the same part.</summary>
    public static NightPart Write(string lake, NightPlan plan, int task, string looks, FeatureMatrix matrix, string node)
    {
        string values = ValuesOf(lake, plan.Id, task), making = FormattableString.Invariant($"{values}.{Environment.ProcessId}-{Environment.MachineName}");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var file = new FileStream(making, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            for (int row = 0; row < matrix.Rows; row++)
            {
                ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes((ReadOnlySpan<double>)matrix[row]);
                hash.AppendData(bytes);
                file.Write(bytes);
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(making, values, overwrite: true);
        var part = new NightPart(plan.Id, task, looks, matrix.Rows, matrix.Columns, Convert.ToHexStringLower(hash.GetHashAndReset()), node);
        WholeFile.Write(FileOf(lake, plan.Id, task), JsonSerializer.Serialize(part, AlertJson.Indented));
        return part;
    }

    /// <summary>A part that is there and is what it says; <c>null</c> when it is to be computed.</summary>
    public static NightPart? Read(string lake, NightPlan plan, int task, string looks) => !File.Exists(FileOf(lake, plan.Id, task)) || Take(lake, plan, task, looks, null, out _) is not null
        ? null
        : JsonSerializer.Deserialize<NightPart>(File.ReadAllText(FileOf(lake, plan.Id, task)), AlertJson.Options);

    /// <summary>Puts columns that were computed here into the whole.</summary>
    public static void Fill(FeatureMatrix part, IReadOnlyList<int> groups, FeatureMatrix whole)
    {
        for (int row = 0; row < part.Rows; row++) Spread(part[row], groups, whole[row]);
    }

    /// <summary>Puts a part into its columns of the whole.</summary>
    /// <param name="lake">Folder of the lake.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="task">The task.</param>
    /// <param name="looks">Hash of what is to be looked at.</param>
    /// <param name="whole">The whole; <c>null</c> only looks.</param>
    /// <param name="node">Who made it; empty when that is not known.</param>
    /// <returns>What is wrong with it, in one sentence, with nothing of it to be used; <c>null</c> when it is what it says.</returns>
    public static string? Take(string lake, NightPlan plan, int task, string looks, FeatureMatrix? whole, out string node)
    {
        node = "";
        string file = FileOf(lake, plan.Id, task);
        try
        {
            NightPart part = JsonSerializer.Deserialize<NightPart>(File.ReadAllText(file), AlertJson.Options)!;
            node = part.Node;
            int columns = plan.Tasks[task].Sum(g => Engine.DefaultGroups[g].Count);
            if (part.Plan != plan.Id || part.Task != task || part.Columns != columns)
                return FormattableString.Invariant($"{file} tells of {part.Columns} columns of task {part.Task} of plan {part.Plan}; expected {columns} of {task} of {plan.Id}");
            if (part.Looks != looks || (whole is not null && part.Rows != whole.Rows)) return $"{file} tells of other looks: node {part.Node} read another lake or is another program";
            using var values = new FileStream(ValuesOf(lake, plan.Id, task), FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
            if (values.Length != (long)part.Rows * columns * sizeof(double)) return FormattableString.Invariant($"{values.Name} has {values.Length} bytes; expected {(long)part.Rows * columns * sizeof(double)}");
            string hash = Copy(values, part.Rows, columns, plan.Tasks[task], whole);
            return hash == part.Sha256 ? null : $"{values.Name} has hash {hash[..12]}; expected {part.Sha256[..12]}";
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return $"{file} cannot be read: {e.Message}";
        }
    }

    private static string Copy(FileStream values, int rows, int columns, IReadOnlyList<int> groups, FeatureMatrix? whole)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        double[] buffer = new double[Math.Min(rows, RowsAtOnce) * columns];
        for (int first = 0; first < rows; first += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, rows - first);
            Span<double> block = buffer.AsSpan(0, count * columns);
            Span<byte> bytes = MemoryMarshal.AsBytes(block);
            values.ReadExactly(bytes);
            hash.AppendData(bytes);
            for (int row = 0; whole is not null && row < count; row++) Spread(block.Slice(row * columns, columns), groups, whole[first + row]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Spread(ReadOnlySpan<double> row, IReadOnlyList<int> groups, Span<double> whole)
    {
        int from = 0;
        foreach (int group in groups)
        {
            GroupColumns at = Engine.DefaultGroups[group];
            row.Slice(from, at.Count).CopyTo(whole.Slice(at.First, at.Count));
            from += at.Count;
        }
    }
}
