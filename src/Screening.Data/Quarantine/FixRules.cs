using System.Text.RegularExpressions;
using Screening.Data.Contracts;
using Screening.Data.Ingest;

namespace Screening.Data.Quarantines;

/// <summary>What commonly ails a column, recognised by its refused texts. Whether a suggestion helps is not decided here but by trying it.</summary>
internal static class FixRules
{
    private const string Countries = "countries";
    private const int MostWords = 5;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private static readonly HashSet<string> NoValue = new(StringComparer.OrdinalIgnoreCase)
    {
        "n/a", "na", "n.a.", "n.a", "#n/a", "-", "--", "---", "–", "—", ".", "?", "??", "null", "nil", "none", "nan", "(null)", "(blank)", "blank", "empty", "missing", "tbd", "tba", "tbc", "t.b.d.",
        "to be determined", "to be announced", "to be confirmed", "unknown", "unk", "not known", "not available", "not applicable", "not captured", "date not captured", "unspecified", "undefined", "k.a.", "unbekannt", "inconnu",
    };

    private static readonly string[] Yes = ["ja", "j", "oui", "o", "si", "sí", "sì", "sim", "tak", "да", "是", "on", "x", "wahr", "vrai", "verdadero", "vero", "enabled", "active"];
    private static readonly string[] No = ["nein", "non", "não", "nao", "nie", "нет", "否", "off", "falsch", "faux", "falso", "disabled", "inactive"];

    /// <summary>The rule that takes outer blanks away.</summary>
    public static Func<ContractColumn, MappedValue, IReadOnlyList<string>, IEnumerable<FixSuggestion>> Trim { get; } = Trimmed;

    /// <summary>Each rule, in the order in which they are tried; what an earlier one mended, a later one does not see.</summary>
    public static IReadOnlyList<Func<ContractColumn, MappedValue, IReadOnlyList<string>, IEnumerable<FixSuggestion>>> All { get; } =
        [NoValues, Trim, LookedUp, Cased, Dates, Numbers, Truths, Rounded, OtherWords];

    /// <summary>The SQL of a source.</summary>
    public static string Sql(MappedValue value) => value.From is { } from ? Data.Sql.Identifier(from) : value.Expression!;

    /// <summary>A source with a function around it, when that may stand in a mapping file.</summary>
    private static IEnumerable<FixSuggestion> Wrapped(string words, MappedValue value, string expression, bool isCertain = true)
    {
        if (ExpressionGuard.Problem(expression) is null) yield return new FixSuggestion(words, value with { From = null, Expression = expression }, isCertain);
    }

    private static IEnumerable<FixSuggestion> NoValues(ContractColumn column, MappedValue value, IReadOnlyList<string> texts)
    {
        var found = texts.Where(t => NoValue.Contains(t.Trim())).ToList();
        if (found.Count == 0 || column.Required) yield break;
        yield return new FixSuggestion($"{Listed(found)} read as no value", value with { NullWhen = [.. value.NullWhen, .. found.Select(t => new NullText(t, false))] });
    }

    private static IEnumerable<FixSuggestion> Trimmed(ContractColumn column, MappedValue value, IReadOnlyList<string> texts)
    {
        if (texts.All(t => t.Trim().Length == t.Length)) return [];
        var isPlain = texts.All(t => t.Trim(' ').Length == t.Trim().Length);
        var trim = isPlain ? $"trim({Sql(value)})" : $"trim({Sql(value)}, concat(' ', chr(9), chr(10), chr(11), chr(12), chr(13), chr(133), chr(160), chr(8239), chr(12288)))";
        return Wrapped("outer blanks taken away", value, trim);
    }

    private static IEnumerable<FixSuggestion> LookedUp(ContractColumn column, MappedValue value, IReadOnlyList<string> texts)
    {
        if (column.ReferenceTable?.Table != Countries || value.Lookup is not null) yield break;
        yield return new FixSuggestion("names of countries looked up", value with { Lookup = new ColumnAddress(Countries, "name") });
        yield return new FixSuggestion("codes of three letters looked up", value with { Lookup = new ColumnAddress(Countries, "alpha3") });
    }

