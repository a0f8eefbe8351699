using Screening.Data.Jobs;
using Screening.Data.Store;

namespace Screening.Web.Jobs;

/// <summary>Where jobs run: the lake they work on, the store that remembers them, the program, and the node.</summary>
/// <param name="Lake">Folder of the lake.</param>
/// <param name="Store">Where the store is.</param>
/// <param name="Command">How the command line is started.</param>
/// <param name="Node">Name of this node.</param>
internal sealed record JobPlace(string Lake, StoreAddress Store, JobCommand Command, string Node)
{
    /// <summary>Opens what is known of jobs.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public JobStore Open() => JobStore.Open(Store);
}
