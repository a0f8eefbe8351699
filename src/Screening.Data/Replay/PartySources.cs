using Screening.Parties;
using Screening.Records;
using static Screening.Data.Replay.EventSource;

namespace Screening.Data.Replay;

/// <summary>Datasets of what is known of parties and their sites before anything is ordered.</summary>
internal static class PartySources
{
    public static EventSource Parties { get; } = OfRows(
        "parties", $"""
        party_id, name, {Word<PartyKind>("kind")}, country, headquarters_country, ultimate_parent_country, ultimate_parent, address, {Word<AddressKind>("address_kind")},
        {Word<EvidenceGrade>("address_evidence")}, phone, email_domain, epoch_us(incorporated_on), employees, line_of_business, registration_number, web_presence
        """, "party_id",
        static symbols =>
        [
            (1, symbols.Parties), (2, symbols.Texts), (4, Country), (5, Country), (6, Country), (7, symbols.Texts), (8, symbols.Texts), (11, symbols.Texts),
            (12, symbols.Texts), (15, symbols.Texts), (16, symbols.Texts),
        ],
        AppendProfile, static (log, row) => log.DeleteProfile(row.Symbol(1), row.KnownAt));

    public static EventSource PartyEvents { get; } = OfRows(
        "party_events", $"event_id, party_id, {Word<PartyEventKind>("kind")}, epoch_us(happened_on), share_changed, person, owner_id, share_held, detail", "happened_on, event_id",
        static symbols => [(1, symbols.PartyEvents), (2, symbols.Parties), (6, symbols.Texts), (7, symbols.Parties), (9, symbols.Texts)],
        static (log, row) => log.Append(new PartyEvent(
            row.Symbol(2), row.KnownAt, (PartyEventKind)row.Word(3), row.Long(4), row.Double(5), row.Symbol(6))
        {
            Id = row.Symbol(1),
            Owner = row.Symbol(7),
            ShareHeld = row.Double(8),
            Detail = row.Symbol(9),
        }), static (log, row) => log.DeletePartyEvent(row.Symbol(1), row.KnownAt));

    public static EventSource BalanceSheets { get; } = OfRows(
        "balance_sheets", $"""
        party_id, epoch_us(period_end), {Cents("total_assets_usd")}, {Cents("customer_deposits_usd")}, {Cents("total_liabilities_usd")},
        {Cents("equity_usd")}, {Cents("revenue_usd")}, {Cents("cash_usd")}, audited
        """, "period_end, party_id",
        static symbols => [(1, symbols.Parties)],
        static (log, row) => log.Append(new BalanceSheet
        {
            Party = row.Symbol(1),
            KnownAt = row.KnownAt,
            PeriodEnd = row.Long(2),
            AssetsCents = row.Long(3),
            DepositsCents = row.Long(4),
            LiabilitiesCents = row.Long(5),
            EquityCents = row.Long(6),
            RevenueCents = row.Long(7),
            CashCents = row.Long(8),
            Audited = row.Bool(9),
        }), static (log, row) => log.DeleteStatement(row.Symbol(1), row.Long(2), row.KnownAt));

    public static EventSource Capacity { get; } = OfRows(
        "capacity", $"""
        site_id, epoch_us(evidenced_on), party_id, CAST(round(site_power_kw * 1000) AS BIGINT), {Word<EvidenceGrade>("evidence_grade")}, racks, site_country,
        CAST(round(power_usage_effectiveness * 1000) AS BIGINT), line_product_id, CAST(round(line_output_per_month * 1000) AS BIGINT)
        """, "evidenced_on, site_id",
        static symbols => [(1, symbols.Sites), (3, symbols.Parties), (7, Country), (9, symbols.Products)],
        static (log, row) => log.Append(new CapacityStatement(
            row.Symbol(1), row.Symbol(3), row.KnownAt, row.Long(2), row.Long(4), (EvidenceGrade)row.Word(5))
        {
            Racks = row.Long(6),
            SiteCountry = row.Symbol(7),
            PueThousandths = row.Long(8),
            LineProduct = row.Symbol(9),
            LineOutputThousandthsPerMonth = row.Long(10),
        }), static (log, row) => log.DeleteCapacity(row.Symbol(1), row.Long(2), row.KnownAt));

