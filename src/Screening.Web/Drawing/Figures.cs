using System.Globalization;
using Screening.Alerts;
using Screening.Typologies;

namespace Screening.Web.Drawing;

/// <summary>Numbers, days and words as they stand in tables, where nothing is rounded away. Sentences use <see cref="Words"/>.</summary>
internal static class Figures
{
    /// <summary>All its digits, thousands separated.</summary>
    public static string Exact(double value) => double.IsFinite(value) ? value.ToString("#,0.######", CultureInfo.InvariantCulture) : "not known";

    /// <summary>A whole number, thousands separated.</summary>
    public static string Exact(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Dollars and cents.</summary>
    public static string ExactUsd(double value) => double.IsFinite(value) ? value.ToString("#,0.00", CultureInfo.InvariantCulture) : "not known";

    /// <summary>Risk of 0 to 1 in two digits, never rounded to none or to certainty.</summary>
    public static string Risk(double risk) => risk switch
    {
        double.NaN => "not known",
        > 0 and < 0.005 => "<0.01",
        < 1 and >= 0.995 => ">0.99",
        _ => risk.ToString("0.00", CultureInfo.InvariantCulture),
    };

    /// <summary>Two decimals with a sign, the minus as printed.</summary>
    public static string Signed(decimal value)
    {
        string digits = Math.Abs(value).ToString("0.00", CultureInfo.InvariantCulture);
        return value > 0 ? "+" + digits : value < 0 ? "\u2212" + digits : digits;
    }

    /// <summary>2026-03-14.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>2026-03-14 08:15:00 UTC.</summary>
    public static string Moment(DateTime moment) => Second(moment) + " UTC";

    /// <summary>2026-03-14 08:15:00, where UTC is said at the head of a column.</summary>
    public static string Second(DateTime moment) => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>14 March 2026.</summary>
    public static string LongDay(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A place along a picture's side as a share of it, for coordinates.</summary>
    public static string Share(double share) => Coordinate(share * 100) + "%";

    /// <summary>A coordinate.</summary>
    public static string Coordinate(double value)
    {
        string text = value.ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    /// <summary>The day of an order, and when what is shown of it became known where that is another day.</summary>
    public static string When(AlertOrder order)
    {
        (DateOnly placed, DateOnly? known) = (DateOnly.FromDateTime(order.OrderedAt), order.KnownAt is { } at ? DateOnly.FromDateTime(at) : null);
        return known is { } day && day != placed ? $"{Day(placed)} (known {Day(day)})" : Day(placed);
    }

    /// <summary>Who stands on an order, each party once with all its roles.</summary>
    public static IEnumerable<string> Parties(IReadOnlyList<AlertParty> parties) => parties.GroupBy(p => p.PartyId, StringComparer.Ordinal)
        .Select(p => $"{string.Join(", ", p.Select(r => r.Role))}: {p.First().Name}{(p.First().Name == p.Key ? "" : $" ({p.Key})")}");

    /// <summary>How old a company is.</summary>
    public static string Age(double? days) => days switch
    {
        null or double.NaN => "age not known",
        <= 0 => "not founded yet",
        _ => Words.Days(days.Value) + " old",
    };

    /// <summary>A name, or the id of a subject whose name is blank: a link must be seen.</summary>
    public static string Name(Alert alert) => string.IsNullOrWhiteSpace(alert.Name) ? alert.Subject : alert.Name;

    /// <summary>A country, or that none is known.</summary>
    public static string Country(string? country) => string.IsNullOrWhiteSpace(country) ? "country not known" : country;

    /// <summary>By what right an alert stands on the list.</summary>
    public static string Lane(Lane lane) => lane switch
    {
        Alerts.Lane.MandatoryHold => "mandatory hold",
        Alerts.Lane.Ranked => "ranked",
        Alerts.Lane.SmallCertain => "likely, small",
        Alerts.Lane.Exploration => "drawn by chance",
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, "Not a lane."),
    };

    /// <summary>Whether a part of a risk is a typology rather than the blend's own.</summary>
    public static bool IsTypology(Reason reason) => reason.Code is not ("start" or "anomaly" or "unknowns" or "model");
}
