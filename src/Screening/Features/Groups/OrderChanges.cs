using Screening.Policies;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// How the order's versions named other recipients: its own history, so that these features, and no others, are of what the order said before.
/// Each version below the one that is read, by number and by its latest telling that stands, is held against the next.
/// </summary>
internal static class OrderChanges
{
    private const string Versions = "from one of the order's versions to the next by number, each by its latest telling";

    /// <summary>The features, in the order of the columns.</summary>
    public static IReadOnlyList<Feature> Features { get; } =
    [
        new("order_recipient_changes", "routing", $"How often ultimate consignee, end user, destination or first ship-to country became another {Versions}; each of the four counts, where both versions tell it", "changes", 0, 1e6, "never", "orders", "T25"),
        new("order_change_to_departure_days", "routing", $"Days from when the last version with such a change first became known to the first departure of a leg; negative when it came after. A version that is not known yet becomes known with the look", "d", -1e6, 1e6, "there was no such change, or no leg tells its departure", "orders shipments", "T25"),
        new("order_change_raises_tier", "routing", $"Whether destination or first ship-to country became one of a higher control or hub tier, {Versions}, by the tiers of the look", "0 or 1", 0, 1, "neither became another", "orders", "T25"),
    ];

    /// <summary>Fills the columns, which are all missing.</summary>
    public static void Read(EventLog log, in Reading reading, in OrderState state, CountryGroups countries, Span<double> columns)
    {
        columns[0] = 0;
        ref readonly OrderVersion after = ref reading.Order;
        int known = state.Newest != Missing.Symbol ? state.Newest : after.Earlier;
        if (known == Missing.Symbol) return;
        int changes = 0;
        for (int row = Before(log, known, after.Version); row != Missing.Symbol; row = Before(log, known, after.Version))
        {
            ref readonly OrderVersion before = ref log.Orders[row];
            int more = Changes(before, after);
            if (more > 0 && changes == 0) columns[1] = DaysToDeparture(log, state.Legs, FirstKnown(log, known, after.Version, reading.AsOf));
            changes += more;
            ReadTiers(before.DestinationCountry, after.DestinationCountry, countries, reading.AsOf, columns);
            ReadTiers(before.ShipToCountry, after.ShipToCountry, countries, reading.AsOf, columns);
            after = ref before;
        }

        columns[0] = changes;
    }

    // The latest telling of the highest version below another.
    private static int Before(EventLog log, int known, int version)
    {
        int before = Missing.Symbol;
        for (int row = log.TellingAt(known); row != Missing.Symbol; row = log.TellingBefore(row, known))
        {
            int told = log.Orders[row].Version;
            if (told < version && (before == Missing.Symbol || told > log.Orders[before].Version)) before = row;
        }

        return before;
    }

    private static long FirstKnown(EventLog log, int known, int version, long asOf)
    {
        long first = asOf;
        for (int row = log.TellingAt(known); row != Missing.Symbol; row = log.TellingBefore(row, known))
        {
            if (log.Orders[row].Version == version) first = log.Orders[row].KnownAt;
        }

        return first;
    }

    private static double DaysToDeparture(EventLog log, ReadOnlySpan<int> legs, long changedAt)
    {
        long departed = long.MaxValue;
        foreach (int row in legs)
        {
            if (log.Legs[row].DepartedAt != Missing.Moment) departed = Math.Min(departed, log.Legs[row].DepartedAt);
        }

        return departed == long.MaxValue ? double.NaN : Columns.Days(departed - changedAt);
    }

    private static int Changes(in OrderVersion before, in OrderVersion after) =>
        IsAnother(before.UltimateConsignee, after.UltimateConsignee) + IsAnother(before.EndUser, after.EndUser)
        + IsAnother(before.DestinationCountry, after.DestinationCountry) + IsAnother(before.ShipToCountry, after.ShipToCountry);

    private static int IsAnother(int before, int after) => before != after && before != Missing.Symbol && after != Missing.Symbol ? 1 : 0;

    private static void ReadTiers(int before, int after, CountryGroups countries, long asOf, Span<double> columns)
    {
        if (IsAnother(before, after) == 0) return;
        bool isRaised = countries.ControlTier(after, asOf) > countries.ControlTier(before, asOf) || countries.HubTier(after, asOf) > countries.HubTier(before, asOf);
        columns[2] = Columns.Greater(columns[2], isRaised ? 1 : 0);
    }
}
