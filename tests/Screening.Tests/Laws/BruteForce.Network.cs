using Screening.Records;

namespace Screening.Tests.Laws;

/// <content>Features of links, sellers, holds, tips and what is seen after delivery.</content>
internal sealed partial class BruteForce
{
    private static string[] RoundedOfNetwork =>
    [
        "linked_bunching_90d", "linked_median_gap_days_90d", "purchaser_shortest_hold_on_papers_h", "order_tip_weight", "sales_rep_customer_share_365d",
        "sales_rep_questioned_share_365d", "purchaser_value_before_tightening_to_usual", "destination_surge_ratio",
    ];

    private void OfNetwork(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        OfSplitting(look, known, order, others, asOf);
        OfLinkedParties(look, known, order, asOf);
        OfBuyers(look, order, others, asOf);
        OfAddress(look, known, order, others, asOf);
        OfDevices(look, known, order, asOf);
        OfHolds(look, known, order, asOf);
        OfTips(look, known, order, asOf);
        OfSales(look, known, order, others, asOf);
        OfSurges(look, known, order, others, asOf);
        OfMassBalance(look, known, order, others, asOf);
    }

    private static OrderLine MainLine(Told order) => order.Lines.First(l => l.ValueCents == order.Lines.Max(m => m.ValueCents));

    private static int DayNumber(long at) => DayOf(at).DayNumber;

    private TRow[] Standing<TFact, TRow>(int known, Func<TFact, TRow> row)
        where TFact : Fact => [.. facts.Take(known).OfType<TFact>().GroupBy(f => f.RowKey!.Value).Select(tellings => row(tellings.Last()))];

    private void OfSplitting(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        HashSet<int> linked = LinkedWith(known, Subject(order.Header));
        Told[] all = [order, .. others.Where(o => linked.Contains(Subject(o.Header)))];
        Told[] In(int days) => [.. all.Where(o => o.PlacedAt > DaysAgo(asOf, days))];
        look["linked_h100e_sum_1d"] = In(1).Sum(o => o.Tpp) / H100e;
        look["linked_h100e_sum_7d"] = In(7).Sum(o => o.Tpp) / H100e;
        look["linked_h100e_sum_365d"] = In(365).Sum(o => o.Tpp) / H100e;
        look["linked_value_usd_sum_30d"] = In(30).Sum(o => o.Cents) / 100.0;
        look["linked_value_usd_sum_90d"] = In(90).Sum(o => o.Cents) / 100.0;
        Told[] quarter = In(90);
        decimal largest = quarter.Select(o => o.Tpp).DefaultIfEmpty(0).Max();
        decimal[] ratios = largest == 0 ? [] : [.. quarter.Select(o => o.Tpp / largest)];
        look["linked_orders_of_largest_size_90d"] = ratios.Count(r => r == 1);
        look["linked_orders_of_half_size_90d"] = ratios.Count(r => r is >= 0.5m and < 1);
        int atLeastHalf = ratios.Count(r => r >= 0.5m) - 1;
        look["linked_bunching_90d"] = atLeastHalf <= 0 ? double.NaN : (ratios.Count(r => r >= 0.9m) - 1.0) / atLeastHalf;
        long[] placed = [.. quarter.Select(o => o.PlacedAt).Order()];
        long[] gaps = [.. placed.Skip(1).Zip(placed, (late, early) => late - early).Order()];
        look["linked_median_gap_days_90d"] = gaps.Length == 0 ? double.NaN : gaps.Length % 2 == 1 ? Days(gaps[gaps.Length / 2]) : (Days(gaps[gaps.Length / 2]) + Days(gaps[(gaps.Length / 2) - 1])) / 2;
        look["linked_purchasers_90d"] = quarter.Select(o => o.Header.Purchaser).Distinct().Count();
        look["linked_sellers_90d"] = quarter.Select(o => o.Header.Seller).Distinct().Count();

        Part[] parts = [.. Standing(known, (PartFact f) => f.Row).Where(p => p.Role != PartRole.Unknown)];
        var bought = quarter.SelectMany(o => parts.Where(p => p.PartProduct == MainLine(o).Product).Select(p => (o.Header.Purchaser, p.Whole, p.Role))).ToArray();
        look["linked_part_roles_90d"] = bought.Length == 0 ? double.NaN : bought.Select(b => b.Role).Distinct().Count();
        look["linked_kit_across_purchasers"] = bought.Length == 0 ? double.NaN
            : bought.Any(a => a.Role is PartRole.Accelerator or PartRole.Module && bought.Any(b => b.Role == PartRole.Baseboard && b.Whole == a.Whole && b.Purchaser != a.Purchaser)) ? 1 : 0;
    }

