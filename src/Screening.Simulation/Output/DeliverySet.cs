namespace Screening.Simulation;

/// <summary>The open files of all datasets and of the truth.</summary>
internal sealed class DeliverySet : IDisposable
{
    private readonly Dictionary<string, Delivery> _deliveries = new(StringComparer.Ordinal);
    private readonly Delivery _products, _places, _restricted, _parties, _events, _balanceSheets, _capacity, _orders, _shipments, _dispositions;
    private readonly CsvFile _truth;

    public DeliverySet(string directory, DateTime lastDay)
    {
        _products = Open("products", "product_id name class tpp performance_density memory_bandwidth_gb_s accelerator_power_w system_power_w unit_weight_kg list_price_usd control_class hs_code marketed_for_datacentre known_at "
            + "maker unit_of_measure accelerators die_area_mm2 transistors_bn memory_gb memory_bandwidth_density_gb_s_mm2 material substrate_layers line_space_um");
        _places = Open("places", "place_id name country kind latitude longitude known_at");
        _restricted = Open("restricted_parties", "entry_id list_id name aliases country address effective_on federal_register notes known_at "
            + "party_type name_original_script weak_aliases programmes licence_requirement licence_policy identifiers nationalities dates_of_birth ends_on amended_on");
        _parties = Open("parties", "party_id name kind country address address_kind phone email_domain incorporated_on employees headquarters_country ultimate_parent_country ultimate_parent known_at "
            + "line_of_business registration_number lei address_evidence web_presence");
        _events = Open("party_events", "event_id party_id kind happened_on share_changed person detail known_at "
            + "owner_id share_held");
        _balanceSheets = Open("balance_sheets", "party_id period_end total_assets_usd customer_deposits_usd total_liabilities_usd equity_usd revenue_usd cash_usd audited known_at");
        _capacity = Open("capacity", "site_id evidenced_on party_id site_power_kw racks evidence_grade known_at "
            + "site_country site_address power_usage_effectiveness line_product_id line_output_per_month");
        _orders = Open("orders", "order_id version line_no status ordered_at seller_id purchaser_id intermediate_consignee_id ultimate_consignee_id end_user_id forwarding_agent_id payer_id sales_representative destination_country ship_to_country end_use product_id quantity value_usd known_at "
            + "hs_code eccn licence_code licence_number incoterms mode carrier routed_export related_parties ultimate_consignee_type port_of_export port_of_unlading end_use_location packaging_country assembly_country deployment_country payment_terms currency");
        _shipments = Open("shipments", "shipment_id leg_no order_id from_place to_place from_country to_country mode consignee_id departed_at arrived_at weight_kg freight_usd hs_code known_at "
            + "carrier quantity declared_value_usd goods_description eccn licence_code licence_number origin_country serials");
        _dispositions = Open("dispositions", "disposition_id subject_id order_id decision reason_code decided_at decided_by shown_probability known_at");
        _truth = new(Path.Combine(directory, "truth", "diversions.csv"), "subject_party_id scheme typology_ids order_ids first_order_on evades".Split(' '));

        Delivery Open(string dataset, string columns)
        {
            Delivery delivery = new(directory, dataset, lastDay, columns);
            _deliveries.Add(dataset, delivery);
            return delivery;
        }
    }

    public Dictionary<string, long> Rows(Func<Delivery, long> count) =>
        _deliveries.ToDictionary(pair => pair.Key, pair => count(pair.Value), StringComparer.Ordinal);

    public void Write(ProductRow row) => _products.For(row.KnownAt)?.Text(row.Id).Text(row.Name).Text(row.Class).Number(row.Tpp).Number(row.PerformanceDensity)
        .Number(row.MemoryBandwidthGbS).Number(row.AcceleratorPowerW).Number(row.SystemPowerW).Number(row.UnitWeightKg).Money(row.ListPriceUsd)
        .Text(row.ControlClass).Text(row.HsCode).Flag(row.MarketedForDatacentre).Moment(row.KnownAt).EndRow();

    public void Write(PlaceRow row) => _places.For(row.KnownAt)?.Text(row.Id).Text(row.Name).Text(row.Country).Text(row.Kind).Number(row.Latitude)
        .Number(row.Longitude).Moment(row.KnownAt).EndRow();

    public void Write(RestrictedRow row) => _restricted.For(row.KnownAt)?.Text(row.EntryId).Text(row.ListId).Text(row.Name).Text(row.Aliases).Text(row.Country)
        .Text(row.Address).Date(row.EffectiveOn).Text(row.Notice).Text(row.Notes).Moment(row.KnownAt).EndRow();

