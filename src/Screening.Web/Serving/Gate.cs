using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Serilog;

namespace Screening.Web.Serving;

/// <summary>What every call passes: an id, headers, a key, and a line in the audit log when it is over. No key and no body is ever logged.</summary>
/// <param name="keys">The keys.</param>
/// <param name="proxy">The proxy that is believed; <c>null</c> for none.</param>
/// <param name="audit">The audit log.</param>
/// <param name="isTls">Whether the calls come by https.</param>
internal sealed partial class Gate(KeyRing keys, ProxyTrust? proxy, ILogger audit, bool isTls)
{
    private const string CallerItem = "caller", DecisionItem = "decision";
    private const string IdHeader = "X-Request-Id";

    /// <summary>Who calls; only behind <see cref="Pass"/> with a key.</summary>
    public static Caller CallerOf(HttpContext context) => (Caller)context.Items[CallerItem]!;

    /// <summary>Notes the decision that a call was about, for the audit log.</summary>
    public static void Note(HttpContext context, string decisionId, string ruling) => context.Items[DecisionItem] = (decisionId, ruling);

    /// <summary>Lets a call pass.</summary>
    /// <param name="context">The call.</param>
    /// <param name="next">What answers it.</param>
    public async Task Pass(HttpContext context, RequestDelegate next)
    {
        long start = Stopwatch.GetTimestamp();
        string? told = context.Request.Headers[IdHeader];
        context.TraceIdentifier = told is not null && RequestId().IsMatch(told) ? told : Guid.NewGuid().ToString("N");
        if (context.GetEndpoint()?.Metadata.GetMetadata<Triage.OfPages>() is not null)
        {
            // Who looks at a page is signed in rather than known by a key, and what is seen and done is in the store's own log.
            await Triage.PageGate.Pass(context, next, audit).ConfigureAwait(false);
            return;
        }

        SetHeaders(context);
        try
        {
            await Answer(context, next).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = 499;
        }
        catch (Exception e)
        {
            var problem = Problem.Of(e);
            if (problem.Status == 500) audit.Error(e, "request {RequestId} failed", context.TraceIdentifier);
            if (!context.Response.HasStarted) await problem.Send(context).ConfigureAwait(false);
            else context.Abort();
        }
        finally
        {
            Audit(context, Stopwatch.GetElapsedTime(start));
        }
    }

    private async Task Answer(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is { } endpoint && endpoint.Metadata.GetMetadata<OpenToAll>() is null)
        {
            // Who claims to be signed in is believed or refused, and never falls back to a key; where no proxy is named, the claim is nothing.
            Caller? caller = proxy is not null && ProxyTrust.IsClaimed(context.Request) ? proxy.Of(context) : KeyOf(context.Request);
            if (caller is null)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
                await new Problem(401, "no valid key", "send 'Authorization: Bearer sk_...' with a key that holds").Send(context).ConfigureAwait(false);
                return;
            }

            context.Items[CallerItem] = caller;
        }

        await next(context).ConfigureAwait(false);
    }

    private Caller? KeyOf(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        return request.Headers.Authorization is [{ } header] && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? keys.Of(header[Scheme.Length..].Trim()) : null;
    }

    private void SetHeaders(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers[IdHeader] = context.TraceIdentifier;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        headers["Referrer-Policy"] = "no-referrer";
        if (isTls) headers.StrictTransportSecurity = "max-age=31536000";
    }

    private void Audit(HttpContext context, TimeSpan took)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<OpenToAll>() is not null) return;
        var caller = context.Items[CallerItem] as Caller;
        (string? decision, string? ruling) = context.Items[DecisionItem] is (string id, string word) ? (id, word) : (null, null);
        string route = (context.GetEndpoint() as Microsoft.AspNetCore.Routing.RouteEndpoint)?.RoutePattern.RawText ?? "none";
        audit.Information(
            "{Method} {Route} {Status} {Key} {Role} {Seller} {Decision} {Ruling} {Milliseconds} {RequestId}", context.Request.Method, route, context.Response.StatusCode, caller?.KeyId,
            caller?.Role.ToString(), caller?.SellerId, decision, ruling, Math.Round(took.TotalMilliseconds, 3), context.TraceIdentifier);
    }

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,64}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex RequestId();
}

/// <summary>Marks what is answered without a key.</summary>
internal sealed class OpenToAll;
