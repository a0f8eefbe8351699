using Screening.Data.Contracts;
using Screening.Policies;
using Screening.Records;

namespace Screening.Data.Policies;

/// <summary>Reads <c>data-contracts/reference/accelerators.csv</c> as figures to classify.</summary>
public static class AcceleratorsFile
{
    /// <summary>Every accelerator of the table, in its order.</summary>
    /// <exception cref="ContractException">A column is missing, or a figure is not a number.</exception>
    public static IReadOnlyList<ReferenceProduct> Read(ReferenceTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return [.. new DatedTable(table).Rows.Select(row => new ReferenceProduct(
            new ProductFigures
            {
                Name = row.Text("sku_family"),
                Class = ProductClass.Accelerator,
                Tpp = (long?)Figure(row, "tpp"),
                PerformanceDensity = Figure(row, "performance_density"),
                DieAreaMm2 = Figure(row, "die_mm2"),
                MemoryBandwidthGbS = Figure(row, "hbm_gb_s"),
                MarketedForDatacentre = row.Text("marketed_for_datacentre") switch { "yes" => true, "no" => false, "" => null, _ => throw row.Error("marketed_for_datacentre", "yes, no or empty") },
            },
            row.Text("control_class") is { Length: > 0 } told ? told : null))];
    }

    private static decimal? Figure(DatedTable.Row row, string column) => row.Text(column).Length == 0 ? null : row.Number(column, 0, 1_000_000_000);
}
