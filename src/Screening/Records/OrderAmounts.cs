namespace Screening.Records;

/// <summary>What the lines of an order amount to, added up line by line.</summary>
/// <param name="texts">Where the codes stand.</param>
internal struct OrderAmounts(SymbolTable texts)
{
    private Volume _content = new(1, 0, 0, 0, 0);
    private long _controlledTpp, _weightGrams, _listPriceCents, _mainValue = -1, _mainThousandths;
    private int _controlled, _unclassified, _unknown, _licensed, _mismatches, _mainProduct = Missing.Symbol;
    private ProductClass _mainClass;

    /// <summary>Adds a line whose product is not known.</summary>
    public void AddUnknown(in OrderLine line)
    {
        _unknown++;
        _weightGrams = _listPriceCents = Missing.Amount;
        AddLine(line, ProductClass.Unknown, new Volume(0, line.ValueCents, 0, 0, 0));
    }

    /// <summary>Adds a line by the figures of its product.</summary>
    /// <exception cref="OverflowException">A sum leaves 64 bits.</exception>
    public void Add(in OrderLine line, in Product product)
    {
        var amount = new Volume(0, line.ValueCents, Times(product.Tpp, line), Times(product.AcceleratorWatts, line), Times(product.SystemWatts, line));
        AddLine(line, product.Class, amount);
        if (product.Controlled is null) _unclassified++;
        if (product.Controlled == true)
        {
            _controlled++;
            _controlledTpp = checked(_controlledTpp + amount.Tpp);
        }

        // An order is not refused because of a slip in what no control hangs on.
        _weightGrams = Quantity.SumOrMissing(_weightGrams, Quantity.TimesOrMissing(product.UnitWeightGrams, line.QuantityThousandths));
        _listPriceCents = Quantity.SumOrMissing(_listPriceCents, Quantity.TimesOrMissing(product.ListPriceCents, line.QuantityThousandths));
        if (line.HsCode != product.HsCode && line.HsCode != Missing.Symbol && product.HsCode != Missing.Symbol
            && HarmonisedCode.Differ(texts.Utf8(line.HsCode), texts.Utf8(product.HsCode))) _mismatches++;
    }

    /// <summary>An order with what its lines amount to.</summary>
    public readonly OrderVersion Of(in OrderVersion header) => header with
    {
        Content = _content,
        ControlledTpp = _controlledTpp,
        ControlledLines = _controlled,
        UnclassifiedLines = _unclassified,
        UnknownProductLines = _unknown,
        LicensedLines = _licensed,
        CodeMismatchLines = _mismatches,
        WeightGrams = _weightGrams,
        ListPriceCents = _listPriceCents,
        MainClass = _mainClass,
        MainProduct = _mainProduct,
        MainThousandths = _mainThousandths,
    };

    private void AddLine(in OrderLine line, ProductClass kind, in Volume amount)
    {
        _content += amount;
        if (line.IsLicensed) _licensed++;
        if (line.ValueCents <= _mainValue) return;
        _mainValue = line.ValueCents;
        _mainClass = kind;
        (_mainProduct, _mainThousandths) = (line.Product, line.QuantityThousandths);
    }

    // More than 64 bits hold is refused, not cut.
    private static long Times(long perUnit, in OrderLine line) => perUnit == Missing.Amount ? 0 : checked((long)Quantity.Times(perUnit, line.QuantityThousandths));
}
