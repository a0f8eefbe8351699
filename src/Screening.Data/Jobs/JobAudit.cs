using System.Data.Common;
using Screening.Data.Store;

namespace Screening.Data.Jobs;

/// <summary>Puts down in the audit log of a store what somebody did with a job.</summary>
public static class JobAudit
{
    /// <summary>Puts it down; where there is no store yet there is no log either.</summary>
    /// <param name="address">The store.</param>
    /// <param name="actor">Who.</param>
    /// <param name="action">What: <c>job_run</c>, <c>job_paused</c>, <c>job_resumed</c>.</param>
    /// <param name="job">The job.</param>
    public static void Append(StoreAddress address, CaseActor actor, string action, string job)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(actor);
        if (!address.Exists) return;
        using StoreDatabase database = StoreDatabase.Open(address.Address, address.Anchor);
        using DbTransaction transaction = database.BeginWrite();
        AuditStamp stamp = AuditLog.Append(database, transaction, actor, action, null, new { job });
        transaction.Commit();
        AuditAnchor.Append(database.Anchor, stamp);
    }
}
