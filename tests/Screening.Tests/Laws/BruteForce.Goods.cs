using System.Globalization;
using Screening.Records;

namespace Screening.Tests.Laws;

/// <content>Features of goods, ways, papers and payments.</content>
internal sealed partial class BruteForce
{
    private void OfGoods(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        ShipmentLeg[] told = [.. facts.Take(known).OfType<LegFact>().Select(l => l.Row).GroupBy(l => (l.Shipment, l.LegNo)).Select(tellings => tellings.Last())];
        ShipmentLeg[] legs = [.. told.Where(l => l.Order == order.Header.Order).OrderBy(l => l.Shipment).ThenBy(l => l.LegNo)];
        OfWay(look, known, order, legs, asOf);
        OfUsual(look, order, told, asOf);
        OfChanges(look, known, order, legs, asOf);
        OfWhatWasShipped(look, order, legs);
        OfWhatTheyAre(look, order);
        OfPapers(look, known, order, asOf);
        OfPayments(look, known, order, asOf);
        OfConsignee(look, known, order, others, asOf);
        int endUse = order.Header.EndUse;
        look["end_use_same_text_orders_365d"] = endUse == Missing.Symbol ? double.NaN
            : others.Count(o => o.Header.EndUse == endUse && o.Header.Purchaser != order.Header.Purchaser && o.PlacedAt > DaysAgo(asOf, 365));
        int home = Profile(known, order.Header.Seller)?.Country ?? Missing.Symbol;
        look["order_ships_to_home"] = Same(home, order.Header.ShipToCountry);
        look["order_is_for_home"] = Same(home, order.Header.DestinationCountry);
    }

    private static double Same(int a, int b) => a == Missing.Symbol || b == Missing.Symbol ? double.NaN : a == b ? 1 : 0;

    private static double Greatest(IEnumerable<double> values) => values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Max();

    private static double Any(IEnumerable<bool> told) => Greatest(told.Select(t => t ? 1.0 : 0));

    private static ShipmentLeg[][] Shipments(IEnumerable<ShipmentLeg> legs) => [.. legs.GroupBy(l => (l.Order, l.Shipment)).Select(s => s.OrderBy(l => l.LegNo).ToArray())];

    private void OfWay(Dictionary<string, double> look, int known, Told order, ShipmentLeg[] legs, long asOf)
    {
        ShipmentLeg[][] shipments = Shipments(legs);
        int[] countries = [.. legs.SelectMany(l => new[] { l.FromCountry, l.ToCountry }).Where(c => c != Missing.Symbol)];
        look["route_countries"] = countries.Length == 0 ? double.NaN : countries.Distinct().Count();
        look["route_returns"] = countries.Length == 0 ? double.NaN : shipments.Any(Returns) ? 1 : 0;
        look["route_km"] = Greatest(shipments.Select(s => s.Sum(l => Metres(known, l)) / 1000));
        ShipmentLeg[] costly = [.. legs.Where(l => l.FreightCents != Missing.Amount)];
        look["route_freight_to_value"] = costly.Length == 0 ? double.NaN : costly.Sum(l => l.FreightCents) / (double)Math.Max(100, order.Cents);
        (ShipmentLeg Before, ShipmentLeg After)[] pairs = [.. shipments.SelectMany(s => s.Zip(s.Skip(1)))];
        look["route_longest_stay_days"] = Greatest(pairs.Select(p => StayDays(p.Before, p.After)));
        look["route_stay_so_far_days"] = Greatest(shipments.Select(s => Staying(s, asOf) is not { } leg ? 0
            : order.Header.DestinationCountry == Missing.Symbol || leg.ToCountry == Missing.Symbol ? double.NaN
            : leg.ToCountry == order.Header.DestinationCountry ? 0 : Days(asOf - leg.ArrivedAt)));
        (long First, long Then)[] moments = [.. legs.Select(l => (l.DepartedAt, l.ArrivedAt)), .. pairs.Select(p => (p.Before.ArrivedAt, p.After.DepartedAt))];
        look["route_times_disagree"] = Any(moments.Where(m => m.First != Missing.Moment && m.Then != Missing.Moment).Select(m => m.Then < m.First));
        OrderVersion h = order.Header;
        int[] named = [h.Seller, h.Purchaser, h.IntermediateConsignee, h.UltimateConsignee, h.EndUser, h.ForwardingAgent, h.Payer];
        look["route_stranger_receives"] = Any(legs.Where(l => l.Consignee != Missing.Symbol).Select(l => !named.Contains(l.Consignee)));
        look["route_days_to_departure"] = Departure(legs) is { } departed ? Days(departed - order.PlacedAt) : double.NaN;
    }

