using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Screening.Data.Store;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>Signs in.</summary>
internal sealed class SignInModel(Desk desk) : PageModel
{
    // Each check of a password keeps a core busy for a while on purpose: a crowd of them must not keep the rest from working.
    private static readonly SemaphoreSlim Checks = new(2);

    /// <summary>The name as typed.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What is wrong; null for nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>Whether a session ended in the middle of an act.</summary>
    public bool HasEnded { get; private set; }

    public IActionResult OnGet(string? back, string? ended)
    {
        HasEnded = ended is not null;
        return User.Identity!.IsAuthenticated ? LocalRedirect(Back(back)) : Page();
    }

    public async Task<IActionResult> OnPostAsync(string? name, string? password, string? back)
    {
        Name = Told.Of(name, 120);
        User? user;
        await Checks.WaitAsync(HttpContext.RequestAborted).ConfigureAwait(false);
        try
        {
            user = desk.Users.SignIn(name ?? "", password ?? "", desk.Now);
        }
        finally
        {
            Checks.Release();
        }

        if (user is null)
        {
            Problem = FormattableString.Invariant($"Name and password do not fit. After {UserStore.MostFailures} wrong passwords a name is locked for {UserStore.Lockout.TotalMinutes:0} minutes.");
            Response.StatusCode = 401;
            return Page();
        }

        await HttpContext.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, SignedIn.Principal(user, desk.Now)).ConfigureAwait(false);
        string to = Back(back);
        return LocalRedirect(to == "/" && Casework.CasePermissions.IsSales(user.Role) ? "/hand-in" : to);
    }

    // Only to a place of ours.
    private string Back(string? back) => back is not null && Url.IsLocalUrl(back) ? back : "/";
}
