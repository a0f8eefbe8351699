using Screening.Records;

namespace Screening.Tests.Laws;

/// <summary>
/// Every feature of the catalogue by brute force, from the catalogue's descriptions: each look goes through all facts that were known before
/// it, of which those that a deletion took away are <c>null</c>. Nothing is carried from one look to the next but the answer to the same question of the same facts, which can never change.
/// </summary>
/// <remarks>
/// It shares with the engine the records and <see cref="Place.DistanceMetres"/>, which has a test of its own, and nothing else.
/// </remarks>
internal sealed partial class BruteForce(CoarseWorld world, IReadOnlyList<Fact?> facts)
{
    private const double H100e = 15_832;
    private readonly Dictionary<int, Told> _told = [];
    private readonly Dictionary<(int Known, int Order), Told?> _inForce = [];
    private readonly Dictionary<(int Known, int Party), PartyProfile?> _profiles = [];
    private readonly Dictionary<(int Known, int Party), HashSet<int>> _linked = [];
    private readonly Dictionary<int, List<(int, int)>> _links = [];

    /// <summary>Features whose arithmetic is more than one division of exact integers or one rounding: equal to 12 digits, all others to the bit.</summary>
    public static HashSet<string> Rounded { get; } =
    [
        "end_user_value_30d_to_usual", "end_user_accelerator_kw_to_site_kw", "end_user_ownership_share_changed_365d", "purchaser_value_usd_per_day_of_age",
        "purchaser_assets_growth", "purchaser_deposits_to_assets", "purchaser_value_365d_to_assets", "purchaser_value_365d_to_revenue",
        "purchaser_value_365d_to_equity", "route_rarity_bits",
        "route_freight_per_kg_to_usual", "route_stay_to_usual", "order_declared_price_per_kg_to_list", .. RoundedOfParties, .. RoundedOfNetwork,
    ];

    /// <summary>The order telling at a position of the facts.</summary>
    public Told ToldAt(int position)
    {
        if (_told.TryGetValue(position, out Told? told)) return told;
        return _told[position] = Tell(position, (OrderFact)facts[position]!);
    }

    /// <summary>What an order would say if it were told after the first <paramref name="known"/> facts.</summary>
    public Told Tell(int known, OrderFact order)
    {
        OrderLine[] lines = order.Lines;
        if (InForce(known, order.Header.Order) is { } before && before.Header.Version == order.Header.Version)
            lines = [.. before.Lines.Where(old => order.Lines.All(line => line.LineNo != old.LineNo)), .. lines];
        return new Told(order.Header, [.. lines.OrderBy(l => l.LineNo)], no => (facts.Take(known).LastOrDefault(f => f is ProductFact p ? p.Row.Id == no : f is DeletionFact { Kind: EventKind.Product } d && d.Id == no) as ProductFact)?.Row);
    }

    /// <summary>All features of an order as it is told, of what the first <paramref name="known"/> facts say, as of a moment.</summary>
    public Dictionary<string, double> Look(int known, Told order, long asOf)
    {
        var look = new Dictionary<string, double>(StringComparer.Ordinal);
        Told[] others = [.. OrdersTold(known).Select(o => o.Key).Where(o => o != order.Header.Order).Select(o => InForce(known, o)!).Where(o => o.Counts)];
        OfOrder(look, known, order, asOf);
        OfEndUser(look, known, order, others, asOf);
        OfPurchaser(look, known, order, others, asOf);
        OfLinked(look, known, order, others, asOf);
        look["route_rarity_bits"] = RouteRarity(known, order, asOf);
        OfLists(look, known, order);
        OfParties(look, known, order, others, asOf);
        OfGoods(look, known, order, others, asOf);
        OfNetwork(look, known, order, others, asOf);
        OfLaw(look, known, order, asOf);
        OfOwners(look, known, "end_user", order.Header.EndUser, asOf);
        OfOwners(look, known, "purchaser", order.Header.Purchaser, asOf);
        return look;
    }

