namespace Screening.Policies;

/// <summary>For which classes and countries one reading of the law asks for a licence. A place is a country group (D:5), two letters of a country, or any.</summary>
/// <param name="Reading">The reading.</param>
/// <param name="Classes">The classes it is about.</param>
/// <param name="Always">Destinations that are in whatever else they are: membership in A:5 or A:6 never lifts these.</param>
/// <param name="UnlessPartner">Destinations that are in unless they are partners.</param>
/// <param name="Partners">Who is lifted out of <paramref name="UnlessPartner"/>.</param>
/// <param name="Outside">Destinations that are never in as destinations: the United States, where a delivery is no export.</param>
/// <param name="Headquarters">Whether headquarters or an ultimate parent in D:5 or Macau bring a party in whatever the destination.</param>
/// <param name="ValidFrom">First day; <c>null</c> when it is not known, which counts as always.</param>
/// <param name="ValidTo">Last day; <c>null</c> when it is open or not known.</param>
/// <param name="Citation">Where it stands.</param>
/// <param name="Verified">V, S, U or a mixture. A rule with a U may say that a licence is needed and never that none is.</param>
/// <param name="Note">What is not known of it.</param>
public sealed record LicenceRule(
    RegimeReading Reading, IReadOnlyList<ControlClass> Classes, IReadOnlyList<string> Always, IReadOnlyList<string> UnlessPartner, IReadOnlyList<string> Partners,
    IReadOnlyList<string> Outside, bool Headquarters, DateOnly? ValidFrom, DateOnly? ValidTo, string Citation, string Verified, string Note)
{
    /// <summary>The place that is every country.</summary>
    public const string AnyPlace = "any";

    /// <summary>Whether it held on a day; both ends are inside.</summary>
    public bool HoldsOn(DateOnly day) => (ValidFrom is not { } from || from <= day) && (ValidTo is not { } to || day <= to);
}
