namespace Screening.Simulation;

/// <summary>The open files of all datasets and of the truth.</summary>
internal sealed class DeliverySet : IDisposable
{
    private readonly Dictionary<string, Delivery> _deliveries = new(StringComparer.Ordinal);
    private readonly Delivery _products, _places, _restricted, _parties, _events, _balanceSheets, _capacity, _orders, _shipments, _dispositions;
    private readonly Delivery _parts, _rules, _payments, _certificates, _installations, _devices, _holds, _tips, _tenants, _audits, _outcomes, _fx;
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
        _parts = Open("bill_of_materials", "product_id part_id quantity part_role source known_at");
        _rules = Open("control_events", "control_event_id title direction product_class eccn country country_group announced_on effective_on ended_on citation known_at");
        _fx = Open("fx_rates", "currency day usd_per_unit source known_at");
        _payments = Open("payments", "payment_id order_id kind payer_id payer_name payer_country bank_country paid_at amount_usd currency method prepayment refundable known_at");
        _certificates = Open("certificates", "certificate_id kind party_id order_id issued_on signed signed_by confirmed confirmed_on application location site_id site_address site_country disposition resale_ban site_power_mw racks installer serials inspection_right valid_from valid_to renewal_due_on known_at");
        _installations = Open("installations", "site_id product_id counted_on party_id installed_units stock_units retired_units passed_on_units evidence_grade known_at");
        _devices = Open("device_reports", "report_id serial product_id order_id party_id kind seen_at site_id place_id country latitude longitude online installed inspected_by evidence_grade known_at");
        _holds = Open("holds", "hold_id action order_id party_id acted_at role acted_by reason evidence_grade independent overridden known_at");
        _tips = Open("tips", "tip_id received_at party_id party_name order_id source_kind reliability status summary known_at");
        _tenants = Open("tenants", "tenancy_id provider_id tenant_id site_id share_of_capacity power_kw from_on to_on evidence_grade known_at");
        _audits = Open("audits_and_bonds", "record_id kind party_id order_id site_id happened_on provider_id chosen_by independent on_site units_seen result bond_usd premium_usd valid_to known_at");
        _outcomes = Open("outcomes", "outcome_id kind party_id order_id happened_on finding source citation value_usd units found_country summary known_at");
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
        .Text(row.ControlClass).Text(row.HsCode).Flag(row.MarketedForDatacentre).Moment(row.KnownAt).Text(null).Text(row.UnitOfMeasure).Whole(row.Accelerators).Number(row.DieAreaMm2)
        .Text(null).Text(null).Number(row.MemoryBandwidthDensity).Text(row.Material).Whole(row.SubstrateLayers).Number(row.LineSpaceUm).EndRow();

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
                .Text(row.Detail).Moment(row.KnownAt).Text(row.OwnerId).Number(row.ShareHeld).EndRow();
        }

        foreach (BalanceSheetRow row in story.BalanceSheets)
        {
            _balanceSheets.For(row.KnownAt)?.Text(row.PartyId).Date(row.PeriodEnd).Money(row.AssetsUsd).Money(row.DepositsUsd).Money(row.LiabilitiesUsd)
                .Money(row.EquityUsd).Money(row.RevenueUsd).Money(row.CashUsd).Flag(row.Audited).Moment(row.KnownAt).EndRow();
        }

        foreach (CapacityRow row in story.Capacity)
        {
            _capacity.For(row.KnownAt)?.Text(row.SiteId).Date(row.EvidencedOn).Text(row.PartyId).Number(row.SitePowerKw).Whole(row.Racks).Text(row.Grade)
                .Moment(row.KnownAt).Text(row.Country).Text(row.Address).Number(row.PowerUsageEffectiveness).Text(row.LineProductId).Number(row.LineOutputPerMonth).EndRow();
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

        WritePapers(story);
        WriteOversight(story);
        if (story.Truth is { } truth)
        {
            _truth.Text(truth.SubjectPartyId).Text(truth.Scheme).Text(truth.Typologies).Text(string.Join(';', truth.OrderIds)).Date(truth.FirstOrderOn)
                .Flag(truth.Evades).EndRow();
        }
    }

    public void Write(PartRow row) => _parts.For(row.KnownAt)?.Text(row.ProductId).Text(row.PartId).Fine(row.Quantity).Text(row.Role).Text(row.Source).Moment(row.KnownAt).EndRow();

    public void Write(ControlEventRow row) => _rules.For(row.KnownAt)?.Text(row.Id).Text(row.Title).Text(row.Direction).Text(row.ProductClass).Text(null).Text(row.Country).Text(null)
        .Date(row.AnnouncedOn).Date(row.EffectiveOn).Date(null).Text(row.Citation).Moment(row.KnownAt).EndRow();

    public void Write(FxRow row) => _fx.For(row.KnownAt)?.Text(row.Currency).Date(row.Day).Fine(row.UsdPerUnit).Text("Simulated rates").Moment(row.KnownAt).EndRow();

    public void Dispose()
    {
        foreach (Delivery delivery in _deliveries.Values) delivery.Dispose();
        _truth.Dispose();
    }

    private void Write(PartyRow row) => _parties.For(row.KnownAt)?.Text(row.Id).Text(row.Name).Text(row.Kind).Text(row.Country).Text(row.Address)
        .Text(row.AddressKind).Text(row.Phone).Text(row.EmailDomain).Date(row.IncorporatedOn).Whole(row.Employees).Text(row.HeadquartersCountry)
        .Text(row.UltimateParentCountry).Text(row.UltimateParent).Moment(row.KnownAt).Text(row.LineOfBusiness).Text(row.RegistrationNumber)
        .Text(row.Lei).Text(row.AddressEvidence).Flag(row.WebPresence).EndRow();

    private void WritePapers(Story story)
    {
        foreach (PaymentRow row in story.Payments)
        {
            _payments.For(row.KnownAt)?.Text(row.Id).Text(row.OrderId).Text(row.Kind).Text(row.PayerId).Text(row.PayerName).Text(row.PayerCountry).Text(row.BankCountry).Moment(row.PaidAt).Money(row.AmountUsd)
                .Text(row.Currency).Text(row.Method).Flag(row.Prepayment).Flag(row.Refundable).Moment(row.KnownAt).EndRow();
        }

        foreach (CertificateRow row in story.Certificates)
        {
            _certificates.For(row.KnownAt)?.Text(row.Id).Text(row.Kind).Text(row.PartyId).Text(row.OrderId).Date(row.IssuedOn).Flag(row.Signed).Text(row.SignedBy).Flag(row.Confirmed).Date(row.ConfirmedOn)
                .Text(row.Application).Text(row.Location).Text(row.SiteId).Text(null).Text(row.SiteCountry).Text(row.Disposition).Flag(row.ResaleBan).Number(row.SitePowerMw).Whole(null).Text(null).Text(null)
                .Flag(row.InspectionRight).Date(null).Date(row.ValidTo).Date(null).Moment(row.KnownAt).EndRow();
        }

        foreach (InstallationRow row in story.Installations)
        {
            _installations.For(row.KnownAt)?.Text(row.SiteId).Text(row.ProductId).Date(row.CountedOn).Text(row.PartyId).Quantity(row.Installed).Quantity(row.Stock).Quantity(row.Retired).Quantity(row.PassedOn)
                .Text(row.Grade).Moment(row.KnownAt).EndRow();
        }

        foreach (DeviceRow row in story.Devices)
        {
            _devices.For(row.KnownAt)?.Text(row.Id).Text(row.Serial).Text(row.ProductId).Text(row.OrderId).Text(row.PartyId).Text(row.Kind).Moment(row.SeenAt).Text(row.SiteId).Text(null).Text(row.Country)
                .Number(null).Number(null).Flag(row.Online).Flag(row.Installed).Text(row.InspectedBy).Text(row.Grade).Moment(row.KnownAt).EndRow();
        }
    }

    private void WriteOversight(Story story)
    {
        foreach (HoldRow row in story.Holds)
        {
            _holds.For(row.KnownAt)?.Text(row.Id).Text(row.Action).Text(row.OrderId).Text(row.PartyId).Moment(row.ActedAt).Text(row.Role).Text(row.ActedBy).Text(row.Reason).Text(row.Grade).Flag(row.Independent)
                .Flag(row.Overridden).Moment(row.KnownAt).EndRow();
        }

        foreach (TipRow row in story.Tips)
        {
            _tips.For(row.KnownAt)?.Text(row.Id).Moment(row.ReceivedAt).Text(row.PartyId).Text(row.PartyName).Text(row.OrderId).Text(row.Source).Text(row.Reliability).Text(row.Status).Text(row.Summary)
                .Moment(row.KnownAt).EndRow();
        }

        foreach (TenancyRow row in story.Tenancies)
        {
            _tenants.For(row.KnownAt)?.Text(row.Id).Text(row.ProviderId).Text(row.TenantId).Text(row.SiteId).Number(row.Share).Number(row.PowerKw).Date(row.FromOn).Date(row.ToOn).Text(row.Grade)
                .Moment(row.KnownAt).EndRow();
        }

        foreach (AuditRow row in story.Audits)
        {
            _audits.For(row.KnownAt)?.Text(row.Id).Text(row.Kind).Text(row.PartyId).Text(row.OrderId).Text(row.SiteId).Date(row.HappenedOn).Text(row.ProviderId).Text(row.ChosenBy).Flag(row.Independent)
                .Flag(row.OnSite).Quantity(row.UnitsSeen).Text(row.Result).Money(row.BondUsd).Money(row.PremiumUsd).Date(row.ValidTo).Moment(row.KnownAt).EndRow();
        }

        foreach (OutcomeRow row in story.Outcomes)
        {
            _outcomes.For(row.KnownAt)?.Text(row.Id).Text(row.Kind).Text(row.PartyId).Text(row.OrderId).Date(row.HappenedOn).Text(row.Finding).Text(row.Source).Text(row.Citation).Money(row.ValueUsd)
                .Quantity(row.Units).Text(row.FoundCountry).Text(row.Summary).Moment(row.KnownAt).EndRow();
        }
    }

    private void WriteVersions(TradeOrder order)
    {
        for (int v = 0; v < order.Versions.Count; v++)
        {
            OrderVersion version = order.Versions[v];
            Recipient to = version.To ?? new(order.UltimateId, order.DestinationCountry, order.ShipToCountry);
            OrderTerms terms = order.Terms;
            if (_orders.For(version.KnownAt) is not { } file) return;
            for (int i = 0; i < version.Lines.Length; i++)
            {
                OrderLine line = version.Lines[i];
                file.Text(order.Id).Whole(v + 1).Whole(i + 1).Text(version.Status).Moment(order.OrderedAt).Text(order.SellerId).Text(order.PurchaserId)
                    .Text(order.IntermediateId).Text(to.UltimateId).Text(order.EndUserId).Text(order.ForwarderId).Text(order.PayerId)
                    .Text(order.SalesRepresentative).Text(to.DestinationCountry).Text(to.ShipToCountry).Text(order.EndUse).Text(line.Product.Id)
                    .Quantity(line.Quantity).Money(line.ValueUsd).Moment(version.KnownAt).Text(i == 0 ? terms.DeclaredHsCode ?? line.Product.HsCode : line.Product.HsCode).Text(line.Product.ControlClass)
                    .Text(terms.LicenceCode).Text(line.Product.ControlClass is "none" or "5A991" or "5A992" ? null : terms.LicenceNumber).Text(terms.Incoterms).Text(terms.Mode).Text(null).Flag(terms.RoutedExport).Flag(terms.RelatedParties)
                    .Text(terms.ConsigneeType).Text(terms.PortOfExport).Text(terms.PortOfUnlading).Text(terms.EndUseLocation).Text(terms.Packaging).Text(terms.Assembly).Text(terms.Deployment).Text(terms.PaymentTerms).Text(terms.Currency).EndRow();
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
                .Quantity(leg.WeightKg).Money(leg.FreightUsd).Text(leg.HsCode).Moment(knownAt).Text(null).Quantity(leg.Quantity).Money(leg.DeclaredValueUsd).Text(leg.Description)
                .Text(null).Text(null).Text(null).Text(leg.OriginCountry).EndRow();
        }
    }
}
