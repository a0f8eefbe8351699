using Screening.Records;

namespace Screening.Tests.Laws;

/// <content>Features of what is known of parties and what they order.</content>
internal sealed partial class BruteForce
{
    private static string[] RoundedOfParties =>
    [
        .. new[] { "end_user", "purchaser" }.SelectMany(role => new[]
        {
            "value_30d_robust_z", "value_cusum", "silence_to_usual_gap", "order_to_largest_other", "value_share_30d", "value_365d_per_employee", "bond_to_value_365d",
        }.Select(name => $"{role}_{name}")),
        "end_user_system_kw_to_machine_kw", "end_user_installed_and_ordered_to_site_kw", "end_user_share_let_of_concern", "end_user_share_let_undeclared",
        "purchaser_cash_to_assets", "purchaser_value_365d_to_cash", "purchaser_liabilities_to_assets", "purchaser_funding_gap_to_assets", "purchaser_deposits_growth",
        "order_value_peer_z", "seller_customer_rank_jump", "end_user_statement_age_days", "end_user_statement_days_left",
    ];

    private void OfParties(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        var endUser = new Dictionary<string, double>(StringComparer.Ordinal);
        int user = order.Header.EndUser, purchaser = order.Header.Purchaser;
        Told[] users = [.. others.Where(o => o.Header.EndUser == user)], purchasers = [.. others.Where(o => o.Header.Purchaser == purchaser)];
        OfRole(endUser, "end_user", known, order, users, user, asOf);
        OfSites(endUser, known, order, users, user, asOf);
        OfStatements(endUser, known, order, user, asOf);
        PartyKind kind = Profile(known, user)?.Kind ?? PartyKind.Unknown;
        endUser["end_user_is_intermediary"] = kind == PartyKind.Unknown ? double.NaN : kind is PartyKind.Bank or PartyKind.Forwarder or PartyKind.Reseller or PartyKind.Distributor ? 1 : 0;
        endUser["end_user_is_provider"] = kind == PartyKind.Unknown ? double.NaN : kind is PartyKind.Neocloud or PartyKind.Hyperscaler ? 1 : 0;
        OfTenants(endUser, known, user, asOf);
        endUser["end_user_value_usd_sum_365d"] = Within(365, [order, .. users], asOf).Sum(o => o.Cents) / 100.0;
        foreach ((string name, double value) in endUser) look[name] = user == Missing.Symbol ? double.NaN : value;

        OfRole(look, "purchaser", known, order, purchasers, purchaser, asOf);
        look["purchaser_value_usd_sum_30d"] = Within(30, [order, .. purchasers], asOf).Sum(o => o.Cents) / 100.0;
        look["purchaser_days_since_previous_order"] = Within(365, purchasers, asOf).Select(o => Days(asOf - o.PlacedAt)).DefaultIfEmpty(double.NaN).Min();
        PartyProfile? profile = Profile(known, purchaser);
        int[] seats = profile is { } p ? [.. new[] { p.HeadquartersCountry, p.UltimateParentCountry }.Where(c => c != Missing.Symbol)] : [];
        look["purchaser_parent_of_concern"] = seats.Length == 0 ? double.NaN : seats.Any(c => IsOfConcern(c, asOf)) ? 1 : 0;
        look["purchaser_days_since_ownership_change"] =
            Changes(known, purchaser, PartyEventKind.Ownership).Where(e => e.HappenedAt <= asOf).Select(e => Days(asOf - e.HappenedAt)).DefaultIfEmpty(double.NaN).Min();
        OfMeans(look, known, Within(365, [order, .. purchasers], asOf).Sum(o => o.Cents), purchaser, asOf);
        OfPeers(look, known, order, others, asOf);
        OfRanks(look, order, others, asOf);
    }

    private static Told[] Within(int days, Told[] orders, long asOf) => [.. orders.Where(o => o.PlacedAt > DaysAgo(asOf, days) && o.PlacedAt <= asOf)];

