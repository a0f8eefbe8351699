using System.Runtime.InteropServices;
using Screening.Data.Lists;
using Screening.Parties;
using Screening.Records;
using static Screening.Data.Replay.EventSource;

namespace Screening.Data.Replay;

/// <summary>Datasets of what is the same for all: goods, places, rules and lists.</summary>
internal static class ReferenceSources
{
    public static EventSource Products { get; } = OfRows(
        "products", $"""
        product_id, name, {Word<ProductClass>("class")}, CAST(round(tpp) AS BIGINT), CAST(round(accelerator_power_w) AS BIGINT), CAST(round(system_power_w) AS BIGINT),
        NOT (lower(control_class) = 'ear99' OR starts_with(lower(control_class), 'none') OR regexp_matches(control_class, '^[0-9][A-E]99[0-9]')), control_class,
        performance_density, memory_bandwidth_gb_s, memory_bandwidth_density_gb_s_mm2, memory_gb, transistors_bn, die_area_mm2, accelerators,
        CAST(round(unit_weight_kg * 1000) AS BIGINT), CAST(list_price_usd * 100 AS BIGINT), hs_code, marketed_for_datacentre, list_position(['m2', 'kg'], unit_of_measure),
        {Word<PackagingMaterial>("material")}, coalesce(substrate_layers, 0), line_space_um
        """, "product_id",
        static symbols => [(1, symbols.Products), (2, symbols.Texts), (8, symbols.Texts), (18, symbols.Texts)],
        static (log, row) => log.Append(new Product
        {
            Id = row.Symbol(1),
            KnownAt = row.KnownAt,
            Name = row.Symbol(2),
            Class = (ProductClass)row.Word(3),
            Tpp = row.Long(4),
            AcceleratorWatts = row.Long(5),
            SystemWatts = row.Long(6),
            Controlled = row.Bool(7),
            ControlClass = row.Symbol(8),
            PerformanceDensity = row.Double(9),
            MemoryBandwidthGbS = row.Double(10),
            MemoryBandwidthDensity = row.Double(11),
            MemoryGb = row.Double(12),
            TransistorsBn = row.Double(13),
            DieAreaMm2 = row.Double(14),
            Accelerators = row.Long(15),
            UnitWeightGrams = row.Long(16),
            ListPriceCents = row.Long(17),
            HsCode = row.Symbol(18),
            MarketedForDatacentre = row.Bool(19),
            UnitOfMeasure = (UnitOfMeasure)row.Word(20),
            Material = (PackagingMaterial)row.Word(21),
            SubstrateLayers = (int)row.Long(22),
            LineSpaceUm = row.Double(23),
        }), static (log, row) => log.DeleteProduct(row.Symbol(1), row.KnownAt));

    public static EventSource Places { get; } = OfRows(
        "places", $"place_id, country, latitude, longitude, {Word<PlaceKind>("kind")}", "place_id",
        static symbols => [(1, symbols.Places), (2, Country)],
        static (log, row) => log.Append(
            new Place(row.Symbol(1), row.KnownAt, row.Symbol(2), row.Double(3), row.Double(4)) { Kind = (PlaceKind)row.Word(5) }),
        static (log, row) => log.DeletePlace(row.Symbol(1), row.KnownAt));

    public static EventSource BillOfMaterials { get; } = OfRows(
        "bill_of_materials", $"product_id, part_id, CAST(CAST(quantity AS DECIMAL(28, 6)) * 1000000 AS BIGINT), {Word<PartRole>("part_role")}", "product_id, part_id",
        static symbols => [(1, symbols.Products), (2, symbols.Products)],
        static (log, row) => log.Append(new Part
        {
            Whole = row.Symbol(1),
            PartProduct = row.Symbol(2),
            KnownAt = row.KnownAt,
            QuantityMillionths = row.Long(3),
            Role = (PartRole)row.Word(4),
        }), static (log, row) => log.DeletePart(row.Symbol(1), row.Symbol(2), row.KnownAt));

    public static EventSource ControlEvents { get; } = OfRows(
        "control_events", $"""
        control_event_id, {Word<ControlDirection>("direction")}, {Word<ProductClass>("product_class")}, eccn, country, country_group,
        epoch_us(announced_on), epoch_us(effective_on), epoch_us(ended_on)
        """, "effective_on, control_event_id",
        static symbols => [(1, symbols.Texts), (4, symbols.Texts), (5, Country), (6, symbols.Texts)],
        static (log, row) => log.Append(new ControlEvent
        {
            Id = row.Symbol(1),
            KnownAt = row.KnownAt,
            Direction = (ControlDirection)row.Word(2),
            ProductClass = row.IsNull(3) ? null : (ProductClass)row.Word(3),
            Eccn = row.Symbol(4),
            Country = row.Symbol(5),
            CountryGroup = row.Symbol(6),
            AnnouncedAt = row.Long(7),
            EffectiveAt = row.Long(8),
            EndedAt = row.Long(9),
        }), static (log, row) => log.DeleteControlEvent(row.Symbol(1), row.KnownAt));

    /// <param name="countries">Codes by names in small letters.</param>
    /// <param name="files">Names of the delivered files by the beginning of their hash.</param>
    public static EventSource RestrictedParties(IReadOnlyDictionary<string, string> countries, IReadOnlyDictionary<string, string> files)
    {
        HashSet<string> codes = [.. countries.Values];
        EventSource source = OfRows(
            "restricted_parties", "entry_id, list_id, name, aliases, name_original_script, weak_aliases, country, nationalities, _source, _line",
            "effective_on NULLS FIRST, entry_id",
            static symbols => [(1, symbols.Entries), (2, symbols.Texts)],
            (log, row) => AppendEntry(log, row, countries, codes, files), static (log, row) => log.DeleteEntry(row.Symbol(1), row.KnownAt));
        return source with { TellsTexts = true };
    }

    private static void AppendEntry(EventLog log, EventCursor row, IReadOnlyDictionary<string, string> countries, HashSet<string> codes, IReadOnlyDictionary<string, string> files)
    {
        var names = new List<ListedName>();
        Add([row.Text(3)!], ListedNameKind.Name);
        Add([.. ListCells.Parts(row.Text(4)), .. ListCells.Parts(row.Text(5))], ListedNameKind.Alias);
        Add(ListCells.Parts(row.Text(6)), ListedNameKind.WeakAlias);
        var entry = new RestrictedEntry(row.Symbol(1), row.KnownAt, row.Symbol(2), 0, 0)
        {
            Countries = [.. ListCells.Countries(row.Text(7), row.Text(8), countries, codes).Select(c => CountryCode.Of(c))],
            Source = ListCells.Source(row.Text(9), row.IsNull(10) ? null : row.Long(10), files) is { } source ? log.Symbols.Texts.Intern(source) : Missing.Symbol,
        };
        log.Append(entry, CollectionsMarshal.AsSpan(names));

        void Add(IEnumerable<string> texts, ListedNameKind kind)
        {
            foreach (string name in texts)
            {
                // A weak alias is too broad to equal anything by its key; it is compared word by word alone.
                string key = kind == ListedNameKind.WeakAlias ? "" : NameKey.Of(name);
                names.Add(new ListedName(key.Length == 0 ? Missing.Symbol : log.Symbols.NameKeys.Intern(key), log.Symbols.Texts.Intern(name), kind));
            }
        }
    }
}
