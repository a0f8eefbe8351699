using System.Globalization;

namespace Screening.Simulation;

/// <summary>
/// Size and proportions of real balance sheets without names: 379 distinct rows of filings of the SEC's Financial Statement Data Sets, second quarter of
/// 2010 (US government work), that tell assets, equity, cash and revenue. A family draws from its own rows only.
/// </summary>
internal sealed class CompanyRatios
{
    private readonly List<CompanyRatio> _rows = [];

    public CompanyRatios(WorldFamily family)
    {
        using Stream stream = typeof(CompanyRatios).Assembly.GetManifestResourceStream("company-ratios.csv")!;
        using StreamReader reader = new(stream);
        reader.ReadLine();
        int[] own = [.. family.Places];
        for (int i = 0; reader.ReadLine() is { Length: > 0 } line; i++)
        {
            if (Array.IndexOf(own, i % Knob.Parts) < 0) continue;
            string[] fields = line.Split(',');
            double Number(int at) => double.Parse(fields[at], CultureInfo.InvariantCulture);
            _rows.Add(new(Number(0) * 1e6, Math.Clamp(Number(1), -0.5, 0.95), Math.Clamp(Number(2), 0.02, 4), Math.Clamp(Number(3), 0.002, 0.8),
                fields[4].Length == 0 ? null : Math.Clamp(Number(4), 0, 0.3)));
        }
    }

    public CompanyRatio Draw(Chance chance) => chance.Pick(_rows);
}

/// <summary>One company's total assets in USD, and equity, a year's revenue, cash and customers' deposits over them.</summary>
/// <param name="AssetsUsd">Total assets.</param>
/// <param name="EquityShare">Equity over assets; may be negative.</param>
/// <param name="RevenueShare">Revenue of a year over assets.</param>
/// <param name="CashShare">Cash over assets.</param>
/// <param name="DepositShare">Customers' deposits over assets; null when the filing tells none.</param>
internal sealed record CompanyRatio(double AssetsUsd, double EquityShare, double RevenueShare, double CashShare, double? DepositShare);