    private static double Middle(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private void OfRole(Dictionary<string, double> look, string role, int known, Told order, Told[] his, int party, long asOf)
    {
        Told[] all = [order, .. his];
        foreach (int days in new[] { 1, 7, 90, 365 }) look[$"{role}_orders_{days}d"] = Within(days, all, asOf).Length;
        foreach (int days in new[] { 1, 7, 90 }) look[$"{role}_value_usd_sum_{days}d"] = Within(days, all, asOf).Sum(o => o.Cents) / 100.0;
        double month = Within(30, all, asOf).Sum(o => o.Cents), year = Within(365, all, asOf).Sum(o => o.Cents) / 100.0;
        look[$"{role}_value_share_30d"] = year == 0 ? double.NaN : month / 100 / year;

        long first = all.Where(o => o.PlacedAt <= asOf).Select(o => o.PlacedAt).DefaultIfEmpty(long.MaxValue).Min();
        double[] blocks = // in cents, whose sums are exact
        [
            .. Enumerable.Range(1, 11).Where(k => DaysAgo(asOf, 30 * k) >= first)
                .Select(k => all.Where(o => o.PlacedAt > DaysAgo(asOf, 30 * (k + 1)) && o.PlacedAt <= DaysAgo(asOf, 30 * k)).Sum(o => (double)o.Cents)),
        ];
        (look[$"{role}_value_30d_robust_z"], look[$"{role}_value_cusum"]) = blocks.Length < 6 ? (double.NaN, double.NaN) : (RobustZ(blocks, month), Cusum(blocks, month));

        Told[] recent = [.. Within(365, his, asOf).OrderByDescending(o => o.PlacedAt)];
        look[$"{role}_largest_other_order_usd"] = recent.Select(o => o.Cents / 100.0).DefaultIfEmpty(double.NaN).Max();
        look[$"{role}_order_to_largest_other"] = recent.Length == 0 ? double.NaN : order.Cents / 100.0 / Math.Max(1, recent.Max(o => o.Cents / 100.0));
        Told[] latest = [.. recent.Take(33)];
        look[$"{role}_silence_to_usual_gap"] = latest.Length < 4 ? double.NaN
            : Days(asOf - latest[0].PlacedAt) / Math.Max(1, Middle(latest.Zip(latest.Skip(1), (later, earlier) => Days(later.PlacedAt - earlier.PlacedAt))));

        OfCompany(look, role, known, year, party, asOf);
        OfAudits(look, role, known, order, year, party, asOf);
    }

    private static double RobustZ(double[] blocks, double month)
    {
        double median = Middle(blocks), spread = 1.4826 * Middle(blocks.Select(b => Math.Abs(b - median)));
        return (month - median) / new[] { spread, median / 10, 1000_00 }.Max();
    }

    private static double Cusum(double[] blocks, double month)
    {
        double[] logs = [.. blocks.Select(b => Math.Log((b / 100) + 1))];
        double median = Middle(logs), scale = Math.Max(0.5, 1.4826 * Middle(logs.Select(l => Math.Abs(l - median))));
        return logs.Reverse().Append(Math.Log((month / 100) + 1)).Aggregate(0.0, (sum, log) => Math.Max(0, sum + ((log - median) / scale) - 0.5));
    }

    private PartyEvent[] Changes(int known, int party, PartyEventKind kind)
    {
        PartyEvent[] told = [.. facts.Take(known).OfType<PartyEventFact>().Select(e => e.Row)];
        return [.. told.Where((e, i) => e.Party == party && e.Kind == kind && (e.Id == Missing.Symbol || told.Skip(i + 1).All(later => later.Id != e.Id)))];
    }

    private void OfCompany(Dictionary<string, double> look, string role, int known, double year, int party, long asOf)
    {
        PartyProfile? profile = Profile(known, party);
        PartyProfile p = profile ?? new PartyProfile { Party = party, KnownAt = 0 };
        bool[] told =
        [
            p.Address >= 0, p.RegistrationNumber >= 0, p.Employees >= 0, p.IncorporatedAt != Missing.Moment, p.WebPresence.HasValue, p.LineOfBusiness >= 0, p.HeadquartersCountry >= 0,
            p.UltimateParent >= 0 || p.UltimateParentCountry >= 0,
        ];
        look[$"{role}_missing_facts"] = told.Count(t => !t);
        look[$"{role}_employees"] = p.Employees < 0 ? double.NaN : p.Employees;
        look[$"{role}_value_365d_per_employee"] = p.Employees < 0 ? double.NaN : year / Math.Max(1, p.Employees);
        PartyEvent[] Recent(PartyEventKind kind) => [.. Changes(known, party, kind).Where(e => e.HappenedAt > DaysAgo(asOf, 365) && e.HappenedAt <= asOf)];
        look[$"{role}_director_changes_365d"] = Recent(PartyEventKind.Director).Length;
        look[$"{role}_name_changed_365d"] = Recent(PartyEventKind.Name).Length == 0 ? 0 : 1;
        look[$"{role}_address_grade"] = p.AddressKind switch
        {
            AddressKind.Office or AddressKind.DataCentre or AddressKind.Factory or AddressKind.Warehouse => 0,
            AddressKind.Forwarder => 1,
            AddressKind.VirtualOffice => 2,
            AddressKind.Residential => 3,
            _ => double.NaN,
        };
        look[$"{role}_address_evidence"] = profile is null ? double.NaN : (int)p.AddressEvidence;
        look[$"{role}_web_presence"] = p.WebPresence switch { null => double.NaN, true => 1, false => 0 };
    }

    private void OfAudits(Dictionary<string, double> look, string role, int known, Told order, double year, int party, long asOf)
    {
        AuditOrBond[] told = [.. facts.Take(known).OfType<AuditOrBondFact>().Select(a => a.Row).GroupBy(a => a.Id).Select(g => g.Last()).Where(a => a.Party == party)];
        AuditOrBond[] past = [.. told.Where(a => a.HappenedAt <= asOf)];
        look[$"{role}_audit_or_bond_refused_365d"] = told.Length == 0 ? double.NaN
            : past.Any(a => a.Kind is AuditOrBondKind.AuditRefused or AuditOrBondKind.BondRefused && a.HappenedAt > DaysAgo(asOf, 365)) ? 1 : 0;
        AuditOrBond[] audits = [.. past.Where(a => a.Kind == AuditOrBondKind.Audit)];
        look[$"{role}_days_since_independent_audit"] = audits.Where(a => a.Independent == true).Select(a => Days(asOf - a.HappenedAt)).DefaultIfEmpty(double.NaN).Min();
        AuditOrBond[] chosen = [.. audits.Where(a => a.ChosenBy != ChosenBy.Unknown)];
        look[$"{role}_auditor_chosen_by_interested"] = chosen.Length == 0 ? double.NaN
            : chosen.Where(a => a.HappenedAt == chosen.Max(c => c.HappenedAt)).Any(a => a.ChosenBy is ChosenBy.Sales or ChosenBy.Customer) ? 1 : 0;
        long[] bonds =
        [
            .. past.Where(a => a.Kind == AuditOrBondKind.Bond && (a.Order == Missing.Symbol || a.Order == order.Header.Order) && a.BondCents != Missing.Amount
                && (a.ValidTo == Missing.Moment || asOf < DaysAgo(a.ValidTo, -1))).Select(a => a.BondCents),
        ];
        look[$"{role}_bond_to_value_365d"] = bonds.Length == 0 ? double.NaN : bonds.Sum() / 100.0 / Math.Max(1, year);
    }

    private void OfSites(Dictionary<string, double> look, int known, Told order, Told[] his, int party, long asOf)
    {
        CapacityStatement[] told =
        [
            .. facts.Take(known).OfType<CapacityFact>().Select(c => c.Row).GroupBy(c => (c.Site, c.EvidencedAt)).Select(g => g.Last()).Where(c => c.Party == party),
        ];
        CapacityStatement[] Best(Func<CapacityStatement, bool> tells) =>
            [.. told.Where(tells).GroupBy(c => c.Site).Select(site => site.OrderBy(c => c.Grade).ThenBy(c => c.EvidencedAt).Last())];
        CapacityStatement[] power = Best(c => c.PowerWatts != Missing.Amount), racks = Best(c => c.Racks != Missing.Amount);
        double systems = new[] { order }.Concat(his).Sum(o => o.SystemWatts);
        long machines = power.Sum(c => (long)Math.Floor((decimal)c.PowerWatts * 1000 / (c.PueThousandths == Missing.Amount ? 1300 : c.PueThousandths)));
        look["end_user_system_kw_total"] = systems / 1000;
        look["end_user_system_kw_to_machine_kw"] = power.Length == 0 ? double.NaN : systems / Math.Max(1, machines);
        look["end_user_racks"] = racks.Length == 0 ? double.NaN : racks.Sum(c => c.Racks);
        look["end_user_power_only_self_declared"] = power.Length == 0 ? double.NaN : power.All(c => c.Grade is EvidenceGrade.None or EvidenceGrade.SelfDeclared) ? 1 : 0;
        look["end_user_sites"] = told.Select(c => c.Site).Distinct().Count();
        int[] countries = [.. told.Where(c => c.SiteCountry != Missing.Symbol).GroupBy(c => c.Site).Select(site => site.MaxBy(c => c.EvidencedAt).SiteCountry)];
        int destination = order.Header.DestinationCountry;
        look["end_user_sites_outside_share"] = destination == Missing.Symbol || countries.Length == 0 ? double.NaN : countries.Count(c => c != destination) / (double)countries.Length;

        var counts = facts.Take(known).Select((f, i) => (Row: (f as InstallationFact)?.Row, Watts: f is InstallationFact c ? InstalledWatts(i, c.Row) : null))
            .Where(c => c.Row is not null).GroupBy(c => (c.Row!.Value.Site, c.Row.Value.Product, c.Row.Value.CountedAt)).Select(g => g.Last())
            .Where(c => c.Row!.Value.Party == party && c.Watts is not null && c.Row.Value.CountedAt <= asOf && c.Row.Value.CountedAt > DaysAgo(asOf, 365))
            .GroupBy(c => (c.Row!.Value.Site, c.Row.Value.Product)).Select(g => g.MaxBy(c => c.Row!.Value.CountedAt)).ToArray();
        double installed = counts.Length == 0 ? double.NaN : counts.Sum(c => c.Watts!.Value);
        look["end_user_installed_accelerator_kw"] = installed / 1000;
        long counted = counts.Select(c => c.Row!.Value.CountedAt).DefaultIfEmpty(0).Max();
        double since = new[] { order }.Concat(his).Where(o => o.PlacedAt > counted).Sum(o => o.Watts);
        look["end_user_installed_and_ordered_to_site_kw"] = counts.Length == 0 || power.Length == 0 ? double.NaN : (installed + since) / Math.Max(1, power.Sum(c => c.PowerWatts));
    }

    private long? InstalledWatts(int position, Installation count)
    {
        Product? product = (facts.Take(position).LastOrDefault(f => f is ProductFact p ? p.Row.Id == count.Product : f is DeletionFact { Kind: EventKind.Product } d && d.Id == count.Product) as ProductFact)?.Row;
        if (product is not { AcceleratorWatts: not Missing.Amount and long watts } || count.InstalledThousandths == Missing.Amount) return null;
        return (long)Math.Round(watts * (decimal)count.InstalledThousandths / 1000, MidpointRounding.AwayFromZero);
    }

    private void OfStatements(Dictionary<string, double> look, int known, Told order, int party, long asOf)
    {
        Certificate[] told =
        [
            .. facts.Take(known).OfType<CertificateFact>().Select(c => c.Row).GroupBy(c => c.Id).Select(g => g.Last())
                .Where(c => c.Party == party && (c.Order == Missing.Symbol || c.Order == order.Header.Order) && c.IssuedAt <= asOf),
        ];
        Certificate[] signed = [.. told.Where(c => c is { Kind: CertificateKind.Statement, Signed: true })];
        Certificate[] latest = [.. signed.Where(c => c.IssuedAt == signed.Max(s => s.IssuedAt))];
        Certificate[] answers = [.. told.Where(c => c.Kind == CertificateKind.CallBack && c.Confirmed is not null)];
        double Greatest(IEnumerable<double> values) => values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Max();
        look["end_user_statement_age_days"] = Greatest(latest.Select(c => Days(asOf - c.IssuedAt)));
        look["end_user_statement_days_left"] = Greatest(latest.Where(c => c.ValidTo != Missing.Moment).Select(c => Days(c.ValidTo - asOf) + 1));
        look["end_user_denied"] = Greatest(answers.Where(c => c.IssuedAt == answers.Max(a => a.IssuedAt)).Select(c => c.Confirmed == true ? 0.0 : 1));
        OrderVersion h = order.Header;
        bool HasUse(Certificate c) => c.Application != Missing.Symbol && h.EndUse != Missing.Symbol;
        bool HasPlace(Certificate c) => c.Location != Missing.Symbol && h.EndUseLocation != Missing.Symbol;
        look["end_user_use_agreement"] = Greatest(latest.Select(c => (HasUse(c) && c.Application == h.EndUse ? 1.0 : 0)
            + (HasPlace(c) ? c.Location == h.EndUseLocation ? 1 : 0 : c.SiteCountry != Missing.Symbol && c.SiteCountry == h.DestinationCountry ? 1 : 0) + (c.Confirmed is null or true ? 1 : 0)));
        look["end_user_use_disagreement"] = Greatest(latest.Where(c => HasUse(c) || HasPlace(c))
            .Select(c => (HasUse(c) && c.Application != h.EndUse ? 1.0 : 0) + (HasPlace(c) && c.Location != h.EndUseLocation ? 1 : 0)));
        look["end_user_resale_ban"] = Greatest(latest.Select(c => c.ResaleBan switch { null => double.NaN, true => 1, false => 0 }));
        look["end_user_states_resale"] = Greatest(latest.Select(c => c.Disposition switch
        {
            GoodsDisposition.Unknown => double.NaN,
            GoodsDisposition.Resale or GoodsDisposition.ReExport => 1,
            _ => 0,
        }));
    }

    private void OfTenants(Dictionary<string, double> look, int known, int provider, long asOf)
    {
        Tenancy[] runs =
        [
            .. facts.Take(known).OfType<TenancyFact>().Select(t => t.Row).GroupBy(t => t.Id).Select(g => g.Last())
                .Where(t => t.Provider == provider && !double.IsNaN(t.Share) && t.FromAt <= asOf && (t.ToAt == Missing.Moment || asOf < DaysAgo(t.ToAt, -1))),
        ];
        int[] Seats(Tenancy t) => t.Tenant != Missing.Symbol && Profile(known, t.Tenant) is { } p ? [.. new[] { p.HeadquartersCountry, p.UltimateParentCountry }.Where(c => c != Missing.Symbol)] : [];
        double Share(Func<int[], bool> fits) => runs.Length == 0 ? double.NaN : Math.Min(1, runs.Where(t => fits(Seats(t))).Sum(t => t.Share));
        look["end_user_share_let_of_concern"] = Share(seats => seats.Any(c => IsOfConcern(c, asOf)));
        look["end_user_share_let_undeclared"] = Share(seats => seats.Length == 0);
    }

    private void OfMeans(Dictionary<string, double> look, int known, long bought, int purchaser, long asOf)
    {
        BalanceSheet[] statements =
        [
            .. facts.Take(known).OfType<StatementFact>().Select(s => s.Row).Where(s => s.Party == purchaser).GroupBy(s => s.PeriodEnd).Select(g => g.Last()),
        ];
        BalanceSheet[] past = [.. statements.Where(s => s.PeriodEnd <= asOf)];
        BalanceSheet s = past.Length == 0 ? default : past.MaxBy(p => p.PeriodEnd);
        BalanceSheet[] before = [.. statements.Where(b => Days(s.PeriodEnd - b.PeriodEnd) is >= 270 and <= 460).OrderBy(b => Math.Abs(Days(s.PeriodEnd - b.PeriodEnd) - 365)).ThenBy(b => b.PeriodEnd).Take(1)];
        double Over(decimal cents, long by) => past.Length == 0 ? double.NaN : (double)(cents / Math.Max(100, by));
        look["purchaser_cash_to_assets"] = s.CashCents == Missing.Amount ? double.NaN : Over(s.CashCents, s.AssetsCents);
        look["purchaser_value_365d_to_cash"] = s.CashCents == Missing.Amount ? double.NaN : Over(bought, s.CashCents);
        look["purchaser_liabilities_to_assets"] = s.LiabilitiesCents == Missing.Amount ? double.NaN : Over(s.LiabilitiesCents, s.AssetsCents);
        look["purchaser_funding_gap_to_assets"] = s.CashCents == Missing.Amount || s.EquityCents == Missing.Amount ? double.NaN : Over((decimal)bought - s.EquityCents - s.CashCents, s.AssetsCents);
        look["purchaser_deposits_growth"] = before.Length == 0 || s.DepositsCents == Missing.Amount || before[0].DepositsCents == Missing.Amount ? double.NaN : Over(s.DepositsCents, before[0].DepositsCents);
        look["purchaser_statement_is_first"] = past.Length == 0 ? double.NaN : before.Length == 0 && Days(asOf - s.PeriodEnd) < 365 ? 1 : 0;
    }

    private void OfPeers(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        static int Step(long cents) => (int)Math.Floor(8 * Math.Log2(Math.Max(1, cents / 100.0)));
        PartyKind Kind(int party) => Profile(known, party)?.Kind ?? PartyKind.Unknown;
        Dictionary<int, int> begun = OrdersTold(known).ToDictionary(o => o.Key, o => o.First());
        int[] steps =
        [
            .. others.Where(o => Kind(o.Header.Purchaser) == Kind(order.Header.Purchaser) && DayOf(ToldAt(begun[o.Header.Order]).Header.KnownAt) < DayOf(asOf)).Select(o => Step(o.Cents)).Order(),
        ];
        int middle = (steps.Length - 1) / 2;
        look["order_value_peer_z"] = steps.Length < 20 ? double.NaN
            : (Step(order.Cents) - steps[middle]) / Math.Max(4, 1.4826 * steps.Select(s => Math.Abs(s - steps[middle])).Order().ElementAt(middle));
    }

    private static void OfRanks(Dictionary<string, double> look, Told order, Told[] others, long asOf)
    {
        static int Step(long cents) => (int)Math.Floor(8 * Math.Log2(Math.Max(1, cents / 100.0)));
        DateOnly today = DayOf(asOf), thisQuarter = new(today.Year, ((today.Month - 1) / 3 * 3) + 1, 1), lastQuarter = thisQuarter.AddMonths(-3);
        Told[] sold = [order, .. others.Where(o => o.Header.Seller == order.Header.Seller)];
        Told[] inQuarter = [.. sold.Where(o => DayOf(o.PlacedAt) >= lastQuarter && DayOf(o.PlacedAt) < thisQuarter)];
        int[] rivals = [.. inQuarter.GroupBy(o => o.Header.Purchaser).Where(g => g.Key != order.Header.Purchaser).Select(g => Step(g.Sum(o => o.Cents)))];
        Told[] own = [.. sold.Where(o => o.Header.Purchaser == order.Header.Purchaser)], before = [.. own.Intersect(inQuarter)];
        double Rank(IEnumerable<Told> bought) => rivals.Count(r => r > Step(bought.Sum(o => o.Cents))) / (double)rivals.Length;
        bool few = rivals.Length < 5;
        double now = few ? double.NaN : Rank(own.Where(o => DayOf(o.PlacedAt) > today.AddDays(-90))), then = few ? double.NaN : before.Length == 0 ? 1 : Rank(before);
        (look["seller_customer_rank_90d"], look["seller_customer_rank_quarter"], look["seller_customer_rank_jump"]) = (now, then, then - now);
    }
}
