using Screening.Policies;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>What the named end user has ordered, can house and is.</summary>
public sealed class EndUserGroup(CountryGroups countries) : PartyGroup
{
    private const string NoEndUser = "no end user is named", NoPower = NoEndUser + ", or nobody told the power of a site";
    private const int Value = 18, Habits = Value + 1, Sites = Habits + OrderHabits.Count, Company = Sites + 8, Kinds = Company + CompanyFacts.Count;
    private const int Papers = Kinds + 2, Audits = Papers + StatementFacts.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("end_user_orders_30d", "volume", "Orders for the end user in 30 days, this one included", "orders", 0, 1e9, NoEndUser, "orders", "T16"),
        new("end_user_h100e_sum_7d", "volume", "Compute ordered for the end user in 7 days, this order included", "H100e", 0, 1e9, NoEndUser, "orders products", "T01 T16"),
        new("end_user_h100e_sum_30d", "volume", "Compute ordered for the end user in 30 days, this order included", "H100e", 0, 1e9, NoEndUser, "orders products", "T01 T16"),
        new("end_user_h100e_sum_90d", "volume", "Compute ordered for the end user in 90 days, this order included", "H100e", 0, 1e9, NoEndUser, "orders products", "T01 T16"),
        new("end_user_h100e_sum_365d", "volume", "Compute ordered for the end user in 365 days, this order included", "H100e", 0, 1e9, NoEndUser, "orders products", "T01 T16"),
        new("end_user_value_usd_sum_30d", "volume", "Value ordered for the end user in 30 days, this order included", "USD", 0, 1e15, NoEndUser, "orders", "T16"),
        new("end_user_value_30d_to_usual", "volume", "Value of 30 days, this order included, over the mean 30 days of the 335 days before", "1", 0, 1e12, NoEndUser + ", or it ordered nothing in those 335 days", "orders", "T16"),
        new("end_user_days_since_previous_order", "volume", "Days since the latest other order for the end user was placed", "d", 0, 366, NoEndUser + ", or no other order is known within 365 days", "orders", "T16"),
        new("end_user_accelerator_kw_30d", "capacity", "Power of the accelerators ordered for the end user in 30 days, this order included", "kW", 0, 1e9, NoEndUser, "orders products", "T01"),
        new("end_user_accelerator_kw_total", "capacity", "Power of all accelerators ordered for the end user, this order included", "kW", 0, 1e9, NoEndUser, "orders products", "T01"),
        new("end_user_site_power_kw", "capacity", "Power of the end user's sites, each by its best evidence", "kW", 0, 1e9, NoEndUser + ", or nobody told the power of a site", "capacity", "T01"),
        new("end_user_verified_power_kw", "capacity", "Power of the end user's sites by evidence that does not come from the customer", "kW", 0, 1e9, NoEndUser + ", or nobody independent confirmed the power of a site", "capacity", "T01"),
        new("end_user_capacity_grade", "capacity", "Best evidence for a site: 0 none, 1 self-declared, 2 customer's document, 3 registry, 4 landlord or utility, 5 site visit", "grade", 0, 5, NoEndUser, "capacity", "T01"),
        new("end_user_accelerator_kw_to_site_kw", "capacity", "Power of all accelerators ordered for the end user, this order included, over the power of its sites, of 1 W at least", "1", 0, 1e9, NoEndUser + ", or nobody told the power of a site", "orders products capacity", "T01"),
        new("end_user_age_days", "company", "Age of the end user", "d", -366, 200_000, NoEndUser + ", or its day of incorporation is not known", "parties", "T02"),
        new("end_user_days_since_ownership_change", "company", "Days since the end user's ownership last changed", "d", 0, 100_000, NoEndUser + ", or no change is known", "party_events", "T03"),
        new("end_user_ownership_share_changed_365d", "company", "Share of the end user's ownership that changed hands in 365 days, 1 at most; changes whose share is not told count nothing", "1", 0, 1, NoEndUser + ", or no change of those 365 days tells its share", "party_events", "T03"),
        new("end_user_parent_of_concern", "company", "Whether headquarters or ultimate parent of the end user are in D:5 or Macau", "0 or 1", 0, 1, NoEndUser + ", or neither country is known", "parties", "T20"),
        new("end_user_value_usd_sum_365d", "volume", "Value ordered for the end user in 365 days, this order included", "USD", 0, 1e15, NoEndUser, "orders", "T14 T16"),
        .. OrderHabits.Features("end_user", "for the end user", NoEndUser),
        new("end_user_system_kw_total", "capacity", "Power of all whole systems ordered for the end user, this order included", "kW", 0, 1e9, NoEndUser, "orders products", "T01"),
        new("end_user_system_kw_to_machine_kw", "capacity", "Power of all whole systems ordered for the end user, this order included, over what its sites have for machines: the power of each site by its best evidence over the power usage effectiveness told with it, 1.3 where none is, in whole W, rounded down, of 1 W at least together", "1", 0, 1e12, NoPower, "orders products capacity", "T01"),
        new("end_user_racks", "capacity", "Racks of the end user's sites, each by its best evidence that tells them", "racks", 0, 1e9, NoEndUser + ", or nobody told the racks of a site", "capacity", "T01"),
        new("end_user_power_only_self_declared", "capacity", "Whether nobody but the end user itself says what power any of its sites has", "0 or 1", 0, 1, NoPower, "capacity", "T01"),
        new("end_user_sites", "capacity", "Sites of the end user that any statement of capacity tells of", "sites", 0, 1e9, NoEndUser, "capacity", "T01"),
        new("end_user_sites_outside_share", "capacity", "Share of the end user's sites that lie outside the country of destination, of those whose country is told, each by its latest evidence", "1", 0, 1, NoEndUser + ", or no destination is told, or the country of no site is", "capacity orders", "T01 T05"),
        new("end_user_installed_accelerator_kw", "capacity", "Power of the accelerators that stand at the end user's sites by the latest count of each product at each site within 365 days, by the product figures of when it was told; a count is of what is left after units were retired, so none are taken off again", "kW", 0, 1e9, NoEndUser + ", or no count within 365 days tells it", "installations products", "T01 T09"),
        new("end_user_installed_and_ordered_to_site_kw", "capacity", "Power of the installed accelerators as counted, and of those ordered after the first moment of the latest such count's day, this order included, over the power of the end user's sites, of 1 W at least", "1", 0, 1e12, NoPower + ", or no count within 365 days tells what is installed", "installations orders products capacity", "T01 T09"),
        .. CompanyFacts.Features("end_user", "the end user", NoEndUser),
        new("end_user_is_intermediary", "company", "Whether the end user by its kind sells on, moves or finances goods rather than uses them: reseller, distributor, forwarder or bank", "0 or 1", 0, 1, NoEndUser + ", or its kind is not known", "parties", "T06 T24"),
        new("end_user_is_provider", "company", "Whether the end user by its kind lets machines to others: a cloud, of whichever size", "0 or 1", 0, 1, NoEndUser + ", or its kind is not known", "parties", "T34"),
        .. StatementFacts.Features(NoEndUser),
        .. AuditFacts.Features("end_user", "the end user", NoEndUser),
    ];

    /// <inheritdoc/>
    protected override bool Uses(EventKind kind) => kind is EventKind.Party or EventKind.PartyEvent or EventKind.Capacity or EventKind.Installation or EventKind.Certificate
        or EventKind.AuditOrBond or EventKind.Order;

    /// <inheritdoc/>
    protected override int Party(in OrderVersion order) => order.EndUser;

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int party, PartyLedger state, Span<double> columns)
    {
        long asOf = reading.AsOf;
        bool holds = HoldsLearnt(reading, party);
        Span<Volume> volumes = stackalloc Volume[OrderHabits.Windows];
        Volume all = OrderHabits.ReadVolumes(reading, state.Orders, holds, volumes);
        ref readonly Volume month = ref volumes[OrderHabits.Month], year = ref volumes[OrderHabits.Year];
        columns[0] = month.Orders;
        columns[1] = volumes[OrderHabits.Week].H100e;
        columns[2] = month.H100e;
        columns[3] = volumes[OrderHabits.Quarter].H100e;
        columns[4] = year.H100e;
        columns[5] = month.ValueUsd;
        double usual = (year - month).ValueUsd * 30 / 335;
        if (usual > 0) columns[6] = month.ValueUsd / usual;
        long previous = state.Orders.LastBefore(asOf, reading.Order.Order);
        if (previous > asOf - (365 * Micros.PerDay)) columns[7] = Days(previous, asOf);
        columns[8] = month.AcceleratorKw;
        columns[9] = all.AcceleratorKw;
        ReadSites(state, all.AcceleratorKw, columns);
        ReadCompany(state, asOf, columns);
        columns[Value] = year.ValueUsd;
        OrderHabits.Read(reading, state.Orders, volumes, all, columns.Slice(Habits, OrderHabits.Count));
        ReadCapacity(reading, state, holds, all, columns.Slice(Sites));
        CompanyFacts.Read(state, year.ValueUsd, asOf, columns.Slice(Company, CompanyFacts.Count));
        ReadKind(state, columns.Slice(Kinds));
        StatementFacts.Read(log, reading, state.Certificates, columns.Slice(Papers, StatementFacts.Count));
        AuditFacts.Read(log, reading, state, year.ValueCents, columns.Slice(Audits, AuditFacts.Count));
    }

    private static void ReadSites(PartyLedger state, double acceleratorKw, Span<double> columns)
    {
        long power = state.SitePowerWatts(onlyIndependent: false), verified = state.SitePowerWatts(onlyIndependent: true);
        if (power != Missing.Amount) columns[10] = power / 1000.0;
        if (verified != Missing.Amount) columns[11] = verified / 1000.0;
        columns[12] = (double)state.BestGrade();

        // A site of no power at all is read as one watt: the ratio is then as large as it should be, and still a number.
        if (power != Missing.Amount) columns[13] = acceleratorKw / (Math.Max(1, power) / 1000.0);
    }

    private void ReadCompany(PartyLedger state, long asOf, Span<double> columns)
    {
        if (state.HasProfile && state.Profile.IncorporatedAt != Missing.Moment) columns[14] = Days(state.Profile.IncorporatedAt, asOf);
        long changed = state.LastOwnershipChange(asOf);
        if (changed != Missing.Moment) columns[15] = Days(changed, asOf);
        columns[16] = state.OwnershipShareChanged(asOf - (365 * Micros.PerDay), asOf);
        columns[17] = CompanyFacts.IsOfConcern(state, countries, asOf);
    }

    private static void ReadCapacity(in Reading reading, PartyLedger state, bool holds, in Volume all, Span<double> columns)
    {
        long asOf = reading.AsOf, power = state.SitePowerWatts(onlyIndependent: false), racks = state.Racks();
        columns[0] = all.SystemWatts / 1000.0;
        if (power != Missing.Amount)
        {
            columns[1] = all.SystemWatts / (double)Math.Max(1, state.MachinePowerWatts());
            columns[3] = state.BestGrade() <= EvidenceGrade.SelfDeclared ? 1 : 0;
        }

        if (racks != Missing.Amount) columns[2] = racks;
        columns[4] = state.Sites();
        if (reading.Order.DestinationCountry != Missing.Symbol) columns[5] = state.ShareOfSitesOutside(reading.Order.DestinationCountry);
        long installed = state.InstalledWatts(asOf - (365 * Micros.PerDay), asOf, out long countedAt);
        if (installed == Missing.Amount) return;
        columns[6] = installed / 1000.0;
        if (power == Missing.Amount) return;
        long ordered = reading.VolumeSince(state.Orders, holds, countedAt).AcceleratorWatts;
        columns[7] = Quantity.SumAtMost(installed, ordered) / (double)Math.Max(1, power);
    }

    private static void ReadKind(PartyLedger state, Span<double> columns)
    {
        if (!state.HasProfile || state.Profile.Kind == PartyKind.Unknown) return;
        columns[0] = state.Profile.Kind is PartyKind.Reseller or PartyKind.Distributor or PartyKind.Forwarder or PartyKind.Bank ? 1 : 0;
        columns[1] = state.Profile.Kind is PartyKind.Hyperscaler or PartyKind.Neocloud ? 1 : 0;
    }

    private static double Days(long from, long to) => (to - from) / (double)Micros.PerDay;
}
