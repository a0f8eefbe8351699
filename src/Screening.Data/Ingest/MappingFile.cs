using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Screening.Data.Contracts;
using Screening.Data.Yaml;

namespace Screening.Data.Ingest;

/// <summary>How a source file that is not shaped like its contract becomes rows of a dataset. Written in YAML; docs/mapping-files.md describes it.</summary>
public sealed record MappingFile
{
    /// <summary>The file's name, for messages.</summary>
    public required string File { get; init; }

    /// <summary>Hash of the file's bytes: the same source through another mapping is another delivery.</summary>
    public required string Sha256 { get; init; }

    public required string Dataset { get; init; }

    public required SourceFormat Source { get; init; }

    /// <summary>An expression that is true for the rows of this dataset; null takes all.</summary>
    public string? Where { get; init; }

    /// <summary>An expression that is true for rows that say that what their key names is gone; null when none does.</summary>
    public string? DeleteWhen { get; init; }

    /// <summary>A source column that says so with true or false, read as strictly as a file's own <c>_deleted</c>; null when none does.</summary>
    public string? DeleteFrom { get; init; }

    /// <summary>Which rows are one row after mapping.</summary>
    public Distinctness Distinct { get; init; }

    /// <summary>For each contract column that gets values, where they come from: the first that gives one.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<MappedValue>> Columns { get; init; }

    /// <summary>Reads a mapping file and checks it against the contracts.</summary>
    /// <exception cref="MappingException">The file is missing or invalid.</exception>
    /// <exception cref="ContractException">It names a dataset or a reference table that does not exist.</exception>
    public static MappingFile Read(string path, ContractStore contracts)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(contracts);
        if (System.IO.Directory.Exists(path)) throw new MappingException($"the mapping file '{path}' is a folder");
        if (!System.IO.File.Exists(path)) throw new MappingException($"the mapping file '{path}' does not exist");
        var bytes = System.IO.File.ReadAllBytes(path);
        var root = YamlSection.Parse(Encoding.UTF8.GetString(bytes), Path.GetFileName(path), static (message, inner) => new MappingException(message, inner));
        return MappingReader.Read(root, contracts) with { File = Path.GetFileName(path), Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
    }
}

/// <summary>Which rows of a delivery are one row after mapping; the first is kept and the others are counted as collapsed.</summary>
public enum Distinctness
{
    /// <summary>None: a repeat is quarantined as a duplicate.</summary>
    None,

    /// <summary>Rows that are equal in every column.</summary>
    Row,

    /// <summary>Rows that are equal in key and known_at, whatever else they say.</summary>
    Key,
}

/// <summary>How a source file is written.</summary>
/// <param name="Format">csv, jsonl or parquet, or the name of a layout of several parts such as <c>ofac-sdn</c>.</param>
/// <param name="Delimiter">Between cells of CSV.</param>
/// <param name="Encoding">Of text: a name that <see cref="SourceEncoding"/> lists; null for UTF-8, or UTF-16 where a byte-order mark says so.</param>
public sealed record SourceFormat(string Format = SourceFormat.Csv, char Delimiter = ',', string? Encoding = null)
{
    public const string Csv = "csv";
    public const string JsonLines = "jsonl";
    public const string Parquet = "parquet";
}

/// <summary>Where a column's value comes from: exactly one of <see cref="From"/>, <see cref="Constant"/>, <see cref="Expression"/>, <see cref="DeliveredAt"/> and <see cref="FileTime"/>.</summary>
public sealed record MappedValue
{
    /// <summary>A source column.</summary>
    public string? From { get; init; }

    /// <summary>The same for every row.</summary>
    public string? Constant { get; init; }

    /// <summary>A DuckDB scalar expression over source columns in double quotes.</summary>
    public string? Expression { get; init; }

    /// <summary>The moment of the delivery.</summary>
    public bool DeliveredAt { get; init; }

    /// <summary>When the source file was last written.</summary>
    public bool FileTime { get; init; }

