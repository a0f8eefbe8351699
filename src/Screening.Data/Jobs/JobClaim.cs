namespace Screening.Data.Jobs;

/// <summary>What came of asking for a job.</summary>
/// <param name="Run">The run that may begin; <c>null</c> when another holds the job.</param>
/// <param name="HeldBy">The run that holds it; <c>null</c> when this one does.</param>
/// <param name="Lost">The run that held it and whose node was found dead; <c>null</c> for none.</param>
public sealed record JobClaim(JobRun? Run, JobRun? HeldBy, JobRun? Lost);
