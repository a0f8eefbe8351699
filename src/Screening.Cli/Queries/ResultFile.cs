namespace Screening.Cli.Queries;

/// <summary>A file for a result: made under a temporary name beside its place and moved there when it is whole, so that no one finds half of one.</summary>
internal sealed class ResultFile : IDisposable
{
    // DuckDB gathers whole groups, one a thread and some that wait for their turn, before it writes one: of 270 columns it takes 66 MB, where its own 122,880 rows took 265
    // and a limit of 600 MB was not enough.
    private const int RowsOfGroup = 30_720;
    private readonly string _path;
    private readonly bool _mayReplace;

    private ResultFile(string path, bool mayReplace)
    {
        _path = path;
        _mayReplace = mayReplace;
        Making = Path.Combine(Path.GetDirectoryName(path)!, FormattableString.Invariant($".{Path.GetFileName(path)}.{Environment.ProcessId}.making"));
    }

    /// <summary>Where to write.</summary>
    public string Making { get; }

    /// <summary>Chooses a place.</summary>
    /// <exception cref="UsageException">The file is there already, lies in the lake, or its folder is missing.</exception>
    public static ResultFile At(string path, bool mayReplace, string lake)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full)) throw new UsageException($"--out is '{path}', which is a folder; name a file");
        if (!Directory.Exists(Path.GetDirectoryName(full))) throw new UsageException($"--out is '{path}', whose folder does not exist");
        if ((full + Path.DirectorySeparatorChar).StartsWith(lake + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new UsageException($"--out is '{path}', which lies in the lake; a query does not write there");
        if (File.Exists(full) && !mayReplace) throw Exists(full);
        return new ResultFile(full, mayReplace);
    }

    /// <summary>How DuckDB writes a table to a file of that name.</summary>
    /// <exception cref="UsageException">The name ends in neither .parquet nor .csv.</exception>
    public static string Format(string path) => Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".PARQUET" => FormattableString.Invariant($"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {RowsOfGroup}"),
        ".CSV" => "FORMAT csv, HEADER",
        _ => throw new UsageException($"--out is '{path}'; accepted: a name that ends in .parquet or .csv"),
    };

    /// <summary>Moves the whole file into its place.</summary>
    /// <exception cref="UsageException">Another file came there meanwhile.</exception>
    public void Place()
    {
        try
        {
            File.Move(Making, _path, _mayReplace);
        }
        catch (IOException) when (!_mayReplace && File.Exists(_path))
        {
            throw Exists(_path);
        }
    }

    public void Dispose() => File.Delete(Making);

    private static UsageException Exists(string path) => new($"'{path}' exists already; --force replaces it");
}