    /// <summary>The parties linked with one after the first <paramref name="known"/> facts, itself among them.</summary>
    public HashSet<int> LinkedWith(int known, int party)
    {
        if (_linked.TryGetValue((known, party), out HashSet<int>? found)) return found;
        List<(int, int)> links = Links(known);
        HashSet<int> linked = [party];
        while (links.Exists(l => linked.Contains(l.Item1) != linked.Contains(l.Item2)))
        {
            foreach ((int a, int b) in links)
            {
                if (linked.Contains(a) || linked.Contains(b)) linked.UnionWith([a, b]);
            }
        }

        return _linked[(known, party)] = linked;
    }

    private static int Subject(in OrderVersion order) =>
        order.EndUser != Missing.Symbol ? order.EndUser : order.UltimateConsignee != Missing.Symbol ? order.UltimateConsignee : order.Purchaser;

    private static long DaysAgo(long asOf, int days) => asOf - (days * 24L * 60 * 60 * 1_000_000);

    private static double Days(long micros) => micros / 86_400_000_000.0;

    private static DateOnly DayOf(long at) => DateOnly.FromDateTime(DateTime.UnixEpoch.AddMicroseconds(at));

    private IEnumerable<IGrouping<int, int>> OrdersTold(int known) =>
        Enumerable.Range(0, known).Where(i => facts[i] is OrderFact).GroupBy(i => ((OrderFact)facts[i]!).Header.Order);

    /// <summary>The highest version of an order, of equals the last told; <c>null</c> when there is none.</summary>
    public Told? InForce(int known, int order)
    {
        if (_inForce.TryGetValue((known, order), out Told? told)) return told;
        int[] tellings = [.. Enumerable.Range(0, known).Where(i => facts[i] is OrderFact o && o.Header.Order == order)];
        return _inForce[(known, order)] = tellings.Length == 0 ? null : ToldAt(tellings.OrderBy(i => ((OrderFact)facts[i]!).Header.Version).ThenBy(i => i).Last());
    }

    private void OfOrder(Dictionary<string, double> look, int known, Told order, long asOf)
    {
        look["order_h100e"] = order.Tpp / H100e;
        look["order_controlled_h100e"] = order.ControlledTpp / H100e;
        look["order_value_usd"] = order.Cents / 100.0;
        look["order_controlled_lines"] = order.ControlledLines;
        look["order_unknown_product_lines"] = order.UnknownLines;
        look["order_unclassified_lines"] = order.UnclassifiedLines;
        look["order_unfigured_lines"] = order.Goods.Count(g => g.Product is { } product && (product.Tpp == Missing.Amount || product.AcceleratorWatts == Missing.Amount)
            && (product.Class == ProductClass.Accelerator || (product.Class == ProductClass.Server && product.Accelerators != 0)));
        look["order_names_end_user"] = order.Header.EndUser == Missing.Symbol ? 0 : 1;

        var legs = facts.Take(known).Select((f, i) => (Leg: (f as LegFact)?.Row, Position: i))
            .Where(l => l.Leg is not null)
            .GroupBy(l => (l.Leg!.Value.Shipment, l.Leg.Value.LegNo))
            .Select(tellings => (Leg: tellings.Last().Leg!.Value, tellings.Last().Position)).Where(l => l.Leg.Order == order.Header.Order).ToArray();
        int[] countries = [order.Header.ShipToCountry, order.Header.DestinationCountry, .. legs.SelectMany(l => new[] { l.Leg.FromCountry, l.Leg.ToCountry })];
        look["route_hub_tier"] = countries.Max(c => IsIn("transshipment-official", c, asOf) ? 2 : IsIn("transshipment-seed", c, asOf) ? 1 : 0);
        int destination = order.Header.DestinationCountry;
        look["destination_control_tier"] = destination == Missing.Symbol ? double.NaN : ControlTier(destination, asOf);

        var shipments = legs.GroupBy(l => l.Leg.Shipment).Select(s => s.OrderBy(l => l.Leg.LegNo).ToArray()).ToArray();
        look["route_leg_count"] = shipments.Select(s => (double)s.Length).DefaultIfEmpty(double.NaN).Max();
        look["route_ends_elsewhere"] = shipments.Where(s => destination != Missing.Symbol && s[^1].Leg.ToCountry != Missing.Symbol)
            .Select(s => s[^1].Leg.ToCountry == destination ? 0.0 : 1).DefaultIfEmpty(double.NaN).Max();
        look["route_ends_in_free_zone"] = shipments.Select(s => PlaceAt(s[^1].Position, s[^1].Leg.To)?.Kind ?? PlaceKind.Unknown).Where(kind => kind != PlaceKind.Unknown)
            .Select(kind => kind == PlaceKind.FreeZone ? 1.0 : 0).DefaultIfEmpty(double.NaN).Max();
        look["route_detour_ratio"] = shipments.Select(Detour).Where(d => !double.IsNaN(d)).DefaultIfEmpty(double.NaN).Max();
    }

