using Microsoft.AspNetCore.Mvc.RazorPages;
using Screening.Casework;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>A page of somebody who is signed in.</summary>
/// <param name="desk">What it is served from.</param>
internal abstract class DeskPage(Desk desk) : PageModel
{
    /// <summary>Now, UTC.</summary>
    public DateTime Now => Desk.Now;

    /// <summary>Who looks.</summary>
    public CaseActor Actor => Desk.Actor(User);

    /// <summary>The cases.</summary>
    protected CaseStore Cases => Desk.Cases;

    /// <summary>What it is served from.</summary>
    protected Desk Desk { get; } = desk;

    /// <summary>Whether somebody's role may do something at all.</summary>
    public bool May(CaseAction action) => CasePermissions.Refusal(Actor.Role, action) is null;
}