    public void Write(Story story)
    {
        foreach (PartyRow row in story.Parties) Write(row);
        foreach (EventRow row in story.Events)
        {
            _events.For(row.KnownAt)?.Text(row.Id).Text(row.PartyId).Text(row.Kind).Date(row.HappenedOn).Number(row.ShareChanged).Text(row.Person)
                .Text(row.Detail).Moment(row.KnownAt).EndRow();
        }

        foreach (BalanceSheetRow row in story.BalanceSheets)
        {
            _balanceSheets.For(row.KnownAt)?.Text(row.PartyId).Date(row.PeriodEnd).Money(row.AssetsUsd).Money(row.DepositsUsd).Money(row.LiabilitiesUsd)
                .Money(row.EquityUsd).Money(row.RevenueUsd).Money(row.CashUsd).Flag(row.Audited).Moment(row.KnownAt).EndRow();
        }

        foreach (CapacityRow row in story.Capacity)
        {
            _capacity.For(row.KnownAt)?.Text(row.SiteId).Date(row.EvidencedOn).Text(row.PartyId).Number(row.SitePowerKw).Whole(row.Racks).Text(row.Grade)
                .Moment(row.KnownAt).EndRow();
        }

        foreach (TradeOrder order in story.Orders)
        {
            WriteVersions(order);
            WriteLegs(order);
        }

        foreach (DispositionRow row in story.Dispositions)
        {
            _dispositions.For(row.KnownAt)?.Text(row.Id).Text(row.SubjectId).Text(row.OrderId).Text(row.Decision).Text(row.ReasonCode).Moment(row.DecidedAt)
                .Text(row.DecidedBy).Number(row.ShownProbability).Moment(row.KnownAt).EndRow();
        }

        if (story.Truth is { } truth)
        {
            _truth.Text(truth.SubjectPartyId).Text(truth.Scheme).Text(truth.Typologies).Text(string.Join(';', truth.OrderIds)).Date(truth.FirstOrderOn)
                .Flag(truth.Evades).EndRow();
        }
    }

    public void Dispose()
    {
        foreach (Delivery delivery in _deliveries.Values) delivery.Dispose();
        _truth.Dispose();
    }

    private void Write(PartyRow row) => _parties.For(row.KnownAt)?.Text(row.Id).Text(row.Name).Text(row.Kind).Text(row.Country).Text(row.Address)
        .Text(row.AddressKind).Text(row.Phone).Text(row.EmailDomain).Date(row.IncorporatedOn).Whole(row.Employees).Text(row.HeadquartersCountry)
        .Text(row.UltimateParentCountry).Text(row.UltimateParent).Moment(row.KnownAt).EndRow();

    private void WriteVersions(TradeOrder order)
    {
        for (int v = 0; v < order.Versions.Count; v++)
        {
            OrderVersion version = order.Versions[v];
            if (_orders.For(version.KnownAt) is not { } file) return;
            for (int i = 0; i < version.Lines.Length; i++)
            {
                OrderLine line = version.Lines[i];
                file.Text(order.Id).Whole(v + 1).Whole(i + 1).Text(version.Status).Moment(order.OrderedAt).Text(order.SellerId).Text(order.PurchaserId)
                    .Text(order.IntermediateId).Text(order.UltimateId).Text(order.EndUserId).Text(order.ForwarderId).Text(order.PayerId)
                    .Text(order.SalesRepresentative).Text(order.DestinationCountry).Text(order.ShipToCountry).Text(order.EndUse).Text(line.Product.Id)
                    .Quantity(line.Quantity).Money(line.ValueUsd).Moment(version.KnownAt).Text(line.Product.HsCode).Text(line.Product.ControlClass).EndRow();
            }
        }
    }

    /// <summary>A leg is told on departure when it is watched or still under way, and again on arrival.</summary>
    private void WriteLegs(TradeOrder order)
    {
        for (int i = 0; i < order.Legs.Count; i++)
        {
            Leg leg = order.Legs[i];
            CsvFile? arrival = _shipments.For(leg.ArrivalKnownAt);
            if (leg.ToldOnDeparture || arrival is null) Tell(_shipments.For(leg.DepartureKnownAt), null, leg.DepartureKnownAt);
            Tell(arrival, leg.ArrivedAt, leg.ArrivalKnownAt);

            void Tell(CsvFile? file, DateTime? arrivedAt, DateTime knownAt) => file?.Text("SH-" + order.Id[3..]).Whole(i + 1).Text(order.Id).Text(leg.From.Id)
                .Text(leg.To.Id).Text(leg.From.Country).Text(leg.To.Country).Text(leg.Mode).Text(leg.ConsigneeId).Moment(leg.DepartedAt).Moment(arrivedAt)
                .Quantity(leg.WeightKg).Money(leg.FreightUsd).Text(leg.HsCode).Moment(knownAt).EndRow();
        }
    }
}
