using System.Globalization;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Replay;
using Screening.Features;
using Screening.Policies;
using Screening.Parties;
using Screening.Records;
using Screening.Tests.Cli;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Replay;

public sealed class EventLogReaderTests : IDisposable
{
    private const string Noon = "2024-05-01 12:00:00";
    private readonly SomeDelivery _delivery = new();
    private readonly TemporaryFolder _sorted = new();
    private int _files;

    public void Dispose()
    {
        _delivery.Dispose();
        _sorted.Dispose();
    }

    // One row of each dataset, all known at one moment; what others name is delivered first, the rest in the opposite order.
    [Fact]
    public void WhatIsKnownAtOneMomentComesByTheRankOfItsDataset()
    {
        (string Dataset, EventKind Kind, string Cells)[] rows =
        [
            ("products", EventKind.Product, "product_id=SKU-1|name=Server|class=server"),
            ("places", EventKind.Place, "place_id=FRA|name=Frankfurt|country=DE|kind=airport|latitude=50|longitude=8.5"),
            ("bill_of_materials", EventKind.Part, "product_id=SKU-1|part_id=SKU-1|quantity=8"),
            ("control_events", EventKind.ControlEvent, "control_event_id=R-1|title=A rule|direction=tightened|effective_on=2024-04-30|citation=somewhere"),
            ("restricted_parties", EventKind.RestrictedParty, "entry_id=L-1|list_id=L|name=N"),
            ("parties", EventKind.Party, "party_id=P-1|name=P|kind=neocloud|country=DE"),
            ("party_events", EventKind.PartyEvent, "event_id=E-1|party_id=P-1|kind=director|happened_on=2024-04-30"),
            ("balance_sheets", EventKind.BalanceSheet, "party_id=P-1|period_end=2023-12-31|total_assets_usd=1"),
            ("capacity", EventKind.Capacity, "site_id=SI-1|evidenced_on=2024-04-30|party_id=P-1|evidence_grade=registry"),
            ("installations", EventKind.Installation, "site_id=SI-1|product_id=SKU-1|counted_on=2024-04-30|party_id=P-1|evidence_grade=registry"),
            ("certificates", EventKind.Certificate, "certificate_id=C-1|kind=statement|party_id=P-1|order_id=SO-1|issued_on=2024-04-30"),
            ("tenants", EventKind.Tenancy, "tenancy_id=N-1|provider_id=P-1|from_on=2024-04-30|evidence_grade=registry"),
            ("audits_and_bonds", EventKind.AuditOrBond, "record_id=A-1|kind=audit|party_id=P-1|happened_on=2024-04-30"),
            ("tips", EventKind.Tip, "tip_id=T-1|received_at=2024-04-30 06:00:00|source_kind=press|reliability=low|status=open"),
            ("orders", EventKind.Order, "order_id=SO-1|version=1|line_no=1|status=placed|ordered_at=2024-04-30 06:00:00|seller_id=S-1|purchaser_id=P-1|destination_country=DE|product_id=SKU-1|quantity=1|value_usd=1"),
            ("shipments", EventKind.ShipmentLeg, "shipment_id=SH-1|leg_no=1|order_id=SO-1|to_country=DE"),
            ("payments", EventKind.Payment, "payment_id=Y-1|order_id=SO-1|kind=deposit|paid_at=2024-04-30 06:00:00|amount_usd=1|payer_country=DE"),
            ("device_reports", EventKind.DeviceReport, "report_id=R-1|serial=S-1|kind=service|seen_at=2024-04-30 06:00:00|country=DE"),
            ("holds", EventKind.HoldAction, "hold_id=H-1|action=placed|acted_at=2024-04-30 06:00:00|role=lead"),
            ("dispositions", EventKind.Disposition, "disposition_id=D-1|subject_id=S-P-1|order_id=SO-1|decision=held|decided_at=2024-04-30 06:00:00"),
            ("outcomes", EventKind.OutcomeReport, "outcome_id=X-1|kind=seizure|happened_on=2024-04-30|finding=open|source=an agency"),
        ];
        string[] named = ["orders", "parties", "products"];
        Assert.Equal(SomeDelivery.Contracts.Contracts.Select(c => c.Dataset).Where(d => d != "fx_rates"), rows.Select(r => r.Dataset));
        Assert.Equal(Enum.GetValues<EventKind>(), rows.Select(r => r.Kind));
        using var lake = new SomeLake();
        lake.Tell("fx_rates", Noon, ["currency=EUR", "day=2024-04-30", "usd_per_unit=1.1"]);
        foreach ((string dataset, _, string cells) in rows.Reverse().OrderBy(r => !named.Contains(r.Dataset))) lake.Tell(dataset, Noon, cells.Split('|'));
        EventLog log = lake.Read();
        Assert.Equal(Enum.GetValues<EventKind>(), Events(log).Select(e => e.Kind));
        Assert.All(Enum.GetValues<EventKind>(), kind => Assert.Equal((1, At(Noon)), (log.Standing(kind), log.KnownAt(new Event(kind, 0)))));
        Assert.Equal(0, log.CurrentProduct(log.Lines[0].Product));
        Assert.Equal(0, log.Orders[0].UnknownProductLines);
    }

