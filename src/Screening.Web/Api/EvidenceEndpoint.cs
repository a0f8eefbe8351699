using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Screening.Casework;
using Screening.Data.Keys;
using Screening.Data.Store;
using Screening.Policies;
using Screening.Web.Serving;

namespace Screening.Web.Api;

/// <summary>The call by which a seller's system hands in a paper that compliance asked for. It tells nothing of a case: every no is the same.</summary>
/// <param name="store">The store; <c>null</c> where there is none.</param>
/// <param name="policy">The policy.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="limit">Limits tries.</param>
internal sealed class EvidenceEndpoint(StoreAddress? store, Policy policy, TimeProvider clock, RateLimit limit)
{
    // A file in base64 and what is around it.
    private const int MostBytes = (AttachmentFile.MostBytes / 3 * 4) + (1 << 20);

    private static readonly string[] Fields = ["request_id", "order_id", "grade", "content", "file_name", "file"];

    /// <summary>Takes a paper.</summary>
    public async Task HandIn(HttpContext context)
    {
        Caller caller = Gate.CallerOf(context);
        if (caller.Role != KeyRole.Seller)
        {
            await DecisionEndpoints.Forbidden(context, "sellers").ConfigureAwait(false);
            return;
        }

        if (store is null)
        {
            await new Problem(503, "not ready", "there is no store yet in which papers are kept") { RetryAfterSeconds = 60 }.Send(context).ConfigureAwait(false);
            return;
        }

        double seconds = limit.Take(caller.KeyId, 1);
        if (seconds > 0)
        {
            await new Problem(429, "too many papers", "the key sent more than it may; send it again later") { RetryAfterSeconds = seconds }.Send(context).ConfigureAwait(false);
            return;
        }

        byte[]? body = await DecisionEndpoints.Body(context, MostBytes, "application/json").ConfigureAwait(false);
        if (body is null) return;
        var problems = new List<FieldProblem>();
        if (Read(body, caller.SellerId!, problems) is not { } paper)
        {
            await new Problem(400, "the paper was refused", "what was sent is not as accepted; nothing was stored") { Errors = problems }.Send(context).ConfigureAwait(false);
            return;
        }

        try
        {
            using var cases = CaseStore.Open(store, policy.Holds);
            string evidence = cases.HandIn(paper, new CaseActor("key " + caller.KeyId, CaseRole.Seller, clock.GetUtcNow().UtcDateTime));
            await DecisionEndpoints.Send(context, Taken(evidence)).ConfigureAwait(false);
        }
        catch (StoreException e) when (e.InnerException is not System.Data.Common.DbException)
        {
            bool isUnknown = e.Message == CaseStore.NoSuchRequest;
            await new Problem(isUnknown ? 404 : 400, isUnknown ? "no such request" : "the paper was refused", e.Message).Send(context).ConfigureAwait(false);
        }
    }

    private static byte[] Taken(string evidence) => JsonBytes.Of(json => json.WriteString("evidence_id", evidence));

    private static HandedIn? Read(byte[] body, string seller, List<FieldProblem> problems)
    {
        using JsonDocument? document = OrderReader.Parse(body, problems);
        if (document is null) return null;
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add(FieldProblem.Of("", null, "an object"));
            return null;
        }

        foreach (JsonProperty other in root.EnumerateObject().Where(p => !Fields.Contains(p.Name))) problems.Add(FieldProblem.Of(other.Name, null, $"no such field; known: {string.Join(", ", Fields)}"));
        string? Text(string name, int most, bool isRequired)
        {
            bool isThere = root.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;
            if (isThere && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text && text.Length <= most) return text;
            if (isThere || isRequired) problems.Add(FieldProblem.Of(name, isThere ? value.ValueKind == JsonValueKind.String ? value.GetString() : "something else" : null, FormattableString.Invariant($"a text of 1 to {most} characters")));
            return null;
        }

        (string? request, string? order, string? grade, string? content) = (Text("request_id", 40, true), Text("order_id", 120, true), Text("grade", 40, true), Text("content", 20_000, true));
        (string? name, string? file) = (Text("file_name", 200, false), Text("file", MostBytes, false));
        EvidenceGrade? told = grade switch { "self_declared" => EvidenceGrade.SelfDeclared, "customer_document" => EvidenceGrade.CustomerDocument, _ => null };
        if (grade is not null && told is null) problems.Add(FieldProblem.Of("grade", grade, "self_declared, customer_document"));
        if (name is null != file is null && problems.Count == 0) problems.Add(FieldProblem.Of(name is null ? "file_name" : "file", null, "file_name and file together, or neither"));
        byte[]? bytes = null;
        if (file is not null)
        {
            bytes = new byte[file.Length];
            if (Convert.TryFromBase64String(file, bytes, out int length)) bytes = bytes[..length];
            else problems.Add(FieldProblem.Of("file", null, "the file in base64"));
        }

        return problems.Count == 0 ? new HandedIn(request!, order!, seller, told!.Value, content!, name, bytes) : null;
    }
}