    /// <summary>Where the amount's currency stands; null when the column is no amount that is converted to US dollars.</summary>
    public MappedValue? Currency { get; init; }

    /// <summary>Where the day stands whose rate converts the amount.</summary>
    public MappedValue? RateDay { get; init; }

    /// <summary>strptime formats, tried in order; empty for ISO times.</summary>
    public IReadOnlyList<string> DateFormats { get; init; } = [];

    /// <summary>The reference table's column that names are looked up in.</summary>
    public ColumnAddress? Lookup { get; init; }

    /// <summary>Factor from the source's unit to the contract's.</summary>
    public decimal? Multiply { get; init; }

    /// <summary>The unit the source gives.</summary>
    public string? Unit { get; init; }

    /// <summary>Rounds to the scale of the contract's column, halves away from zero.</summary>
    public bool Round { get; init; }

    /// <summary>Texts that mean "no value"; each is counted.</summary>
    public IReadOnlyList<NullText> NullWhen { get; init; } = [];
}

/// <summary>A text, or a regular expression for the whole text, that stands for "no value".</summary>
public readonly record struct NullText(string Text, bool IsPattern)
{
    public override string ToString() => IsPattern ? $"/{Text}/" : Text;
}

/// <summary>Reads the YAML of a mapping file.</summary>
internal static class MappingReader
{
    private static readonly ContractColumn CurrencyText = new() { Name = "currency", Type = new ColumnType(ColumnKind.Text) };
    private static readonly ContractColumn DayText = new() { Name = "rate_day", Type = new ColumnType(ColumnKind.Date) };

    public static MappingFile Read(YamlSection root, ContractStore contracts)
    {
        root.Only("dataset", "description", "source", "where", "delete_when", "delete_from", "distinct", "columns");
        var dataset = root.RequiredText("dataset");
        if (!contracts.TryGet(dataset, out var contract)) throw root.Error("dataset", $"is '{dataset}'; accepted: {string.Join(", ", contracts.Datasets)}");

        var section = root.Section("columns") ?? throw root.Error("columns", "is missing");
        var columns = new Dictionary<string, IReadOnlyList<MappedValue>>(StringComparer.Ordinal);
        foreach (var name in section.Keys)
        {
            var column = contract.Find(name) ?? throw section.Error(name, $"is no column of {dataset}; accepted: {string.Join(", ", contract.ColumnNames)}");
            var entry = section.Section(name)!;
            if (entry.Has("first_of") && entry.Sections("first_of").Any(s => s.Has("currency"))) throw entry.Error("first_of", "cannot convert currencies; write the chain as an expression in from's place");
            columns.Add(name, entry.Has("first_of") ? Chain(entry, column, contracts) : [Value(entry, column, contracts)]);
        }
        if (contract.Columns.FirstOrDefault(c => c.Required && !columns.ContainsKey(c.Name)) is { } missing)
            throw section.Error($"has no {missing.Name}, which {dataset} requires");

        var where = root.Text("where");
        if (where is not null && ExpressionGuard.Problem(where) is { } problem) throw root.Error("where", $"is '{where}': it {problem}");
        var deleteWhen = root.Text("delete_when");
        if (deleteWhen is not null && ExpressionGuard.Problem(deleteWhen) is { } unfit) throw root.Error("delete_when", $"is '{deleteWhen}': it {unfit}");
        if (deleteWhen is not null && root.Text("delete_from") is not null) throw root.Error("delete_from", "stands beside delete_when; accepted: one of them");
        return new MappingFile { File = "", Sha256 = "", Dataset = dataset, Source = Source(root.Section("source")), Where = where, DeleteWhen = deleteWhen, DeleteFrom = root.Text("delete_from"), Distinct = Distinct(root), Columns = columns };
    }

