using System.Security.Claims;
using Screening.Casework;
using Screening.Data.Store;
using Screening.Policies;

namespace Screening.Web.Triage;

/// <summary>What the pages are served from, and who sits at them: one a request, so that no two share a connection.</summary>
/// <param name="address">The store.</param>
/// <param name="policy">The policy.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class Desk(StoreAddress address, Policy policy, TimeProvider clock) : IDisposable
{
    private CaseStore? _cases;
    private UserStore? _users;

    /// <summary>The cases.</summary>
    public CaseStore Cases => _cases ??= CaseStore.Open(address, policy.Holds);

    /// <summary>The users.</summary>
    public UserStore Users => _users ??= UserStore.Beside(Cases);

    /// <summary>Now, UTC.</summary>
    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Today, UTC.</summary>
    public DateOnly Today => DateOnly.FromDateTime(Now);

    /// <summary>Who acts: as who is signed in, whatever a form says.</summary>
    public CaseActor Actor(ClaimsPrincipal user) => new(user.Identity!.Name!, Enum.Parse<CaseRole>(user.FindFirstValue(ClaimTypes.Role)!), Now);

    /// <inheritdoc/>
    public void Dispose()
    {
        _cases?.Dispose();
        _users?.Dispose();
    }
}
