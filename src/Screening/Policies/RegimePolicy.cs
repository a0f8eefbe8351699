namespace Screening.Policies;

/// <summary>Which reading of the law counts from when. A policy without this block reads the law as it is enforced, on every day.</summary>
/// <param name="Readings">Readings by their first day, in order; the first has none and counts from ever.</param>
public sealed record RegimePolicy(IReadOnlyList<DatedReading> Readings)
{
    /// <summary>What counts when a policy says nothing.</summary>
    public static RegimePolicy Unsaid { get; } = new([new DatedReading(null, RegimeReading.Enforced)]);

    /// <summary>The reading of a day.</summary>
    public RegimeReading On(DateOnly day) => Readings.Last(r => r.From is not { } from || from <= day).Reading;
}

/// <summary>A reading and the day from which it counts, until the next one.</summary>
/// <param name="From">First day; <c>null</c> counts from ever.</param>
/// <param name="Reading">The reading.</param>
public sealed record DatedReading(DateOnly? From, RegimeReading Reading);
