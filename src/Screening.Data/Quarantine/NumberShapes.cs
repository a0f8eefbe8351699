using System.Text.RegularExpressions;

namespace Screening.Data.Quarantines;

/// <summary>A way to write numbers that the contract does not take.</summary>
/// <param name="Words">In words.</param>
/// <param name="Pattern">Texts that are written so; no other is touched.</param>
/// <param name="Grouping">The sign between groups of digits, as a character class; empty when there is none.</param>
/// <param name="HasComma">Whether the comma is the decimal sign.</param>
internal sealed record NumberShape(string Words, string Pattern, string Grouping, bool HasComma)
{
    /// <summary>SQL that rewrites texts of this shape and leaves all others.</summary>
    public string Expression(string source)
    {
        var text = $"trim({source})";
        var rewritten = Grouping.Length == 0 ? text : $"regexp_replace({text}, {Sql.Literal(Grouping)}, '', 'g')";
        if (HasComma) rewritten = $"replace({rewritten}, ',', '.')";
        return $"case when regexp_full_match({text}, {Sql.Literal(Pattern)}) then {rewritten} else {source} end";
    }
}

/// <summary>How numbers in texts are written, and whether they say so beyond doubt.</summary>
internal static class NumberShapes
{
    private static readonly NumberShape Comma = new("comma as decimal sign, dots between groups", "[+-]?([0-9]{1,3}([.][0-9]{3})+|[0-9]+),[0-9]+", "[.]", HasComma: true);
    private static readonly NumberShape Grouped = new("commas between groups of digits", "[+-]?[0-9]{1,3}(,[0-9]{3})+([.][0-9]+)?", ",", HasComma: false);
    private static readonly NumberShape Blanks = new("blanks or apostrophes between groups of digits", "[+-]?[0-9]{1,3}([ \u00A0\u202F'\u2019][0-9]{3})+([.][0-9]+)?", "[ \u00A0\u202F'\u2019]", HasComma: false);
    private static readonly NumberShape BlanksAndComma = new("blanks or apostrophes between groups of digits, comma as decimal sign", "[+-]?[0-9]{1,3}([ \u00A0\u202F'\u2019][0-9]{3})+,[0-9]+", "[ \u00A0\u202F'\u2019]", HasComma: true);
    private static readonly NumberShape Dots = new("dots between groups of digits", "[+-]?[0-9]{1,3}([.][0-9]{3}){2,}", "[.]", HasComma: false);
    private static readonly Dictionary<NumberShape, Regex> Patterns = new[] { Comma, Grouped, Blanks, BlanksAndComma, Dots }.ToDictionary(s => s, s => FixRules.Whole(s.Pattern));

    /// <summary>The shapes that the texts are in; of a text such as 1,234 only the others can say which it is.</summary>
    public static (IReadOnlyList<NumberShape> Certain, IReadOnlyList<NumberShape> Open, string Why) Of(IReadOnlyList<string> texts)
    {
        var trimmed = texts.Select(t => t.Trim(' ')).ToList();
        var both = trimmed.Count(t => Is(Comma, t) && Is(Grouped, t));
        var comma = trimmed.Count(t => Is(Comma, t) && !Is(Grouped, t)) + trimmed.Count(t => Is(Dots, t));
        var grouped = trimmed.Count(t => Is(Grouped, t) && !Is(Comma, t));
        List<NumberShape> certain = [.. new[] { Blanks, BlanksAndComma, Dots }.Where(s => trimmed.Exists(t => Is(s, t)))];
        if (both + comma + grouped == 0) return (certain, [], "");
        if (comma > 0 && grouped == 0) return ([.. certain, Comma], [], "");
        if (grouped > 0 && comma == 0) return ([.. certain, Grouped], [], "");
        var why = comma == 0 ? "AMBIGUOUS, values such as 1,234 may be 1.234 or 1234; ask the source which it is" : FormattableString.Invariant($"CONTRADICTORY, {comma} values can only have a comma as decimal sign and {grouped} only between groups");
        return (certain, [Comma, Grouped], why);
    }

    private static bool Is(NumberShape shape, string text) => Patterns[shape].IsMatch(text);
}
