namespace Screening.Policies;

/// <summary>A threshold of the law with the days on which it held.</summary>
/// <param name="Key">Name, such as 3A090.a.tpp.</param>
/// <param name="Value">The threshold; whether it is itself inside stands with what compares.</param>
/// <param name="Unit">Unit.</param>
/// <param name="ValidFrom">First day; <c>null</c> when it is not known, which counts as always.</param>
/// <param name="ValidTo">Last day; <c>null</c> when it is open or not known.</param>
/// <param name="Citation">Where it stands.</param>
/// <param name="Verified">V read in the primary text, S in a secondary one, U not verified; V/S and V/U where parts differ.</param>
/// <param name="Note">What is not known of it.</param>
public sealed record Threshold(string Key, decimal Value, string Unit, DateOnly? ValidFrom, DateOnly? ValidTo, string Citation, string Verified, string Note)
{
    /// <summary>Whether it held on a day; both ends are inside.</summary>
    public bool HoldsOn(DateOnly day) => (ValidFrom is not { } from || from <= day) && (ValidTo is not { } to || day <= to);
}
