using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Screening.Cli;
using Screening.Data.Keys;
using Screening.Web.Serving;
using Xunit;

namespace Screening.Tests.Web;

/// <summary>An endpoint in this process on a copy of the lake, with a client.</summary>
internal sealed class ServedLake : IAsyncDisposable
{
    private readonly ScoringServer _server;
    private readonly HttpClient _client;
    private bool _isDisposed;

    private ServedLake(ScoringServer server, string lake, FixedClock clock)
    {
        (_server, Lake, Clock) = (server, lake, clock);
        _client = new HttpClient(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = server.Url };
    }

    public string Lake { get; }

    public FixedClock Clock { get; }

    public ScoringServer Server => _server;

    public HttpClient Client => _client;

    public static async Task<ServedLake> Start(string lake, FixedClock? clock = null, Func<ServeOptions, ServeOptions>? with = null)
    {
        clock ??= new FixedClock(ServedLakeFixture.Morning);
        var options = new ServeOptions { Lake = lake, Url = "http://127.0.0.1:0", Threads = 2 };
        var served = new ServedLake(await ScoringServer.Start(with?.Invoke(options) ?? options, Home.Contracts(), Home.Policy("1.1.0"), clock), lake, clock);
        await served._server.Live.Loaded;
        Assert.Null(served._server.Live.NotReady);
        return served;
    }

    /// <summary>Makes a key that is known at once.</summary>
    public string Key(KeyRole role, string? seller = null, int days = 100)
    {
        string text;
        using (KeyStore store = KeyStore.Open(Lake)) (_, text) = store.Create(role, seller, "test", Clock.Utc, Clock.Utc.AddDays(days));
        _server.Keys.Refresh();
        return text;
    }

    public Task<HttpResponseMessage> Post(string path, string key, string body, string type = "application/json") => Send(HttpMethod.Post, path, key, Encoding.UTF8.GetBytes(body), type);

    public Task<HttpResponseMessage> Get(string path, string key) => Send(HttpMethod.Get, path, key, null, null);

    public async Task<HttpResponseMessage> Send(HttpMethod method, string path, string key, byte[]? body, string? type)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            if (type is not null) request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }

        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<JsonElement> Json(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).RootElement;

    /// <summary>The body of an order.</summary>
    public static JsonObject Order(string id, Trade trade, double quantity = 2, int version = 1, string? endUser = null) => new()
    {
        ["order_id"] = id,
        ["version"] = version,
        ["status"] = version == 1 ? "placed" : "changed",
        ["effective_at"] = "2025-07-01T08:30:00Z",
        ["parties"] = new JsonObject { ["purchaser"] = new JsonObject { ["id"] = trade.Purchaser }, ["end_user"] = new JsonObject { ["id"] = endUser ?? trade.Purchaser } },
        ["route"] = new JsonObject { ["destination_country"] = trade.Destination },
        ["lines"] = new JsonArray(new JsonObject { ["line_no"] = 1, ["product_id"] = trade.Product, ["quantity"] = quantity, ["value_usd"] = quantity * 1000 }),
    };

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _client.Dispose();
        await _server.DisposeAsync();
    }
}
