using System.Globalization;
using System.Text.RegularExpressions;

namespace Screening.Data.Quarantines;

/// <summary>Which forms of dates texts are written in, and whether they say so beyond doubt.</summary>
internal static class DateShapes
{
    private static readonly Regex Clock = FixRules.Whole(@"(?<day>.*?)(?<clock>[ T][0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?");

    private static readonly (Regex Shape, string Format)[] Plain =
    [
        (FixRules.Whole("[0-9]{1,2}-[A-Za-z]{3}-[0-9]{2}"), "%d-%b-%y"), (FixRules.Whole("[0-9]{1,2}-[A-Za-z]{3}-[0-9]{4}"), "%d-%b-%Y"), (FixRules.Whole("[0-9]{1,2} [A-Za-z]{3} [0-9]{4}"), "%d %b %Y"),
        (FixRules.Whole("[0-9]{1,2} [A-Za-z]{4,9} [0-9]{4}"), "%d %B %Y"), (FixRules.Whole("[A-Za-z]{3} [0-9]{1,2}, [0-9]{4}"), "%b %d, %Y"), (FixRules.Whole("[A-Za-z]{4,9} [0-9]{1,2}, [0-9]{4}"), "%B %d, %Y"),
        (FixRules.Whole("[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}"), "%Y/%m/%d"), (FixRules.Whole(@"[0-9]{4}\.[0-9]{1,2}\.[0-9]{1,2}"), "%Y.%m.%d"), (FixRules.Whole("(19|20)[0-9]{6}"), "%Y%m%d"),
    ];

    /// <summary>The forms that the texts are in.</summary>
    /// <returns>Forms that leave no doubt; and those that do, each with why.</returns>
    public static (IReadOnlyList<string> Certain, IReadOnlyList<(string Format, string Why)> Open) Of(IReadOnlyList<string> texts)
    {
        var certain = new List<string>();
        var open = new List<(string, string)>();
        var doubles = new Dictionary<(char Separator, int Year, string Clock), (int DayFirst, int MonthFirst, int Both, int Same)>();
        foreach (var text in texts)
        {
            var (day, clock) = Split(text);
            if (Array.Find(Plain, p => p.Shape.IsMatch(day)) is { Format: { } format }) certain.Add(format + clock);
            else if (Numbers(day) is var (separator, first, second, year, digits))
            {
                var key = (separator, digits, clock);
                var seen = doubles.GetValueOrDefault(key);
                doubles[key] = (IsDay(year, second, first), IsDay(year, first, second)) switch
                {
                    (true, true) when first == second => seen with { Same = seen.Same + 1 },
                    (true, true) => seen with { Both = seen.Both + 1 },
                    (true, false) => seen with { DayFirst = seen.DayFirst + 1 },
                    (false, true) => seen with { MonthFirst = seen.MonthFirst + 1 },
                    _ => seen,
                };
            }
        }
        foreach (var ((separator, digits, clock), seen) in doubles) Judge(separator, digits == 4 ? "%Y" : "%y", clock, seen, certain, open);
        return ([.. certain.Distinct(StringComparer.Ordinal)], open);
    }

    private static void Judge(char separator, string year, string clock, (int DayFirst, int MonthFirst, int Both, int Same) seen, List<string> certain, List<(string, string)> open)
    {
        var dayFirst = $"%d{separator}%m{separator}{year}{clock}";
        var monthFirst = $"%m{separator}%d{separator}{year}{clock}";
        switch (seen)
        {
            case { DayFirst: > 0, MonthFirst: 0 }:
                certain.Add(dayFirst);
                break;
            case { DayFirst: 0, MonthFirst: > 0 }:
                certain.Add(monthFirst);
                break;
            case { DayFirst: 0, MonthFirst: 0, Both: 0 }:
                if (seen.Same > 0) certain.Add(dayFirst);
                break;
            case { DayFirst: 0, MonthFirst: 0 }:
                const string Ambiguous = "AMBIGUOUS, no value has a number above 12 in the place of the day or the month; ask the source which it is";
                open.Add((dayFirst, Ambiguous));
                open.Add((monthFirst, Ambiguous));
                break;
            default:
                var why = FormattableString.Invariant($"CONTRADICTORY, {seen.DayFirst} values can only have the day first and {seen.MonthFirst} only the month; whichever is taken, values that allow both may be read wrongly");
                open.Add((dayFirst, why));
                open.Add((monthFirst, why));
                break;
        }
    }

    private static (string Day, string Clock) Split(string text)
    {
        var match = Clock.Match(text);
        if (!match.Success || !match.Groups["clock"].Success) return (text, "");
        var clock = match.Groups["clock"].Value;
        return (match.Groups["day"].Value, clock[0] + (clock.Count(c => c == ':') == 2 ? "%H:%M:%S" : "%H:%M"));
    }

    private static (char Separator, int First, int Second, int Year, int YearDigits)? Numbers(string day)
    {
        var separator = day.FirstOrDefault(c => c is '.' or '/' or '-');
        if (separator == default || day.Split(separator) is not [{ Length: 1 or 2 } a, { Length: 1 or 2 } b, { Length: 2 or 4 } c]) return null;
        return Number(a, out var first) && Number(b, out var second) && Number(c, out var year) ? (separator, first, second, c.Length == 2 ? 2000 + year : year, c.Length) : null;
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool IsDay(int year, int month, int day) => year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
}
