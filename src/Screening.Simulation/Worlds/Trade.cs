namespace Screening.Simulation;

/// <summary>Turns a draft into an order with its versions and legs.</summary>
internal sealed class Trade(Firms firms, Atlas atlas, Roster roster, WorldFamily family)
{
    private static readonly string[] s_incoterms = ["DAP", "FCA", "CIP", "EXW", "CPT", "DDP", "FOB"];
    private static readonly string[] s_packaging = ["TW", "KR", "MY", "US", "JP"];
    private static readonly string[] s_assembly = ["TW", "US", "MY", "NL", "JP", "TH"];

    /// <summary>Destinations for which controlled goods ask for a licence as the law is enforced; the simulator's own short list.</summary>
    private static readonly HashSet<string> s_licensed = ["CN", "HK", "MO", "VN", "KZ", "GE", "AM", "UZ", "AE"];

    private readonly double _locations = family.Value(Knobs.LocationsTold);

    public TradeOrder Place(Chance chance, OrderDraft draft)
    {
        double wait = chance.Unit();
        DateTime knownAt = draft.OrderedAt.AddMinutes(5 + (int)(1435 * wait * wait * wait));
        if (draft.OrderedAt >= firms.End.AddDays(-1) && knownAt >= firms.End) knownAt = firms.End.AddMinutes(-1);
        bool compute = draft.Lines[0].Product.Tpp > 0;
        PartyRow? forwarder = draft.Forwarder ?? (chance.Odds(0.82) ? chance.Pick(roster.Forwarders) : null);
        TradeOrder order = new(draft.Id, draft.OrderedAt, draft.Seller.Party.Id, draft.Purchaser.Id, draft.Intermediate?.Id, draft.Ultimate?.Id,
            draft.EndUser?.Id, forwarder?.Id, draft.Payer?.Id, draft.Representative ?? (chance.Odds(0.05) ? null : roster.Representative(chance, draft.Seller)),
            draft.DestinationCountry, (draft.Intermediate ?? draft.Ultimate)?.Country, draft.EndUse)
        { Draft = draft };
        order.Terms = Terms(chance, draft, compute);
        bool shipping = TellVersions(chance, draft, order, knownAt);
        if (!shipping) return order;

        int lead = draft.LeadDays ?? (compute ? chance.Between(12, 70) : chance.Between(7, 24));
        DateTime departure = draft.OrderedAt.Date.AddDays(lead).AddMinutes(chance.Between(60, 1300));
        departure = Firms.Later(departure, knownAt.AddHours(2));
        AddChange(chance, draft, order, departure);
        AddLegs(chance, draft, order, forwarder, departure);
        OrderLine[] lines = order.Versions[^1].Lines;
        order.Versions.Add(new("shipped", lines, Firms.Later(departure.AddMinutes(chance.Between(60, 480)), order.Versions[^1].KnownAt.AddMinutes(10))) { To = order.Versions[^1].To });
        if (!draft.Settled && chance.Odds(0.004)) order.Versions.Add(new("returned", lines, order.Legs[^1].ArrivedAt.AddDays(chance.Between(4, 30))) { To = order.Versions[^1].To });
        return order;
    }

    // A change of the recipient shortly before departure: of honest orders now and then to another site of the same customer in the country.
    private static void AddChange(Chance chance, OrderDraft draft, TradeOrder order, DateTime departure)
    {
        if (draft.ChangedTo is not { } to) return;
        DateTime at = Firms.Later(departure.AddMinutes(-chance.Between(300, 7000)), order.Versions[^1].KnownAt.AddMinutes(30));
        order.Versions.Add(new("changed", order.Versions[^1].Lines, at) { To = to });
    }