    private static Distinctness Distinct(YamlSection root) => root.Text("distinct") switch
    {
        null or "false" => Distinctness.None,
        "true" => Distinctness.Row,
        "key" => Distinctness.Key,
        var other => throw root.Error("distinct", $"is '{other}'; accepted: true, false, key"),
    };

    private static SourceFormat Source(YamlSection? section)
    {
        if (section is null) return new SourceFormat();
        section.Only("format", "delimiter", "encoding");
        var format = section.Text("format") ?? SourceFormat.Csv;
        string[] formats = [SourceFormat.Csv, SourceFormat.JsonLines, SourceFormat.Parquet, .. Layouts.Names];
        if (!formats.Contains(format)) throw section.Error("format", $"is '{format}'; accepted: {string.Join(", ", formats)}");
        if (format != SourceFormat.Csv && section.Has("delimiter")) throw section.Error("delimiter", $"is for csv; the format is '{format}'");
        if (format is not (SourceFormat.Csv or SourceFormat.JsonLines) && section.Has("encoding")) throw section.Error("encoding", $"is for csv and jsonl; the format is '{format}'");
        var delimiter = section.Text("delimiter") ?? ",";
        if (delimiter is not [> ' ' and < (char)127 and not '"'] and not "\t") throw section.Error("delimiter", $"is '{delimiter}'; accepted: one ASCII character that is no quote and no blank, or a tab");
        var encoding = section.Text("encoding");
        if (encoding is not null && !SourceEncoding.IsKnown(encoding)) throw section.Error("encoding", $"is '{encoding}'; accepted: {SourceEncoding.Accepted}");
        return new SourceFormat(format, delimiter[0], encoding);
    }

    private static List<MappedValue> Chain(YamlSection entry, ContractColumn column, ContractStore contracts)
    {
        entry.Only("first_of");
        var chain = entry.Sections("first_of").Select(item => Value(item, column, contracts)).ToList();
        return chain.Count > 0 ? chain : throw entry.Error("first_of", "is empty; accepted: a list of sources");
    }

    private static MappedValue Value(YamlSection entry, ContractColumn column, ContractStore contracts)
    {
        entry.Only("from", "constant", "expression", "delivered_at", "file_time", "date", "lookup", "multiply", "unit", "round", "null_when", "currency", "rate_day");
        string[] sources = ["from", "constant", "expression", "delivered_at", "file_time"];
        if (sources.Count(entry.Has) != 1) throw entry.Error($"needs exactly one of {string.Join(", ", sources)}, or first_of");
        foreach (var moment in sources.Where(s => s is "delivered_at" or "file_time" && entry.Has(s)))
        {
            if (entry.Bool(moment) is not true) throw entry.Error(moment, "accepts only true");
            if (column.Type.Kind != ColumnKind.Timestamp) throw entry.Error(moment, $"gives a moment; {column.Name} is {column.Type.Sql}");
        }
        var value = new MappedValue
        {
            From = entry.Has("from") ? entry.RequiredText("from") : null,
            Constant = entry.Has("constant") ? entry.RequiredText("constant") : null,
            Expression = entry.Has("expression") ? entry.RequiredText("expression") : null,
            DeliveredAt = entry.Has("delivered_at"),
            FileTime = entry.Has("file_time"),
            Currency = Part(entry, "currency", CurrencyText, column, contracts),
            RateDay = Part(entry, "rate_day", DayText, column, contracts),
            DateFormats = entry.IsList("date") ? entry.Texts("date") : entry.Has("date") ? [entry.RequiredText("date")] : [],
            Lookup = Lookup(entry, contracts),
            Multiply = Factor(entry),
            Unit = entry.Text("unit"),
            Round = entry.Bool("round") ?? false,
            NullWhen = entry.Items("null_when", static text => new NullText(text, false), static section => new NullText(Pattern(section.Only("matches")), true)),
        };
        if (value.Expression is { } expression && ExpressionGuard.Problem(expression) is { } problem) throw entry.Error("expression", $"is '{expression}': it {problem}");
        if (value.Constant is not null)
        {
            foreach (var key in entry.Keys.Where(k => k is not ("constant" or "unit"))) throw entry.Error(key, "has no effect on a constant");
        }
        CheckConversion(entry, value, column, contracts);
        if (value.DateFormats.Count > 0 && !column.Type.IsTime) throw entry.Error("date", $"gives a time; {column.Name} is {column.Type.Sql}");
        if (value.DateFormats.Any(f => f.Length == 0)) throw entry.Error("date", "holds an empty format; accepted: strptime formats such as %d-%b-%y");
        if (value.Multiply is not null && !column.Type.IsNumber) throw entry.Error("multiply", $"gives a number; {column.Name} is {column.Type.Sql}");
        if (value.Round && column.Type.Kind is not (ColumnKind.Exact or ColumnKind.Whole)) throw entry.Error("round", $"needs an exact number; {column.Name} is {column.Type.Sql}");
        if (value.Unit is { } unit && unit != column.Unit && value.Multiply is null)
            throw entry.Error("unit", $"is '{unit}'; accepted: {column.Unit ?? "none, the column has no unit"}, or give the factor as multiply");
        return value;
    }