    private void OfLinkedParties(Dictionary<string, double> look, int known, Told order, long asOf)
    {
        int self = Subject(order.Header);
        HashSet<int> linked = LinkedWith(known, self);
        long[] since = [.. linked.Select(p => facts.Take(known).OfType<ProfileFact>().FirstOrDefault(f => f.Row.Party == p)?.Row.KnownAt).OfType<long>()];
        look["linked_newest_party_days"] = since.Length == 0 ? double.NaN : Days(asOf - since.Max());
        look["linked_new_parties_30d"] = since.Count(s => s > DaysAgo(asOf, 30));

        EntryFact[] entries = Standing(known, (EntryFact f) => f);
        bool IsListed(int party) => WorldNames.IsListed(Profile(known, party), entries);
        List<(int A, int B)> links = Links(known);
        double Hops(Func<int, bool> isMarked)
        {
            HashSet<int> near = [self];
            for (int hops = 0; hops <= 3; hops++)
            {
                if (near.Any(isMarked)) return hops;
                near.UnionWith([.. links.Where(l => near.Contains(l.A) || near.Contains(l.B)).SelectMany(l => new[] { l.A, l.B })]);
            }

            return 4;
        }

        look["linked_hops_to_listed"] = entries.Length == 0 ? double.NaN : Hops(IsListed);
        int[] confirmedOrders = [.. ConfirmedOrders(known)];
        OutcomeReport[] established = [.. Standing(known, (OutcomeReportFact f) => f.Row).Where(o => o.Finding == OutcomeFinding.Established)];
        HashSet<int> confirmed =
        [
            .. established.Select(o => o.Party),
            .. confirmedOrders.Where(o => o != order.Header.Order).Select(o => InForce(known, o)).OfType<Told>().Select(o => Subject(o.Header)),
        ];
        look["linked_hops_to_confirmed"] = confirmedOrders.Length == 0 && established.Length == 0 ? double.NaN : Hops(p => confirmed.Contains(p));
        look["linked_open_tips"] = Standing(known, (TipFact f) => f.Row).Count(t => t.Status == TipStatus.Open && linked.Contains(t.Party));
    }

    // Orders that a decision or an outcome confirms diversion of.
    private IEnumerable<int> ConfirmedOrders(int known) =>
        Standing(known, (DispositionFact f) => f.Row).Where(d => d.Decision == Decision.Confirmed).Select(d => d.Order)
            .Concat(Standing(known, (OutcomeReportFact f) => f.Row).Where(o => o.Finding == OutcomeFinding.Established && o.Order != Missing.Symbol).Select(o => o.Order));

    private static void OfBuyers(Dictionary<string, double> look, Told order, Told[] others, long asOf)
    {
        int endUser = order.Header.EndUser, purchaser = order.Header.Purchaser;
        Told[] month = [.. others.Append(order).Where(o => o.PlacedAt > DaysAgo(asOf, 30))];
        look["end_user_purchasers_30d"] = endUser == Missing.Symbol ? double.NaN : month.Where(o => o.Header.EndUser == endUser).Select(o => o.Header.Purchaser).Distinct().Count();
        look["purchaser_bought_by_end_user_30d"] =
            endUser == Missing.Symbol || endUser == purchaser ? double.NaN : month.Count(o => o.Header.EndUser == purchaser && o.Header.Purchaser == endUser);
    }

    private void OfAddress(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        int? address = Profile(known, Subject(order.Header))?.Address;
        bool isKnown = address is { } a && a != Missing.Symbol;
        int[] there = [.. facts.Take(known).OfType<ProfileFact>().Select(p => p.Row.Party).Distinct().Where(p => Profile(known, p)!.Value.Address == address)];
        Told[] orders = [.. others.Append(order).Where(o => o.PlacedAt > DaysAgo(asOf, 90) && there.Contains(Subject(o.Header)))];
        look["address_parties"] = isKnown ? there.Length : double.NaN;
        look["address_orders_90d"] = isKnown ? orders.Length : double.NaN;
        look["address_h100e_sum_90d"] = isKnown ? orders.Sum(o => o.Tpp) / H100e : double.NaN;
        look["address_sellers_90d"] = isKnown ? orders.Select(o => o.Header.Seller).Distinct().Count() : double.NaN;
    }