    private OrderTerms Terms(Chance chance, OrderDraft draft, bool compute)
    {
        bool isHome = draft.Seller.Party.Country == draft.DestinationCountry;
        bool controlled = draft.Lines.Any(line => line.Product.ControlClass.StartsWith("3A090", StringComparison.Ordinal) || line.Product.ControlClass.StartsWith("4A090", StringComparison.Ordinal));
        bool licensed = controlled && (s_licensed.Contains(draft.DestinationCountry) ? chance.Odds(0.94) : chance.Odds(0.02));
        double locations = draft.LocationsTold ?? (compute ? _locations : 0.1);
        string kind = draft.Ultimate?.Kind ?? "other";
        Conduct? conduct = draft.Conduct;
        return new()
        {
            DeclaredHsCode = draft.DeclaredHsCode,
            LicenceCode = isHome ? null : licensed ? "C30" : chance.Odds(0.8) ? "C33" : null,
            LicenceNumber = licensed ? "SIM-D" + draft.Id[^6..] : null,
            Incoterms = chance.Odds(0.1) ? null : draft.RoutedExport == true ? (chance.Odds(0.6) ? "EXW" : "FCA") : chance.Pick(s_incoterms),
            Mode = chance.Odds(0.3) ? null : compute ? "air" : chance.Pick<string>(["air", "ocean", "courier"]),
            RoutedExport = draft.RoutedExport ?? (chance.Odds(0.25) ? null : chance.Odds(0.08)),
            RelatedParties = chance.Odds(0.3) ? null : chance.Odds(0.04),
            ConsigneeType = chance.Odds(0.2) ? null : kind switch { "reseller" or "distributor" => "reseller", "government" => "government", "forwarder" or "bank" => "other", _ => "direct_consumer" },
            PortOfExport = chance.Odds(0.4) ? null : draft.Seller.Origin.Id,
            PortOfUnlading = chance.Odds(0.5) ? null : chance.Pick(atlas.Airports(draft.DestinationCountry)).Id,
            EndUseLocation = draft.EndUser is { Address: { } address } && chance.Odds(compute ? 0.6 : 0.15) ? address : null,
            Packaging = chance.Odds(locations) ? chance.Pick(s_packaging) : null,
            Assembly = chance.Odds(locations) ? chance.Pick(s_assembly) : null,
            Deployment = chance.Odds(locations) ? draft.DestinationCountry : null,
            PaymentTerms = conduct is { IsPrepaid: true } ? (conduct.Method == "cash" ? "cash" : "prepayment")
                : chance.Odds(0.12) ? null : ((string[])["open_account", "letter_of_credit", "instalments", "prepayment", "other"])[chance.Weighted([0.5, 0.13, 0.2, 0.14, 0.03])],
            Currency = chance.Odds(0.75) ? "USD" : draft.DestinationCountry is "DE" or "FR" or "NL" or "LU" ? "EUR" : chance.Pick<string>(["USD", "EUR", "JPY", "SGD"]),
        };
    }

    /// <summary>Tells the versions before shipping; false when the order comes to nothing.</summary>
    private static bool TellVersions(Chance chance, OrderDraft draft, TradeOrder order, DateTime knownAt)
    {
        bool quoted = !draft.Settled && chance.Odds(0.03);
        order.Versions.Add(new(quoted ? "quoted" : "placed", draft.Lines, knownAt));
        DateTime at = knownAt;
        if (quoted) order.Versions.Add(new("placed", draft.Lines, at = at.AddMinutes(chance.Between(120, 2880))));
        if (chance.Odds(0.08))
            order.Versions.Add(new("changed", draft.Settled ? Change(chance, draft.Lines, 92, 99) : Change(chance, draft.Lines, 75, 125), at = at.AddMinutes(chance.Between(600, 5000))));
        double fate = chance.Unit();
        if (draft.Settled || fate > 0.034) return true;
        order.Versions.Add(new(fate < 0.03 ? "cancelled" : "refused", order.Versions[^1].Lines, at.AddMinutes(chance.Between(600, 9000))));
        return false;
    }

    private static OrderLine[] Change(Chance chance, OrderLine[] lines, int leastPercent, int mostPercent)
    {
        OrderLine[] changed = [.. lines];
        int i = chance.Below(lines.Length);
        OrderLine line = lines[i];
        decimal factor = chance.Between(leastPercent, mostPercent) / 100m;
        decimal quantity = line.Quantity == decimal.Truncate(line.Quantity) ? Math.Max(1, decimal.Round(line.Quantity * factor)) : decimal.Round(line.Quantity * factor, 3) + 0.001m;
        changed[i] = line with { Quantity = quantity, ValueUsd = decimal.Round(line.ValueUsd / line.Quantity * quantity, 2) };
        return changed;
    }

