using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Parties;
using Screening.Records;

namespace Screening.Data.Replay;

/// <summary>
/// Reads a snapshot of the lake into an event log, in the total order (<c>known_at</c>, dataset rank, deletions first, event time, key,
/// version): DuckDB sorts each dataset, the datasets are merged as they stream by, and strings become integers here, once.
/// </summary>
public static class EventLogReader
{
    /// <summary>Reads everything known by a moment.</summary>
    /// <param name="database">A DuckDB database to read with.</param>
    /// <param name="snapshot">The lake's snapshot.</param>
    /// <param name="contracts">Contracts of the datasets.</param>
    /// <param name="knownThrough">Rows known later are left out, as they would have been then.</param>
    /// <param name="progress">Receives the number of events appended, now and then.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static EventLog Read(
        DuckDbDatabase database, LakeSnapshot snapshot, ContractStore contracts, long knownThrough, IProgress<long>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(contracts);
        var log = new EventLog();
        var cursors = new List<Cursor>();
        try
        {
            foreach (Source source in Sources)
            {
                DuckDbConnection connection = database.Connect();
                string sql = source.Select.Replace("{relation}", snapshot.History(contracts[source.Dataset]), StringComparison.Ordinal);
                DuckDbResult result = connection.Query(sql, [knownThrough], cancellation);
                var cursor = new Cursor(connection, result, source);
                cursors.Add(cursor);
                cursor.Next();
            }

            Merge(log, cursors, progress, cancellation);
        }
        finally
        {
            foreach (Cursor cursor in cursors) cursor.Dispose();
        }