    private static long? Departure(ShipmentLeg[] legs) => legs.Where(l => l.DepartedAt != Missing.Moment).Select(l => (long?)l.DepartedAt).Min();

    private static bool Returns(ShipmentLeg[] shipment)
    {
        List<int> way = [];
        foreach (int country in shipment.SelectMany(l => new[] { l.FromCountry, l.ToCountry }))
        {
            if (country != Missing.Symbol && (way.Count == 0 || way[^1] != country)) way.Add(country);
        }

        return way.Distinct().Count() < way.Count;
    }

    private double Metres(int known, ShipmentLeg leg)
    {
        int position = Enumerable.Range(0, known).Last(i => facts[i] is LegFact l && l.Row.Shipment == leg.Shipment && l.Row.LegNo == leg.LegNo);
        return PlaceAt(position, leg.From) is { } from && PlaceAt(position, leg.To) is { } to ? Place.DistanceMetres(from, to) : double.NaN;
    }

    private static double StayDays(ShipmentLeg before, ShipmentLeg after) =>
        before.ArrivedAt == Missing.Moment || after.DepartedAt == Missing.Moment || after.DepartedAt < before.ArrivedAt ? double.NaN : Days(after.DepartedAt - before.ArrivedAt);

    private static ShipmentLeg? Staying(ShipmentLeg[] shipment, long asOf)
    {
        int last = Array.FindLastIndex(shipment, l => l.ArrivedAt != Missing.Moment && l.ArrivedAt <= asOf);
        return last < 0 || shipment.Skip(last + 1).Any(l => l.DepartedAt != Missing.Moment) ? null : shipment[last];
    }

    private static void OfUsual(Dictionary<string, double> look, Told order, ShipmentLeg[] told, long asOf)
    {
        bool IsMine(ShipmentLeg leg) => leg.Order == order.Header.Order;
        bool IsEarlier(ShipmentLeg leg) => DayOf(leg.KnownAt) < DayOf(asOf);
        var priced = told.Where(l => l.FromCountry != Missing.Symbol && l.ToCountry != Missing.Symbol && l.Mode != TransportMode.Unknown && l.FreightCents != Missing.Amount && l.WeightGrams is not Missing.Amount and not 0)
            .Select(l => (Leg: l, Lane: (l.FromCountry, l.ToCountry, l.Mode), Cost: l.FreightCents / 100.0 / (l.WeightGrams / 1000.0))).ToArray();
        look["route_freight_per_kg_to_usual"] = Greatest(priced.Where(p => IsMine(p.Leg)).Select(p =>
            p.Cost / Usual(priced.Where(o => !IsMine(o.Leg) && o.Lane == p.Lane && IsEarlier(o.Leg)).Select(o => o.Cost), 0.5, -10, 20)));

        var stays = Shipments(told).SelectMany(s => s.Zip(s.Skip(1))).Where(p => p.First.To != Missing.Symbol && !double.IsNaN(StayDays(p.First, p.Second)))
            .Select(p => (Legs: p, Place: p.First.To, Days: StayDays(p.First, p.Second))).ToArray();
        int destination = order.Header.DestinationCountry;
        IEnumerable<(int Place, double Days)> mine =
        [
            .. stays.Where(s => IsMine(s.Legs.First)).Select(s => (s.Place, s.Days)),
            .. Shipments(told.Where(IsMine)).Select(s => Staying(s, asOf)).OfType<ShipmentLeg>()
                .Where(l => l.To != Missing.Symbol && l.ToCountry != Missing.Symbol && destination != Missing.Symbol && l.ToCountry != destination).Select(l => (l.To, Days(asOf - l.ArrivedAt))),
        ];
        look["route_stay_to_usual"] = Greatest(mine.Select(m =>
            m.Days / Usual(stays.Where(s => !IsMine(s.Legs.First) && s.Place == m.Place && IsEarlier(s.Legs.First) && IsEarlier(s.Legs.Second)).Select(s => s.Days), 0.95, -6, 12)));
    }

    private static double Usual(IEnumerable<double> values, double share, int lowest, int highest)
    {
        double[] steps = [.. values.Select(v => Math.Clamp(Math.Floor(8 * Math.Log2(v)), 8 * lowest, (8 * highest) - 1)).Order()];
        if (steps.Length < 20) return double.NaN;
        double step = steps.First(s => steps.Count(other => other <= s) >= share * steps.Length - 1e-9);
        return Math.Exp((step + 0.5) / 8 * Math.Log(2));
    }