    private void AddLegs(Chance chance, OrderDraft draft, TradeOrder order, PartyRow? forwarder, DateTime departure)
    {
        decimal weight = 0;
        foreach (OrderLine line in order.Versions[^1].Lines) weight += line.Quantity * (decimal)line.Product.UnitWeightKg;
        weight = decimal.Round(weight * (decimal)Math.Round(chance.Between(1.01, 1.09), 4) + 2.5m, 3);
        bool light = draft.Lines[0].Product.Tpp > 0 || draft.Lines[0].Product.Class == "memory";
        string declared = draft.DeclaredHsCode ?? draft.Lines[0].Product.HsCode;
        OrderLine[] shippedLines = order.Versions[^1].Lines;
        decimal? units = chance.Odds(0.8) ? shippedLines.Sum(line => line.Quantity) : null;
        decimal? declaredUsd = chance.Odds(0.75) ? decimal.Round(order.ValueUsd * (decimal)Math.Round(draft.DeclaredValue * chance.Between(0.97, 1.02), 4), 2) : null;
        string? described = chance.Odds(0.7) ? draft.Description ?? draft.Lines[0].Product.Name : null, madeIn = chance.Odds(0.6) ? chance.Pick(s_assembly) : null;
        string? lastConsignee = order.Versions[^1].To is { } changed ? changed.UltimateId : draft.Ultimate?.Id;
        PlaceRow[] route = draft.Route ?? Usual(chance, draft.Seller.Origin, order.Versions[^1].To?.DestinationCountry ?? draft.DestinationCountry, light);
        PlaceRow from = draft.Seller.Origin;
        for (int i = 0; i < route.Length; i++)
        {
            PlaceRow to = route[i];
            bool last = i == route.Length - 1;
            if (last && draft.LastLegDepartsAt is { } fixedDeparture) departure = Firms.Later(fixedDeparture, departure);
            double km = atlas.Kilometres(from, to);
            string mode = from.Kind == "port" && to.Kind == "port" ? "ocean" : km < 350 && from.Country == to.Country ? "road" : weight > 9000 && chance.Odds(0.2) ? "air_charter" : weight < 40 && chance.Odds(0.4) ? "courier" : "air";
            double hours = mode switch { "ocean" => 30 + km / 30, "road" => 3 + km / 55, _ => 6 + km / 780 } * chance.Between(1.0, 1.4);
            DateTime arrival = departure.AddMinutes((int)(hours * 60));
            double rate = mode switch { "ocean" => 0.03 + 0.00002 * km, "road" => 0.05 + 0.0009 * km, "air_charter" => 1.6 + 0.0009 * km, _ => 0.9 + 0.0005 * km };
            decimal freight = decimal.Round((decimal)((120 + rate * (double)weight) * chance.Between(0.85, 1.25)), 2);
            string? consignee = last ? draft.LastConsigneeId ?? lastConsignee : chance.Odds(0.6) ? draft.Intermediate?.Id ?? forwarder?.Id : null;

            // A short leg may be told on arrival before its departure is: the arrival is then told a minute later, for two tellings of one moment contradict each other.
            DateTime leftKnownAt = departure.AddMinutes(chance.Between(20, 360)), cameKnownAt = Firms.Later(arrival.AddMinutes(chance.Between(60, 720)), leftKnownAt.AddMinutes(1));
            order.Legs.Add(new(from, to, mode, consignee, departure, arrival, weight, freight, declared, leftKnownAt, cameKnownAt, chance.Odds(0.35))
            {
                Quantity = units,
                DeclaredValueUsd = declaredUsd,
                Description = described,
                OriginCountry = madeIn,
            });
            departure = arrival.AddMinutes(draft.DwellDays is { } days ? days * 1440 + chance.Below(300) : chance.Between(300, 3600));
            from = to;
        }
    }

    private PlaceRow[] Usual(Chance chance, PlaceRow origin, string country, bool light)
    {
        PlaceRow target = chance.Pick(atlas.Airports(country));
        if (target.Id == origin.Id)
        {
            // The customer is at the seller's door: one domestic leg, by road or air, to another place of the country.
            PlaceRow? other = atlas.Port(country);
            return other is null ? [target] : [other];
        }

        if (!light && origin.Country != country && chance.Odds(0.4) && atlas.Port(origin.Country) is { } fromPort && atlas.Port(country) is { } toPort)
            return chance.Odds(0.5) ? [fromPort, toPort, target] : [fromPort, toPort];
        string[] hubs = Hubs(country);
        int stops = chance.Weighted([0.5, 0.4, 0.1]);
        List<PlaceRow> route = [];
        for (int i = 0; i < stops; i++)
        {
            PlaceRow hub = atlas[hubs[chance.Below(hubs.Length)]];
            if (hub.Id != origin.Id && hub.Id != target.Id && !route.Contains(hub)) route.Add(hub);
        }

        route.Add(target);
        if (chance.Odds(0.12) && atlas.Port(country) is { } yard) route.Add(yard);
        return [.. route];
    }

    private static string[] Hubs(string country) => country switch
    {
        "US" or "CA" => ["ANC", "ORD", "LAX"],
        "BR" => ["JFK", "DFW"],
        "DE" or "NL" or "GB" or "FR" or "LU" or "SE" or "NO" => ["FRA", "LUX", "AMS"],
        "AE" or "TR" or "KZ" or "UZ" or "GE" or "AM" => ["IST", "FRA", "DXB"],
        "IN" => ["DXB", "FRA", "SIN"],
        "AU" => ["SIN", "LAX"],
        _ => ["TPE", "NRT", "ICN", "SIN"],
    };
}
