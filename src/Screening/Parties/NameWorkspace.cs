namespace Screening.Parties;

/// <summary>A word of the asked name in a word of the listed one. Several words stand together where only spaces differ.</summary>
/// <param name="From">First word of the asked name.</param>
/// <param name="FromCount">How many; 1 but for spaces and acronyms.</param>
/// <param name="To">First word of the listed name.</param>
/// <param name="ToCount">How many.</param>
/// <param name="Likeness">0 to 1.</param>
/// <param name="Kind">By what.</param>
internal readonly record struct TokenPair(int From, int FromCount, int To, int ToCount, double Likeness, TokenMatchKind Kind);

/// <summary>Memory that comparisons use again and again; one a thread.</summary>
internal sealed class NameWorkspace
{
    private const int Most = NameFolding.MostWords * 3;

    /// <summary>Likeness of words, asked x listed, row-major with <see cref="Columns"/> columns.</summary>
    public TokenLikeness[] Likeness { get; private set; } = new TokenLikeness[16 * 16];

    /// <summary>Columns of <see cref="Likeness"/>.</summary>
    public int Columns { get; private set; }

    /// <summary>Which words of the asked name are found.</summary>
    public bool[] FromFound { get; } = new bool[Most];

    /// <summary>Which words of the listed name are found.</summary>
    public bool[] ToFound { get; } = new bool[Most];

    /// <summary>What was found, of the last comparison.</summary>
    public List<TokenPair> Pairs { get; } = [];

    /// <summary>For the assignment: potentials, partners and ways, each one longer than a side.</summary>
    public (double[] U, double[] V, double[] Least, int[] Partner, int[] Way, bool[] Used) Assignment { get; } =
        (new double[Most + 1], new double[Most + 1], new double[Most + 1], new int[Most + 1], new int[Most + 1], new bool[Most + 1]);

    /// <summary>Begins a comparison.</summary>
    public void Begin(int rows, int columns)
    {
        Columns = columns;
        if (Likeness.Length < rows * columns) Likeness = new TokenLikeness[rows * columns];
        FromFound.AsSpan(0, rows).Clear();
        ToFound.AsSpan(0, columns).Clear();
        Pairs.Clear();
    }

    /// <summary>Takes a pair.</summary>
    public void Take(in TokenPair pair)
    {
        FromFound.AsSpan(pair.From, pair.FromCount).Fill(true);
        ToFound.AsSpan(pair.To, pair.ToCount).Fill(true);
        Pairs.Add(pair);
    }
}