    private void OfDevices(Dictionary<string, double> look, int known, Told order, long asOf)
    {
        int endUser = order.Header.EndUser;
        var reports = facts.Take(known).Select((f, position) => (Fact: f as DeviceReportFact, Position: position)).Where(r => r.Fact is not null)
            .GroupBy(r => r.Fact!.Row.Id).Select(tellings => tellings.Last()).OrderBy(r => r.Fact!.Row.SeenAt).ThenBy(r => r.Position).Select(r => r.Fact!.Row);
        var devices = reports.GroupBy(r => r.Serial).Select(device =>
        {
            DeviceReport[] all = [.. device];
            int named = all.Select(r => r.Order).LastOrDefault(o => o != Missing.Symbol, Missing.Symbol);
            Told? with = named == Missing.Symbol ? null : InForce(known, named);
            DeviceReport latest = all[^1];
            int seenIn = all.Select(r => r.Country).LastOrDefault(c => c != Missing.Symbol, Missing.Symbol), destination = with?.Header.DestinationCountry ?? Missing.Symbol;
            DeviceReport[] inspected = [.. all.Where(r => r.Kind == DeviceReportKind.Inspection && r.Installed == true)];
            return new
            {
                Order = named,
                Party = all.Select(r => r.Party).LastOrDefault(p => p != Missing.Symbol, with?.Header.EndUser ?? Missing.Symbol),
                IsSilent = latest.Online == false || DayNumber(Math.Min(latest.SeenAt, latest.KnownAt)) < DayNumber(asOf) - 30,
                IsPlaced = seenIn != Missing.Symbol && destination != Missing.Symbol,
                IsElsewhere = seenIn != destination,
                AtTwo = all.Any(r => r.Site != Missing.Symbol && all.Any(s => s.Site != Missing.Symbol && s.Site != r.Site && Math.Abs(Days(s.SeenAt - r.SeenAt)) <= 7)),
                IsInspected = inspected.Length > 0,
                WentDark = inspected.Any(i => all.Any(r => r.Online == false && r.SeenAt > i.SeenAt && Days(r.SeenAt - i.SeenAt) <= 60)),
            };
        }).Where(d => d.Party == endUser && d.Order != order.Header.Order).ToArray();
        bool isNamed = endUser != Missing.Symbol, any = isNamed && devices.Length > 0;
        int placed = devices.Count(d => d.IsPlaced);
        look["end_user_devices"] = isNamed ? devices.Length : double.NaN;
        look["end_user_devices_silent_share"] = any ? devices.Count(d => d.IsSilent) / (double)devices.Length : double.NaN;
        look["end_user_devices_elsewhere_share"] = any && placed > 0 ? devices.Count(d => d.IsPlaced && d.IsElsewhere) / (double)placed : double.NaN;
        look["end_user_devices_at_two_sites"] = any ? devices.Count(d => d.AtTwo) : double.NaN;
        look["end_user_devices_dark_after_inspection"] = any && devices.Any(d => d.IsInspected) ? devices.Count(d => d.WentDark) : double.NaN;
    }

