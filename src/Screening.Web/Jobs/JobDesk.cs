using Screening.Data.Jobs;
using Screening.Data.Store;

namespace Screening.Web.Jobs;

/// <summary>What the page of runs is served from.</summary>
/// <param name="Lake">Folder of the lake.</param>
/// <param name="Store">Where the store is.</param>
/// <param name="Set">The jobs that are known here; none on a server that was given none.</param>
/// <param name="Scheduler">What runs them here; <c>null</c> on a server that runs none.</param>
internal sealed record JobDesk(string Lake, StoreAddress Store, JobSet Set, JobScheduler? Scheduler)
{
    /// <summary>Opens what is known of jobs; <c>null</c> when no scheduler has run yet.</summary>
    public JobStore? Open() => JobStore.Exists(Store) ? JobStore.Open(Store) : null;
}