    private void OfChanges(Dictionary<string, double> look, int known, Told order, ShipmentLeg[] legs, long asOf)
    {
        OrderVersion[] tellings = [.. facts.Take(known).OfType<OrderFact>().Select(o => o.Header).Where(h => h.Order == order.Header.Order)];
        OrderVersion[] versions = [.. tellings.Where(h => h.Version < order.Header.Version).GroupBy(h => h.Version).OrderBy(v => v.Key).Select(v => v.Last()), order.Header];
        (OrderVersion Before, OrderVersion After)[] steps = [.. versions.Zip(versions.Skip(1))];
        static bool IsAnother(int a, int b) => a != Missing.Symbol && b != Missing.Symbol && a != b;
        static int Changes((OrderVersion Before, OrderVersion After) step) => new[]
        {
            IsAnother(step.Before.UltimateConsignee, step.After.UltimateConsignee), IsAnother(step.Before.EndUser, step.After.EndUser),
            IsAnother(step.Before.DestinationCountry, step.After.DestinationCountry), IsAnother(step.Before.ShipToCountry, step.After.ShipToCountry),
        }.Count(c => c);
        look["order_recipient_changes"] = steps.Sum(Changes);
        look["order_change_to_departure_days"] = double.NaN;
        if (steps.Any(s => Changes(s) > 0) && Departure(legs) is { } departed)
        {
            int version = steps.Last(s => Changes(s) > 0).After.Version;
            look["order_change_to_departure_days"] = Days(departed - tellings.Where(h => h.Version == version).Select(h => h.KnownAt).DefaultIfEmpty(asOf).First());
        }

        (int Before, int After)[] moves = [.. steps.SelectMany(s => new[] { (s.Before.DestinationCountry, s.After.DestinationCountry), (s.Before.ShipToCountry, s.After.ShipToCountry) }).Where(m => IsAnother(m.Item1, m.Item2))];
        look["order_change_raises_tier"] = Any(moves.Select(m => ControlTier(m.After, asOf) > ControlTier(m.Before, asOf) || HubTier(m.After, asOf) > HubTier(m.Before, asOf)));
    }

    private int HubTier(int country, long at) => IsIn("transshipment-official", country, at) ? 2 : IsIn("transshipment-seed", country, at) ? 1 : 0;

    // The world's codes are decimal numbers: one that is the beginning of the other says the same with fewer digits.
    private static bool? CodesDiffer(int? a, int? b)
    {
        if (a is null or Missing.Symbol || b is null or Missing.Symbol) return null;
        (string x, string y) = (a.Value.ToString(CultureInfo.InvariantCulture), b.Value.ToString(CultureInfo.InvariantCulture));
        return !x.StartsWith(y, StringComparison.Ordinal) && !y.StartsWith(x, StringComparison.Ordinal);
    }

    private static void OfWhatWasShipped(Dictionary<string, double> look, Told order, ShipmentLeg[] legs)
    {
        bool[] lines = [.. order.Goods.Select(g => CodesDiffer(g.Line.HsCode, g.Product?.HsCode)).OfType<bool>()];
        look["order_code_mismatch_lines"] = lines.Length == 0 ? double.NaN : lines.Count(d => d);
        bool[] declared =
        [
            .. legs.Where(l => l.HsCode != Missing.Symbol).Select(l => order.Goods.Select(g => CodesDiffer(l.HsCode, g.Product?.HsCode)).ToArray())
                .Select(told => told.Contains(false) ? false : told.Contains(null) ? null : (bool?)true).OfType<bool>(),
        ];
        look["route_code_mismatch_legs"] = declared.Length == 0 ? double.NaN : declared.Count(d => d);

        double list = order.Goods.Sum(g => Times(g.Product?.ListPriceCents, g.Line)), expected = order.Goods.Sum(g => Times(g.Product?.UnitWeightGrams, g.Line));
        double Shipped(Func<ShipmentLeg, long> cell) => legs.Length == 0 ? double.NaN
            : Shipments(legs).Sum(s => s.Select(cell).Where(c => c != Missing.Amount).Select(c => (double)c).DefaultIfEmpty(double.NaN).First());
        (double weight, double value, double units) = (Shipped(l => l.WeightGrams), Shipped(l => l.DeclaredValueCents), Shipped(l => l.QuantityThousandths));
        look["order_value_to_list"] = order.Cents / Math.Max(100, list);
        look["order_shipped_weight_to_expected"] = weight / Math.Max(1, expected);
        look["order_declared_value_to_value"] = value / Math.Max(100, order.Cents);
        look["order_shipped_units_to_ordered"] = units / Math.Max(1, order.Lines.Sum(l => l.QuantityThousandths));
        look["order_declared_price_per_kg_to_list"] = weight > 0 && value > 0 && expected > 0 && list > 0 ? value / weight / (list / expected) : double.NaN;
    }

