using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Screening.Data.Keys;
using Screening.Records;
using Screening.Risk;
using Screening.Web.Live;
using Screening.Web.Serving;

namespace Screening.Web.Api;

/// <summary>The calls that answer orders.</summary>
/// <param name="live">The engine.</param>
/// <param name="reader">Reads orders.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="orders">Limits orders.</param>
/// <param name="dryRuns">Limits dry runs.</param>
internal sealed class DecisionEndpoints(LiveHost live, OrderReader reader, TimeProvider clock, RateLimit orders, RateLimit dryRuns)
{
    /// <summary>Most bytes of one order.</summary>
    public const int MostOrderBytes = 1 << 20;

    /// <summary>Most bytes of a batch.</summary>
    public const int MostBatchBytes = 10 << 20;

    /// <summary>Most orders of a batch.</summary>
    public const int MostBatchOrders = 1000;

    // From so many on, what is answered of a batch is sent.
    private const int AnswerBytes = 1 << 15;

    private const string StatusHeader = "Screening-Status";
    private const string Json = "application/json", Lines = "application/x-ndjson";

    /// <summary>Decides one order.</summary>
    public async Task Decide(HttpContext context)
    {
        using System.Diagnostics.Activity? activity = live.Telemetry.Begin();
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        Caller caller = Gate.CallerOf(context);
        if (await Refuses(context, caller, orders, 1).ConfigureAwait(false)) return;
        byte[]? body = await Body(context, MostOrderBytes, Json).ConfigureAwait(false);
        if (body is null) return;
        var problems = new List<FieldProblem>();
        if (Read(body, caller, problems) is not { } order)
        {
            await Problem.Refused(problems).Send(context).ConfigureAwait(false);
            return;
        }

        long read = System.Diagnostics.Stopwatch.GetTimestamp();
        Decided decided = await live.Decide(order, OrderWriter.Bytes(order), isBatch: false).ConfigureAwait(false);
        long durable = System.Diagnostics.Stopwatch.GetTimestamp();
        (Problem? problem, DecisionRecord? record, DecidedAs how) = Answer(order, decided);
        if (problem is not null)
        {
            live.Telemetry.Note(activity, "refused", null, []);
            await problem.Send(context).ConfigureAwait(false);
            return;
        }

        Gate.Note(context, DecisionRecord.IdOf(record!.Key), Rulings.Word(record.Ruling));
        context.Response.Headers[StatusHeader] = how == DecidedAs.Duplicate ? "duplicate" : "decided";
        await Send(context, record.SellerAnswer).ConfigureAwait(false);
        live.Telemetry.Note(activity, Outcome(how, record), DecisionRecord.IdOf(record.Key), [start, read, decided.BeganAt, decided.JudgedAt, durable, System.Diagnostics.Stopwatch.GetTimestamp()]);
    }