    // A dataset without a file is not asked for: its contract need not even be there.
    [Fact]
    public void ADatasetWithoutAFileNeedsNoContract()
    {
        string source = Path.Combine(SomeDelivery.Root, "data-contracts"), copy = Path.Combine(_delivery.Folder, "contracts");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "tips.odcs.yaml"))
        {
            string to = Path.Combine(copy, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        IngestOrder();
        using DuckDbDatabase database = DuckDbDatabase.Open();
        EventLog log = EventLogReader.Read(database, _delivery.Lake.Snapshot(), ContractStore.Load(copy), long.MaxValue / 2, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([new Event(EventKind.Order, 0)], Events(log));
    }

    [Fact]
    public void LaterKnowledgeComesLaterWhateverItsDataset()
    {
        IngestOrder(("known_at", "2024-05-01 12:00:00.000001"));
        Ingest("products",
            [("product_id", "SKU-1"), ("name", "Old"), ("class", "server"), ("tpp", "1"), ("known_at", Noon)],
            [("product_id", "SKU-1"), ("name", "New"), ("class", "server"), ("tpp", "2"), ("known_at", "2024-05-01 12:00:00.000002")]);
        EventLog log = Read();
        Assert.Equal([EventKind.Product, EventKind.Order, EventKind.Product], Events(log).Select(e => e.Kind));
        Assert.Equal(At(Noon) + 1, log.Orders[0].KnownAt);
        Assert.Equal(8, log.Orders[0].Content.Tpp);
    }

    [Fact]
    public void OrdersOfOneMomentComeByTimeKeyAndVersionWithTheirLinesTogether()
    {
        (string, string)[] Row(string order, string version, string line, string orderedAt) =>
            [("order_id", order), ("version", version), ("line_no", line), ("ordered_at", orderedAt), ("known_at", Noon), ("product_id", $"SKU-{line}"), ("quantity", line)];
        IngestOrders(
            Row("SO-B", "1", "3", Noon), Row("SO-A", "2", "1", Noon), Row("SO-B", "1", "1", Noon), Row("SO-A", "1", "1", Noon), Row("SO-C", "1", "1", "2024-04-30 12:00:00"),
            Row("SO-B", "1", "2", Noon), Row("SO-A", "2", "2", Noon));
        EventLog log = Read();
        Assert.Equal(
            ["SO-C v1: 1", "SO-A v1: 1", "SO-A v2: 1 2", "SO-B v1: 1 2 3"],
            Events(log).Select(e => log.Orders[e.Row]).Select(o => FormattableString.Invariant(
                $"{log.Symbols.Orders.Text(o.Order)} v{o.Version}: {string.Join(' ', Enumerable.Range(o.FirstLine, o.Lines).Select(i => log.Lines[i].LineNo))}")));
        Assert.Equal(7, log.Lines.Count);
        Assert.Equal(1, log.Orders[2].Previous);
        Assert.Equal("SKU-3", log.Symbols.Products.Text(log.Lines[6].Product));
    }

    // The same order line told again later with another quantity: a telling of its own, whose other line stays.
    [Fact]
    public void AVersionToldAgainLaterIsAnEventOfItsOwn()
    {
        IngestOrders(
            [("order_id", "SO-1"), ("line_no", "1"), ("quantity", "5"), ("known_at", Noon)], [("order_id", "SO-1"), ("line_no", "2"), ("quantity", "7"), ("known_at", Noon)],
            [("order_id", "SO-1"), ("line_no", "1"), ("quantity", "6"), ("known_at", "2024-05-02 12:00:00")]);
        EventLog log = Read();
        Assert.Equal(2, log.Orders.Count);
        Assert.Equal([6000, 7000], Enumerable.Range(log.Orders[1].FirstLine, log.Orders[1].Lines).Select(i => log.Lines[i].QuantityThousandths));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 1)]
    [InlineData(999_999, 1)]
    [InlineData(1_000_000, 2)]
    public void WhatIsKnownLaterIsLeftOutAndTheLastMomentIsIn(long after, int expected)
    {
        IngestOrders([("order_id", "SO-1"), ("known_at", Noon)], [("order_id", "SO-2"), ("known_at", "2024-05-01 12:00:01")]);
        EventLog log = Read(At(Noon) + after);
        Assert.Equal(expected, log.Events.Count);
        Assert.Equal(expected, log.Symbols.Orders.Count);
    }

    [Fact]
    public void AmountsAreExactToTheCentAndTheThousandth()
    {
        IngestOrders([("order_id", "SO-1"), ("quantity", "0.001"), ("value_usd", "99999999999.99")], [("order_id", "SO-2"), ("quantity", "1234567.891"), ("value_usd", "0.29")]);
        Ingest("balance_sheets",
            [("party_id", "P-1"), ("period_end", "2023-12-31"), ("total_assets_usd", "99999999999999.99"), ("customer_deposits_usd", "0.07"), ("equity_usd", "-1.13"), ("revenue_usd", "1.15"), ("cash_usd", "4.35"), ("audited", "true"), ("known_at", Noon)]);
        Ingest("shipments", [("shipment_id", "SH-1"), ("leg_no", "1"), ("order_id", "SO-1"), ("to_country", "DE"), ("weight_kg", "8.201"), ("freight_usd", "16.08"), ("known_at", Noon)]);
        Ingest("capacity", [("site_id", "SI-1"), ("evidenced_on", "2024-04-30"), ("party_id", "P-1"), ("site_power_kw", "1234.567"), ("evidence_grade", "landlord_or_utility"), ("known_at", Noon)]);
        Ingest("products", [("product_id", "SKU-1"), ("name", "Server"), ("class", "server"), ("tpp", "126656.4"), ("accelerator_power_w", "5600"), ("system_power_w", "10200.5"), ("known_at", "2024-04-01 00:00:00")]);
        EventLog log = Read();
        Assert.Equal([(1L, 9_999_999_999_999L), (1_234_567_891L, 29L)], Enumerable.Range(0, 2).Select(i => (log.Lines[i].QuantityThousandths, log.Lines[i].ValueCents)));
        BalanceSheet sheet = log.BalanceSheets[0];
        Assert.Equal((9_999_999_999_999_999, 7, -113, 115, 435), (sheet.AssetsCents, sheet.DepositsCents, sheet.EquityCents, sheet.RevenueCents, sheet.CashCents));
        Assert.Equal((true, Day("2023-12-31")), (sheet.Audited, sheet.PeriodEnd));
        Assert.Equal((8201, 1608), (log.Legs[0].WeightGrams, log.Legs[0].FreightCents));
        Assert.Equal((1_234_567, EvidenceGrade.LandlordOrUtility, Day("2024-04-30")), (log.Capacity[0].PowerWatts, log.Capacity[0].Grade, log.Capacity[0].EvidencedAt));
        Assert.Equal((126_656, 5600, 10_201), (log.Products[0].Tpp, log.Products[0].AcceleratorWatts, log.Products[0].SystemWatts));
    }

    [Fact]
    public void WhatARowDoesNotTellIsMissingAndNotZero()
    {
        IngestOrder();
        Ingest("products", [("product_id", "SKU-1"), ("name", "Server"), ("class", "other"), ("known_at", Noon)]);
        Ingest("parties", [("party_id", "P-1"), ("name", "P"), ("kind", "other"), ("country", "DE"), ("known_at", Noon)]);
        Ingest("party_events", [("event_id", "E-1"), ("party_id", "P-1"), ("kind", "ownership"), ("happened_on", "2024-04-30"), ("known_at", Noon)]);
        Ingest("balance_sheets", [("party_id", "P-1"), ("period_end", "2023-12-31"), ("total_assets_usd", "0"), ("known_at", Noon)]);
        Ingest("capacity", [("site_id", "SI-1"), ("evidenced_on", "2024-04-30"), ("party_id", "P-1"), ("evidence_grade", "self_declared"), ("known_at", Noon)]);
        Ingest("shipments", [("shipment_id", "SH-1"), ("leg_no", "1"), ("order_id", "SO-1"), ("to_country", "DE"), ("known_at", Noon)]);
        Ingest("dispositions", [("disposition_id", "D-1"), ("subject_id", "S-P-1"), ("decision", "confirmed"), ("decided_at", Noon), ("known_at", Noon)]);
        EventLog log = Read();
        Product product = log.Products[0];
        Assert.Equal((Missing.Amount, Missing.Amount, Missing.Amount, (bool?)null), (product.Tpp, product.AcceleratorWatts, product.SystemWatts, product.Controlled));
        PartyProfile party = log.Profiles[0];
        Assert.Equal(Missing.Moment, party.IncorporatedAt);
        Assert.All((int[])[party.HeadquartersCountry, party.UltimateParentCountry, party.UltimateParent, party.Address, party.Phone, party.EmailDomain], s => Assert.Equal(Missing.Symbol, s));
        Assert.False(party.AddressIsHub);
        Assert.True(double.IsNaN(log.PartyEvents[0].ShareChanged));
        Assert.Equal(Missing.Symbol, log.PartyEvents[0].Person);
        BalanceSheet sheet = log.BalanceSheets[0];
        Assert.Equal(0, sheet.AssetsCents);
        Assert.All((long[])[sheet.DepositsCents, sheet.EquityCents, sheet.RevenueCents, sheet.CashCents], a => Assert.Equal(Missing.Amount, a));
        Assert.Null(sheet.Audited);
        Assert.Equal(Missing.Amount, log.Capacity[0].PowerWatts);
        OrderVersion order = log.Orders[0];
        Assert.All(
            (int[])[order.IntermediateConsignee, order.UltimateConsignee, order.EndUser, order.ForwardingAgent, order.Payer, order.ShipToCountry, order.EndUse],
            s => Assert.Equal(Missing.Symbol, s));
        ShipmentLeg leg = log.Legs[0];
        Assert.All((int[])[leg.From, leg.To, leg.FromCountry, leg.Consignee], s => Assert.Equal(Missing.Symbol, s));
        Assert.All((long[])[leg.DepartedAt, leg.ArrivedAt, leg.WeightGrams, leg.FreightCents, leg.LengthMetres], a => Assert.Equal(Missing.Amount, a));
        Assert.Equal((Missing.Symbol, Decision.Confirmed), (log.Dispositions[0].Order, log.Dispositions[0].Decision));
    }

    [Fact]
    public void EveryFieldOfAnOrderGoesWhereItBelongs()
    {
        IngestOrder(
            ("intermediate_consignee_id", "IC"), ("ultimate_consignee_id", "UC"), ("end_user_id", "EU"), ("forwarding_agent_id", "FA"), ("payer_id", "PY"), ("destination_country", "SG"),
            ("ship_to_country", "MY"), ("end_use", "training"), ("status", "changed"), ("ordered_at", "2024-04-30 23:59:59.999999"));
        EventLog log = Read();
        OrderVersion order = log.Orders[0];
        Assert.Equal(
            ["S-1", "P-1", "IC", "UC", "EU", "FA", "PY"],
            ((int[])[order.Seller, order.Purchaser, order.IntermediateConsignee, order.UltimateConsignee, order.EndUser, order.ForwardingAgent, order.Payer]).Select(p => log.Symbols.Parties.Text(p)!));
        Assert.Equal(("SG", "MY", "training", OrderStatus.Changed), (CountryCode.Text(order.DestinationCountry), CountryCode.Text(order.ShipToCountry), log.Symbols.Texts.Text(order.EndUse), order.Status));
        Assert.Equal(Day("2024-05-01") - 1, order.OrderedAt);
    }

    [Fact]
    public void WordsOfTheContractBecomeTheirNumbers()
    {
        string[] kinds = ["hyperscaler", "neocloud", "university", "enterprise", "government", "reseller", "distributor", "manufacturer", "osat", "material_buyer", "forwarder", "bank", "other"];
        Ingest("parties", [.. kinds.Select((k, i) => ((string, string)[])[("party_id", $"P-{i:D2}"), ("name", "P"), ("kind", k), ("country", "DE"), ("address_kind", i == 0 ? "virtual_office" : i == 1 ? "forwarder" : "office"), ("known_at", Noon)])]);
        string[] statuses = ["quoted", "placed", "changed", "cancelled", "refused", "shipped", "returned"];
        IngestOrders([.. statuses.Select((s, i) => ((string, string)[])[("order_id", $"SO-{i}"), ("status", s)])]);
        string[] classes = ["accelerator", "server", "memory", "packaging_material", "other"], controls = ["3A090.a", "EAR99", "none (individual notice)", "", "5A991"];
        Ingest("products", [.. classes.Select((c, i) => ((string, string)[])[("product_id", $"SKU-{i}"), ("name", "P"), ("class", c), ("control_class", controls[i]), ("known_at", Noon)])]);
        string[] changes = ["ownership", "director", "name", "address"];
        Ingest("party_events", [.. changes.Select((c, i) => ((string, string)[])[("event_id", $"E-{i}"), ("party_id", "P-1"), ("kind", c), ("happened_on", "2024-04-30"), ("share_changed", "0.25"), ("person", "A B"), ("known_at", Noon)])]);
        EventLog log = Read();
        Assert.Equal(kinds, Enumerable.Range(0, kinds.Length).Select(i => Snake(log.Profiles[i].Kind)));
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(i => log.Profiles[i].AddressIsHub));
        Assert.Equal(statuses, Enumerable.Range(0, statuses.Length).Select(i => Snake(log.Orders[i].Status)));
        Assert.Equal(classes, Enumerable.Range(0, classes.Length).Select(i => Snake(log.Products[i].Class)));
        Assert.Equal([true, false, false, null, false], Enumerable.Range(0, classes.Length).Select(i => log.Products[i].Controlled));
        Assert.Equal(changes, Enumerable.Range(0, changes.Length).Select(i => Snake(log.PartyEvents[i].Kind)));
        Assert.Equal((0.25, "A B", Day("2024-04-30")), (log.PartyEvents[0].ShareChanged, log.Symbols.Texts.Text(log.PartyEvents[0].Person), log.PartyEvents[0].HappenedAt));
    }

    [Fact]
    public void AliasesOfAListAreSplitThoseWithoutALetterAndWeakOnesEqualNothingByTheirKey()
    {
        Ingest("restricted_parties",
            [("entry_id", "L-2"), ("list_id", "EL"), ("name", "Oblique Trade Co Ltd"), ("aliases", "\" Oblique ; ;晶片; --- ;O.T.C.\""), ("weak_aliases", "Trade"), ("country", "Germany;XX;FR"), ("nationalities", "France;Türkiye"), ("effective_on", "2024-01-02"), ("known_at", Noon)],
            [("entry_id", "L-1"), ("list_id", "EL"), ("name", "Plain"), ("effective_on", "2024-01-03"), ("known_at", Noon)],
            [("entry_id", "L-3"), ("list_id", "DP"), ("name", "Undated"), ("known_at", Noon)]);
        EventLog log = Read();
        Assert.Equal(["L-3", "L-2", "L-1"], Events(log).Select(e => log.Symbols.Entries.Text(log.RestrictedEntries[e.Row].Entry)!));
        RestrictedEntry entry = log.RestrictedEntries[1];
        Assert.Equal(
            [
                ("Oblique Trade Co Ltd", "OBLIQUE TRADE", ListedNameKind.Name), ("Oblique", "OBLIQUE", ListedNameKind.Alias), ("晶片", "晶片", ListedNameKind.Alias), ("---", null, ListedNameKind.Alias),
                ("O.T.C.", "OTC", ListedNameKind.Alias), ("Trade", null, ListedNameKind.WeakAlias),
            ],
            Enumerable.Range(entry.FirstName, entry.Names).Select(i => (log.Symbols.Texts.Text(log.ListedNames[i].Text)!, log.Symbols.NameKeys.Text(log.ListedNames[i].Key), log.ListedNames[i].Kind)));
        Assert.Equal(["DE", "FR", "TR"], entry.Countries.Select(c => CountryCode.Text(c)));
        Assert.EndsWith(".csv:2", log.Symbols.Texts.Text(entry.Source), StringComparison.Ordinal);
    }

    [Fact]
    public void ADayOfIncorporationIsItsStart()
    {
        Ingest("parties", [("party_id", "P-1"), ("name", "Crémerie S.A."), ("kind", "other"), ("country", "DE"), ("incorporated_on", "1965-03-01"), ("headquarters_country", "HK"), ("ultimate_parent_country", "CN"), ("known_at", Noon)]);
        EventLog log = Read();
        PartyProfile party = log.Profiles[0];
        Assert.Equal(Day("1965-03-01"), party.IncorporatedAt);
        Assert.Equal(("DE", "HK", "CN"), (CountryCode.Text(party.Country), CountryCode.Text(party.HeadquartersCountry), CountryCode.Text(party.UltimateParentCountry)));
        Assert.Equal(("Crémerie S.A.", "CREMERIE"), (log.Symbols.Texts.Text(party.Name), log.Symbols.NameKeys.Text(party.NameKey)));
    }

    [Fact]
    public void AnEmptyLakeIsAnEmptyLog() => Assert.Equal(0, Read().Events.Count);

    // Beside the thread that takes rows another gives texts numbers, in an order that must not hang on which of them is faster; entries of lists give theirs in between.
    [Fact]
    public void TextsHaveTheSameNumbersEachTime()
    {
        IngestOrders([.. Enumerable.Range(0, 9000).Select(i => ((string, string)[])
        [
            ("order_id", $"SO-{i * 7919 % 9000}"), ("end_use", FormattableString.Invariant($"use {i % 700}")), ("purchaser_id", FormattableString.Invariant($"P-{i % 5000}")),
            ("known_at", FormattableString.Invariant($"2024-05-{1 + (i % 9):D2} 12:00:00")),
        ])]);
        Ingest("parties", [.. Enumerable.Range(0, 5000).Select(i => ((string, string)[])
        [
            ("party_id", FormattableString.Invariant($"P-{i}")), ("name", FormattableString.Invariant($"Party {i}")), ("kind", "neocloud"), ("country", "DE"),
            ("known_at", FormattableString.Invariant($"2024-05-{1 + (i % 9):D2} 11:00:00")),
        ])]);
        Ingest("restricted_parties", [.. Enumerable.Range(0, 300).Select(i => ((string, string)[])
        [
            ("entry_id", FormattableString.Invariant($"L-{i}")), ("list_id", "L"), ("name", FormattableString.Invariant($"Listed {i}")),
            ("known_at", FormattableString.Invariant($"2024-05-{1 + (i % 9):D2} 10:00:00")),
        ])]);
        Symbols first = Read().Symbols;
        Assert.True(first.Texts.Count > 6000, $"{first.Texts.Count} texts: of several chunks and of the list");
        for (int time = 0; time < 5; time++)
        {
            Symbols again = Read(threads: 1 + (time % 2)).Symbols;
            foreach (Func<Symbols, SymbolTable> table in new Func<Symbols, SymbolTable>[] { s => s.Orders, s => s.Parties, s => s.Texts, s => s.NameKeys })
                Assert.Equal(All(table(first)), All(table(again)));
        }
    }

    [Fact]
    public void ReadingTwiceGivesTheSameEvents()
    {
        IngestOrders([.. Enumerable.Range(0, 5000).Select(i => ((string, string)[])[("order_id", $"SO-{i * 7919 % 5000}"), ("known_at", FormattableString.Invariant($"2024-05-{1 + (i % 3):D2} 12:00:00"))])]);
        EventLog first = Read(), second = Read(threads: 1);
        Assert.Equal(5000, first.Orders.Count);
        for (int i = 0; i < first.Orders.Count; i++)
        {
            Assert.Equal(first.Orders[i], second.Orders[i]);
            Assert.Equal(first.Symbols.Orders.Text(first.Orders[i].Order), second.Symbols.Orders.Text(second.Orders[i].Order));
        }
    }

    // day      1          3          5            10
    // ---------told-------gone-------back---------> each log is read as of day 10, as it was known on days 2, 4 and 6
    [Theory]
    [InlineData("orders", "order_id=SO-1 version=1 line_no=2", "purchaser_value_usd_sum_365d", 3000, 2000)]
    [InlineData("orders", "order_id=SO-1 version=1 line_no=1|order_id=SO-1 version=1 line_no=2", "purchaser_orders_before", 1, 0)]
    [InlineData("orders", "order_id=SO-1 version=1 line_no=1|order_id=SO-1 version=1 line_no=2", "linked_orders_30d", 2, 1)]
    [InlineData("shipments", "shipment_id=SH-2 leg_no=2", "route_leg_count", 2, 1)]
    [InlineData("balance_sheets", "party_id=P-1 period_end=2023-12-31", "purchaser_assets_usd", 500, double.NaN)]
    [InlineData("capacity", "site_id=SI-1 evidenced_on=2024-04-01", "end_user_verified_power_kw", 100, double.NaN)]
    [InlineData("parties", "party_id=P-1", "purchaser_age_days", 70, double.NaN)]
    [InlineData("parties", "party_id=P-1", "order_parties_without_name", 1, 2)]
    [InlineData("party_events", "event_id=E-1", "end_user_days_since_ownership_change", 39, double.NaN)]
    [InlineData("restricted_parties", "entry_id=L-1", "listed_parties_exact", 1, 0)]
    public void WhatIsDeletedIsAsIfItHadNeverBeenToldUntilItIsToldAgain(string dataset, string keys, string feature, double told, double gone)
    {
        IngestWorld("2024-05-01 12:00:00");
        Ingest(dataset, [.. keys.Split('|').Select(key => ((string, string)[])[.. key.Split(' ').Select(cell => (cell.Split('=')[0], cell.Split('=')[1])), ("known_at", "2024-05-03 12:00:00"), ("_deleted", "true")])]);
        IngestWorld("2024-05-05 12:00:00", dataset);
        Assert.Equal([told, gone, told], new[] { "2024-05-02", "2024-05-04", "2024-05-06" }.Select(day => Feature(Read(Day(day)), "SO-2", feature)));
    }

    [Fact]
    public void AGoneProductAndAGonePlaceAreUnknownToWhatIsToldLater()
    {
        IngestWorld("2024-05-01 12:00:00");
        Ingest("products", [("product_id", "SKU-1"), ("known_at", "2024-05-03 12:00:00"), ("_deleted", "true")]);
        Ingest("places", [("place_id", "B"), ("known_at", "2024-05-03 12:00:00"), ("_deleted", "true")]);
        IngestOrders([("order_id", "SO-3"), ("known_at", "2024-05-04 12:00:00")]);
        Ingest("shipments", Leg("SH-3", "1", "SO-3", "A", "B", "2024-05-04 12:00:00"));
        EventLog log = Read();
        Assert.Equal([0, 1], new[] { "SO-2", "SO-3" }.Select(order => Feature(log, order, "order_unknown_product_lines")));
        Assert.Equal([1, double.NaN], new[] { "SO-2", "SO-3" }.Select(order => Math.Round(Feature(log, order, "route_detour_ratio"))));
    }

    [Fact]
    public void DeletionsOfOneMomentComeBeforeWhatIsToldThenAndThoseOfAnOrderAreOne()
    {
        string[] Keys(string version, string line) => [version, line];
        IngestOrders(
            [("order_id", "SO-1"), ("version", "1"), ("line_no", "1"), ("known_at", Noon)], [("order_id", "SO-1"), ("version", "1"), ("line_no", "2"), ("known_at", Noon)],
            [("order_id", "SO-1"), ("version", "2"), ("line_no", "1"), ("known_at", Noon)]);
        Ingest("dispositions", [("disposition_id", "D-1"), ("subject_id", "S-P-1"), ("decision", "held"), ("decided_at", Noon), ("known_at", Noon)]);
        const string Later = "2024-05-02 12:00:00";
        Ingest("orders", [.. new[] { Keys("1", "1"), Keys("2", "1"), Keys("1", "2") }.Select(key => ((string, string)[])[("order_id", "SO-1"), ("version", key[0]), ("line_no", key[1]), ("known_at", Later), ("_deleted", "true")])]);
        Ingest("dispositions", [("disposition_id", "D-1"), ("known_at", Later), ("_deleted", "true")]);
        IngestOrders([("order_id", "SO-1"), ("version", "3"), ("known_at", Later)]);
        EventLog log = Read();
        Assert.Equal([false, false, true, false], Enumerable.Range(0, log.Orders.Count).Select(i => log.Orders[i].IsGone));
        Assert.Equal((3, Missing.Symbol), (log.Orders[3].Version, log.Orders[3].Previous));
        Assert.Equal((2, 0), (log.Dispositions.Count, log.Standing(EventKind.Disposition)));
    }

    [Fact]
    public void ADeletionOfWhatWasNeverToldIsNoEvent()
    {
        Ingest("orders", [("order_id", "SO-1"), ("version", "1"), ("line_no", "1"), ("known_at", Noon), ("_deleted", "true")]);
        Ingest("parties", [("party_id", "P-1"), ("known_at", Noon), ("_deleted", "true")]);
        Assert.Equal(0, Read().Events.Count);
    }

    private static double Feature(EventLog log, string order, string feature)
    {
        var engine = new Engine(log, new CountryGroups([], []));
        engine.ProcessAll();
        double[] row = new double[engine.Catalogue.Count];
        engine.Read(log.InForce(log.Symbols.Orders.Find(order)), Day("2024-05-10"), row);
        return row[engine.Catalogue[feature]];
    }

    // An order of P-1 that is read, SO-2, and what else there is to know by it. Told again, the same words are news only of what is gone.
    private void IngestWorld(string knownAt, string? only = null)
    {
        void Tell(string dataset, params (string, string)[][] rows)
        {
            if (only is null || only == dataset) _delivery.Ingest(Rows(dataset, [.. rows.Select(r => ((string, string)[])[.. r, ("known_at", knownAt)])]), dataset);
        }

        (string, string)[] Line(string order, string line) =>
        [
            ("order_id", order), ("version", "1"), ("line_no", line), ("status", "placed"), ("ordered_at", Noon), ("seller_id", "S-1"), ("purchaser_id", "P-1"), ("end_user_id", "P-1"),
            ("destination_country", "DE"), ("product_id", "SKU-1"), ("quantity", "1"), ("value_usd", "1000"),
        ];
        Tell("products", [("product_id", "SKU-1"), ("name", "Server"), ("class", "server"), ("tpp", "15832")]);
        Tell("places", [("place_id", "A"), ("name", "A"), ("country", "DE"), ("kind", "port"), ("latitude", "1"), ("longitude", "2")], [("place_id", "B"), ("name", "B"), ("country", "DE"), ("kind", "port"), ("latitude", "5"), ("longitude", "2")]);
        Tell("restricted_parties", [("entry_id", "L-1"), ("list_id", "L"), ("name", "Acme")], [("entry_id", "L-2"), ("list_id", "L"), ("name", "Somebody else")]);
        Tell("parties", [("party_id", "P-1"), ("name", "Acme Ltd"), ("kind", "neocloud"), ("country", "DE"), ("incorporated_on", "2024-03-01")]);
        Tell("party_events", [("event_id", "E-1"), ("party_id", "P-1"), ("kind", "ownership"), ("happened_on", "2024-04-01")]);
        Tell("balance_sheets", [("party_id", "P-1"), ("period_end", "2023-12-31"), ("total_assets_usd", "500")]);
        Tell("capacity", [("site_id", "SI-1"), ("evidenced_on", "2024-04-01"), ("party_id", "P-1"), ("site_power_kw", "100"), ("evidence_grade", "registry")]);
        Tell("orders", Line("SO-1", "1"), Line("SO-1", "2"), Line("SO-2", "1"));
        Tell("shipments", Leg("SH-2", "1", "SO-2", "A", "B"), Leg("SH-2", "2", "SO-2", "B", "A"), Leg("SH-1", "1", "SO-2", "A", "B"));
    }

    private static (string, string)[] Leg(string shipment, string leg, string order, string from, string to, string? knownAt = null) =>
    [
        ("shipment_id", shipment), ("leg_no", leg), ("order_id", order), ("from_place", from), ("to_place", to), ("to_country", "DE"), .. knownAt is null ? ((string, string)[])[] : [("known_at", knownAt)],
    ];

    private static string Snake<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static long At(string text) => Micros.FromDateTime(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));

    private static long Day(string text) => Micros.StartOf(DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static IEnumerable<Event> Events(EventLog log) => Enumerable.Range(0, log.Events.Count).Select(i => log.Events[i]);

    [Fact]
    public void TheLogIsTheSameHoweverManyRowsAreSortedAtOnce()
    {
        var random = new Random(TestSeed.Value);
        for (int file = 0; file < 4; file++)
        {
            IngestOrders([.. Enumerable.Range(0, 25).Select(line => new (string, string)[]
            {
                ("order_id", $"SO-{random.Next(30)}"), ("version", "1"), ("line_no", FormattableString.Invariant($"{(file * 25) + line + 1}")),
                ("known_at", FormattableString.Invariant($"2024-05-{random.Next(1, 12):00} {random.Next(10, 14)}:00:00")),
            })]);
        }

        EventLog whole = Read(sliceRows: long.MaxValue);
        foreach (long rows in new long[] { 1, 20, 30, 60 })
        {
            foreach (string? folder in new[] { null, _sorted["slices"] })
            {
                EventLog sliced = Read(sliceRows: rows, folder: folder);
                Assert.Equal(All(whole.Events), All(sliced.Events));
                Assert.Equal(All(whole.Orders), All(sliced.Orders));
                Assert.Equal(All(whole.Lines), All(sliced.Lines));
                Assert.Empty(Directory.EnumerateFileSystemEntries(_sorted.Path));
            }
        }

        long some = Micros.FromDateTime(new DateTime(2024, 5, 6, 11, 0, 0, DateTimeKind.Utc));
        Assert.Equal(All(Read(some, sliceRows: long.MaxValue).Orders), All(Read(some, sliceRows: 20).Orders));
    }

    private static string?[] All(SymbolTable table) => [.. Enumerable.Range(0, table.Count).Select(table.Text)];

    private static T[] All<T>(Rows<T> rows)
        where T : struct => [.. Enumerable.Range(0, rows.Count).Select(i => rows[i])];

    private void IngestOrder(params (string Column, string Cell)[] cells) => IngestOrders([("order_id", "SO-1"), ("known_at", Noon), .. cells]);

    private void IngestOrders(params (string Column, string Cell)[][] rows) => Accepted(_delivery.Ingest(_delivery.Orders($"{_files++}.csv", rows.Select(r => SomeDelivery.Order(1, r)))), rows.Length);

    private void Ingest(string dataset, params (string Column, string Cell)[][] rows) => Accepted(_delivery.Ingest(Rows(dataset, rows), dataset), rows.Length);

    private string Rows(string dataset, params (string Column, string Cell)[][] rows)
    {
        string[] columns = [.. SomeDelivery.Contracts[dataset].ColumnNames, "_deleted"];
        IEnumerable<string> lines = rows.Select(r => string.Join(',', columns.Select(c => r.FirstOrDefault(cell => cell.Column == c).Cell ?? "")));
        return _delivery.Write($"{_files++}.csv", lines.Prepend(string.Join(',', columns)));
    }

    private static void Accepted(IngestReport report, int rows) => Assert.Equal(rows, report.Total.Accepted);

    private EventLog Read(long knownThrough = long.MaxValue, int threads = 2, long sliceRows = 2_500_000, string? folder = null)
    {
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = threads });
        return EventLogReader.Read(database, _delivery.Lake.Snapshot(), SomeDelivery.Contracts, knownThrough, new Slicing(sliceRows, folder is null ? null : new SortedFirst(folder, 400 << 20, 200 << 20)), RoomMemory.Heap, null, TestContext.Current.CancellationToken);
    }
}
