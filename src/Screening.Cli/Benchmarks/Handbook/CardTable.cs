using System.Collections.Immutable;
using Screening.Features;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>Features of a stretch of the stream as they were when each transaction arrived: the book's and those that the engine's primitives add.</summary>
internal sealed class CardTable
{
    /// <summary>Names of the families, in the order of the columns.</summary>
    public const string Book = "book", Habits = "customer habits", Evidence = "terminal evidence", Places = "pairs and bursts";

    private readonly FeatureMatrix _matrix;
    private readonly int _firstRow;

    private CardTable(FeatureMatrix matrix, int firstRow) => (_matrix, _firstRow) = (matrix, firstRow);

    /// <summary>The columns of each family.</summary>
    public static IReadOnlyDictionary<string, ImmutableArray<int>> Families { get; } = ColumnsByFamily();

    /// <summary>All columns.</summary>
    public static IReadOnlyList<Feature> Columns { get; } = [.. Groups().SelectMany(g => g.Groups).SelectMany(g => g.Features)];

    /// <summary>Computes the features of the transactions in [<paramref name="firstRow"/>, <paramref name="endRow"/>); what came before teaches the groups.</summary>
    public static CardTable Replay(EventLog log, int firstRow, int endRow, int threads, CancellationToken cancellation)
    {
        ReadPlan reads = ReadPlan.OnArrival(log, row => row >= firstRow && row < endRow);
        var matrix = new FeatureMatrix(reads.Reads.Count, Columns.Count);
        new GroupPass([.. Groups().SelectMany(g => g.Groups)]).Advance(log, 0, log.Events.Count, reads, matrix, threads, null, cancellation);
        return new CardTable(matrix, firstRow);
    }

    /// <summary>All features of a transaction.</summary>
    /// <param name="row">Its row in the stream, within the stretch.</param>
    public ReadOnlySpan<double> Of(int row) => _matrix[row - _firstRow];

    /// <summary>Some features of some transactions: rows x columns, row-major.</summary>
    public double[] Values(int[] rows, ImmutableArray<int> columns)
    {
        double[] values = new double[rows.Length * columns.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            ReadOnlySpan<double> row = Of(rows[i]);
            for (int c = 0; c < columns.Length; c++) values[(i * columns.Length) + c] = row[columns[c]];
        }

        return values;
    }

    /// <summary>The columns of some families.</summary>
    public static ImmutableArray<int> ColumnsOf(IReadOnlyList<string> families) => [.. families.SelectMany(f => Families[f])];

    /// <summary>The number of a feature's column.</summary>
    public static int Column(string name) => Columns.TakeWhile(c => c.Name != name).Count();

    /// <summary>For each column of some families whether fraud can only grow likelier with it: 1 for amounts, deviations and shares of known fraud, else 0.</summary>
    public static ImmutableArray<int> Rising(IReadOnlyList<string> families) => [.. ColumnsOf(families).Select(c => IsRising(Columns[c].Name) ? 1 : 0)];

    private static bool IsRising(string name) =>
        name is "TX_AMOUNT" or "customer_amount_deviations" or "customer_amount_over_median" ||
        name.Contains("RISK", StringComparison.Ordinal) || name.StartsWith("terminal_risk", StringComparison.Ordinal) || name.StartsWith("customer_unusual", StringComparison.Ordinal);

    private static (string Family, FeatureGroup[] Groups)[] Groups() =>
    [
        (Book, [new CustomerCardGroup(), new TerminalCardGroup()]),
        (Habits, [new CustomerHabitGroup()]),
        (Evidence, [new TerminalEvidenceGroup()]),
        (Places, [new CardPlaceGroup()]),
    ];

    private static Dictionary<string, ImmutableArray<int>> ColumnsByFamily()
    {
        var families = new Dictionary<string, ImmutableArray<int>>();
        int first = 0;
        foreach ((string family, FeatureGroup[] groups) in Groups())
        {
            int width = groups.Sum(g => g.Features.Count);
            families[family] = [.. Enumerable.Range(first, width)];
            first += width;
        }

        return families;
    }
}
