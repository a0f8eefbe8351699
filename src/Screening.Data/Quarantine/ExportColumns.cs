namespace Screening.Data.Quarantines;

/// <summary>The columns that an export adds behind those of the source.</summary>
internal static class ExportColumns
{
    public const string Line = "_line";
    public const string File = "_file";
    public const string Problem = "_problem";
    public const string Raw = "_raw";
    public const string Words = "_line, _file, _problem, _raw";
    private static readonly string[] All = [Line, File, Problem, Raw];

    /// <summary>Their names behind these columns: with one more underscore when the source has such a column itself.</summary>
    public static IReadOnlyList<string> Behind(IReadOnlyCollection<string> source)
    {
        var prefix = "";
        while (All.Any(c => source.Contains(prefix + c, StringComparer.OrdinalIgnoreCase))) prefix += "_";
        return [.. All.Select(c => prefix + c)];
    }

    /// <summary>Where they stand: those with the most underscores, wherever a spreadsheet moved them. Null when one is missing.</summary>
    public static Places? In(IReadOnlyList<string> columns)
    {
        var list = columns.ToList();
        Places? found = null;
        for (var prefix = ""; prefix.Length <= columns.Count; prefix += "_")
        {
            var at = All.Select(c => list.IndexOf(prefix + c)).ToArray();
            if (Array.TrueForAll(at, i => i >= 0)) found = new Places(at[0], at[1], at[2], at[3]);
        }
        return found;
    }

    /// <summary>Places among the columns of a file, from 0.</summary>
    internal readonly record struct Places(int Line, int File, int Problem, int Raw)
    {
        public bool Has(int column) => column == Line || column == File || column == Problem || column == Raw;
    }
}
