namespace Screening.Policies;

/// <summary>A product that an individual notice or a ruling puts into a class whatever its figures say.</summary>
/// <param name="Pattern">Words that must stand one after the other in the trade name, each whole, capitals or not: H20 is not found in H200.</param>
/// <param name="Class">The class; never none, for a notice only adds.</param>
/// <param name="ValidFrom">First day; <c>null</c> when it is not known, which counts as always.</param>
/// <param name="ValidTo">Last day; <c>null</c> when it is open or not known.</param>
/// <param name="Citation">Where it stands.</param>
/// <param name="Verified">V, S, U or a mixture, as for a threshold.</param>
/// <param name="Note">What is not known of it.</param>
public sealed record ProductOverride(string Pattern, ControlClass Class, DateOnly? ValidFrom, DateOnly? ValidTo, string Citation, string Verified, string Note)
{
    /// <summary>Whether it held on a day; both ends are inside.</summary>
    public bool HoldsOn(DateOnly day) => (ValidFrom is not { } from || from <= day) && (ValidTo is not { } to || day <= to);

    /// <summary>Whether it is about a product on a day.</summary>
    public bool IsAbout(string? name, DateOnly day)
    {
        if (name is null || !HoldsOn(day)) return false;
        string[] wanted = Words(Pattern), words = Words(name);
        if (wanted.Length == 0) return false;
        for (int at = 0; at + wanted.Length <= words.Length; at++)
        {
            if (words.AsSpan(at, wanted.Length).SequenceEqual(wanted)) return true;
        }

        return false;
    }

    private static string[] Words(string text) =>
        new string([.. text.Select(c => char.IsLetterOrDigit(c) ? char.ToUpperInvariant(c) : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