    private static double Times(long? perUnit, OrderLine line) =>
        perUnit is null or Missing.Amount ? double.NaN : (double)Math.Round(perUnit.Value * (decimal)line.QuantityThousandths / 1000, MidpointRounding.AwayFromZero);

    private static void OfWhatTheyAre(Dictionary<string, double> look, Told order)
    {
        (double Tpp, double Density)[] accelerators =
        [
            .. order.Goods.Where(g => g.Product is { } p && p.Tpp != Missing.Amount && (p.Accelerators > 0 || (p.Accelerators == Missing.Amount && p.Class == ProductClass.Accelerator)))
                .Select(g => (g.Product!.Value.Tpp / (double)Math.Max(1, g.Product.Value.Accelerators), g.Product.Value.PerformanceDensity)),
        ];
        double strongest = Greatest(accelerators.Select(a => a.Tpp));
        look["order_accelerator_tpp"] = strongest;
        look["order_accelerator_density"] = Greatest(accelerators.Where(a => a.Tpp == strongest).Select(a => a.Density));
        var memory = order.Goods.Where(g => g.Product is { } p && !double.IsNaN(p.MemoryGb)).ToArray();
        look["order_hbm_gb"] = memory.Length == 0 ? double.NaN : memory.Sum(g => (decimal)Times((long)Math.Round(g.Product!.Value.MemoryGb * 1000), g.Line)) is var sum ? (double)sum / 1000 : 0;

        var materials = order.Goods.Select(g => (g.Line, g.Product?.UnitOfMeasure, Tier: g.Product is { } p ? MaterialTier(p) : null)).Where(g => g.Tier is not null).ToArray();
        look["order_material_tier"] = Greatest(materials.Select(m => (double)m.Tier!));
        double Amount(UnitOfMeasure unit) => materials.Length == 0 ? double.NaN : materials.Where(m => m.Tier > 0 && m.UnitOfMeasure == unit).Sum(m => m.Line.QuantityThousandths) / 1000.0;
        look["order_material_kg"] = Amount(UnitOfMeasure.Kilogram);
        look["order_material_m2"] = Amount(UnitOfMeasure.SquareMetre);
    }

    private static int? MaterialTier(Product product)
    {
        if (product.Material == PackagingMaterial.Unknown) return product.Class is ProductClass.Unknown or ProductClass.Memory or ProductClass.PackagingMaterial ? null : 0;
        if (product.Material == PackagingMaterial.Other) return 0;
        bool isFine = product.Material == PackagingMaterial.FcBgaSubstrate && (product.SubstrateLayers > 15 || (!double.IsNaN(product.LineSpaceUm) && product.LineSpaceUm < 8));
        return isFine || product.Material is PackagingMaterial.AbfFilm or PackagingMaterial.LowCteGlassCloth or PackagingMaterial.Hbm ? 2 : 1;
    }

    private void OfPapers(Dictionary<string, double> look, int known, Told order, long asOf)
    {
        OrderVersion h = order.Header;
        look["order_locations_told"] = new[] { h.PackagingCountry, h.AssemblyCountry, h.DeploymentCountry }.Count(c => c != Missing.Symbol);
        look["order_licensed_share"] = order.Lines.Count(l => l.IsLicensed) / (double)order.Lines.Length;
        look["order_controlled_unlicensed_lines"] = order.Goods.Count(g => g.Product?.Controlled == true && !g.Line.IsLicensed);
        look["order_states_end_use"] = h.EndUse == Missing.Symbol ? 0 : 1;
        look["order_routed_export"] = h.RoutedExport switch { null => double.NaN, true => 1, false => 0 };
        look["order_related_parties"] = h.RelatedParties switch { null => double.NaN, true => 1, false => 0 };
        look["order_consignee_resells"] = h.UltimateConsigneeType switch { UltimateConsigneeType.Unknown => double.NaN, UltimateConsigneeType.Reseller => 1, _ => 0 };

        Certificate[] statements =
        [
            .. facts.Take(known).OfType<CertificateFact>().Select(c => c.Row).GroupBy(c => c.Id).Select(tellings => tellings.Last())
                .Where(c => c.Order == h.Order && c.Kind == CertificateKind.Statement && c.IssuedAt <= asOf),
        ];
        look["order_has_statement"] = statements.Length > 0 ? 1 : 0;
        look["order_statement_age_days"] = statements.Length == 0 ? double.NaN : statements.Min(c => Days(asOf - c.IssuedAt));
        int[] sites = [.. statements.Where(c => c.IssuedAt == statements.Max(s => s.IssuedAt) && c.SiteCountry != Missing.Symbol).Select(c => c.SiteCountry)];
        look["order_statement_site_at_destination"] = sites.Length == 0 || h.DestinationCountry == Missing.Symbol ? double.NaN : sites.All(s => s == h.DestinationCountry) ? 1 : 0;
    }

