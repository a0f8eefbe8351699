using System.Globalization;
using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Data.Ingest;

/// <summary>US dollars per unit of each currency by day, from the lake's <c>fx_rates</c>: the rate of the day, or the last one of the seven days before it.</summary>
internal sealed class ExchangeRates
{
    /// <summary>A rate holds so many days when the next ones have none, as over a weekend or a holiday.</summary>
    public const int MostDaysOld = 7;

    public const string Dataset = "fx_rates";

    private const string Usd = "USD";
    private readonly Dictionary<string, SortedList<int, decimal>> _rates = new(StringComparer.Ordinal);

    /// <summary>The lake's rates, of each day the one that became known last.</summary>
    public static ExchangeRates Read(DuckDbConnection connection, LakeSnapshot snapshot, ContractStore contracts, CancellationToken cancellation)
    {
        var rates = new ExchangeRates();
        using var result = connection.Query($"SELECT currency, day, usd_per_unit FROM {snapshot.Relation(contracts[Dataset])} ORDER BY known_at, currency, day", cancellation);
        foreach (var row in result.Rows()) rates.Add((string)row[0]!, (DateOnly)row[1]!, Convert.ToDecimal(row[2], CultureInfo.InvariantCulture));
        return rates;
    }

    public void Add(string currency, DateOnly day, decimal usdPerUnit)
    {
        if (!_rates.TryGetValue(currency, out var days)) _rates.Add(currency, days = []);
        days[day.DayNumber] = usdPerUnit;
    }

    /// <summary>An amount in US dollars, rounded to the scale, halves away from zero. What cannot be converted stays readable and can never pass as a number.</summary>
    /// <param name="amount">A plain number.</param>
    /// <param name="currency">ISO 4217; blanks and case do not matter.</param>
    /// <param name="day">The day of the rate, such as 2024-05-01.</param>
    /// <param name="scale">Digits after the point.</param>
    public byte[] ToUsd(ReadOnlySpan<byte> amount, ReadOnlySpan<byte> currency, ReadOnlySpan<byte> day, int scale)
    {
        var code = Encoding.UTF8.GetString(currency).Trim().ToUpperInvariant();
        if (code == Usd) return amount.ToArray();
        if (code.Length == 0) return Unreadable(amount, "no currency");
        if (!CellText.IsPlainNumber(amount) || !decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)) return Unreadable(amount, code);
        if (day.IsEmpty || !CellText.TryDay(day[..Math.Min(10, day.Length)], out var days)) return Unreadable(amount, $"{code}, no day for its rate");
        var dayNumber = (int)days + Microseconds.EpochDay;
        if (Rate(code, dayNumber) is not { } rate) return Unreadable(amount, FormattableString.Invariant($"{code}, no rate of {DateOnly.FromDayNumber(dayNumber):yyyy-MM-dd} or the {MostDaysOld} days before"));
        try
        {
            return Encoding.ASCII.GetBytes(Math.Round(number * rate, scale, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture));
        }
        catch (OverflowException)
        {
            return Unreadable(amount, code);
        }
    }

    private static byte[] Unreadable(ReadOnlySpan<byte> amount, string why) => Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(amount)} [{why}]");

    private decimal? Rate(string currency, int day)
    {
        if (!_rates.TryGetValue(currency, out var days)) return null;
        for (var back = 0; back <= MostDaysOld; back++)
        {
            if (days.TryGetValue(day - back, out var rate)) return rate;
        }
        return null;
    }
}
