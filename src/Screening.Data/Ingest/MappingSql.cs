using System.Globalization;
using Screening.Data.Contracts;

namespace Screening.Data.Ingest;

/// <summary>A mapping as SQL, for one file, over the source's columns, which are all text with the source's own names.</summary>
internal sealed class MappingSql(DataContract contract, MappingFile mapping, ContractStore contracts, DateTime deliveredAtUtc, DateTime fileTimeUtc)
{
    public const int MostFactorDigits = 10;
    private const int MostValueDigits = 10;

    private IEnumerable<MappedValue> Values => mapping.Columns.Values.SelectMany(c => c).SelectMany(v => (MappedValue?[])[v, v.Currency, v.RateDay]).OfType<MappedValue>();

    /// <summary>The columns whose <c>null_when</c> is counted.</summary>
    public IReadOnlyList<string> CountedColumns => [.. contract.Columns.Where(c => mapping.Columns.TryGetValue(c.Name, out var chain) && chain.Any(v => v.NullWhen.Count > 0)).Select(c => c.Name)];

    /// <summary>Types that the look-ups use: run once per database.</summary>
    public IEnumerable<string> Setup() =>
        from lookup in Values.Select(v => v.Lookup).OfType<ColumnAddress>().Distinct()
        select $"CREATE TYPE {LookupType(lookup)} AS ENUM ({string.Join(", ", contracts.Reference(lookup.Table).Lookup(lookup.Column).Keys.Select(Sql.Literal))})";

    /// <summary>Every expression that the operator wrote, with its key, to be tried one by one.</summary>
    public IEnumerable<(string Key, string Expression)> Expressions()
    {
        if (mapping.Where is { } where) yield return ("where", where);
        if (mapping.DeleteWhen is { } gone) yield return ("delete_when", gone);
        foreach (var (column, chain) in mapping.Columns)
        {
            foreach (var (part, value) in chain.SelectMany(Parts).Where(p => p.Value.Expression is not null)) yield return ($"columns.{column}.{part}expression", value.Expression!);
        }
    }

    /// <summary>Source columns that the mapping names outside of expressions, with their keys.</summary>
    public IEnumerable<(string Key, string Column)> NamedColumns() =>
        mapping.Columns.SelectMany(c => c.Value.SelectMany(Parts).Where(p => p.Value.From is not null).Select(p => ($"columns.{c.Key}.{p.Part}from", p.Value.From!)))
            .Concat(mapping.DeleteFrom is { } gone ? [("delete_from", gone)] : []);

    /// <summary>Every source column that the mapping reads: those it names, and those in double quotes in its expressions.</summary>
    public IReadOnlyList<string> ReadColumns() => [.. NamedColumns().Select(n => n.Column).Concat(Expressions().SelectMany(e => ExpressionGuard.Quoted(e.Expression))).Distinct(StringComparer.Ordinal)];

    /// <summary>The columns whose amounts are converted to US dollars.</summary>
    public IReadOnlyList<string> ConvertedColumns { get; } = [.. contract.Columns.Select(c => c.Name).Where(c => mapping.Columns.TryGetValue(c, out var chain) && chain[0].Currency is not null)];

    /// <summary>True for the rows of this dataset; never NULL.</summary>
    public string Taken => mapping.Where is { } where ? $"coalesce(CAST(({where}) AS BOOLEAN), false)" : "true";

    /// <summary>True for rows that say that what their key names is gone; never NULL.</summary>
    public string Gone => mapping.DeleteWhen is { } gone ? $"coalesce(CAST(({gone}) AS BOOLEAN), false)" : "false";

    /// <summary>The currency of a converted column's amount, as text.</summary>
    public string CurrencyOf(string column) => TextOf(contract.Find(column)!, mapping.Columns[column][0].Currency!);

    /// <summary>The day whose rate converts a column's amount, as text.</summary>
    public string RateDayOf(string column) => TextOf(contract.Find(column)!, mapping.Columns[column][0].RateDay!);

    /// <summary>The column's text; NULL where it has none.</summary>
    public string TextOf(ContractColumn column)
    {
        if (!mapping.Columns.TryGetValue(column.Name, out var chain)) return "NULL::VARCHAR";
        if (chain.Count == 1) return TextOf(column, chain[0]);
        var cases = chain.Select(v => TextOf(column, v)).Select(text => $"WHEN ({TypedSql.Of(column.Type, $"({text})")}) IS NOT NULL THEN {text}");
        return $"CASE {string.Join(" ", cases)} END";
    }

