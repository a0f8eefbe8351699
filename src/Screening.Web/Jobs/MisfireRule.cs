namespace Screening.Web.Jobs;

/// <summary>What happens when a job's time passed while no scheduler ran.</summary>
internal enum MisfireRule
{
    /// <summary>It runs once, however many times were missed.</summary>
    RunOnce,

    /// <summary>It waits for its next time.</summary>
    Skip,
}
