using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>What the purchaser has bought, against what it owns, owes and earns.</summary>
public sealed class PurchaserGroup : PartyGroup
{
    private const string NoStatement = "no statement of the purchaser is known";

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("purchaser_orders_30d", "volume", "Orders of the purchaser in 30 days, this one included", "orders", 0, 1e9, "never", "orders", "T16"),
        new("purchaser_orders_before", "volume", "Orders of the purchaser known by then, however long ago they were placed, this one not included", "orders", 0, 1e9, "never", "orders", "T02"),
        new("purchaser_value_usd_sum_365d", "volume", "Value bought by the purchaser in 365 days, this order included", "USD", 0, 1e15, "never", "orders", "T14"),
        new("purchaser_age_days", "company", "Age of the purchaser", "d", -366, 200_000, "its day of incorporation is not known", "parties", "T02"),
        new("purchaser_value_usd_per_day_of_age", "company", "Value of this order per day of the purchaser's age, of 1 day at least", "USD/d", 0, 1e15, "its day of incorporation is not known", "orders parties", "T02"),
        new("purchaser_assets_usd", "balance sheet", "Total assets of the purchaser by its latest statement", "USD", 0, 1e15, NoStatement, "balance_sheets", "T14"),
        new("purchaser_assets_growth", "balance sheet", "Total assets over those about a year before, of 1 USD at least", "1", 0, 1e15, "no two statements about a year apart are known", "balance_sheets", "T12"),
        new("purchaser_deposits_to_assets", "balance sheet", "Customer and refundable deposits over total assets", "1", 0, 1e15, NoStatement + ", or it tells no deposits", "balance_sheets", "T13"),
        new("purchaser_value_365d_to_assets", "balance sheet", "Value bought in 365 days, this order included, over total assets", "1", 0, 1e15, NoStatement, "orders balance_sheets", "T14"),
        new("purchaser_value_365d_to_revenue", "balance sheet", "Value bought in 365 days, this order included, over revenue", "1", 0, 1e15, NoStatement + ", or it tells no revenue", "orders balance_sheets", "T14"),
        new("purchaser_value_365d_to_equity", "balance sheet", "Value bought in 365 days, this order included, over equity", "1", 0, 1e15, NoStatement + ", or it tells no positive equity", "orders balance_sheets", "T13"),
        new("purchaser_statement_age_days", "balance sheet", "Age of the purchaser's latest statement", "d", 0, 100_000, NoStatement, "balance_sheets", "T14"),
        new("purchaser_statement_audited", "balance sheet", "Whether the latest statement is audited", "0 or 1", 0, 1, NoStatement + ", or it does not say", "balance_sheets", "T14"),
    ];

    /// <inheritdoc/>
    protected override int Party(in OrderVersion order) => order.Purchaser;

    /// <inheritdoc/>
    protected override void Read(in Reading reading, int party, PartyLedger state, Span<double> columns)
    {
        long asOf = reading.AsOf;
        bool holds = HoldsLearnt(reading, party);
        columns[0] = reading.VolumeInDays(state.Orders, holds, 30).Orders;
        Volume all = reading.VolumeInAll(state.Orders, holds);
        columns[1] = all.Orders - (reading.Order.EventAt <= asOf ? 1 : 0);
        double bought = reading.VolumeInDays(state.Orders, holds, 365).ValueUsd;
        columns[2] = bought;
        if (state.HasProfile && state.Profile.IncorporatedAt != Missing.Moment)
        {
            double age = (asOf - state.Profile.IncorporatedAt) / (double)Micros.PerDay;
            columns[3] = age;
            columns[4] = reading.Order.Content.ValueUsd / Math.Max(1, age);
        }

        if (state.LatestStatement(asOf) is { } statement) ReadStatement(state, statement, bought, asOf, columns);
    }

    private static void ReadStatement(PartyLedger state, in BalanceSheet statement, double boughtUsd, long asOf, Span<double> columns)
    {
        double assets = statement.AssetsCents / 100.0;
        columns[5] = assets;
        if (state.YearBefore(statement) is { } before) columns[6] = assets / Math.Max(1, before.AssetsCents / 100.0);

        // Assets, revenue and equity below one dollar are read as one: a firm that owns nothing is the strongest case, not a missing one.
        if (statement.DepositsCents != Missing.Amount) columns[7] = statement.DepositsCents / 100.0 / Math.Max(1, assets);
        columns[8] = boughtUsd / Math.Max(1, assets);
        if (statement.RevenueCents != Missing.Amount) columns[9] = boughtUsd / Math.Max(1, statement.RevenueCents / 100.0);
        if (statement.EquityCents is not Missing.Amount and > 0) columns[10] = boughtUsd / Math.Max(1, statement.EquityCents / 100.0);
        columns[11] = (asOf - statement.PeriodEnd) / (double)Micros.PerDay;
        if (statement.Audited is { } audited) columns[12] = audited ? 1 : 0;
    }
}