    /// <summary>The text that <c>null_when</c> took away, for counting; in a chain all texts up to the source that gave the value. NULL where it took none.</summary>
    public string NulledOf(string column)
    {
        var type = contract.Find(column)!.Type;
        var chain = mapping.Columns[column];
        var taken = new List<string>();
        var answered = "";
        foreach (var value in chain)
        {
            if (value.NullWhen.Count > 0) taken.Add(answered.Length == 0 ? NullName(value) : $"CASE {answered} ELSE {NullName(value)} END");
            answered += $" WHEN ({TypedSql.Of(type, $"({TextOf(contract.Find(column)!, value)})")}) IS NOT NULL THEN NULL";
        }
        return $"nullif(concat_ws(', then ', {string.Join(", ", taken)}), '')";
    }

    /// <summary>A value with the values beside it that say how to convert it, and where each stands in the file.</summary>
    private static IEnumerable<(string Part, MappedValue Value)> Parts(MappedValue value)
    {
        yield return ("", value);
        if (value.Currency is { } currency) yield return ("currency.", currency);
        if (value.RateDay is { } day) yield return ("rate_day.", day);
    }

    private static string Source(MappedValue value) => value switch
    {
        { From: { } from } => Sql.Identifier(from),
        { Expression: { } expression } => $"nullif(CAST(({expression}) AS VARCHAR), '')",
        _ => throw new InvalidOperationException("a constant has no source"),
    };

    private static string IsNullText(MappedValue value) => $"({string.Join(" OR ", value.NullWhen.Select(n => IsNullText(Source(value), n)))})";

    private static string IsNullText(string source, NullText text) =>
        text.IsPattern ? $"coalesce(regexp_full_match({source}, {Sql.Literal(text.Text)}), false)" : $"({source} IS NOT DISTINCT FROM {Sql.Literal(text.Text)})";

    private static string NullName(MappedValue value) =>
        $"CASE {string.Join(" ", value.NullWhen.Select(n => $"WHEN {IsNullText(Source(value), n)} THEN {Sql.Literal(n.ToString())}"))} END";

    private static string LookupType(ColumnAddress lookup) => Sql.Identifier($"__lookup_{lookup}");

    private string TextOf(ContractColumn column, MappedValue value)
    {
        if (value.Constant is { } constant) return Sql.Literal(constant);
        if (value.FileTime) return Sql.Literal(fileTimeUtc.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture));
        if (value.DeliveredAt) return Sql.Literal(deliveredAtUtc.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture));
        var text = Source(value);
        if (value.NullWhen.Count > 0) text = $"CASE WHEN {IsNullText(value)} THEN NULL ELSE {text} END";
        if (value.Lookup is { } lookup)
        {
            var codes = contracts.Reference(lookup.Table).Lookup(lookup.Column).Values;
            text = $"coalesce({Sql.List(codes)}[enum_code(TRY_CAST(lower(trim({text})) AS {LookupType(lookup)})) + 1], {text})";
        }
        // What cannot be read stays readable for whoever looks at the quarantine, and can never pass as a value.
        if (value.DateFormats.Count > 0)
            text = $"coalesce(CAST(try_strptime({text}, {Sql.List(value.DateFormats)}) AS VARCHAR), {text} || {Sql.Literal($" [not of the form {string.Join(" or ", value.DateFormats)}]")})";
        if (value.Multiply is { } factor) text = Multiplied(text, factor);
        if (value.Round) text = Rounded(text, column.Type);
        return text;
    }

    private static string Multiplied(string text, decimal factor)
    {
        var number = factor.ToString(CultureInfo.InvariantCulture);
        var exact = TypedSql.Of(new ColumnType(ColumnKind.Exact, 18 + MostValueDigits, MostValueDigits), text);
        var product = FormattableString.Invariant($"TRY(({exact}) * CAST({Sql.Literal(number)} AS DECIMAL({12 + factor.Scale},{factor.Scale})))");
        return $"coalesce(CAST({product} AS VARCHAR), {text} || {Sql.Literal($" [times {number}]")})";
    }

    private static string Rounded(string text, ColumnType type)
    {
        var target = type.Kind == ColumnKind.Exact ? type.Sql : "DECIMAL(18,0)";
        var rounded = FormattableString.Invariant($"CASE WHEN regexp_full_match({text}, '\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)\\s*') THEN TRY_CAST(TRY_CAST({text} AS DECIMAL(38,18)) AS {target}) END");
        return $"coalesce(CAST({rounded} AS VARCHAR), {text})";
    }
}
