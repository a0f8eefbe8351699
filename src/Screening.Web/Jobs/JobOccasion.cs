using Screening.Data.Jobs;

namespace Screening.Web.Jobs;

/// <summary>Why a job is to run now.</summary>
/// <param name="Cause">The cause.</param>
/// <param name="AskedBy">Who asked for it; <c>null</c> where nobody did.</param>
/// <param name="DueAtUtc">When it was due; <c>null</c> where somebody asked for it.</param>
internal sealed record JobOccasion(JobCause Cause, string? AskedBy, DateTime? DueAtUtc);
