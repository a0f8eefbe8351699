using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>Whether papers, legs and goods of an order agree, and what goods they are.</summary>
internal static class OrderGoods
{
    private const string Shipped = "each shipment by its first leg that tells it";
    private const string NotShipped = "no shipment is known, or one does not tell it";

    private delegate long Telling(in ShipmentLeg leg);

    /// <summary>The features, in the order of the columns.</summary>
    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("order_code_mismatch_lines", "goods", "Lines that declare another Harmonised System code than their product's, in the first six digits as far as both give them", "lines", 0, 1e6, "of no line both codes are told", "orders products", "T26"),
        new("route_code_mismatch_legs", "goods", "Legs that declare a Harmonised System code that is none of those of the order's products, in the first six digits as far as both give them: goods may be shipped line by line", "legs", 0, 1e6, "of no leg that can be told: it tells no code, or fits none while that of a product is not known", "orders shipments products", "T26"),
        new("order_value_to_list", "goods", "Value of the order over the list price of its goods, of 1 USD at least", "1", 0, 1e15, "the list price of a line is not known", "orders products", "T26"),
        new("order_shipped_weight_to_expected", "goods", $"Gross weight of the order's shipments, {Shipped}, over the weight of its goods by the product data, of 1 g at least", "1", 0, 1e15, $"the weight of a line's product is not known, {NotShipped}", "orders shipments products", "T26"),
        new("order_declared_value_to_value", "goods", $"Value declared to customs for the order's shipments, {Shipped}, over the value of the order, of 1 USD at least", "1", 0, 1e15, NotShipped, "orders shipments", "T26"),
        new("order_shipped_units_to_ordered", "goods", $"Units of the order's shipments, {Shipped}, over the units ordered, of a thousandth at least", "1", 0, 1e15, NotShipped, "orders shipments", "T26"),
        new("order_declared_price_per_kg_to_list", "goods", "Declared value per kilogram of gross weight, both as above, over the list price per kilogram of the goods by the product data; each of the four sums above zero", "1", 0, 1e15, "one of the four sums is not known or zero", "orders shipments products", "T26"),
        new("order_accelerator_tpp", "goods", "Greatest total processing performance of one accelerator among the order's products: that of a unit over the accelerators in it, of which a product of class accelerator has one unless told otherwise", "TPP", 0, 1e9, "no product of the order tells both", "orders products", "T07"),
        new("order_accelerator_density", "goods", "Performance density of the product with that accelerator, of several equally strong ones the greatest told", "TPP/mm2", 0, 1e6, "no product of the order tells the performance of an accelerator, or that one does not tell its density", "orders products", "T07"),
        new("order_hbm_gb", "goods", "High-bandwidth memory of the lines whose product tells it, to thousandths of a GB a unit", "GB", 0, 1e12, "no line's product tells it", "orders products", "T33"),
        new("order_material_tier", "goods", "Highest tier of the chokepoint materials for chip packaging among the lines: 2 build-up film, low-expansion glass cloth, high-bandwidth memory, flip-chip substrate of 16 layers or more or lines below 8 um; 1 BT resin, very-low-profile copper foil, substrate laminate, other flip-chip substrate; 0 other goods, as accelerators and servers are", "tier", 0, 2, "no product of the order tells", "orders products", "T33"),
        new("order_material_kg", "goods", "Such materials of tier 1 or 2 that are ordered by weight", "kg", 0, 1e12, "no product of the order tells", "orders products", "T33"),
        new("order_material_m2", "goods", "Such materials of tier 1 or 2 that are ordered by area", "m2", 0, 1e12, "no product of the order tells", "orders products", "T33"),
    ];

    /// <summary>Fills the columns, which are all missing.</summary>
    public static void Read(EventLog log, in Reading reading, in OrderState state, Span<double> columns)
    {
        ref readonly OrderVersion order = ref reading.Order;
        if (order.ComparedCodeLines > 0) columns[0] = order.CodeMismatchLines;
        columns[1] = MismatchLegs(log, order, state.Legs);
        if (order.ListPriceCents != Missing.Amount) columns[2] = order.Content.ValueCents / (double)Math.Max(100, order.ListPriceCents);

        Int128? weight = Sum(log, state.Legs, static (in ShipmentLeg leg) => leg.WeightGrams), declared = Sum(log, state.Legs, static (in ShipmentLeg leg) => leg.DeclaredValueCents);
        Int128? units = Sum(log, state.Legs, static (in ShipmentLeg leg) => leg.QuantityThousandths);
        if (weight is { } grams && order.WeightGrams != Missing.Amount) columns[3] = (double)grams / Math.Max(1, order.WeightGrams);
        if (declared is { } cents) columns[4] = (double)cents / Math.Max(100, order.Content.ValueCents);
        if (units is { } shipped && order.QuantityThousandths != Missing.Amount) columns[5] = (double)shipped / Math.Max(1, order.QuantityThousandths);
        if (weight > 0 && declared > 0 && order.WeightGrams > 0 && order.ListPriceCents > 0)
            columns[6] = (double)declared.Value / (double)weight.Value * order.WeightGrams / order.ListPriceCents;

        ReadKind(log, order, columns);
    }

    private static void ReadKind(EventLog log, in OrderVersion order, Span<double> columns)
    {
        if (order.StrongestProductRow != Missing.Symbol)
        {
            ref readonly Product strongest = ref log.Products[order.StrongestProductRow];
            (columns[7], columns[8]) = (strongest.TppOfOneAccelerator, strongest.PerformanceDensity);
        }

        if (order.MemoryThousandthsGb != Missing.Amount) columns[9] = order.MemoryThousandthsGb / 1000.0;
        if (order.MaterialTier == Missing.Symbol) return;
        columns[10] = order.MaterialTier;
        if (order.MaterialGrams != Missing.Amount) columns[11] = order.MaterialGrams / 1000.0;
        if (order.MaterialThousandthsM2 != Missing.Amount) columns[12] = order.MaterialThousandthsM2 / 1000.0;
    }

    private static double MismatchLegs(EventLog log, in OrderVersion order, ReadOnlySpan<int> legs)
    {
        double mismatches = double.NaN;
        foreach (int row in legs)
        {
            if (log.Legs[row].HsCode == Missing.Symbol || Fits(log, order, log.Legs[row].HsCode) is not { } fits) continue;
            mismatches = (double.IsNaN(mismatches) ? 0 : mismatches) + (fits ? 0 : 1);
        }

        return mismatches;
    }

    // Whether a code is that of a product of the order; null when it is none of those that are known, and not all are.
    private static bool? Fits(EventLog log, in OrderVersion order, int declared)
    {
        bool? fits = false;
        for (int i = 0; i < order.Lines; i++)
        {
            int product = log.LineOf(order, i).ProductRow, code = product == Missing.Symbol ? Missing.Symbol : log.Products[product].HsCode;
            if (code == Missing.Symbol) fits = null;
            else if (code == declared || !HarmonisedCode.Differ(log.Symbols.Texts.Utf8(declared), log.Symbols.Texts.Utf8(code))) return true;
        }

        return fits;
    }

    // A shipment's weight, value and units are told with each of its legs; the first that tells them stands for it.
    private static Int128? Sum(EventLog log, ReadOnlySpan<int> legs, Telling told)
    {
        Int128? sum = null;
        while (legs.Length > 0)
        {
            ReadOnlySpan<int> shipment = OrderLegs.Shipment(log, legs);
            long amount = Missing.Amount;
            for (int i = 0; i < shipment.Length && amount == Missing.Amount; i++) amount = told(log.Legs[shipment[i]]);
            if (amount == Missing.Amount) return null;
            sum = (sum ?? 0) + amount;
            legs = legs[shipment.Length..];
        }

        return sum;
    }
}
