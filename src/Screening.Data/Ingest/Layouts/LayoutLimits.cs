namespace Screening.Data.Ingest;

/// <summary>What a reader holds in memory or follows before it refuses a file. Far above every published file; a hostile one ends here.</summary>
internal sealed record LayoutLimits
{
    public static LayoutLimits Default { get; } = new();

    /// <summary>The longest line, or XML element of one party, in bytes or characters. A longer one is a problem of its own.</summary>
    public int LongestPiece { get; init; } = 1 << 20;

    /// <summary>The largest file after unpacking, in bytes. A quarter of SEC statements has 0.5 GB today.</summary>
    public long MostBytes { get; init; } = 4L << 30;

    /// <summary>Characters of XML and of rows that are kept to be joined to others.</summary>
    public long MostCharacters { get; init; } = 1L << 28;

    /// <summary>Filings of one archive, which are kept with their values.</summary>
    public int MostFilings { get; init; } = 200_000;

    /// <summary>Pieces that cannot be read.</summary>
    public int MostProblems { get; init; } = 1_000_000;

    /// <summary>How many times larger than its packed bytes a part of an archive may be. Statements are 6 to 12 times; DEFLATE can do 1,032.</summary>
    public int LargestRatio { get; init; } = 200;
}