    public static EventSource Installations { get; } = OfRows(
        "installations", $"""
        site_id, product_id, epoch_us(counted_on), party_id, CAST(installed_units * 1000 AS BIGINT), CAST(stock_units * 1000 AS BIGINT), CAST(retired_units * 1000 AS BIGINT),
        CAST(passed_on_units * 1000 AS BIGINT), {Word<EvidenceGrade>("evidence_grade")}
        """, "counted_on, site_id, product_id",
        static symbols => [(1, symbols.Sites), (2, symbols.Products), (4, symbols.Parties)],
        static (log, row) => log.Append(new Installation
        {
            Site = row.Symbol(1),
            Product = row.Symbol(2),
            CountedAt = row.Long(3),
            KnownAt = row.KnownAt,
            Party = row.Symbol(4),
            InstalledThousandths = row.Long(5),
            StockThousandths = row.Long(6),
            RetiredThousandths = row.Long(7),
            PassedOnThousandths = row.Long(8),
            Grade = (EvidenceGrade)row.Word(9),
        }), static (log, row) => log.DeleteInstallation(row.Symbol(1), row.Symbol(2), row.Long(3), row.KnownAt));

    public static EventSource Certificates { get; } = OfRows(
        "certificates", $"""
        certificate_id, {Word<CertificateKind>("kind")}, party_id, order_id, epoch_us(issued_on), signed, confirmed, epoch_us(confirmed_on), application, location, site_id,
        site_country, {Word<GoodsDisposition>("disposition")}, resale_ban, CAST(round(site_power_mw * 1000000) AS BIGINT), racks, inspection_right,
        epoch_us(valid_from), epoch_us(valid_to), epoch_us(renewal_due_on)
        """, "issued_on, certificate_id",
        static symbols =>
        [
            (1, symbols.Certificates), (3, symbols.Parties), (4, symbols.Orders), (9, symbols.Texts), (10, symbols.Texts), (11, symbols.Sites), (12, Country),
        ],
        static (log, row) => log.Append(new Certificate
        {
            Id = row.Symbol(1),
            KnownAt = row.KnownAt,
            Kind = (CertificateKind)row.Word(2),
            Party = row.Symbol(3),
            Order = row.Symbol(4),
            IssuedAt = row.Long(5),
            Signed = row.Bool(6),
            Confirmed = row.Bool(7),
            ConfirmedAt = row.Long(8),
            Application = row.Symbol(9),
            Location = row.Symbol(10),
            Site = row.Symbol(11),
            SiteCountry = row.Symbol(12),
            Disposition = (GoodsDisposition)row.Word(13),
            ResaleBan = row.Bool(14),
            SitePowerWatts = row.Long(15),
            Racks = row.Long(16),
            InspectionRight = row.Bool(17),
            ValidFrom = row.Long(18),
            ValidTo = row.Long(19),
            RenewalDueAt = row.Long(20),
        }), static (log, row) => log.DeleteCertificate(row.Symbol(1), row.KnownAt));

    public static EventSource Tenants { get; } = OfRows(
        "tenants", $"""
        tenancy_id, provider_id, tenant_id, site_id, share_of_capacity, CAST(round(power_kw * 1000) AS BIGINT), epoch_us(from_on), epoch_us(to_on),
        {Word<EvidenceGrade>("evidence_grade")}
        """, "from_on, tenancy_id",
        static symbols => [(1, symbols.Texts), (2, symbols.Parties), (3, symbols.Parties), (4, symbols.Sites)],
        static (log, row) => log.Append(new Tenancy
        {
            Id = row.Symbol(1),
            KnownAt = row.KnownAt,
            Provider = row.Symbol(2),
            Tenant = row.Symbol(3),
            Site = row.Symbol(4),
            Share = row.Double(5),
            PowerWatts = row.Long(6),
            FromAt = row.Long(7),
            ToAt = row.Long(8),
            Grade = (EvidenceGrade)row.Word(9),
        }), static (log, row) => log.DeleteTenancy(row.Symbol(1), row.KnownAt));

