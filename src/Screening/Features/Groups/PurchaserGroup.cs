using Screening.Policies;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>What the purchaser has bought, against what it owns, owes and earns.</summary>
public sealed class PurchaserGroup(CountryGroups countries) : PartyGroup
{
    private const string NoStatement = "no statement of the purchaser is known";
    private const int Habits = 13, Company = Habits + OrderHabits.Count + 2, Means = Company + CompanyFacts.Count + 2, Audits = Means + 6;

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
        .. OrderHabits.Features("purchaser", "of the purchaser", nobody: null),
        new("purchaser_value_usd_sum_30d", "volume", "Value bought by the purchaser in 30 days, this order included", "USD", 0, 1e15, "never", "orders", "T16"),
        new("purchaser_days_since_previous_order", "volume", "Days since the latest other order of the purchaser was placed", "d", 0, 366, "no other order is known within 365 days", "orders", "T16"),
        .. CompanyFacts.Features("purchaser", "the purchaser", nobody: null),
        new("purchaser_parent_of_concern", "company", "Whether headquarters or ultimate parent of the purchaser are in D:5 or Macau", "0 or 1", 0, 1, "neither country is known", "parties", "T20"),
        new("purchaser_days_since_ownership_change", "company", "Days since the purchaser's ownership last changed", "d", 0, 100_000, "no change is known", "party_events", "T03"),
        new("purchaser_cash_to_assets", "balance sheet", "Cash over total assets, of 1 USD at least", "1", 0, 1e15, NoStatement + ", or it tells no cash", "balance_sheets", "T12 T14"),
        new("purchaser_value_365d_to_cash", "balance sheet", "Value bought in 365 days, this order included, over cash, of 1 USD at least", "1", 0, 1e15, NoStatement + ", or it tells no cash", "orders balance_sheets", "T14"),
        new("purchaser_liabilities_to_assets", "balance sheet", "Total liabilities over total assets, of 1 USD at least", "1", 0, 1e15, NoStatement + ", or it tells no liabilities", "balance_sheets", "T13"),
        new("purchaser_funding_gap_to_assets", "balance sheet", "Value bought in 365 days, this order included, less equity and cash, over total assets, of 1 USD at least: what others must pay for; negative when its own means suffice", "1", -1e15, 1e15, NoStatement + ", or it does not tell both equity and cash", "orders balance_sheets", "T13 T14"),
        new("purchaser_deposits_growth", "balance sheet", "Customer and refundable deposits over those about a year before, of 1 USD at least", "1", 0, 1e15, "no two statements about a year apart are known, or one of them tells no deposits", "balance_sheets", "T12 T13"),
        new("purchaser_statement_is_first", "balance sheet", "Whether the purchaser's latest statement is younger than 365 days and none of about a year before it is known", "0 or 1", 0, 1, NoStatement, "balance_sheets", "T12 T14"),
        .. AuditFacts.Features("purchaser", "the purchaser", nobody: null),
    ];

    /// <inheritdoc/>
    protected override bool Uses(EventKind kind) => kind is EventKind.Party or EventKind.PartyEvent or EventKind.BalanceSheet or EventKind.AuditOrBond or EventKind.Order;

    /// <inheritdoc/>
    protected override int Party(in OrderVersion order) => order.Purchaser;

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int party, PartyLedger state, Span<double> columns)
    {
        long asOf = reading.AsOf;
        bool holds = HoldsLearnt(reading, party);
        Span<Volume> volumes = stackalloc Volume[OrderHabits.Windows];
        Volume all = OrderHabits.ReadVolumes(reading, state.Orders, holds, volumes);
        columns[0] = volumes[OrderHabits.Month].Orders;
        columns[1] = all.Orders - (reading.Order.EventAt <= asOf ? 1 : 0);
        ref readonly Volume year = ref volumes[OrderHabits.Year];
        double bought = year.ValueUsd;
        columns[2] = bought;
        if (state.HasProfile && state.Profile.IncorporatedAt != Missing.Moment)
        {
            double age = (asOf - state.Profile.IncorporatedAt) / (double)Micros.PerDay;
            columns[3] = age;
            columns[4] = reading.Order.Content.ValueUsd / Math.Max(1, age);
        }

        if (state.LatestStatement(asOf) is { } statement) ReadStatement(state, statement, year.ValueCents, asOf, columns);
        OrderHabits.Read(reading, state.Orders, volumes, all, columns.Slice(Habits, OrderHabits.Count));
        columns[Company - 2] = volumes[OrderHabits.Month].ValueUsd;
        long previous = state.Orders.LastBefore(asOf, reading.Order.Order);
        if (previous > asOf - (365 * Micros.PerDay)) columns[Company - 1] = (asOf - previous) / (double)Micros.PerDay;
        CompanyFacts.Read(state, bought, asOf, columns.Slice(Company, CompanyFacts.Count));
        columns[Means - 2] = CompanyFacts.IsOfConcern(state, countries, asOf);
        long changed = state.LastOwnershipChange(asOf);
        if (changed != Missing.Moment) columns[Means - 1] = (asOf - changed) / (double)Micros.PerDay;
        AuditFacts.Read(log, reading, state, year.ValueCents, columns.Slice(Audits, AuditFacts.Count));
    }

    private static void ReadStatement(PartyLedger state, in BalanceSheet statement, long boughtCents, long asOf, Span<double> columns)
    {
        double boughtUsd = boughtCents / 100.0;
        double assets = statement.AssetsCents / 100.0;
        columns[5] = assets;
        BalanceSheet? yearBefore = state.YearBefore(statement);
        if (yearBefore is { } before) columns[6] = assets / Math.Max(1, before.AssetsCents / 100.0);

        // Assets, revenue and equity below one dollar are read as one: a firm that owns nothing is the strongest case, not a missing one.
        if (statement.DepositsCents != Missing.Amount) columns[7] = statement.DepositsCents / 100.0 / Math.Max(1, assets);
        columns[8] = boughtUsd / Math.Max(1, assets);
        if (statement.RevenueCents != Missing.Amount) columns[9] = boughtUsd / Math.Max(1, statement.RevenueCents / 100.0);
        if (statement.EquityCents is not Missing.Amount and > 0) columns[10] = boughtUsd / Math.Max(1, statement.EquityCents / 100.0);
        columns[11] = (asOf - statement.PeriodEnd) / (double)Micros.PerDay;
        if (statement.Audited is { } audited) columns[12] = audited ? 1 : 0;
        ReadMeans(statement, yearBefore, boughtCents, columns.Slice(Means));
        columns[Means + 5] = yearBefore is null && columns[11] < 365 ? 1 : 0;
    }

    private static void ReadMeans(in BalanceSheet statement, BalanceSheet? yearBefore, long boughtCents, Span<double> columns)
    {
        double assets = Math.Max(100, statement.AssetsCents);
        if (statement.CashCents != Missing.Amount)
        {
            columns[0] = statement.CashCents / assets;
            columns[1] = boughtCents / (double)Math.Max(100, statement.CashCents);
            if (statement.EquityCents != Missing.Amount) columns[3] = (double)((Int128)boughtCents - statement.EquityCents - statement.CashCents) / assets;
        }

        if (statement.LiabilitiesCents != Missing.Amount) columns[2] = statement.LiabilitiesCents / assets;
        if (statement.DepositsCents != Missing.Amount && yearBefore is { DepositsCents: not Missing.Amount and long before })
            columns[4] = statement.DepositsCents / (double)Math.Max(100, before);
    }
}