    private void OfHolds(Dictionary<string, double> look, int known, Told order, long asOf)
    {
        int purchaser = order.Header.Purchaser;
        var holds = Standing(known, (HoldActionFact f) => f.Row).GroupBy(a => a.Hold).Select(acts =>
        {
            HoldAction? placed = acts.Where(a => a.Action == HoldAct.Placed).Select(a => (HoldAction?)a).SingleOrDefault();
            HoldAction? released = acts.Where(a => a.Action == HoldAct.Released).Select(a => (HoldAction?)a).SingleOrDefault();
            HoldAction says = placed ?? released!.Value;
            int party = says.Party != Missing.Symbol ? says.Party : says.Order == Missing.Symbol ? Missing.Symbol : InForce(known, says.Order)?.Header.Purchaser ?? Missing.Symbol;
            return (Placed: placed, Released: released, says.Order, Party: party, IsOpen: released is null);
        }).ToArray();
        var his = holds.Where(h => h.Party == purchaser && h.Order != order.Header.Order).ToArray();
        var own = holds.Where(h => h.Order == order.Header.Order).ToArray();
        HoldAction[] released = [.. his.Select(h => h.Released).OfType<HoldAction>().Where(r => r.ActedAt > DaysAgo(asOf, 365))];
        look["purchaser_holds_365d"] = his.Count(h => h.Placed is { } p && p.ActedAt > DaysAgo(asOf, 365));
        look["purchaser_holds_released_unproven_365d"] = released.Count(r => r.Independent is null or false);
        look["purchaser_shortest_hold_on_papers_h"] = his.Where(h => h is { Placed: not null, Released.Grade: EvidenceGrade.SelfDeclared or EvidenceGrade.CustomerDocument })
            .Select(h => Math.Max(0, Days(h.Released!.Value.ActedAt - h.Placed!.Value.ActedAt) * 24)).DefaultIfEmpty(double.NaN).Min();
        look["purchaser_holds_released_by_seller_365d"] = released.Count(r => r.Role == HoldRole.Seller);
        look["purchaser_holds_overridden_365d"] = released.Count(r => r.Overridden == true);
        look["purchaser_held_now"] = his.Any(h => h.IsOpen) ? 1 : 0;
        look["order_held_now"] = own.Any(h => h.IsOpen) || his.Any(h => h.IsOpen && h.Order == Missing.Symbol) ? 1 : 0;
        look["order_holds_released_unproven"] = own.Count(h => h.Released is { Independent: null or false });
    }

    private void OfTips(Dictionary<string, double> look, int known, Told order, long asOf)
    {
        OrderVersion h = order.Header;
        int[] parties = [h.EndUser, h.UltimateConsignee, h.Purchaser, h.IntermediateConsignee, h.Payer, h.ForwardingAgent, h.Seller];
        Tip[] tips = [.. Standing(known, (TipFact f) => f.Row).Where(t => t.Order == h.Order || (t.Party != Missing.Symbol && parties.Contains(t.Party)))];
        Tip[] open = [.. tips.Where(t => t.Status == TipStatus.Open)];
        look["order_open_tips"] = open.Length;
        look["order_tip_reliability"] = open.Select(t => (double)t.Reliability).DefaultIfEmpty(double.NaN).Max();
        look["order_days_since_tip"] = open.Select(t => Days(Math.Max(0, asOf - t.ReceivedAt))).DefaultIfEmpty(double.NaN).Min();
        look["order_tip_weight"] = tips.Where(t => t.Status is TipStatus.Open or TipStatus.Confirmed).Sum(t => Math.Exp(-Math.Log(2) * Math.Max(0, Days(asOf - t.ReceivedAt)) / 180));
    }