    public static EventSource AuditsAndBonds { get; } = OfRows(
        "audits_and_bonds", $"""
        record_id, {Word<AuditOrBondKind>("kind")}, party_id, order_id, site_id, epoch_us(happened_on), provider_id, {Word<ChosenBy>("chosen_by")}, independent, on_site,
        CAST(units_seen * 1000 AS BIGINT), {Word<AuditResult>("result")}, CAST(bond_usd * 100 AS BIGINT), CAST(premium_usd * 100 AS BIGINT), epoch_us(valid_to)
        """, "happened_on, record_id",
        static symbols => [(1, symbols.Texts), (3, symbols.Parties), (4, symbols.Orders), (5, symbols.Sites), (7, symbols.Parties)],
        static (log, row) => log.Append(new AuditOrBond
        {
            Id = row.Symbol(1),
            KnownAt = row.KnownAt,
            Kind = (AuditOrBondKind)row.Word(2),
            Party = row.Symbol(3),
            Order = row.Symbol(4),
            Site = row.Symbol(5),
            HappenedAt = row.Long(6),
            Provider = row.Symbol(7),
            ChosenBy = (ChosenBy)row.Word(8),
            Independent = row.Bool(9),
            OnSite = row.Bool(10),
            UnitsSeenThousandths = row.Long(11),
            Result = (AuditResult)row.Word(12),
            BondCents = row.Long(13),
            PremiumCents = row.Long(14),
            ValidTo = row.Long(15),
        }), static (log, row) => log.DeleteAuditOrBond(row.Symbol(1), row.KnownAt));

    public static EventSource Tips { get; } = OfRows(
        "tips", $"tip_id, epoch_us(received_at), party_id, order_id, {Word<TipSource>("source_kind")}, {Word<TipReliability>("reliability")}, {Word<TipStatus>("status")}",
        "received_at, tip_id",
        static symbols => [(1, symbols.Texts), (3, symbols.Parties), (4, symbols.Orders)],
        static (log, row) => log.Append(new Tip
        {
            Id = row.Symbol(1),
            KnownAt = row.KnownAt,
            ReceivedAt = row.Long(2),
            Party = row.Symbol(3),
            Order = row.Symbol(4),
            SourceKind = (TipSource)row.Word(5),
            Reliability = (TipReliability)row.Word(6),
            Status = (TipStatus)row.Word(7),
        }), static (log, row) => log.DeleteTip(row.Symbol(1), row.KnownAt));

    // Balance sheets go to 1e14 USD, whose cents times a hundred are more digits than the column's type has.
    private static string Cents(string column) => $"CAST(CAST({column} AS DECIMAL(20, 2)) * 100 AS BIGINT)";

    private static void AppendProfile(EventLog log, EventCursor row)
    {
        string key = NameKey.Of(row.Text(2)!);
        var addressKind = (AddressKind)row.Word(9);
        log.Append(new PartyProfile
        {
            Party = row.Symbol(1),
            KnownAt = row.KnownAt,
            Name = row.Symbol(2),
            NameKey = key.Length == 0 ? Missing.Symbol : log.Symbols.NameKeys.Intern(key),
            Kind = (PartyKind)row.Word(3),
            Country = row.Symbol(4),
            HeadquartersCountry = row.Symbol(5),
            UltimateParentCountry = row.Symbol(6),
            UltimateParent = row.Symbol(7),
            Address = row.Symbol(8),
            AddressKind = addressKind,
            AddressIsHub = addressKind is AddressKind.VirtualOffice or AddressKind.Forwarder,
            AddressEvidence = (EvidenceGrade)row.Word(10),
            Phone = row.Symbol(11),
            EmailDomain = row.Symbol(12),
            IncorporatedAt = row.Long(13),
            Employees = row.Long(14),
            LineOfBusiness = row.Symbol(15),
            RegistrationNumber = row.Symbol(16),
            WebPresence = row.Bool(17),
        });
    }
}
