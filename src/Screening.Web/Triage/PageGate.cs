using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Screening.Data.Store;
using Serilog;

namespace Screening.Web.Triage;

/// <summary>Marks what is a page or belongs to one.</summary>
internal sealed class OfPages;

/// <summary>What every call for a page passes: headers, a bound for what is sent, and one sentence where something goes wrong.</summary>
internal static class PageGate
{
    /// <summary>Most bytes of a form: the largest file and what is around it.</summary>
    public const long MostBytes = AttachmentFile.MostBytes + (1 << 20);

    // A browser shows the answer only when all that it sends was read; what is more than this is cut off.
    private const long MostRead = 256L << 20;

    /// <summary>Sets what browsers are told of every page.</summary>
    public static void SetHeaders(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
    }

    /// <summary>Lets a call pass.</summary>
    public static async Task Pass(HttpContext context, RequestDelegate next, ILogger log)
    {
        SetHeaders(context);
        try
        {
            if (context.Request.ContentLength > MostBytes)
            {
                await Drain(context).ConfigureAwait(false);
                await TooLarge(context).ConfigureAwait(false);
                return;
            }

            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MostBytes;
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = 499;
        }
        catch (Exception e) when (e is AntiforgeryValidationException)
        {
            await Forged(context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException)
        {
            if (e is BadHttpRequestException { StatusCode: 413 } || e is InvalidDataException) await TooLarge(context).ConfigureAwait(false);
            else await PageProblem.Send(context, 400, "The form could not be read", "Nothing was done; go back and send it again.").ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            await PageProblem.Send(context, e.InnerException is System.Data.Common.DbException ? 503 : 404, "That did not work", Sentence(e.Message)).ConfigureAwait(false);
        }
        catch (System.Data.Common.DbException e)
        {
            log.Error(e, "a page failed at the store");
            await PageProblem.Send(context, 503, "The store cannot be reached", "Nothing was changed. Try again in a moment; when that does not help, whoever runs the server finds the cause in its log.").ConfigureAwait(false);
        }
        catch (Exception e)
        {
            log.Error(e, "a page failed");
            await PageProblem.Send(context, 500, "Something went wrong", "It was noted in the server's log. Look at the case again before you go on: what you did may not have been done.").ConfigureAwait(false);
        }
    }

    /// <summary>Says that a form was not sent from its page.</summary>
    public static Task Forged(HttpContext context) => PageProblem.Send(
        context, 400, "This form was not accepted", "It was not sent from a page of yours, or you signed in anew since the page was opened. Nothing was done; open the page again and send it from there.");

    private static Task TooLarge(HttpContext context) => PageProblem.Send(
        context, 413, "The file is too large", "Accepted: up to 20 MiB a file. Nothing was stored; go back and choose another.");

    private static string Sentence(string message) => message.Length == 0 ? "" : char.ToUpperInvariant(message[0]) + message[1..] + (message[^1] is '.' or '?' ? "" : ".");

    private static async Task Drain(HttpContext context)
    {
        if (context.Request.ContentLength > MostRead) return;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MostRead;
        await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted).ConfigureAwait(false);
    }
}
