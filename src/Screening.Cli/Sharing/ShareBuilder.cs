using Screening.Alerts;
using Screening.Cli.Verbs;
using Screening.Data.Store;
using Screening.Sharing;

namespace Screening.Cli.Sharing;

/// <summary>Makes a package of a night's alerts: who, by what ways, by what signs; nothing of prices, sellers or the orders themselves.</summary>
internal static class ShareBuilder
{
    // A way or a sign that stands behind fewer alerts points at somebody.
    private const int Fewest = 3;
    private const int MostCountries = 5;

    /// <summary>Makes it.</summary>
    /// <param name="alerts">The alerts to share.</param>
    /// <param name="details">What is known of the subjects' parties.</param>
    /// <param name="sharer">Who shares.</param>
    /// <param name="policy">Policy of the night.</param>
    /// <param name="madeAt">When (UTC).</param>
    /// <param name="key">The agreed key to hash parties by; <c>null</c> to name them.</param>
    public static SharePackage Of(IReadOnlyList<StoredAlert> alerts, IReadOnlyDictionary<string, PartyFile> details, string sharer, string policy, DateTime madeAt, byte[]? key) => new()
    {
        Format = SharePackage.FormatName,
        Sharer = sharer,
        MadeAt = madeAt,
        Night = alerts[0].Date,
        Policy = policy,
        KeyId = key is null ? null : SharedHash.KeyId(key),
        Meaning = "Parties, ways and signs that a night's ranking pointed at: questions to ask of one's own records, no finding against anyone. Whether they hold is for whoever asks to find out.",
        Parties = [.. alerts.Select(stored => Party(stored, details, key)).Where(party => party.Name is not null || party.Hashes.Count > 0)],
        Routes = Routes(alerts, key is not null),
        Patterns = Patterns(alerts),
    };

    private static SharedParty Party(StoredAlert stored, IReadOnlyDictionary<string, PartyFile> details, byte[]? key)
    {
        Alert alert = stored.Alert;
        PartyFile party = details.GetValueOrDefault(alert.Subject[2..]) ?? new PartyFile(alert.Subject[2..], "", null, null, null);
        bool isNamed = key is null && party.Name.Length > 0;
        return new SharedParty
        {
            Name = isNamed ? party.Name : null,
            Country = key is null ? party.Country : null,
            Address = key is null ? party.Address : null,
            RegistrationNumber = key is null ? party.RegistrationNumber : null,
            Hashes = key is null ? [] : SharedHash.Of(key, party.Name, party.Country, party.RegistrationNumber),
            Typologies = [.. alert.Reasons.Where(Figures.IsTypology).Select(reason => reason.Code).Order(StringComparer.Ordinal)],
            State = stored.State,
            Since = stored.OpenedOn,
            Compute = Band(alert.StakeH100e),
        };
    }

    private static List<SharedRoute> Routes(IReadOnlyList<StoredAlert> alerts, bool isHashed) =>
    [
        .. alerts.Where(stored => stored.Alert.Evidence.Route.Count > 0)
            .GroupBy(stored => string.Join('\n', stored.Alert.Evidence.Route.Select(leg => leg.FromPlace).Append(stored.Alert.Evidence.Route[^1].ToPlace)), StringComparer.Ordinal)
            .Where(way => !isHashed || way.Count() >= Fewest)
            .Select(way => (Places: way.Key.Split('\n'), Alerts: way.Count()))
            .OrderByDescending(way => way.Alerts).ThenBy(way => string.Join('\n', way.Places), StringComparer.Ordinal)
            .Select(way => new SharedRoute(way.Places[0], way.Places[1..^1], way.Places[^1], way.Alerts)),
    ];

    private static List<SharedPattern> Patterns(IReadOnlyList<StoredAlert> alerts) =>
    [
        .. alerts.SelectMany(stored => stored.Alert.Reasons.Where(Figures.IsTypology).Select(reason => (reason.Code, reason.Name, stored.Alert.Country)))
            .GroupBy(found => found.Code, StringComparer.Ordinal)
            .OrderByDescending(sign => sign.Count()).ThenBy(sign => sign.Key, StringComparer.Ordinal)
            .Select(sign => new SharedPattern(
                sign.Key, sign.First().Name, sign.Count(),
                sign.Count() < Fewest ? [] : [.. sign.Where(found => found.Country is not null).GroupBy(found => found.Country!, StringComparer.Ordinal)
                    .OrderByDescending(country => country.Count()).ThenBy(country => country.Key, StringComparer.Ordinal).Take(MostCountries).Select(country => country.Key)])),
    ];

    private static string Band(double h100e) => h100e switch
    {
        < 1 => "below 1 H100e",
        < 10 => "1 to 10 H100e",
        < 100 => "10 to 100 H100e",
        < 1000 => "100 to 1,000 H100e",
        < 10_000 => "1,000 to 10,000 H100e",
        _ => "10,000 H100e and more",
    };
}
