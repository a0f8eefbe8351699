using System.Globalization;

namespace Screening.Data.Ingest;

/// <summary>A filing and what it says of its own balance-sheet date, in each unit of money that it uses.</summary>
internal sealed class SecFiling(long line, string raw, string?[] cells, string? period)
{
    private const int MostUnits = 8;
    private const int LongestPeriodQuarters = 4;
    private const string Usd = "USD";

    // Tags of the US-GAAP taxonomy. Of several that mean the same, the first that a filing uses is taken.
    private const string Assets = "Assets";
    private const string Liabilities = "Liabilities";
    private const string Cash = "CashAndCashEquivalentsAtCarryingValue";
    private static readonly string[] Equity = ["StockholdersEquity", "StockholdersEquityIncludingPortionAttributableToNoncontrollingInterest"];
    private static readonly string[] Revenue = ["Revenues", "RevenueFromContractWithCustomerExcludingAssessedTax", "RevenueFromContractWithCustomerIncludingAssessedTax", "SalesRevenueNet"];

    // What customers paid before they got anything. Deposits of a bank's customers have other tags (Deposits, InterestBearingDepositLiabilities) and are none.
    private const string AllDeposits = "CustomerAdvancesAndDeposits";
    private const string CurrentDeposits = "CustomerAdvancesAndDepositsCurrent";
    private const string LaterDeposits = "CustomerAdvancesOrDepositsNoncurrent";
    private static readonly string[] CurrentParts = ["CustomerAdvancesCurrent", "CustomerDepositsCurrent"];
    private static readonly string[] LaterParts = ["CustomerAdvancesNoncurrent", "CustomerDepositsNoncurrent"];

    private readonly Dictionary<string, Dictionary<string, Amount>> _units = new(StringComparer.Ordinal);

    /// <summary>Names of the cells that <see cref="Values"/> gives.</summary>
    public static IReadOnlyList<string> Columns { get; } =
        ["uom", "assets", "liabilities", "equity", "equity_tag", "revenue", "revenue_tag", "revenue_quarters", "cash", "customer_deposits", "customer_deposits_tags"];

    public long Line => line;

    public string Raw => raw;

    public string?[] Cells => cells;

    /// <summary>The balance-sheet date as the file writes it; null when it gives none.</summary>
    public string? Period => period;

    /// <summary>The tags that are kept; all else is passed over.</summary>
    public static HashSet<string> Wanted { get; } =
        new([Assets, Liabilities, Cash, AllDeposits, CurrentDeposits, LaterDeposits, .. Equity, .. Revenue, .. CurrentParts, .. LaterParts], StringComparer.Ordinal);

    /// <summary>Takes a value of the filing's own date.</summary>
    /// <param name="unit">Its unit of money.</param>
    /// <param name="tag">What it is.</param>
    /// <param name="quarters">Quarters that it covers, up to the date; 0 for a balance at the date.</param>
    /// <param name="value">The value.</param>
    /// <returns>What is wrong with it; null when it was taken or passed over.</returns>
    public string? Take(string unit, string tag, int quarters, decimal value)
    {
        var isDuration = Array.IndexOf(Revenue, tag) >= 0;
        if (isDuration ? quarters is < 1 or > LongestPeriodQuarters : quarters != 0) return null;
        if (!_units.TryGetValue(unit, out var amounts))
        {
            if (_units.Count == MostUnits) return FormattableString.Invariant($"has the unit '{unit}'; a filing has at most {MostUnits}");
            _units.Add(unit, amounts = new(StringComparer.Ordinal));
        }
        if (!amounts.TryGetValue(tag, out var known) || known.Quarters < quarters) amounts[tag] = new Amount(value, quarters);
        else if (known.Quarters == quarters && known.Value != value) return FormattableString.Invariant($"says {tag} {value} {unit} where an earlier line says {known.Value}");
        return null;
    }

    /// <summary>The cells of the statement, all in one unit: US dollars when the filing gives its assets in them, even beside another; null where it says nothing.</summary>
    public string?[] Values()
    {
        if (_units.Count == 0) return new string?[Columns.Count];
        var (unit, amounts) = _units.OrderByDescending(u => u.Value.ContainsKey(Assets)).ThenByDescending(u => u.Key == Usd).ThenByDescending(u => u.Value.Count).ThenBy(u => u.Key, StringComparer.Ordinal).First();
        var equity = First(amounts, Equity);
        var revenue = First(amounts, Revenue);
        var (deposits, tags) = Deposits(amounts);
        return
        [
            unit, Of(amounts, Assets), Of(amounts, Liabilities), Of(amounts, equity), equity, Of(amounts, revenue), revenue,
            revenue is null ? null : amounts[revenue].Quarters.ToString(CultureInfo.InvariantCulture), Of(amounts, Cash), Text(deposits), tags.Count == 0 ? null : string.Join("; ", tags),
        ];
    }

    /// <summary>A total where the filing gives one, else the sum of its parts: advances and deposits, due within a year and later.</summary>
    private static (decimal? Sum, List<string> Tags) Deposits(Dictionary<string, Amount> amounts)
    {
        var tags = amounts.ContainsKey(AllDeposits)
            ? [AllDeposits]
            : new[] { (CurrentDeposits, CurrentParts), (LaterDeposits, LaterParts) }.SelectMany(p => amounts.ContainsKey(p.Item1) ? [p.Item1] : p.Item2.Where(amounts.ContainsKey)).ToList();
        return (tags.Count == 0 ? null : tags.Sum(t => amounts[t].Value), tags);
    }

    private static string? First(Dictionary<string, Amount> amounts, string[] tags) => Array.Find(tags, amounts.ContainsKey);

    private static string? Of(Dictionary<string, Amount> amounts, string? tag) => tag is not null && amounts.TryGetValue(tag, out var amount) ? Text(amount.Value) : null;

    /// <summary>Without zeros at the end: the file writes four digits after every point.</summary>
    private static string? Text(decimal? value) => value?.ToString("0.####", CultureInfo.InvariantCulture);

    private readonly record struct Amount(decimal Value, int Quarters);
}