    private double Detour((ShipmentLeg Leg, int Position)[] shipment)
    {
        (Place? From, Place? To)[] ends = [.. shipment.Select(l => (PlaceAt(l.Position, l.Leg.From), PlaceAt(l.Position, l.Leg.To)))];
        if (ends.Any(e => e.From is null || e.To is null)) return double.NaN;
        long direct = Place.DistanceMetres(ends[0].From!.Value, ends[^1].To!.Value);
        return direct < 1000 ? double.NaN : Math.Max(1, ends.Sum(e => Place.DistanceMetres(e.From!.Value, e.To!.Value)) / (double)direct);
    }

    private Place? PlaceAt(int position, int place) => (facts.Take(position).LastOrDefault(f => f is PlaceFact p ? p.Row.Id == place : f is DeletionFact { Kind: EventKind.Place } d && d.Id == place) as PlaceFact)?.Row;

    private void OfEndUser(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        int endUser = order.Header.EndUser;
        Told[] his = [.. others.Where(o => o.Header.EndUser == endUser)], all = [order, .. his];
        Told[] In(int days) => [.. all.Where(o => o.PlacedAt > DaysAgo(asOf, days) && o.PlacedAt <= asOf)];
        PartyProfile? profile = Profile(known, endUser);
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["end_user_orders_30d"] = In(30).Length,
            ["end_user_h100e_sum_7d"] = In(7).Sum(o => o.Tpp) / H100e,
            ["end_user_h100e_sum_30d"] = In(30).Sum(o => o.Tpp) / H100e,
            ["end_user_h100e_sum_90d"] = In(90).Sum(o => o.Tpp) / H100e,
            ["end_user_h100e_sum_365d"] = In(365).Sum(o => o.Tpp) / H100e,
            ["end_user_value_usd_sum_30d"] = In(30).Sum(o => o.Cents) / 100.0,
            ["end_user_accelerator_kw_30d"] = In(30).Sum(o => o.Watts) / 1000.0,
            ["end_user_accelerator_kw_total"] = all.Sum(o => o.Watts) / 1000.0,
        };
        long month = In(30).Sum(o => o.Cents), before = In(365).Sum(o => o.Cents) - month;
        numbers["end_user_value_30d_to_usual"] = before == 0 ? double.NaN : month / (before * 30.0 / 335);
        numbers["end_user_days_since_previous_order"] = his.Where(o => o.PlacedAt > DaysAgo(asOf, 365)).Select(o => Days(asOf - o.PlacedAt)).DefaultIfEmpty(double.NaN).Min();

        CapacityStatement[] statements =
        [
            .. facts.Take(known).OfType<CapacityFact>().Select(c => c.Row)
                .GroupBy(c => (c.Site, c.EvidencedAt)).Select(tellings => tellings.Last()).Where(c => c.Party == endUser && c.PowerWatts != Missing.Amount),
        ];
        double Power(IEnumerable<CapacityStatement> told) => told.GroupBy(c => c.Site)
            .Select(site => (long?)site.OrderBy(c => c.Grade).ThenBy(c => c.EvidencedAt).Last().PowerWatts).Aggregate((long?)null, (sum, watts) => (sum ?? 0) + watts) ?? double.NaN;
        double power = Power(statements);
        numbers["end_user_site_power_kw"] = power / 1000;
        numbers["end_user_verified_power_kw"] =
            Power(statements.Where(c => c.Grade is EvidenceGrade.Registry or EvidenceGrade.LandlordOrUtility or EvidenceGrade.SiteVisit)) / 1000;
        numbers["end_user_capacity_grade"] = statements.Select(c => (int)c.Grade).DefaultIfEmpty(0).Max();
        numbers["end_user_accelerator_kw_to_site_kw"] = all.Sum(o => o.Watts) / Math.Max(1, power);
        numbers["end_user_age_days"] = Age(profile, asOf);

