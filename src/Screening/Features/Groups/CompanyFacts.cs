using Screening.Policies;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>What a party is by its latest profile and the changes told of it: the same features for every role of a party.</summary>
internal static class CompanyFacts
{
    /// <summary>How many columns <see cref="Read"/> fills.</summary>
    public const int Count = 8;

    /// <summary>The features.</summary>
    /// <param name="prefix">Role as names begin with it.</param>
    /// <param name="party">Role in words: the purchaser.</param>
    /// <param name="nobody">When the role itself is missing; <c>null</c> when it never is.</param>
    public static IReadOnlyList<Feature> Features(string prefix, string party, string? nobody)
    {
        string never = nobody ?? "never", or = nobody is null ? "" : nobody + ", or ";
        return
        [
            new(prefix + "_missing_facts", "company", $"How many of eight facts about {party} are not told: address, number in a register, employees, day of incorporation, whether it has a site of its own on the web, line of business, country of headquarters, and country or name of the ultimate parent; all eight when it has no profile", "facts", 0, 8, never, "parties", "T20"),
            new(prefix + "_employees", "company", $"Employees of {party}", "employees", 0, 1e9, or + "their number is not told", "parties", "T16 T20"),
            new(prefix + "_value_365d_per_employee", "company", $"Value of the orders of {party} in 365 days, this order included, per employee, of 1 at least", "USD", 0, 1e15, or + "their number is not told", "orders parties", "T16 T20"),
            new(prefix + "_director_changes_365d", "company", $"Changes of directors of {party} that are told for 365 days", "changes", 0, 1e6, never, "party_events", "T03 T20"),
            new(prefix + "_name_changed_365d", "company", $"Whether a change of the name of {party} is told for 365 days", "0 or 1", 0, 1, never, "party_events", "T03 T20"),
            new(prefix + "_address_grade", "company", $"What stands at the address of {party}: 0 an office, data centre, factory or warehouse, 1 a forwarder, 2 a virtual office, 3 a home", "grade", 0, 3, or + "it is not told", "parties", "T17 T20"),
            new(prefix + "_address_evidence", "company", $"Who says that {party} is at its address: 0 nobody, 1 itself, 2 a paper it supplied, 3 a registry, 4 landlord or utility, 5 somebody who went there", "grade", 0, 5, or + "it has no profile", "parties", "T17"),
            new(prefix + "_web_presence", "company", $"Whether {party} has a site of its own on the web that speaks of its business", "0 or 1", 0, 1, or + "nobody looked", "parties", "T20"),
        ];
    }

    /// <summary>Fills the columns.</summary>
    /// <param name="state">What is known of the party.</param>
    /// <param name="orderedUsd">Value of its orders in 365 days.</param>
    /// <param name="asOf">The moment of the look.</param>
    /// <param name="columns">The columns, all missing.</param>
    public static void Read(PartyLedger state, double orderedUsd, long asOf, Span<double> columns)
    {
        long yearAgo = asOf - (365 * Micros.PerDay);
        columns[0] = state.HasProfile ? MissingFacts(state.Profile) : 8;
        columns[3] = state.Changes(PartyEventKind.Director, yearAgo, asOf);
        columns[4] = state.Changes(PartyEventKind.Name, yearAgo, asOf) > 0 ? 1 : 0;
        if (!state.HasProfile) return;
        ref readonly PartyProfile profile = ref state.Profile;
        if (profile.Employees != Missing.Amount)
        {
            columns[1] = profile.Employees;
            columns[2] = orderedUsd / Math.Max(1, profile.Employees);
        }

        columns[5] = profile.AddressKind switch
        {
            AddressKind.Unknown => double.NaN,
            AddressKind.Forwarder => 1,
            AddressKind.VirtualOffice => 2,
            AddressKind.Residential => 3,
            _ => 0,
        };
        columns[6] = (double)profile.AddressEvidence;
        if (profile.WebPresence is { } web) columns[7] = web ? 1 : 0;
    }

    /// <summary>Whether headquarters or ultimate parent are in D:5 or Macau: 0 or 1, NaN when neither country is known.</summary>
    public static double IsOfConcern(PartyLedger state, CountryGroups countries, long asOf)
    {
        if (!state.HasProfile) return double.NaN;
        int headquarters = state.Profile.HeadquartersCountry, parent = state.Profile.UltimateParentCountry;
        if (headquarters == Missing.Symbol && parent == Missing.Symbol) return double.NaN;
        return countries.IsOfConcern(headquarters, asOf) || countries.IsOfConcern(parent, asOf) ? 1 : 0;
    }

    private static int MissingFacts(in PartyProfile profile)
    {
        int missing = 0;
        if (profile.Address == Missing.Symbol) missing++;
        if (profile.RegistrationNumber == Missing.Symbol) missing++;
        if (profile.Employees == Missing.Amount) missing++;
        if (profile.IncorporatedAt == Missing.Moment) missing++;
        if (profile.WebPresence is null) missing++;
        if (profile.LineOfBusiness == Missing.Symbol) missing++;
        if (profile.HeadquartersCountry == Missing.Symbol) missing++;
        if (profile.UltimateParentCountry == Missing.Symbol && profile.UltimateParent == Missing.Symbol) missing++;
        return missing;
    }
}
