using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Mvc;
using Screening.Web.Triage;

namespace Screening.Web.Pages;

/// <summary>Signs out: every session of the user ends, wherever it is.</summary>
internal sealed class SignOutModel(Desk desk) : DeskPage(desk)
{
    public async Task<IActionResult> OnPostAsync()
    {
        // Whoever sells can sign in and sees nothing: that one signs out as well.
        if (User.Identity!.IsAuthenticated) Desk.Users.SignOut(Actor.Name, Now);
        await HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme).ConfigureAwait(false);
        return LocalRedirect(SignedIn.SignInPath);
    }
}