        return log;
    }

    private static void Merge(EventLog log, List<Cursor> cursors, IProgress<long>? progress, CancellationToken cancellation)
    {
        while (true)
        {
            Cursor? first = null;
            foreach (Cursor cursor in cursors)
            {
                // Cursors stand in order of rank, so that the earlier one wins a tie.
                if (!cursor.AtEnd && (first is null || cursor.KnownAt < first.KnownAt)) first = cursor;
            }

            if (first is null) return;
            if (first.IsDeletion) first.Source.Delete(log, first);
            else first.Source.Append(log, first);
            if ((log.Events.Count & 0x3fff) != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(log.Events.Count);
        }
    }

    private static readonly Source[] Sources =
    [
        new("products", """
            SELECT epoch_us(known_at), product_id, name, list_position(['accelerator','server','memory','packaging_material','other'], class),
                CAST(round(tpp) AS BIGINT), CAST(round(accelerator_power_w) AS BIGINT), CAST(round(system_power_w) AS BIGINT),
                NOT (lower(control_class) = 'ear99' OR starts_with(lower(control_class), 'none') OR regexp_matches(control_class, '^[0-9][A-E]99[0-9]')), _deleted
            FROM {relation} WHERE known_at <= make_timestamp($1) ORDER BY known_at, _deleted DESC, product_id
            """, static (log, row) =>
        {
            log.Append(new Product
            {
                Id = row.Symbol(1, log.Symbols.Products), KnownAt = row.KnownAt, Name = row.Symbol(2, log.Symbols.Texts),
                Class = (ProductClass)row.Long(3), Tpp = row.Long(4), AcceleratorWatts = row.Long(5), SystemWatts = row.Long(6), Controlled = row.Bool(7),
            });
            row.Next();
        }, Deletion(static (log, row) => log.DeleteProduct(row.Symbol(1, log.Symbols.Products), row.KnownAt))),
        new("places", """
            SELECT epoch_us(known_at), place_id, country, latitude, longitude, _deleted
            FROM {relation} WHERE known_at <= make_timestamp($1) ORDER BY known_at, _deleted DESC, place_id
            """, static (log, row) =>
        {
            log.Append(new Place(row.Symbol(1, log.Symbols.Places), row.KnownAt, row.Country(2), row.Double(3), row.Double(4)));
            row.Next();
        }, Deletion(static (log, row) => log.DeletePlace(row.Symbol(1, log.Symbols.Places), row.KnownAt))),
        new("restricted_parties", """
            SELECT epoch_us(known_at), entry_id, list_id, name, aliases, _deleted
            FROM {relation} WHERE known_at <= make_timestamp($1) ORDER BY known_at, _deleted DESC, effective_on NULLS FIRST, entry_id
            """, AppendEntry, Deletion(static (log, row) => log.DeleteEntry(row.Symbol(1, log.Symbols.Entries), row.KnownAt))),
        new("parties", """
            SELECT epoch_us(known_at), party_id, name,
                list_position(['hyperscaler','neocloud','university','enterprise','government','reseller','distributor','manufacturer','osat',
                    'material_buyer','forwarder','bank','other'], kind),
                country, headquarters_country, ultimate_parent_country, ultimate_parent, address,
                coalesce(address_kind IN ('virtual_office', 'forwarder'), false), phone, email_domain, epoch_us(incorporated_on), _deleted
            FROM {relation} WHERE known_at <= make_timestamp($1) ORDER BY known_at, _deleted DESC, party_id
            """, static (log, row) =>
        {
            string name = row.Text(2)!;
            string key = NameKey.Of(name);
            log.Append(new PartyProfile
            {
                Party = row.Symbol(1, log.Symbols.Parties), KnownAt = row.KnownAt, Name = log.Symbols.Texts.Intern(name),
                NameKey = key.Length == 0 ? Missing.Symbol : log.Symbols.NameKeys.Intern(key),
                Kind = row.IsNull(3) ? PartyKind.Unknown : (PartyKind)row.Long(3), Country = row.Country(4), HeadquartersCountry = row.Country(5),
                UltimateParentCountry = row.Country(6), UltimateParent = row.Symbol(7, log.Symbols.Texts), Address = row.Symbol(8, log.Symbols.Texts),
                AddressIsHub = row.Bool(9) == true, Phone = row.Symbol(10, log.Symbols.Texts), EmailDomain = row.Symbol(11, log.Symbols.Texts),
                IncorporatedAt = row.Long(12),
            });
            row.Next();
        }, Deletion(static (log, row) => log.DeleteProfile(row.Symbol(1, log.Symbols.Parties), row.KnownAt))),
        new("party_events", """
            SELECT epoch_us(known_at), party_id, list_position(['ownership','director','name','address'], kind) - 1, epoch_us(happened_on), share_changed, person, event_id, _deleted
            FROM {relation} WHERE known_at <= make_timestamp($1) ORDER BY known_at, _deleted DESC, happened_on, event_id
            """, static (log, row) =>
        {
            log.Append(new PartyEvent(
                row.Symbol(1, log.Symbols.Parties), row.KnownAt, (PartyEventKind)row.Long(2), row.Long(3), row.Double(4), row.Symbol(5, log.Symbols.Texts))
            {
                Id = row.Symbol(6, log.Symbols.Texts),
            });
            row.Next();
        }, Deletion(static (log, row) => log.DeletePartyEvent(row.Symbol(6, log.Symbols.Texts), row.KnownAt))),
        new("balance_sheets", """
            SELECT epoch_us(known_at), party_id, epoch_us(period_end), CAST(total_assets_usd * 100 AS BIGINT), CAST(customer_deposits_usd * 100 AS BIGINT),
                CAST(equity_usd * 100 AS BIGINT), CAST(revenue_usd * 100 AS BIGINT), CAST(cash_usd * 100 AS BIGINT), audited, _deleted
            FROM {relation} WHERE known_at <= make_timestamp($1) ORDER BY known_at, _deleted DESC, period_end, party_id
            """, static (log, row) =>
        {
            log.Append(new BalanceSheet
            {
                Party = row.Symbol(1, log.Symbols.Parties), KnownAt = row.KnownAt, PeriodEnd = row.Long(2), AssetsCents = row.Long(3), DepositsCents = row.Long(4),
                EquityCents = row.Long(5), RevenueCents = row.Long(6), CashCents = row.Long(7), Audited = row.Bool(8),
            });
            row.Next();
        }, Deletion(static (log, row) => log.DeleteStatement(row.Symbol(1, log.Symbols.Parties), row.Long(2), row.KnownAt))),
        new("capacity", """
            SELECT epoch_us(known_at), site_id, party_id, epoch_us(evidenced_on), CAST(round(site_power_kw * 1000) AS BIGINT),
                list_position(['self_declared','customer_document','registry','landlord_or_utility','site_visit'], evidence_grade), _deleted
            FROM {relation} WHERE known_at <= make_timestamp($1) ORDER BY known_at, _deleted DESC, evidenced_on, site_id
            """, static (log, row) =>
        {
            log.Append(new CapacityStatement(
                row.Symbol(1, log.Symbols.Sites), row.Symbol(2, log.Symbols.Parties), row.KnownAt, row.Long(3), row.Long(4), (EvidenceGrade)row.Long(5)));
            row.Next();
        }, Deletion(static (log, row) => log.DeleteCapacity(row.Symbol(1, log.Symbols.Sites), row.Long(3), row.KnownAt))),
        new("orders", """
            SELECT epoch_us(known_at), order_id, version, list_position(['quoted','placed','changed','cancelled','refused','shipped','returned'], status) - 1,
                epoch_us(ordered_at), seller_id, purchaser_id, intermediate_consignee_id, ultimate_consignee_id, end_user_id, forwarding_agent_id, payer_id,
                destination_country, ship_to_country, end_use, line_no, product_id, CAST(quantity * 1000 AS BIGINT), CAST(value_usd * 100 AS BIGINT), _deleted
            FROM {relation} WHERE known_at <= make_timestamp($1) ORDER BY known_at, _deleted DESC, ordered_at, order_id, version, line_no
            """, AppendOrder, DeleteLines),
        new("shipments", """
            SELECT epoch_us(known_at), shipment_id, leg_no, order_id, from_place, to_place, from_country, to_country, consignee_id,
                epoch_us(departed_at), epoch_us(arrived_at), CAST(weight_kg * 1000 AS BIGINT), CAST(freight_usd * 100 AS BIGINT), _deleted
            FROM {relation} WHERE known_at <= make_timestamp($1) ORDER BY known_at, _deleted DESC, departed_at NULLS FIRST, shipment_id, leg_no
            """, static (log, row) =>
        {
            log.Append(new ShipmentLeg
            {
                Shipment = row.Symbol(1, log.Symbols.Shipments), LegNo = (int)row.Long(2), Order = row.Symbol(3, log.Symbols.Orders), KnownAt = row.KnownAt,
                From = row.Symbol(4, log.Symbols.Places), To = row.Symbol(5, log.Symbols.Places), FromCountry = row.Country(6), ToCountry = row.Country(7),
                Consignee = row.Symbol(8, log.Symbols.Parties), DepartedAt = row.Long(9), ArrivedAt = row.Long(10), WeightGrams = row.Long(11), FreightCents = row.Long(12),
            });
            row.Next();
        }, Deletion(static (log, row) => log.DeleteLeg(row.Symbol(1, log.Symbols.Shipments), (int)row.Long(2), row.KnownAt))),
        new("dispositions", """
            SELECT epoch_us(known_at), subject_id, order_id, list_position(['released','asked','held','escalated','dismissed','confirmed'], decision) - 1, epoch_us(decided_at), disposition_id, _deleted
            FROM {relation} WHERE known_at <= make_timestamp($1) ORDER BY known_at, _deleted DESC, decided_at, disposition_id
            """, static (log, row) =>
        {
            log.Append(new Disposition(row.Symbol(1, log.Symbols.Texts), row.Symbol(2, log.Symbols.Orders), row.KnownAt, row.Long(4), (Decision)row.Long(3)) { Id = row.Symbol(5, log.Symbols.Texts) });
            row.Next();
        }, Deletion(static (log, row) => log.DeleteDisposition(row.Symbol(5, log.Symbols.Texts), row.KnownAt))),
    ];

    private static Action<EventLog, Cursor> Deletion(Func<EventLog, Cursor, Event?> delete) => (log, row) =>
    {
        delete(log, row);
        row.Next();
    };

    private static void AppendEntry(EventLog log, Cursor row)
    {
        var names = new List<ListedName>();
        string aliases = row.Text(4) ?? "";
        foreach (string name in (string[])[row.Text(3)!, .. aliases.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)])
        {
            string key = NameKey.Of(name);
            if (key.Length > 0) names.Add(new ListedName(log.Symbols.NameKeys.Intern(key), log.Symbols.Texts.Intern(name)));
        }

        var entry = new RestrictedEntry(row.Symbol(1, log.Symbols.Entries), row.KnownAt, row.Symbol(2, log.Symbols.Texts), 0, 0);
        log.Append(entry, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(names));
        row.Next();
    }

    private static void AppendOrder(EventLog log, Cursor row)
    {
        Symbols symbols = log.Symbols;
        var header = new OrderVersion
        {
            Order = row.Symbol(1, symbols.Orders),
            Version = (int)row.Long(2),
            Status = (OrderStatus)row.Long(3),
            KnownAt = row.KnownAt,
            OrderedAt = row.Long(4),
            Seller = row.Symbol(5, symbols.Parties),
            Purchaser = row.Symbol(6, symbols.Parties),
            IntermediateConsignee = row.Symbol(7, symbols.Parties),
            UltimateConsignee = row.Symbol(8, symbols.Parties),
            EndUser = row.Symbol(9, symbols.Parties),
            ForwardingAgent = row.Symbol(10, symbols.Parties),
            Payer = row.Symbol(11, symbols.Parties),
            DestinationCountry = row.Country(12),
            ShipToCountry = row.Country(13),
            EndUse = row.Symbol(14, symbols.Texts),
        };
        List<OrderLine> lines = row.Lines;
        lines.Clear();
        do
        {
            lines.Add(new OrderLine((int)row.Long(15), row.Symbol(16, symbols.Products), row.Long(17), row.Long(18)));
            row.Next();
        }
        while (!row.AtEnd && !row.IsDeletion && row.KnownAt == header.KnownAt && row.Long(2) == header.Version && row.Long(4) == header.OrderedAt
            && row.Symbol(1, symbols.Orders) == header.Order);
        log.Append(header, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(lines));
    }

    // The lines of an order that are deleted at one moment are one event, whatever their versions.
    private static void DeleteLines(EventLog log, Cursor row)
    {
        (long knownAt, int order) = (row.KnownAt, row.Symbol(1, log.Symbols.Orders));
        var lines = new List<OrderLineKey>();
        do
        {
            lines.Add(new OrderLineKey((int)row.Long(2), (int)row.Long(15)));
            row.Next();
        }
        while (!row.AtEnd && row.IsDeletion && row.KnownAt == knownAt && row.Symbol(1, log.Symbols.Orders) == order);
        log.DeleteLines(order, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(lines), knownAt);
    }

    /// <summary>
    /// A dataset, the columns that are read of it, and how a row becomes an event. Column 0 is <c>known_at</c> in microseconds, the last
    /// says whether the row deletes its key: then only the key and column 0 have values.
    /// </summary>
    private sealed record Source(string Dataset, string Select, Action<EventLog, Cursor> Append, Action<EventLog, Cursor> Delete);

    /// <summary>A row of a streaming result, moved on by <see cref="Next"/>.</summary>
    private sealed class Cursor(DuckDbConnection connection, DuckDbResult result, Source source) : IDisposable
    {
        private DuckDbChunk? _chunk;
        private int _row;

        public Source Source { get; } = source;

        public bool AtEnd { get; private set; }

        public long KnownAt { get; private set; }

        public bool IsDeletion { get; private set; }

        public List<OrderLine> Lines { get; } = [];

        public void Next()
        {
            _row++;
            while (_chunk is null || _row >= _chunk.RowCount)
            {
                _chunk = result.NextChunk();
                _row = 0;
                if (_chunk is not null) continue;
                AtEnd = true;
                return;
            }

            KnownAt = Long(0);
            IsDeletion = Bool(_chunk.ColumnCount - 1) == true;
        }

        public bool IsNull(int column) => _chunk![column].IsNull(_row);

        public long Long(int column) => _chunk![column].Int64(_row) ?? Missing.Amount;

        public double Double(int column) => _chunk![column].Double(_row) ?? double.NaN;

        public bool? Bool(int column) => _chunk![column].Boolean(_row);

        public string? Text(int column) => _chunk![column].String(_row);

        public int Symbol(int column, SymbolTable table) => IsNull(column) ? Missing.Symbol : table.Intern(_chunk![column].Utf8(_row));

        public int Country(int column)
        {
            if (IsNull(column)) return Missing.Symbol;
            Span<char> code = stackalloc char[8];
            ReadOnlySpan<byte> utf8 = _chunk![column].Utf8(_row);
            return utf8.Length > 2 ? throw new InvalidDataException($"'{Encoding.UTF8.GetString(utf8)}' is not a country code") : CountryCode.Of(code[..Encoding.UTF8.GetChars(utf8, code)]);
        }

        public void Dispose()
        {
            result.Dispose();
            connection.Dispose();
        }
    }
}
