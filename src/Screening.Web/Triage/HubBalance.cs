using Screening.Inspections;
using Screening.Policies;
using Screening.Records;

namespace Screening.Web.Triage;

/// <summary>What came in to the parties of one country, and where it went.</summary>
/// <param name="Country">Two letters; <c>null</c> where the party's is not known.</param>
/// <param name="HubTier">0 for no known hub, to 2.</param>
/// <param name="Parties">Parties to which something came.</param>
/// <param name="InUnits">Units that came in.</param>
/// <param name="SoldUnits">Units that they sold.</param>
/// <param name="PassedOnUnits">Units that counts say they passed on.</param>
/// <param name="CountedUnits">Units that came in to parties and products of which a count of these days tells.</param>
/// <param name="UnaccountedUnits">Of these, units that nothing accounts for; negative where more is found than came in.</param>
internal sealed record HubBalance(string? Country, int HubTier, int Parties, double InUnits, double SoldUnits, double PassedOnUnits, double CountedUnits, double UnaccountedUnits)
{
    private const double Thousandths = 1000;

    /// <summary>Units of which no count of these days says where they are.</summary>
    public double UncountedUnits => InUnits - CountedUnits;

    /// <summary>Adds up the sheet by country, known hubs first, and of each those with most in.</summary>
    public static IReadOnlyList<HubBalance> Of(EventLog log, CountryGroups countries, DateOnly last, int days) =>
    [
        .. MassBalanceSheet.Of(log, last, days).GroupBy(row => log.CurrentProfile(row.Party) is var profile && profile == Missing.Symbol ? Missing.Symbol : log.Profiles[profile].Country)
            .Select(group => new HubBalance(
                CountryCode.Text(group.Key), group.Key == Missing.Symbol ? 0 : countries.HubTier(group.Key, Micros.EndOf(last)), group.Select(row => row.Party).Distinct().Count(),
                group.Sum(row => row.InThousandths / Thousandths), group.Sum(row => row.SoldThousandths / Thousandths), group.Sum(row => row.PassedOnThousandths / Thousandths),
                group.Where(row => row.UnaccountedThousandths is not null).Sum(row => row.InThousandths / Thousandths), group.Sum(row => (row.UnaccountedThousandths ?? 0) / Thousandths)))
            .OrderByDescending(hub => hub.HubTier).ThenByDescending(hub => hub.InUnits).ThenBy(hub => hub.Country, StringComparer.Ordinal),
    ];
}
