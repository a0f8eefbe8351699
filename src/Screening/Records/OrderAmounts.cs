namespace Screening.Records;

/// <summary>
/// What the lines of an order amount to, added up line by line. A line and an order count for no more than <see cref="Volume.MostTpp"/> and
/// the like: a slip of some digits must neither stop a night nor vanish, and the greatest of all orders is looked at first.
/// </summary>
/// <param name="texts">Where the codes stand.</param>
internal struct OrderAmounts(SymbolTable texts)
{
    private Volume _content = new(1, 0, 0, 0, 0);
    private long _controlledTpp, _weightGrams, _listPriceCents, _quantity, _materialGrams, _materialM2, _memory = Missing.Amount, _mainValue = -1, _mainThousandths;
    private int _lines, _controlled, _unclassified, _unknown, _unfigured, _licensed, _unlicensed, _compared, _mismatches, _mainRow = Missing.Symbol, _mainProduct = Missing.Symbol, _strongestRow = Missing.Symbol;
    private double _strongestTpp = double.NaN, _strongestDensity = double.NaN;
    private sbyte _materialTier = Missing.Symbol;
    private ProductClass _mainClass;

    /// <summary>Adds a line whose product is not known.</summary>
    public void AddUnknown(in OrderLine line)
    {
        _unknown++;
        _weightGrams = _listPriceCents = Missing.Amount;
        AddLine(line, ProductClass.Unknown, Missing.Symbol, new Volume(0, line.ValueCents, 0, 0, 0).AtMost());
    }

    /// <summary>Adds a line by the figures of its product.</summary>
    /// <param name="line">The line.</param>
    /// <param name="product">Its product.</param>
    /// <param name="productRow">Row of the telling of the product that is meant.</param>
    public void Add(in OrderLine line, in Product product, int productRow)
    {
        Volume amount = new Volume(0, line.ValueCents, Times(product.Tpp, line), Times(product.AcceleratorWatts, line), Times(product.SystemWatts, line)).AtMost();
        AddLine(line, product.Class, productRow, amount);
        if (product.Controlled is null) _unclassified++;
        if (product.HasAccelerators && (product.Tpp == Missing.Amount || product.AcceleratorWatts == Missing.Amount)) _unfigured++;
        if (product.Controlled == true)
        {
            _controlled++;
            if (!line.IsLicensed) _unlicensed++;
            _controlledTpp = Math.Min(_controlledTpp + amount.Tpp, Volume.MostTpp);
        }

        // An order is not refused because of a slip in what no control hangs on.
        _weightGrams = Quantity.SumOrMissing(_weightGrams, Quantity.TimesOrMissing(product.UnitWeightGrams, line.QuantityThousandths));
        _listPriceCents = Quantity.SumOrMissing(_listPriceCents, Quantity.TimesOrMissing(product.ListPriceCents, line.QuantityThousandths));
        if (line.HsCode != Missing.Symbol && product.HsCode != Missing.Symbol)
        {
            _compared++;
            if (line.HsCode != product.HsCode && Differ(line.HsCode, product.HsCode)) _mismatches++;
        }

        AddStrongest(product, productRow);
        AddMaterial(line, product);
    }

    /// <summary>An order with what its lines amount to.</summary>
    public readonly OrderVersion Of(in OrderVersion header) => header with
    {
        Content = _content,
        ControlledTpp = _controlledTpp,
        ControlledLines = _controlled,
        UnclassifiedLines = _unclassified,
        UnknownProductLines = _unknown,
        UnfiguredLines = _unfigured,
        LicensedLines = _licensed,
        CodeMismatchLines = _mismatches,
        WeightGrams = _weightGrams,
        ListPriceCents = _listPriceCents,
        MainClass = _mainClass,
        Lines = _lines,
        ComparedCodeLines = _compared,
        UnlicensedControlledLines = _unlicensed,
        QuantityThousandths = _quantity,
        MemoryThousandthsGb = _memory,
        MainProductRow = _mainRow,
        StrongestProductRow = _strongestRow,
        MaterialTier = _materialTier,
        MaterialGrams = _materialGrams,
        MaterialThousandthsM2 = _materialM2,
        MainProduct = _mainProduct,
        MainThousandths = _mainThousandths,
    };

    // The rows that come next may be given their numbers meanwhile.
    private readonly bool Differ(int code, int other)
    {
        lock (texts.Gate) return HarmonisedCode.Differ(texts.Utf8(code), texts.Utf8(other));
    }

    // Of equally strong ones the denser, so that the order of the lines means nothing.
    private void AddStrongest(in Product product, int row)
    {
        double tpp = product.TppOfOneAccelerator, density = product.PerformanceDensity;
        bool isStronger = tpp > _strongestTpp || (tpp == _strongestTpp && (density > _strongestDensity || double.IsNaN(_strongestDensity)));
        if (double.IsNaN(tpp) || !(isStronger || _strongestRow == Missing.Symbol)) return;
        (_strongestTpp, _strongestDensity, _strongestRow) = (tpp, density, row);
    }

    private void AddMaterial(in OrderLine line, in Product product)
    {
        if (!double.IsNaN(product.MemoryGb))
        {
            long memory = Quantity.TimesOrMissing((long)Math.Round(product.MemoryGb * 1000), line.QuantityThousandths);
            _memory = _memory == Missing.Amount ? memory : Quantity.SumOrMissing(_memory, memory);
        }

        if (product.MaterialTier is not { } tier) return;
        _materialTier = Math.Max(_materialTier, (sbyte)tier);
        if (tier == 0) return;
        if (product.UnitOfMeasure == UnitOfMeasure.Kilogram) _materialGrams = Quantity.SumOrMissing(_materialGrams, line.QuantityThousandths);
        if (product.UnitOfMeasure == UnitOfMeasure.SquareMetre) _materialM2 = Quantity.SumOrMissing(_materialM2, line.QuantityThousandths);
    }

    private void AddLine(in OrderLine line, ProductClass kind, int productRow, in Volume amount)
    {
        _lines++;
        _content = (_content + amount).AtMost();
        _quantity = Quantity.SumOrMissing(_quantity, line.QuantityThousandths);
        if (line.IsLicensed) _licensed++;
        if (line.ValueCents <= _mainValue) return;
        _mainValue = line.ValueCents;
        (_mainClass, _mainRow) = (kind, productRow);
        (_mainProduct, _mainThousandths) = (line.Product, Math.Min(line.QuantityThousandths, Quantity.MostThousandths));
    }

    private static long Times(long perUnit, in OrderLine line) =>
        perUnit == Missing.Amount ? 0 : (long)Int128.Min(Quantity.Times(perUnit, line.QuantityThousandths), long.MaxValue);
}
