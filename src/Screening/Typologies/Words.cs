using System.Globalization;
using Screening.Records;

namespace Screening.Typologies;

/// <summary>Numbers as they stand in sentences: two significant figures, thousands separated, units named.</summary>
public static class Words
{
    /// <summary>Two significant figures; whole numbers from 10 up keep their digits until 100.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value)) return "unknown";
        if (double.IsInfinity(value)) return value > 0 ? "endless" : "minus endless";
        if (value == 0) return "0";
        if (Math.Abs(value) >= 1e15) return value.ToString("0.0e0", CultureInfo.InvariantCulture);
        int digits = (int)Math.Floor(Math.Log10(Math.Abs(value)));
        decimal unit = 1;
        for (int i = 1; i < digits; i++) unit *= 10;
        if (digits >= 1) return (Math.Round((decimal)value / unit, MidpointRounding.AwayFromZero) * unit).ToString("#,0", CultureInfo.InvariantCulture);
        int decimals = Math.Min(1 - digits, 6);
        return Math.Round((decimal)value, decimals, MidpointRounding.AwayFromZero).ToString("0.######", CultureInfo.InvariantCulture);
    }

    /// <summary>A bound that nothing passes, "none above 1,620": three significant figures, rounded up, so that it holds of the unrounded number.</summary>
    public static string AtMost(double value)
    {
        if (!double.IsFinite(value) || value == 0 || Math.Abs(value) is >= 1e15 or < 1e-3) return Number(value);
        decimal unit = 1;
        for (int digits = (int)Math.Floor(Math.Log10(Math.Abs(value))) - 2; digits > 0; digits--) unit *= 10;
        for (int digits = (int)Math.Floor(Math.Log10(Math.Abs(value))) - 2; digits < 0; digits++) unit /= 10;
        return (Math.Ceiling((decimal)value / unit) * unit).ToString("#,0.#####", CultureInfo.InvariantCulture);
    }

    /// <summary>What orders are worth in US dollars: 1.2 million USD, 3.1 billion USD. From what one order counts for at most, that it is so much at least.</summary>
    public static string Usd(double value) => (value >= Volume.MostCents / 100.0 ? "at least " : "") + Money(value);

    /// <summary>US dollars of anything else, such as a balance sheet.</summary>
    public static string Money(double value) => Math.Abs(value) switch
    {
        // From where two figures round up to the next unit: 999 million is 1 billion, not 1,000 million.
        >= 995e6 => Number(value / 1e9) + " billion USD",
        >= 995e3 => Number(value / 1e6) + " million USD",
        _ => Number(value) + " USD",
    };

    /// <summary>H100 equivalents; from what one order counts for at most, that it is so much at least.</summary>
    public static string H100e(double value) => (value >= Volume.MostTpp / Volume.TppPerH100e ? "at least " : "") + Number(value) + " H100e";

    /// <summary>Power of what was ordered; from what one order counts for at most, that it is so much at least.</summary>
    public static string Kw(double value) => (value >= Volume.MostWatts / 1000.0 ? "at least " : "") + Number(value) + " kW";

    /// <summary>Controlled goods with their compute; memory and materials have none.</summary>
    public static string ControlledGoods(double h100e) => h100e > 0 ? H100e(h100e) + " of controlled goods" : "controlled goods without compute of their own";

    /// <summary>A share in per cent.</summary>
    public static string Percent(double share) => Number(share * 100) + " %";

    /// <summary>A ratio: 25 times.</summary>
    public static string Times(double ratio) => Number(ratio) + " times";

    /// <summary>A length of time that began some days ago: days below 60, months below 24, then years.</summary>
    public static string Days(double days) => days switch
    {
        < 60 => Count(days, "day"),
        < 730 => Count(days / 30.44, "month"),
        _ => Count(days / 365.25, "year"),
    };

    /// <summary>A count with its noun.</summary>
    public static string Count(double count, string noun)
    {
        double whole = Math.Round(count) + 0.0; // and no minus zero
        return (double.IsFinite(whole) ? whole.ToString("#,0", CultureInfo.InvariantCulture) : Number(whole)) + " " + noun + (whole == 1 ? "" : "s");
    }
}
