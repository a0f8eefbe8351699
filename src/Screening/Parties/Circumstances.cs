using System.Globalization;
using Screening.Records;

namespace Screening.Parties;

/// <summary>What country, address, numbers and dates make of a score by name. Support closes part of the gap to 1; contradiction never leads below the review threshold what stood above it.</summary>
internal static class Circumstances
{
    private const double CountryGap = 0.4;
    private const double AddressGap = 0.4;
    private const double BirthGap = 0.4;
    private const double OtherCountry = 0.97;
    private const double OtherBirth = 0.9;
    private const double Identifier = 0.975;

    /// <summary>The score with them. Support counts only for what the name itself brings near: it never makes a match of a name below half the review threshold.</summary>
    public static double Weigh(NameQuery query, ListEntry entry, string[] addressWords, bool hasIdentifier, double score, NameThresholds thresholds, ICollection<Circumstance>? told)
    {
        double with = score;
        if (query.Country is { } country && entry.Countries.Count > 0)
        {
            bool same = entry.Countries.Contains(country, StringComparer.Ordinal);
            with = ByCountry(with, same);
            told?.Add(Circumstance.OfCountry(country, entry.Countries));
        }

        if (addressWords.Length > 0 && entry.Address is { } address)
        {
            int found = addressWords.Count(w => address.Contains(w, StringComparison.OrdinalIgnoreCase));
            double share = found / (double)addressWords.Length;
            if (share >= 0.5)
            {
                with = Closer(with, AddressGap * share);
                told?.Add(new Circumstance("address", true, string.Create(CultureInfo.InvariantCulture, $"{found} of {addressWords.Length} words of the address are listed")));
            }
        }

        if (query.BornIn is { } born && Years(entry).ToArray() is { Length: > 0 } years)
        {
            bool near = years.Any(y => Math.Abs(y - born) <= 1);
            with = near ? Closer(with, BirthGap) : with * OtherBirth;
            told?.Add(new Circumstance("birth", near, string.Create(CultureInfo.InvariantCulture, $"{born}, listed {string.Join(", ", years.Distinct())}")));
        }

        if (score >= thresholds.Review) with = Math.Max(with, thresholds.Review);
        if (!hasIdentifier) return with;
        told?.Add(new Circumstance("identifier", true, "a number of the question is listed"));
        return Math.Max(with, Identifier + ((1 - Identifier) * with * 0.9));
    }

    /// <summary>A score by name of at least the review threshold, with the countries of both sides, where both are known.</summary>
    public static double WeighCountry(double score, int country, IReadOnlyList<int> listed, NameThresholds thresholds)
    {
        if (country == Missing.Symbol || listed.Count == 0) return score;
        bool same = false;
        for (int i = 0; i < listed.Count; i++) same |= listed[i] == country;
        return Math.Max(ByCountry(score, same), thresholds.Review);
    }

    private static double ByCountry(double score, bool same) => same ? Closer(score, CountryGap) : score * OtherCountry;

    /// <summary>A bad match hardly gains: the gap closes by the share of the score.</summary>
    private static double Closer(double score, double share) => score + ((1 - score) * share * score * score);

    private static IEnumerable<int> Years(ListEntry entry)
    {
        foreach (string born in entry.DatesOfBirth)
        {
            for (int i = 0; i + 4 <= born.Length; i++)
            {
                if ((i == 0 || !char.IsAsciiDigit(born[i - 1])) && (i + 4 == born.Length || !char.IsAsciiDigit(born[i + 4]))
                    && int.TryParse(born.AsSpan(i, 4), NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year is > 1850 and < 2100) yield return year;
            }
        }
    }
}
