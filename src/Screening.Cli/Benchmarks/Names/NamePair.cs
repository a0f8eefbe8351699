using System.Globalization;
using System.Text;

namespace Screening.Cli.Benchmarks.Names;

/// <summary>A published pair of names with its label.</summary>
/// <param name="First">A name.</param>
/// <param name="Second">Another.</param>
/// <param name="IsOrganisation">Whether the pair is of firms, organisations or legal entities.</param>
/// <param name="IsMatch">Whether both mean the same.</param>
internal sealed record NamePair(string First, string Second, bool IsOrganisation, bool IsMatch)
{
    private static readonly string[] Columns = ["schema", "name1", "name2", "is_match"];

    /// <summary>
    /// Whether the pair is among those by which parameters and the threshold are chosen: one half by a hash of both names (FNV-1a over "lesser|greater" in UTF-8, finished
    /// as in MurmurHash3, even), so that a pair that stands twice is on one side.
    /// </summary>
    public bool IsForTuning
    {
        get
        {
            string key = string.CompareOrdinal(First, Second) <= 0 ? First + "|" + Second : Second + "|" + First;
            uint hash = 2166136261;
            foreach (byte b in Encoding.UTF8.GetBytes(key)) hash = unchecked((hash ^ b) * 16777619);
            hash ^= hash >> 16;
            hash = unchecked(hash * 0x7feb352d);
            return ((hash ^ (hash >> 15)) & 1) == 0;
        }
    }

    /// <summary>Reads pairs from a file with the columns schema, name1, name2, is_match.</summary>
    public static IReadOnlyList<NamePair> Read(string file)
    {
        List<IReadOnlyList<string>> rows = [.. CsvText.Read(file)];
        int[] at = [.. Columns.Select(c => rows.Count > 0 && rows[0].ToList().IndexOf(c) is var i and >= 0 ? i : throw new UsageException($"{file} has no column '{c}'"))];
        return [.. rows.Skip(1).Select(r => new NamePair(r[at[1]], r[at[2]], r[at[0]] is "Company" or "Organization" or "LegalEntity", bool.Parse(r[at[3]])))];
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First} | {Second}");
}
