using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Screening.Web.Api;

namespace Screening.Web.Serving;

/// <summary>An answer that is no decision, as problem details (RFC 9457). Whoever asked for a decision and gets this one holds the order.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">What is wrong, always the same for one kind.</param>
/// <param name="Detail">This time.</param>
internal sealed record Problem(int Status, string Title, string Detail)
{
    /// <summary>Fields that were refused.</summary>
    public IReadOnlyList<FieldProblem> Errors { get; init; } = [];

    /// <summary>Seconds after which to ask again; <c>null</c> when that would be no use.</summary>
    public double? RetryAfterSeconds { get; init; }

    /// <summary>The decision that stands in the way; <c>null</c> for none.</summary>
    public string? DecisionId { get; init; }

    /// <summary>Fields that were refused.</summary>
    public static Problem Refused(IReadOnlyList<FieldProblem> errors) =>
        new(400, "the order was refused", FormattableString.Invariant($"{errors.Count} field{(errors.Count == 1 ? " is" : "s are")} not as accepted; nothing was stored")) { Errors = errors };

    /// <summary>What becomes of an error.</summary>
    public static Problem Of(Exception error) => error switch
    {
        Live.NotReadyException => new(503, "not ready", error.Message + "; hold the order") { RetryAfterSeconds = 2 },
        Live.NotDurableException => new(503, "the decision cannot be written", error.Message + "; hold the order and send it again: what was decided is not lost") { RetryAfterSeconds = 1 },
        Live.OverloadedException => new(503, "too much waits", error.Message + "; hold the order and send it again") { RetryAfterSeconds = 1 },
        BadHttpRequestException bad => new(bad.StatusCode, "the request was refused", bad.StatusCode == 413 ? "the body is larger than accepted; nothing was stored" : "the request is not valid HTTP as accepted; nothing was stored"),
        _ => new(500, "internal error", "the error was noted with the request's id; hold the order"),
    };

    /// <summary>Writes the fields of the answer's JSON.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="requestId">Id of the request.</param>
    public void Write(Utf8JsonWriter json, string requestId)
    {
        json.WriteString("type", "about:blank");
        json.WriteString("title", Title);
        json.WriteNumber("status", Status);
        json.WriteString("detail", Detail);
        json.WriteString("request_id", requestId);
        json.WriteString("decision", "hold");
        if (DecisionId is not null) json.WriteString("decision_id", DecisionId);
        if (Errors.Count > 0)
        {
            json.WriteStartArray("errors");
            foreach (FieldProblem error in Errors)
            {
                json.WriteStartObject();
                json.WriteString("field", error.Field);
                if (error.Value is null) json.WriteNull("value");
                else json.WriteString("value", error.Value);
                json.WriteString("accepted", error.Accepted);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
    }

    /// <summary>Sends the answer.</summary>
    public async Task Send(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = "application/problem+json";
        if (RetryAfterSeconds is { } seconds) context.Response.Headers.RetryAfter = Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture);
        byte[] answer = JsonBytes.Of(json => Write(json, context.TraceIdentifier));
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted).ConfigureAwait(false);
    }
}