    private static MappedValue? Part(YamlSection entry, string key, ContractColumn part, ContractColumn amount, ContractStore contracts)
    {
        if (!entry.Has(key)) return null;
        var section = entry.Section(key)!;
        foreach (var unfit in (string[])["currency", "rate_day", "multiply", "unit", "round", "lookup"])
        {
            if (section.Has(unfit)) throw section.Error(unfit, $"has no meaning inside {key} of {amount.Name}");
        }
        return Value(section, part, contracts);
    }

    private static void CheckConversion(YamlSection entry, MappedValue value, ContractColumn column, ContractStore contracts)
    {
        if (value.Currency is null && value.RateDay is null) return;
        if (value.Currency is null) throw entry.Error("rate_day", "needs currency beside it");
        if (value.RateDay is null) throw entry.Error("currency", "needs rate_day beside it: the day whose rate converts the amount");
        if (column.Type.Kind != ColumnKind.Exact || column.Unit != "USD") throw entry.Error("currency", $"converts to US dollars; {column.Name} is {column.Type.Sql} in {column.Unit ?? "no unit"}");
        if (!contracts.TryGet(ExchangeRates.Dataset, out _)) throw entry.Error("currency", $"needs the dataset {ExchangeRates.Dataset}, which has no contract");
    }

    private static string Pattern(YamlSection entry)
    {
        var pattern = entry.RequiredText("matches");
        try
        {
            // What this engine takes, DuckDB's takes too: neither knows look-around and back-references.
            _ = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
            return pattern;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new MappingException(entry.Error("matches", $"is '{pattern}'; accepted: a regular expression without look-around and back-references ({e.Message})").Message, e);
        }
    }

    private static ColumnAddress? Lookup(YamlSection entry, ContractStore contracts)
    {
        if (!entry.Has("lookup")) return null;
        var text = entry.RequiredText("lookup");
        if (text.Split('.') is not [{ Length: > 0 } table, { Length: > 0 } column]) throw entry.Error("lookup", $"is '{text}'; accepted: a reference table and its column, such as countries.name");
        try
        {
            contracts.Reference(table).Lookup(column);
        }
        catch (ContractException e)
        {
            throw new MappingException(entry.Error("lookup", $"is '{text}': {e.Message}").Message, e);
        }
        return new ColumnAddress(table, column);
    }

    private static decimal? Factor(YamlSection entry)
    {
        if (entry.Text("multiply") is not { } text) return null;
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor)
            && factor != 0 && factor.Scale <= MappingSql.MostFactorDigits && Math.Abs(factor) < 1_000_000_000_000m
            ? factor
            : throw entry.Error("multiply", FormattableString.Invariant($"is '{text}'; accepted: a number other than 0 below 10^12 with at most {MappingSql.MostFactorDigits} digits after the point"));
    }
}