    private void OfSales(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        int representative = order.Header.SalesRepresentative;
        Told[] his = [.. others.Where(o => o.Header.SalesRepresentative == representative && o.PlacedAt > DaysAgo(asOf, 365))];
        Told[] all = order.PlacedAt > DaysAgo(asOf, 365) ? [order, .. his] : his;
        HoldAction[] actions = Standing(known, (HoldActionFact f) => f.Row);
        HashSet<int> questioned = [.. actions.Where(a => a.Action == HoldAct.Placed).Select(a => a.Order), .. ConfirmedOrders(known)];
        double value = all.Sum(o => o.Cents), otherValue = his.Sum(o => o.Cents);
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["sales_rep_orders_365d"] = all.Length,
            ["sales_rep_value_usd_sum_365d"] = value / 100,
            ["sales_rep_customer_share_365d"] = value == 0 ? double.NaN : all.Where(o => o.Header.Purchaser == order.Header.Purchaser).Sum(o => o.Cents) / value,
            ["sales_rep_questioned_share_365d"] = otherValue == 0 ? double.NaN : his.Where(o => questioned.Contains(o.Header.Order)).Sum(o => o.Cents) / otherValue,
            ["sales_rep_overrides_365d"] = actions.Count(a => a.Action == HoldAct.Released && a.Overridden == true && a.ActedAt > DaysAgo(asOf, 365)
                && a.Order != Missing.Symbol && a.Order != order.Header.Order && InForce(known, a.Order)?.Header.SalesRepresentative == representative),
        };
        foreach ((string name, double number) in numbers) look[name] = representative == Missing.Symbol ? double.NaN : number;
    }

    private void OfSurges(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        int today = DayNumber(asOf), destination = order.Header.DestinationCountry;
        ControlEvent[] rules =
        [
            .. Standing(known, (ControlEventFact f) => f.Row).Where(r => r.Direction == ControlDirection.Tightened && (r.ProductClass is null || r.ProductClass == order.MainClass)),
        ];
        int[] concerning =
        [
            .. rules.Where(r => (r.Country == Missing.Symbol || r.Country == destination)
                    && (r.CountryGroup == Missing.Symbol || (destination != Missing.Symbol && new[] { destination, Law(destination) }.Any(c => IsIn($"no. {r.CountryGroup}", c, r.EffectiveAt)))))
                .Select(r => DayNumber(r.EffectiveAt)).Where(day => day >= today - 365 && day <= today + 90),
        ];
        (look["order_days_since_tightening"], look["purchaser_value_before_tightening_to_usual"], look["destination_surge_ratio"]) = (double.NaN, double.NaN, double.NaN);
        if (concerning.Length > 0)
        {
            int day = concerning.Max();
            look["order_days_since_tightening"] = today - day;
            Told[] bought = [.. others.Append(order).Where(o => o.Header.Purchaser == order.Header.Purchaser && o.MainClass == order.MainClass)];
            double before = bought.Where(o => DayNumber(o.PlacedAt) >= day - 90 && DayNumber(o.PlacedAt) < day).Sum(o => o.Cents);
            double usual = bought.Where(o => DayNumber(o.PlacedAt) >= day - 455 && DayNumber(o.PlacedAt) < day - 90).Sum(o => o.Cents);
            if (usual > 0) look["purchaser_value_before_tightening_to_usual"] = before / (usual / 365 * 90);
        }

        int[] since = [.. rules.Select(r => DayNumber(r.EffectiveAt)).Where(day => today - day + 1 is >= 30 and <= 365)];
        if (destination == Missing.Symbol || since.Length == 0) return;
        int start = since.Max(), days = Math.Min(90, today - start + 1);
        Told[] sold = [.. others.Where(o => o.MainClass == order.MainClass && o.Header.DestinationCountry != Missing.Symbol)];
        double Value(bool isHere, int first) => sold.Where(o => o.Header.DestinationCountry == destination == isHere && DayNumber(o.PlacedAt) >= first && DayNumber(o.PlacedAt) < first + days).Sum(o => o.Cents);
        double[] four = [Value(true, start), Value(true, start - days), Value(false, start), Value(false, start - days)];
        int orders = sold.Count(o => o.Header.DestinationCountry == destination && DayNumber(o.PlacedAt) >= start - days && DayNumber(o.PlacedAt) < start);
        if (orders >= 5 && four.All(v => v > 0)) look["destination_surge_ratio"] = four[0] * four[3] / (four[1] * four[2]);
    }

    private void OfMassBalance(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        int subject = Subject(order.Header), product = MainLine(order).Product;
        bool IsIn(long at) => DayNumber(at) > DayNumber(asOf) - 180;
        Told[] moved = [.. others.Where(o => MainLine(o).Product == product && IsIn(o.PlacedAt))];
        long into = moved.Where(o => Subject(o.Header) == subject).Sum(o => MainLine(o).QuantityThousandths);
        long sold = moved.Where(o => o.Header.Seller == subject).Sum(o => MainLine(o).QuantityThousandths);
        Installation[] counts = [.. Standing(known, (InstallationFact f) => f.Row).Where(c => c.Party == subject && c.Product == product && IsIn(c.CountedAt))];
        static long Told(long amount) => amount == Missing.Amount ? 0 : amount;
        Installation[] latest =
        [
            .. counts.Where(c => c.InstalledThousandths != Missing.Amount || c.StockThousandths != Missing.Amount).GroupBy(c => c.Site).Select(site => site.MaxBy(c => c.CountedAt)),
        ];
        look["subject_units_in_180d"] = into / 1000.0;
        look["subject_units_unaccounted_share_180d"] = into == 0 || latest.Length == 0 ? double.NaN
            : (into - sold - counts.Sum(c => Told(c.PassedOnThousandths)) - latest.Sum(c => Told(c.InstalledThousandths) + Told(c.StockThousandths))) / (double)into;
    }
}
