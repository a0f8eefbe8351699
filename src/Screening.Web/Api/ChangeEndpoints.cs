using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Screening.Data.Keys;
using Screening.Web.Live;
using Screening.Web.Serving;

namespace Screening.Web.Api;

/// <summary>The calls by which a later release or hold reaches a seller's system.</summary>
/// <param name="live">The engine.</param>
internal sealed class ChangeEndpoints(LiveHost live)
{
    /// <summary>Most changes in an answer.</summary>
    public const int MostChanges = 1000;

    private const int UsualChanges = 100, MostAckBytes = 1024;

    /// <summary>The changes of the seller's own decisions behind a cursor. Asking again answers the same and moves nothing.</summary>
    public async Task Show(HttpContext context)
    {
        if (await IsNoSeller(context).ConfigureAwait(false)) return;
        var problems = new List<FieldProblem>();
        long? after = After(context, problems), most = Number(context, "limit", 1, MostChanges, problems);
        foreach (string key in context.Request.Query.Keys.Where(k => k is not ("after" or "limit"))) problems.Add(FieldProblem.Of(key, null, "no such parameter; known: after, limit"));
        if (problems.Count > 0)
        {
            await Refuse(context, problems).ConfigureAwait(false);
            return;
        }

        string seller = Gate.CallerOf(context).SellerId!;
        ChangesFound found = live.Book.Changes.Find(seller, after, (int)(most ?? UsualChanges));
        await live.Book.Flushed().ConfigureAwait(false);
        await DecisionEndpoints.Send(context, Answer(live.Book, found)).ConfigureAwait(false);
    }

    /// <summary>Notes that the seller's system has its changes up to a cursor.</summary>
    public async Task Acknowledge(HttpContext context)
    {
        if (await IsNoSeller(context).ConfigureAwait(false)) return;
        byte[]? body = await DecisionEndpoints.Body(context, MostAckBytes, "application/json").ConfigureAwait(false);
        if (body is null) return;
        var problems = new List<FieldProblem>();
        if (Cursor(body, problems) is not { } cursor)
        {
            await Refuse(context, problems).ConfigureAwait(false);
            return;
        }

        string seller = Gate.CallerOf(context).SellerId!;
        if (await live.Acknowledge(seller, cursor).ConfigureAwait(false) is { } last)
        {
            await Refuse(context, [FieldProblem.Of("cursor", live.Book.Cursors.Of(cursor).ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"0 to {live.Book.Cursors.Of(last)}, the last change that there is"))]).ConfigureAwait(false);
            return;
        }

        await DecisionEndpoints.Send(context, JsonBytes.Of(json => json.WriteNumber("acknowledged", live.Book.Cursors.Of(live.Book.Changes.Find(seller, null, 0).Acknowledged)))).ConfigureAwait(false);
    }

    /// <summary>What is answered: changes with the cursor behind the last of them, and whether there are more.</summary>
    /// <param name="book">The decisions.</param>
    /// <param name="found">Changes that are durable.</param>
    public static byte[] Answer(DecisionBook book, ChangesFound found) => JsonBytes.Of(json =>
    {
        json.WriteStartArray("changes");
        foreach (long position in found.Positions) json.WriteRawValue(book.ReadChange(position).Span, skipInputValidation: true);
        json.WriteEndArray();
        long cursor = found.After + found.Positions.Count;
        json.WriteNumber("cursor", book.Cursors.Of(cursor));
        json.WriteBoolean("more", cursor < found.Last);
        json.WriteNumber("acknowledged", book.Cursors.Of(found.Acknowledged));
        if (book.Cursors.Replica is { } replica) json.WriteString("replica", replica);
    });

    private static async Task<bool> IsNoSeller(HttpContext context)
    {
        if (Gate.CallerOf(context).Role == KeyRole.Seller) return false;
        await DecisionEndpoints.Forbidden(context, "sellers").ConfigureAwait(false);
        return true;
    }

    private static Task Refuse(HttpContext context, IReadOnlyList<FieldProblem> problems) =>
        new Problem(400, "the request was refused", "what was sent is not as accepted; nothing was stored") { Errors = problems }.Send(context);

    private static long? Number(HttpContext context, string name, long least, long most, List<FieldProblem> problems)
    {
        if (!context.Request.Query.TryGetValue(name, out Microsoft.Extensions.Primitives.StringValues values)) return null;
        if (values is [{ } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most) return number;
        problems.Add(FieldProblem.Of(name, values.ToString(), string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}, once")));
        return null;
    }

    private long? After(HttpContext context, List<FieldProblem> problems) => Number(context, "after", 0, long.MaxValue, problems) is { } cursor ? Own("after", cursor, problems) : null;

    private long? Own(string field, long cursor, List<FieldProblem> problems)
    {
        if (live.Book.Cursors.Number(cursor) is { } number) return number;
        problems.Add(FieldProblem.Of(field, cursor.ToString(CultureInfo.InvariantCulture), live.Book.Cursors.Accepted));
        return null;
    }

    private long? Cursor(byte[] body, List<FieldProblem> problems)
    {
        const string Accepted = "a whole number from 0, the cursor of an answer";
        using JsonDocument? document = OrderReader.Parse(body, problems);
        if (document is null) return null;
        if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.EnumerateObject().ToArray() is [{ Value: { ValueKind: JsonValueKind.Number } value } only]
            && only.NameEquals("cursor") && value.TryGetInt64(out long cursor) && cursor >= 0) return Own("cursor", cursor, problems);
        problems.Add(FieldProblem.Of("cursor", document.RootElement.GetRawText() is { Length: <= 60 } text ? text : "something else", Accepted + ", and no other field"));
        return null;
    }
}