    private void OfPayments(Dictionary<string, double> look, int known, Told order, long asOf)
    {
        OrderVersion h = order.Header;
        Payment[] all = [.. facts.Take(known).OfType<PaymentFact>().Select(p => p.Row).GroupBy(p => p.Id).Select(tellings => tellings.Last()).Where(p => p.Order == h.Order)];
        Payment[] paid = [.. all.Where(p => p.Kind != PaymentKind.Refund)];
        double Share(Func<Payment, bool?> isPart)
        {
            Payment[] told = [.. paid.Where(p => isPart(p) is not null)];
            long whole = told.Sum(p => p.AmountCents);
            return whole == 0 ? double.NaN : told.Where(p => isPart(p) == true).Sum(p => p.AmountCents) / (double)whole;
        }

        look["order_names_another_payer"] = h.Payer == Missing.Symbol ? double.NaN : h.Payer == h.Purchaser ? 0 : 1;
        look["order_payments"] = paid.Length;
        look["order_paid_to_value"] = all.Length == 0 ? double.NaN : all.Sum(p => p.Kind == PaymentKind.Refund ? -p.AmountCents : p.AmountCents) / (double)Math.Max(100, order.Cents);
        look["order_paid_by_others_share"] = Share(p => p.Payer == Missing.Symbol ? null : p.Payer != h.Purchaser);
        look["order_prepaid_share"] = Share(p => p.Prepayment);
        look["order_refundable_share"] = Share(p => p.Refundable);
        look["order_paid_in_cash_or_digital"] = Any(paid.Where(p => p.Method != PaymentMethod.Unknown).Select(p => p.Method is PaymentMethod.Cash or PaymentMethod.DigitalAsset));
        int[] countries = [.. paid.SelectMany(p => new[] { p.PayerCountry, p.BankCountry }).Where(c => c != Missing.Symbol)];
        look["order_payment_hub_tier"] = Greatest(countries.Select(c => (double)HubTier(c, asOf)));
        look["order_payment_of_concern"] = Any(countries.Select(c => IsOfConcern(c, asOf)));
        look["order_payment_from_elsewhere"] = Any(countries.Where(_ => h.DestinationCountry != Missing.Symbol).Select(c => c != h.DestinationCountry));
    }

    private void OfConsignee(Dictionary<string, double> look, int known, Told order, Told[] others, long asOf)
    {
        OrderVersion h = order.Header;
        int consignee = h.UltimateConsignee;
        PartyProfile? profile = Profile(known, consignee);
        OrderVersion[] In(int days) => [.. others.Append(order).Where(o => o.Header.UltimateConsignee == consignee && o.PlacedAt > DaysAgo(asOf, days)).Select(o => o.Header)];
        double Different(Func<OrderVersion, int> role) => In(90).Select(role).Where(p => p != Missing.Symbol).Distinct().Count();
        var numbers = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["consignee_is_intermediary"] = profile is null or { Kind: PartyKind.Unknown } ? double.NaN : profile.Value.Kind is PartyKind.Forwarder or PartyKind.Bank ? 1 : 0,
            ["consignee_age_days"] = Age(profile, asOf),
            ["consignee_roles"] = new[] { h.Seller, h.Purchaser, h.IntermediateConsignee, h.EndUser, h.ForwardingAgent, h.Payer }.Count(p => p == consignee),
            ["consignee_is_forwarding_agent"] = h.ForwardingAgent == Missing.Symbol ? double.NaN : h.ForwardingAgent == consignee ? 1 : 0,
            ["consignee_orders_30d"] = In(30).Length,
            ["consignee_orders_90d"] = In(90).Length,
            ["consignee_sellers_90d"] = Different(o => o.Seller),
            ["consignee_end_users_90d"] = Different(o => o.EndUser),
            ["consignee_purchasers_90d"] = Different(o => o.Purchaser),
        };
        foreach ((string name, double value) in numbers) look[name] = consignee == Missing.Symbol ? double.NaN : value;
    }
}