    /// <summary>Decides up to a thousand orders, each by itself, and answers in their order.</summary>
    public async Task DecideMany(HttpContext context)
    {
        Caller caller = Gate.CallerOf(context);
        byte[]? body = await Body(context, MostBatchBytes, Json, Lines).ConfigureAwait(false);
        if (body is null) return;
        bool isLines = IsOf(context.Request.ContentType, Lines);
        var problems = new List<FieldProblem>();
        if (Split(body, caller, isLines, problems) is not { } items)
        {
            await Problem.Refused(problems).Send(context).ConfigureAwait(false);
            return;
        }

        if (await Refuses(context, caller, orders, items.Count).ConfigureAwait(false)) return;
        // Nobody waits for one of them before all are in line, so that a batch puts no thousand continuations before those of other callers.
        var decided = new Task<Decided>?[items.Count];
        for (int i = 0; i < decided.Length; i++)
        {
            if (items[i].Order is { } order) decided[i] = Begun(order);
        }

        context.Response.ContentType = isLines ? Lines : Json;
        var waiting = new ArrayBufferWriter<byte>(AnswerBytes * 2);
        if (!isLines) waiting.Write("["u8);
        for (int i = 0; i < decided.Length; i++)
        {
            (Problem? problem, DecisionRecord? record, DecidedAs how) = decided[i] is { } begun ? await Answered(items[i].Order!, begun).ConfigureAwait(false) : (Problem.Refused(items[i].Problems), null, DecidedAs.Decided);
            live.Telemetry.Note(null, record is null ? "refused" : Outcome(how, record), null, []);
            Item(waiting, i, problem, record, how, context.TraceIdentifier, isLines, isLast: i == decided.Length - 1);
            if (waiting.WrittenCount < AnswerBytes) continue;
            await context.Response.Body.WriteAsync(waiting.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
            waiting.ResetWrittenCount();
        }

        if (!isLines) waiting.Write("]"u8);
        await context.Response.Body.WriteAsync(waiting.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>What an order would be answered, without learning it.</summary>
    public async Task DryRun(HttpContext context)
    {
        Caller caller = Gate.CallerOf(context);
        if (caller.Role is not (KeyRole.Seller or KeyRole.Analyst or KeyRole.Lead))
        {
            await Forbidden(context, "sellers, analysts and leads").ConfigureAwait(false);
            return;
        }

        if (await IsTooMuch(context, caller, dryRuns, 1).ConfigureAwait(false)) return;
        byte[]? body = await Body(context, MostOrderBytes, Json).ConfigureAwait(false);
        if (body is null) return;
        var problems = new List<FieldProblem>();
        if (Read(body, caller, problems) is not { } order)
        {
            await Problem.Refused(problems).Send(context).ConfigureAwait(false);
            return;
        }

        byte[] answer = await live.Do(decider => DryRuns.Answer(decider, order, isFull: caller.SeesAll)).ConfigureAwait(false);
        await Send(context, answer).ConfigureAwait(false);
    }

    /// <summary>A decision that was made.</summary>
    public async Task Show(HttpContext context)
    {
        Caller caller = Gate.CallerOf(context);
        UInt128? key = DecisionRecord.KeyOf((string)context.Request.RouteValues["id"]!);
        DecisionRecord? record = null;
        if (key is { } asked && live.Book.Find(asked) is { } found)
        {
            if (found.Of is null) await live.Book.Flushed().ConfigureAwait(false);
            record = live.Book.Read(found);
        }

        // Another seller's decision and one that is not there are told alike.
        if (record is null || (!caller.SeesAll && (caller.Role != KeyRole.Seller || record.SellerId != caller.SellerId)))
        {
            await new Problem(404, "no such decision", "no decision of that id is yours to see; accepted: the decision_id of an answer").Send(context).ConfigureAwait(false);
            return;
        }

        Gate.Note(context, DecisionRecord.IdOf(record.Key), Rulings.Word(record.Ruling));
        await Send(context, caller.SeesAll ? record.AnalystAnswer : record.SellerAnswer).ConfigureAwait(false);
    }

    /// <summary>What is known of a party.</summary>
    public async Task ShowParty(HttpContext context)
    {
        if (!Gate.CallerOf(context).SeesAll)
        {
            await Forbidden(context, "analysts, leads and auditors").ConfigureAwait(false);
            return;
        }

        string id = (string)context.Request.RouteValues["id"]!;
        byte[]? party = await live.Do(decider => decider.Scoring.Party(id)).ConfigureAwait(false);
        await (party is null ? new Problem(404, "no such party", "no party of that id was ever met").Send(context) : Send(context, party)).ConfigureAwait(false);
    }

    /// <summary>Sends JSON.</summary>
    internal static Task Send(HttpContext context, ReadOnlyMemory<byte> answer)
    {
        context.Response.ContentType = Json;
        context.Response.ContentLength = answer.Length;
        return context.Response.Body.WriteAsync(answer, context.RequestAborted).AsTask();
    }

    /// <summary>Answers that a call is not for the caller's role.</summary>
    internal static Task Forbidden(HttpContext context, string who) =>
        new Problem(403, "not for this key", $"this is for {who}; the key's role is {Gate.CallerOf(context).Role.ToString().ToLowerInvariant()}").Send(context);

    private static async Task<bool> Refuses(HttpContext context, Caller caller, RateLimit limit, int count)
    {
        if (caller.Role == KeyRole.Seller) return await IsTooMuch(context, caller, limit, count).ConfigureAwait(false);
        await Forbidden(context, "sellers").ConfigureAwait(false);
        return true;
    }

    private static async Task<bool> IsTooMuch(HttpContext context, Caller caller, RateLimit limit, int count)
    {
        double seconds = limit.Take(caller.KeyId, count);
        if (seconds <= 0) return false;
        await new Problem(429, "too many orders", "the key sent more than it may; hold the order and send it again") { RetryAfterSeconds = seconds }.Send(context).ConfigureAwait(false);
        return true;
    }

    private static string Outcome(DecidedAs how, DecisionRecord record) => how == DecidedAs.Duplicate ? "duplicate" : Rulings.Word(record.Ruling);

    private static bool IsOf(string? contentType, string type) =>
        contentType is not null && (contentType.Equals(type, StringComparison.OrdinalIgnoreCase) || contentType.StartsWith(type + ";", StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a body; <c>null</c> when it is of another type, which is then answered.</summary>
    internal static async Task<byte[]?> Body(HttpContext context, int most, params string[] types)
    {
        if (!types.Any(type => IsOf(context.Request.ContentType, type)))
        {
            await new Problem(415, "not a type that is accepted", $"accepted as Content-Type: {string.Join(", ", types)}").Send(context).ConfigureAwait(false);
            return null;
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = most;
        if (context.Request.ContentLength > most) throw new BadHttpRequestException("too large", StatusCodes.Status413PayloadTooLarge);
        if (context.Request.ContentLength is { } length)
        {
            byte[] whole = new byte[length];
            await context.Request.Body.ReadExactlyAsync(whole, context.RequestAborted).ConfigureAwait(false);
            return whole;
        }

        using var body = new MemoryStream(1024);
        await context.Request.Body.CopyToAsync(body, context.RequestAborted).ConfigureAwait(false);
        return body.ToArray();
    }

    private OrderRequest? Read(ReadOnlyMemory<byte> body, Caller caller, List<FieldProblem> problems)
    {
        using JsonDocument? document = OrderReader.Parse(body, problems);
        return document is null ? null : reader.Read(document.RootElement, "", caller.SellerId, Latest(), problems);
    }

    // As the contract of orders has it: a clock may run ahead by a day.
    private long Latest() => Micros.FromDateTime(clock.GetUtcNow().UtcDateTime) + Micros.PerDay;

    private Task<Decided> Begun(OrderRequest order)
    {
        try
        {
            return live.Decide(order, OrderWriter.Bytes(order), isBatch: true);
        }
        catch (NotReadyException e)
        {
            return Task.FromException<Decided>(e);
        }
    }

    private async Task<(Problem? Problem, DecisionRecord? Record, DecidedAs How)> Answered(OrderRequest order, Task<Decided> begun)
    {
        try
        {
            return Answer(order, await begun.ConfigureAwait(false));
        }
        catch (Exception e) when (e is NotReadyException or NotDurableException or OverloadedException or InvalidOperationException)
        {
            return (Problem.Of(e), null, DecidedAs.Decided);
        }
    }

    private (Problem? Problem, DecisionRecord? Record, DecidedAs How) Answer(OrderRequest order, Decided decided)
    {
        DecisionRecord? record = decided.Record ?? (decided.As is DecidedAs.Duplicate or DecidedAs.Contradicts ? live.Book.Read(decided.Place) : null);
        // Whose number it is stands before what was told under it: a seller learns nothing of another's orders.
        if (decided.As == DecidedAs.NotYours || (record is not null && record.SellerId != order.SellerId))
            return (new Problem(409, "not your order", $"order_id '{order.OrderId}' cannot be used with this key; accepted: numbers of your own orders"), null, decided.As);
        string version = order.Version.ToString(CultureInfo.InvariantCulture);
        return decided.As switch
        {
            DecidedAs.Contradicts => (new Problem(409, "told otherwise before", $"version {version} of the order was decided with another content; accepted: the same content again, or a higher version")
            {
                DecisionId = DecisionRecord.IdOf(record!.Key),
            }, null, decided.As),
            DecidedAs.TooLate => (new Problem(409, "a later version is in force", string.Create(CultureInfo.InvariantCulture, $"version is {order.Version}; accepted: {decided.InForce} or higher")), null, decided.As),
            _ => (null, record, decided.As),
        };
    }

    private List<(OrderRequest? Order, List<FieldProblem> Problems)>? Split(byte[] body, Caller caller, bool isLines, List<FieldProblem> problems)
    {
        List<(OrderRequest? Order, List<FieldProblem> Problems)>? items = isLines ? OfLines(body, caller) : OfList(body, caller, problems);
        if (items is null || items.Count is > 0 and <= MostBatchOrders) return items;
        problems.Add(FieldProblem.Of("", string.Create(CultureInfo.InvariantCulture, $"{items.Count} orders"), $"1 to {MostBatchOrders} orders"));
        return null;
    }

    private List<(OrderRequest? Order, List<FieldProblem> Problems)>? OfList(byte[] body, Caller caller, List<FieldProblem> problems)
    {
        using JsonDocument? document = OrderReader.Parse(body, problems);
        if (document is null) return null;
        if (document.RootElement.ValueKind != JsonValueKind.Array)
        {
            problems.Add(new FieldProblem("", document.RootElement.ValueKind.ToString().ToLowerInvariant(), "a list of orders, or one order a line as " + Lines));
            return null;
        }

        var items = new List<(OrderRequest?, List<FieldProblem>)>();
        foreach (JsonElement element in document.RootElement.EnumerateArray().Take(MostBatchOrders + 1))
        {
            var own = new List<FieldProblem>();
            items.Add((reader.Read(element, string.Create(CultureInfo.InvariantCulture, $"[{items.Count}]"), caller.SellerId, Latest(), own), own));
        }

        return items;
    }

    private List<(OrderRequest? Order, List<FieldProblem> Problems)> OfLines(byte[] body, Caller caller)
    {
        var items = new List<(OrderRequest?, List<FieldProblem>)>();
        for (int start = 0; start < body.Length && items.Count <= MostBatchOrders;)
        {
            int end = Array.IndexOf(body, (byte)'\n', start);
            if (end < 0) end = body.Length;
            ReadOnlyMemory<byte> line = body.AsMemory(start, end - start);
            start = end + 1;
            if (line.Span.Trim(" \t\r"u8).IsEmpty) continue;
            var own = new List<FieldProblem>();
            items.Add((Read(line, caller, own), own));
        }

        return items;
    }

    private static void Item(ArrayBufferWriter<byte> buffer, int index, Problem? problem, DecisionRecord? record, DecidedAs how, string requestId, bool isLines, bool isLast)
    {
        using (var json = new Utf8JsonWriter(buffer, JsonBytes.Options))
        {
            json.WriteStartObject();
            json.WriteNumber("index", index);
            json.WriteNumber("status_code", problem?.Status ?? 200);
            json.WriteString("status", problem is not null ? "refused" : how == DecidedAs.Duplicate ? "duplicate" : "decided");
            json.WritePropertyName(problem is null ? "answer" : "problem");
            if (problem is null) json.WriteRawValue(record!.SellerAnswer.Span, skipInputValidation: true);
            else
            {
                json.WriteStartObject();
                problem.Write(json, requestId);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        if (isLines) buffer.Write("\n"u8);
        else if (!isLast) buffer.Write(","u8);
    }
}