    private static IEnumerable<FixSuggestion> Cased(ContractColumn column, MappedValue value, IReadOnlyList<string> texts) =>
        column.Type.Kind != ColumnKind.Text ? [] : [.. Wrapped("in capitals", value, $"upper({Sql(value)})"), .. Wrapped("in small letters", value, $"lower({Sql(value)})")];

    private static List<FixSuggestion> Dates(ContractColumn column, MappedValue value, IReadOnlyList<string> texts)
    {
        if (!column.Type.IsTime) return [];
        var reading = DateShapes.Of(texts);
        var suggestions = new List<FixSuggestion>();
        if (reading.Certain.Count > 0) suggestions.AddRange(Dated($"dates of the form {string.Join(" or ", reading.Certain)}", value, reading.Certain, isCertain: true));
        foreach (var (format, why) in reading.Open) suggestions.AddRange(Dated($"dates of the form {format}: {why}", value, [format], isCertain: false));
        return suggestions;
    }

    private static IEnumerable<FixSuggestion> Dated(string words, MappedValue value, IReadOnlyList<string> formats, bool isCertain)
    {
        if (value.DateFormats.Count > 0) return [new FixSuggestion(words, value with { DateFormats = [.. value.DateFormats.Concat(formats).Distinct(StringComparer.Ordinal)] }, isCertain)];
        // A list of formats would stand in the place of every ISO form, offsets among them; this only reads what they do not.
        return Wrapped(words, value, $"coalesce(cast(try_strptime({Sql(value)}, {Data.Sql.List(formats)}) as varchar), {Sql(value)})", isCertain);
    }

    private static List<FixSuggestion> Numbers(ContractColumn column, MappedValue value, IReadOnlyList<string> texts)
    {
        if (!column.Type.IsNumber) return [];
        var suggestions = new List<FixSuggestion>();
        var reading = NumberShapes.Of(texts);
        foreach (var shape in reading.Certain) suggestions.AddRange(Wrapped(shape.Words, value, shape.Expression(Sql(value))));
        foreach (var shape in reading.Open) suggestions.AddRange(Wrapped($"{shape.Words}: {reading.Why}", value, shape.Expression(Sql(value)), isCertain: false));
        return suggestions;
    }

    private static IEnumerable<FixSuggestion> Truths(ContractColumn column, MappedValue value, IReadOnlyList<string> texts)
    {
        if (column.Type.Kind != ColumnKind.Boolean) return [];
        var words = texts.Select(t => t.Trim().ToLowerInvariant()).Where(w => Yes.Contains(w) || No.Contains(w)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (words.Count == 0) return [];
        var cases = words.Select(w => $"when {Data.Sql.Literal(w)} then '{(Yes.Contains(w) ? "true" : "false")}'");
        return Wrapped($"{Listed(words)} read as true or false", value, $"case lower(trim({Sql(value)})) {string.Join(" ", cases)} else {Sql(value)} end");
    }

    private static IEnumerable<FixSuggestion> Rounded(ContractColumn column, MappedValue value, IReadOnlyList<string> texts)
    {
        if (column.Type.Kind is ColumnKind.Exact or ColumnKind.Whole && !value.Round)
            yield return new FixSuggestion(FormattableString.Invariant($"rounded to {column.Type.Scale} digits after the point, which loses the others"), value with { Round = true }, IsCertain: false);
    }

    /// <summary>Words in the place of a number, a time or a truth: only a person knows what they mean.</summary>
    private static IEnumerable<FixSuggestion> OtherWords(ContractColumn column, MappedValue value, IReadOnlyList<string> texts)
    {
        if (column.Type.Kind == ColumnKind.Text || column.Required) yield break;
        var words = texts.Where(t => !t.Any(char.IsDigit)).Take(MostWords).ToList();
        if (words.Count > 0) yield return new FixSuggestion($"{Listed(words)} read as no value; decide what it means", value with { NullWhen = [.. value.NullWhen, .. words.Select(t => new NullText(t, false))] }, IsCertain: false);
    }

    private static string Listed(List<string> texts) =>
        string.Join(", ", texts.Take(MostWords).Select(t => $"'{MappingText.Shown(t)}'")) + (texts.Count > MostWords ? FormattableString.Invariant($" and {texts.Count - MostWords} more") : "");

    /// <summary>A pattern for whole texts.</summary>
    internal static Regex Whole(string pattern) => new($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture, Timeout);
}
