using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Screening.Web.Triage;

/// <summary>A page that says why there is no other: one sentence, the way back, and nothing of what was sent.</summary>
internal static class PageProblem
{
    /// <summary>Sends it.</summary>
    /// <param name="context">The call.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="title">What is wrong, always the same for one kind.</param>
    /// <param name="detail">This time, and what to do.</param>
    public static async Task Send(HttpContext context, int status, string title, string detail)
    {
        if (context.Response.HasStarted) return;
        context.Response.Clear();
        PageGate.SetHeaders(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        (string what, string why) = (HtmlEncoder.Default.Encode(title), HtmlEncoder.Default.Encode(detail));
        await context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{what}</title>
            <link rel="stylesheet" href="{PageAssets.Address("triage.css")}"><link rel="icon" href="{PageAssets.Address("icon.svg")}" type="image/svg+xml"></head>
            <body class="alone"><main><h1>{what}</h1><p>{why}</p><p><a href="/">To the queue</a> · <a href="/sign-in">Sign in</a></p></main></body></html>
            """, context.RequestAborted).ConfigureAwait(false);
    }
}
