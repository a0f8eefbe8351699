using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Screening.Data.Store;

namespace Screening.Web.Triage;

/// <summary>Sessions: who is signed in, for how long, and what ends it.</summary>
internal static class SignedIn
{
    /// <summary>Page on which people sign in.</summary>
    public const string SignInPath = "/sign-in";

    /// <summary>A session that nobody uses ends after so long.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>A session ends after so long, used or not.</summary>
    public static readonly TimeSpan AtMost = TimeSpan.FromHours(10);

    private const string Stamp = "stamp", Since = "since";

    /// <summary>Sets up the cookie.</summary>
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "screening-session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
        options.Cookie.IsEssential = true;
        options.ExpireTimeSpan = Idle;
        options.SlidingExpiration = true;
        options.Events = new CookieAuthenticationEvents { OnValidatePrincipal = Validate, OnRedirectToLogin = ToSignIn, OnRedirectToAccessDenied = Denied };
    }

    /// <summary>The ticket of somebody who has just signed in.</summary>
    public static ClaimsPrincipal Principal(User user, DateTime nowUtc) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.Name, user.Name), new Claim(ClaimTypes.Role, user.Role.ToString()), new Claim(Stamp, user.Stamp),
            new Claim(Since, nowUtc.Ticks.ToString(CultureInfo.InvariantCulture)),
        ], CookieAuthenticationDefaults.AuthenticationScheme));

    // Whoever was disabled, has another password or has signed out elsewhere is out with the next click.
    private static async Task Validate(CookieValidatePrincipalContext context)
    {
        Desk desk = context.HttpContext.RequestServices.GetRequiredService<Desk>();
        User? user = context.Principal?.Identity?.Name is { } name ? desk.Users.Find(name) : null;
        bool isYoung = long.TryParse(context.Principal?.FindFirstValue(Since), NumberStyles.None, CultureInfo.InvariantCulture, out long ticks)
            && desk.Now - new DateTime(ticks, DateTimeKind.Utc) <= AtMost;
        if (user is not null && user.DisabledAtUtc is null && isYoung && user.Stamp == context.Principal!.FindFirstValue(Stamp) && user.Role.ToString() == context.Principal!.FindFirstValue(ClaimTypes.Role)) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme).ConfigureAwait(false);
    }

    // Back to the page, not to the act: what was typed waits in the browser.
    private static Task ToSignIn(RedirectContext<CookieAuthenticationOptions> context)
    {
        HttpRequest request = context.Request;
        string back = request.Path + (HttpMethods.IsGet(request.Method) ? request.QueryString.Value : "");
        string to = SignInPath + (back is "" or "/" ? "" : "?back=" + Uri.EscapeDataString(back)) + (HttpMethods.IsGet(request.Method) ? "" : (back is "" or "/" ? "?" : "&") + "ended=1");
        if (request.Headers.ContainsKey("HX-Request"))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers["HX-Redirect"] = to;
            return Task.CompletedTask;
        }

        context.Response.Redirect(to);
        return Task.CompletedTask;
    }

    private static Task Denied(RedirectContext<CookieAuthenticationOptions> context) => PageProblem.Send(
        context.HttpContext, StatusCodes.Status403Forbidden, "Not for this role", "What is on record of a case is seen by compliance, data scientists, auditors and administrators. Who sells hands in what compliance asked for at /hand-in.");
}
