namespace Screening.Data.Jobs;

/// <summary>That a job is paused.</summary>
/// <param name="Job">The job.</param>
/// <param name="AtUtc">Since when.</param>
/// <param name="By">Who did it.</param>
public sealed record JobPause(string Job, DateTime AtUtc, string By);
