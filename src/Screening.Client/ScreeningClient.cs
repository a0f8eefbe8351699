using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Screening.Client;

/// <summary>
/// Asks the endpoint before an order ships. Whatever is no answer (a refusal, a time-out, a server that is not ready or not there) is a hold that says so, and no
/// exception. The same order and version is decided once however often it is sent, which is what makes repeats safe; nothing else is repeated.
/// </summary>
/// <remarks>Any number of threads may use one client.</remarks>
public sealed class ScreeningClient : IDisposable
{
    private const int MostAnswerBytes = 4 << 20;
    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new MomentConverter() },
    };

    private readonly ScreeningClientOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    /// <summary>Makes a client.</summary>
    /// <param name="options">How.</param>
    /// <param name="clock">Tells the time; the machine's when left out.</param>
    /// <exception cref="ArgumentException">The address is not http or https, the key is empty, or a time is not above 0.</exception>
    public ScreeningClient(ScreeningClientOptions options, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Endpoint.IsAbsoluteUri || options.Endpoint.Scheme is not ("http" or "https")) throw new ArgumentException($"the endpoint is '{options.Endpoint}'; accepted: an http or https address", nameof(options));
        if (string.IsNullOrWhiteSpace(options.ApiKey)) throw new ArgumentException("the key is empty", nameof(options));
        foreach (TimeSpan time in new[] { options.Deadline, options.Attempt, options.FirstWait })
        {
            if (time <= TimeSpan.Zero) throw new ArgumentException($"a time is {time.ToString("c", CultureInfo.InvariantCulture)}; accepted: above 0", nameof(options));
        }

        (_options, _clock) = (options, clock ?? TimeProvider.System);
        // A redirect would carry the key elsewhere.
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = options.Attempt, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = options.Endpoint,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MostAnswerBytes,
        };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
    }

    /// <summary>Asks for the decision on an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cancellation">Gives up: the answer is then a hold as well.</param>
    /// <returns>The decision, or a hold that says why there is none.</returns>
    public async Task<Decision> DecideAsync(Order order, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(order, s_json);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(_options.Deadline);
        TimeSpan wait = _options.FirstWait;
        string problem = "";
        for (int attempt = 1; ; attempt++)
        {
            TimeSpan least = TimeSpan.Zero;
            try
            {
                (Decision? decision, problem, least) = await Attempt(body, attempt, deadline.Token).ConfigureAwait(false);
                if (decision is not null) return decision;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException or JsonException or InvalidOperationException or KeyNotFoundException)
            {
                problem = e is OperationCanceledException ? "the endpoint did not answer in time" : $"the endpoint could not be asked: {e.Message}";
            }

            if (cancellation.IsCancellationRequested) return Decision.Held("the caller gave up before there was an answer", mayBeSentAgain: true, attempt);
            TimeSpan next = wait * (1 - (Random.Shared.NextDouble() / 2));
            await Task.Delay(next > least ? next : least, deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (deadline.IsCancellationRequested) return Decision.Held(problem, mayBeSentAgain: true, attempt);
            wait *= 2;
        }
    }

    /// <summary>Changes of the seller's own decisions.</summary>
    /// <param name="after">Cursor of an earlier page; the acknowledged one when <c>null</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ScreeningException">There was no answer.</exception>
    public async Task<ChangePage> ChangesAsync(long? after = null, CancellationToken cancellation = default)
    {
        string path = "/v1/decisions/changes" + (after is { } cursor ? string.Create(CultureInfo.InvariantCulture, $"?after={cursor}") : "");
        using JsonDocument answer = await Call(HttpMethod.Get, path, null, cancellation).ConfigureAwait(false);
        JsonElement root = answer.RootElement;
        return new ChangePage(
            [.. root.GetProperty("changes").EnumerateArray().Select(ChangeOf)], root.GetProperty("cursor").GetInt64(), root.GetProperty("more").GetBoolean(), root.GetProperty("acknowledged").GetInt64());
    }

    /// <summary>Says that the changes up to a cursor are dealt with.</summary>
    /// <param name="cursor">Of a page.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ScreeningException">It was not taken.</exception>
    public async Task AcknowledgeAsync(long cursor, CancellationToken cancellation = default)
    {
        using JsonDocument answer = await Call(HttpMethod.Post, "/v1/decisions/changes/ack", JsonSerializer.SerializeToUtf8Bytes(new { cursor }), cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static Change ChangeOf(JsonElement of) => new(
        of.GetProperty("number").GetInt64(), of.GetProperty("decision_id").GetString()!, of.GetProperty("order_id").GetString()!, of.GetProperty("version").GetInt32(),
        RulingOf(of.GetProperty("was").GetString()) ?? Ruling.Hold, RulingOf(of.GetProperty("decision").GetString()) ?? Ruling.Hold, of.GetProperty("changed_at").GetDateTimeOffset());

    private static Ruling? RulingOf(string? word) => word switch
    {
        "release" => Ruling.Release,
        "review" => Ruling.Review,
        "hold" => Ruling.Hold,
        _ => null,
    };

    private static bool MayBeRepeated(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;

    private async Task<(Decision? Decision, string Problem, TimeSpan Least)> Attempt(byte[] body, int attempt, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.Attempt);
        using HttpResponseMessage response = await Send(HttpMethod.Post, "/v1/decisions", body, limit.Token).ConfigureAwait(false);
        byte[] bytes = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            using JsonDocument answer = JsonDocument.Parse(bytes);
            return (Decided(answer.RootElement, response, attempt), "", TimeSpan.Zero);
        }

        string problem = ProblemOf(bytes, response.StatusCode, out IReadOnlyList<RefusedField> refused);
        if (!MayBeRepeated(response.StatusCode)) return (Decision.Held(problem, mayBeSentAgain: false, attempt) with { Refused = refused }, "", TimeSpan.Zero);
        TimeSpan least = response.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date is { } date ? date - _clock.GetUtcNow() : TimeSpan.Zero) : TimeSpan.Zero;
        return (null, problem, least);
    }

    private static Decision Decided(JsonElement answer, HttpResponseMessage response, int attempt) => new()
    {
        Ruling = RulingOf(answer.GetProperty("decision").GetString()) ?? throw new JsonException("the answer's decision is none of release, review and hold"),
        IsDecided = true,
        DecisionId = answer.GetProperty("decision_id").GetString(),
        IsDuplicate = response.Headers.TryGetValues("Screening-Status", out IEnumerable<string>? status) && status.Contains("duplicate"),
        Reasons = [.. answer.GetProperty("reasons").EnumerateArray().Select(r => r.GetProperty("text").GetString()!)],
        MissingData = [.. answer.GetProperty("missing_data").EnumerateArray().Select(m => m.GetString()!)],
        Attempts = attempt,
    };

    private static string ProblemOf(byte[] bytes, HttpStatusCode status, out IReadOnlyList<RefusedField> refused)
    {
        refused = [];
        string code = ((int)status).ToString(CultureInfo.InvariantCulture);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            if (document.RootElement.TryGetProperty("errors", out JsonElement errors))
                refused = [.. errors.EnumerateArray().Select(e => new RefusedField(e.GetProperty("field").GetString()!, e.GetProperty("value").GetString(), e.GetProperty("accepted").GetString()!))];
            return $"{code} {document.RootElement.GetProperty("title").GetString()}: {document.RootElement.GetProperty("detail").GetString()}";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return $"the endpoint, or something before it, answered {code}";
        }
    }

    private async Task<JsonDocument> Call(HttpMethod method, string path, byte[]? body, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_options.Deadline);
        try
        {
            using HttpResponseMessage response = await Send(method, path, body, limit.Token).ConfigureAwait(false);
            byte[] bytes = await response.Content.ReadAsByteArrayAsync(limit.Token).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK ? JsonDocument.Parse(bytes) : throw new ScreeningException(ProblemOf(bytes, response.StatusCode, out _));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new ScreeningException($"{path} was not answered: {e.Message}", e);
        }
    }

    private async Task<HttpResponseMessage> Send(HttpMethod method, string path, byte[]? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return await _client.SendAsync(request, cancellation).ConfigureAwait(false);
    }

    // The endpoint takes moments in UTC with at most microseconds.
    private sealed class MomentConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
    }
}