        PartyEvent[] told = [.. facts.Take(known).OfType<PartyEventFact>().Select(e => e.Row)];
        PartyEvent[] changes = [.. told.Where((e, i) => e.Party == endUser && e.Kind == PartyEventKind.Ownership && e.HappenedAt <= asOf
            && (e.Id == Missing.Symbol || !told.Skip(i + 1).Any(later => later.Id == e.Id)))];
        numbers["end_user_days_since_ownership_change"] = changes.Select(e => Days(asOf - e.HappenedAt)).DefaultIfEmpty(double.NaN).Min();
        PartyEvent[] recent = [.. changes.Where(e => e.HappenedAt > DaysAgo(asOf, 365))];
        PartyEvent[] withShare = [.. recent.Where(e => !double.IsNaN(e.ShareChanged))];
        numbers["end_user_ownership_share_changed_365d"] =
            recent.Length == 0 ? 0 : withShare.Length == 0 ? double.NaN : Math.Min(1, withShare.Sum(e => e.ShareChanged));
        int[] seats = profile is { } p ? [.. new[] { p.HeadquartersCountry, p.UltimateParentCountry }.Where(c => c != Missing.Symbol)] : [];
        numbers["end_user_parent_of_concern"] = seats.Length == 0 ? double.NaN : seats.Any(c => IsOfConcern(c, asOf)) ? 1 : 0;

        foreach ((string name, double value) in numbers) look[name] = endUser == Missing.Symbol ? double.NaN : value;
    }

    private void OfPurchaser(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        int purchaser = order.Header.Purchaser;
        Told[] his = [.. others.Where(o => o.Header.Purchaser == purchaser)], all = [order, .. his];
        look["purchaser_orders_30d"] = all.Count(o => o.PlacedAt > DaysAgo(asOf, 30));
        look["purchaser_orders_before"] = his.Length;
        long bought = all.Where(o => o.PlacedAt > DaysAgo(asOf, 365)).Sum(o => o.Cents);
        look["purchaser_value_usd_sum_365d"] = bought / 100.0;
        double age = Age(Profile(known, purchaser), asOf);
        look["purchaser_age_days"] = age;
        look["purchaser_value_usd_per_day_of_age"] = order.Cents / (100 * Math.Max(1, age));

        BalanceSheet[] statements =
        [
            .. facts.Take(known).OfType<StatementFact>().Select(s => s.Row).Where(s => s.Party == purchaser)
                .GroupBy(s => s.PeriodEnd).Select(tellings => tellings.Last()).OrderBy(s => s.PeriodEnd),
        ];
        bool any = statements.Any(s => s.PeriodEnd <= asOf);
        BalanceSheet latest = any ? statements.Last(s => s.PeriodEnd <= asOf) : default;
        BalanceSheet[] yearBefore = [.. statements.Where(s => Days(latest.PeriodEnd - s.PeriodEnd) is >= 270 and <= 460).OrderBy(s => Math.Abs(Days(latest.PeriodEnd - s.PeriodEnd) - 365)).ThenBy(s => s.PeriodEnd)];
        double Over(double cents, long by) => cents / Math.Max(100, by);
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["purchaser_assets_usd"] = latest.AssetsCents / 100.0,
            ["purchaser_assets_growth"] = yearBefore.Length == 0 ? double.NaN : Over(latest.AssetsCents, yearBefore[0].AssetsCents),
            ["purchaser_deposits_to_assets"] = latest.DepositsCents == Missing.Amount ? double.NaN : Over(latest.DepositsCents, latest.AssetsCents),
            ["purchaser_value_365d_to_assets"] = Over(bought, latest.AssetsCents),
            ["purchaser_value_365d_to_revenue"] = latest.RevenueCents == Missing.Amount ? double.NaN : Over(bought, latest.RevenueCents),
            ["purchaser_value_365d_to_equity"] = latest.EquityCents <= 0 ? double.NaN : Over(bought, latest.EquityCents),
            ["purchaser_statement_age_days"] = Days(asOf - latest.PeriodEnd),
            ["purchaser_statement_audited"] = latest.Audited switch { null => double.NaN, true => 1, false => 0 },
        };
        foreach ((string name, double value) in numbers) look[name] = any ? value : double.NaN;
    }

    private void OfLinked(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        HashSet<int> linked = LinkedWith(known, Subject(order.Header));
        Told[] all = [order, .. others.Where(o => linked.Contains(Subject(o.Header)))];
        Told[] In(int days) => [.. all.Where(o => o.PlacedAt > DaysAgo(asOf, days) && o.PlacedAt <= asOf)];
        look["linked_parties"] = linked.Count;
        look["linked_orders_30d"] = In(30).Length;
        look["linked_h100e_sum_30d"] = In(30).Sum(o => o.Tpp) / H100e;
        look["linked_orders_90d"] = In(90).Length;
        look["linked_h100e_sum_90d"] = In(90).Sum(o => o.Tpp) / H100e;
        look["linked_h100e_sum_calendar_year"] = all.Where(o => o.PlacedAt <= asOf && DayOf(o.PlacedAt).Year == DayOf(asOf).Year).Sum(o => o.Tpp) / H100e;
        look["linked_largest_order_h100e_90d"] = In(90).Select(o => o.Tpp).DefaultIfEmpty(0).Max() / H100e;
    }

    private List<(int, int)> Links(int known)
    {
        if (_links.TryGetValue(known, out List<(int, int)>? links)) return links;
        var shares = new List<(string Kind, int Value, int Weight, int Party, int Position)>();
        for (int i = 0; i < known; i++)
        {
            if (facts[i] is ProfileFact { Row: var p } && !IsHub(i + 1, p.Party))
            {
                shares.Add(("parent", p.UltimateParent, 10, p.Party, i));
                shares.Add(("phone", p.Phone, 8, p.Party, i));
                shares.Add(("address", p.AddressIsHub ? Missing.Symbol : p.Address, 5, p.Party, i));
                shares.Add(("domain", p.EmailDomain, 5, p.Party, i));
            }
            else if (facts[i] is PartyEventFact { Row: { Kind: PartyEventKind.Ownership or PartyEventKind.Director } e } && !IsHub(i, e.Party))
            {
                shares.Add((e.Kind.ToString(), e.Person, 10, e.Party, i));
            }
        }

        var weights = new Dictionary<(int, int), int>();
        foreach (var sharers in shares.Where(s => s.Value != Missing.Symbol).GroupBy(s => (s.Kind, s.Value)))
        {
            var twelve = sharers.DistinctBy(s => s.Party).Take(12).ToArray();
            foreach (var late in twelve)
            {
                foreach (var early in twelve.Where(s => s.Position < late.Position && !IsHub(late.Position, s.Party)))
                {
                    (int, int) pair = (Math.Min(early.Party, late.Party), Math.Max(early.Party, late.Party));
                    weights[pair] = weights.GetValueOrDefault(pair) + late.Weight;
                }
            }
        }

        return _links[known] = [.. weights.Where(w => w.Value >= 10).Select(w => w.Key)];
    }

    private bool IsHub(int known, int party) => Profile(known, party)?.Kind is PartyKind.Forwarder or PartyKind.Bank;

    private double RouteRarity(int known, Told order, long asOf)
    {
        if (order.Header.ShipToCountry == Missing.Symbol) return double.NaN;
        Told[] lane =
        [
            .. OrdersTold(known).Where(o => o.Key != order.Header.Order).Select(o => ToldAt(o.First())).Where(o =>
                DayOf(o.Header.KnownAt) < DayOf(asOf) && o.MainClass == order.MainClass && o.Header.DestinationCountry == order.Header.DestinationCountry),
        ];
        int way = lane.Count(o => o.Header.ShipToCountry == order.Header.ShipToCountry);
        return lane.Length < 20 ? double.NaN : Math.Log2((lane.Length + 2.0) / (way + 1));
    }

    private void OfLists(Dictionary<string, double> look, int known, Told order)
    {
        OrderVersion h = order.Header;
        int[] parties = [.. new[] { h.EndUser, h.UltimateConsignee, h.Purchaser, h.IntermediateConsignee, h.Payer, h.ForwardingAgent, h.Seller }.Distinct().Where(p => p != Missing.Symbol)];
        EntryFact[] entries = [.. facts.Take(known).OfType<EntryFact>().GroupBy(e => e.Row.Entry).Select(tellings => tellings.Last())];
        PartyProfile?[] profiles = [.. parties.Select(p => Profile(known, p))];
        look["order_parties_without_name"] = profiles.Count(p => p is not { Name: not Missing.Symbol });
        look["order_parties_not_comparable"] = profiles.Count(p => WorldNames.IsNotComparable(p?.Name ?? Missing.Symbol));
        look["listed_parties_exact"] = entries.Length == 0 ? double.NaN : profiles.Count(p => entries.Any(e => WorldNames.IsExact(p?.Name ?? Missing.Symbol, e)));
        look["listed_parties_strong"] = entries.Length == 0 ? double.NaN : profiles.Count(p => WorldNames.IsListed(p, entries));
        look["listed_name_score"] = entries.Length == 0 ? double.NaN : profiles.SelectMany(p => entries.Select(e => WorldNames.Score(p, e))).Max();
    }

    private PartyProfile? Profile(int known, int party)
    {
        if (_profiles.TryGetValue((known, party), out PartyProfile? profile)) return profile;
        return _profiles[(known, party)] = facts.Take(known).OfType<ProfileFact>().LastOrDefault(p => p.Row.Party == party)?.Row;
    }

    private static double Age(PartyProfile? profile, long asOf) =>
        profile is { } p && p.IncorporatedAt != Missing.Moment ? Days(asOf - p.IncorporatedAt) : double.NaN;

    private bool IsIn(string group, int country, long at) =>
        world.Members.Any(m => m.Group == group && m.Country == country && m.ValidFrom <= at && m.ValidTo >= at);

    private bool IsOfConcern(int country, long at) => IsIn("D:5", Law(country), at) || Law(country) == CountryCode.Of("MO");

    private int ControlTier(int country, long at) => IsOfConcern(country, at) ? 2
        : (IsIn("D:1", Law(country), at) || IsIn("D:4", Law(country), at)) && !IsIn("A:5", Law(country), at) && !IsIn("A:6", Law(country), at) ? 1 : 0;

    private static int Law(int country) => CoarseWorld.Aliases.Where(a => a.Country == country).Select(a => a.TreatedAs).DefaultIfEmpty(country).Single();

    /// <summary>A telling of an order with what it amounts to by the product figures of its day.</summary>
    internal sealed class Told
    {
        public Told(OrderVersion header, OrderLine[] lines, Func<int, Product?> product)
        {
            (Header, Lines) = (header, lines);
            (OrderLine Line, Product? Product)[] all = [.. lines.Select(l => (l, product(l.Product)))];
            Goods = all;
            Cents = lines.Sum(l => l.ValueCents);
            Tpp = all.Sum(l => Times(l.Product?.Tpp, l.Line));
            Watts = all.Sum(l => Times(l.Product?.AcceleratorWatts, l.Line));
            SystemWatts = all.Sum(l => Times(l.Product?.SystemWatts, l.Line));
            ControlledTpp = all.Where(l => l.Product?.Controlled == true).Sum(l => Times(l.Product?.Tpp, l.Line));
            ControlledLines = all.Count(l => l.Product?.Controlled == true);
            UnknownLines = all.Count(l => l.Product is null);
            UnclassifiedLines = all.Count(l => l.Product is { Controlled: null });
            MainClass = all.MaxBy(l => l.Line.ValueCents).Product?.Class ?? ProductClass.Unknown;
        }

        public OrderVersion Header { get; }

        public OrderLine[] Lines { get; }

        /// <summary>The lines with the figures of their products.</summary>
        public (OrderLine Line, Product? Product)[] Goods { get; }

        public long Cents { get; }

        public long Tpp { get; }

        public long Watts { get; }

        public long SystemWatts { get; }

        public long ControlledTpp { get; }

        public int ControlledLines { get; }

        public int UnknownLines { get; }

        public int UnclassifiedLines { get; }

        public ProductClass MainClass { get; }

        public long PlacedAt => Header.OrderedAt > Header.KnownAt ? Header.KnownAt : Header.OrderedAt;

        public bool Counts => Header.Status is OrderStatus.Placed or OrderStatus.Changed or OrderStatus.Shipped;

        private static long Times(long? perUnit, OrderLine line) =>
            perUnit is null or Missing.Amount ? 0 : (long)Math.Round(perUnit.Value * (decimal)line.QuantityThousandths / 1000, MidpointRounding.AwayFromZero);
    }
}
