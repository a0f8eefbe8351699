using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Screening.Data.Contracts;
using Screening.Data.Journals;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Features;
using Screening.Policies;
using Screening.Web.Api;
using Screening.Web.Jobs;
using Screening.Web.Live;
using Screening.Web.Packs;
using Screening.Web.Triage;
using Screening.Web.Webhooks;
using Serilog;
using Serilog.Core;
using Serilog.Formatting.Json;

namespace Screening.Web.Serving;

/// <summary>The endpoint as a whole: wired in <see cref="Start"/>, from top to bottom, and nothing of it is taken from the surroundings.</summary>
internal sealed class ScoringServer : IAsyncDisposable
{
    private const int PageThreads = 32;

    // Left to the kernel, half a minute of the log goes to the disk at once, and whoever waits for a decision to be durable waits for that.
    private static readonly TimeSpan s_logToDisk = TimeSpan.FromMilliseconds(500);
    private readonly WebApplication _app;
    private readonly KeyRing _keys;
    private readonly Logger _audit;
    private readonly OtlpExport? _otlp;

    private ScoringServer(WebApplication app, LiveHost live, KeyRing keys, Logger audit, OtlpExport? otlp) => (_app, Live, _keys, _audit, _otlp) = (app, live, keys, audit, otlp);

    /// <summary>Deliveries to sellers.</summary>
    public required WebhookSenders Webhooks { get; init; }

    /// <summary>The engine.</summary>
    public LiveHost Live { get; }

    /// <summary>What runs jobs here; <c>null</c> when none were given.</summary>
    public JobScheduler? Jobs { get; private init; }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Whether the pages are served: there is a store.</summary>
    public bool HasPages { get; private init; }

    /// <summary>Keys, for those who must not wait until they are read again.</summary>
    public KeyRing Keys => _keys;

    /// <summary>Starts to listen and to load; calls are answered at once, with a hold until the lake is replayed.</summary>
    /// <param name="options">How.</param>
    /// <param name="contracts">Contracts.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="clock">Tells the time.</param>
    /// <exception cref="ArgumentException">An option is not as accepted.</exception>
    public static async Task<ScoringServer> Start(ServeOptions options, ContractStore contracts, Policy policy, TimeProvider clock)
    {
        Uri url = Checked(options);
        _ = JournalFolder.Of(options.Lake, options.Replica);
        string lake = Lake.Open(options.Lake).FullPath;
        IReadOnlyList<WebhookTarget> webhooks = WebhookFile.Read(lake);
        ProxyTrust? proxy = options.SsoSecret is { } secret ? ProxyTrust.Read(secret, options.SsoFrom) : null;
        OtlpExport? otlp = options.Otlp is { } collector ? OtlpExport.Start(collector, options.OtlpEvery) : null;
        Logger audit = AuditLog(lake, options.Replica, clock.GetUtcNow().UtcDateTime);
        var live = LiveHost.Start(
            lake, contracts, policy, options.Models, options.Memory, options.Replica, new LiveTiming(clock, options.Threads, options.FollowEvery, options.WarmUpOrders, options.Replicas, options.RefitPeers),
            options.MostWaiting, options.JournalFileBytes, audit);
        live.Telemetry.Watch(live, clock);
        var keys = new KeyRing(lake, clock, options.KeysEvery);
        var gate = new Gate(keys, proxy, audit, url.Scheme == "https");
        var decisions = new DecisionEndpoints(
            live, new OrderReader(JournalDelivery.Countries(contracts)), clock, new RateLimit(clock, options.OrdersPerSecond, options.OrdersAtOnce),
            new RateLimit(clock, options.DryRunsPerSecond, options.DryRunsPerSecond * 5));
        var changes = new ChangeEndpoints(live);
        var status = new StatusEndpoint(live);
        var senders = new WebhookSenders(lake, webhooks, options.KeysEvery, audit, target => new WebhookSender(live, target, options.Webhooks, clock, audit));

        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, url, options));
        // What came is read and answered by the thread that took it in, instead of being handed on twice; nobody who is answered here blocks another.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.Services.AddRoutingCore();
        StoreAddress store = options.Store ?? StoreAddress.OfLake(lake);
        bool hasPages = store.Exists;
        JobScheduler? jobs = options.Jobs is { } hosting ? await JobScheduler.Start(hosting.Place, hosting.Set, new JobNotices(lake, clock), TimeProvider.System, audit).ConfigureAwait(false) : null;
        builder.Services.AddSingleton(new JobDesk(lake, store, options.Jobs?.Set ?? JobSet.None, jobs));
        if (hasPages) LetPagesWait();
        if (hasPages) TriagePages.Add(builder.Services, store, policy, clock, new PackLake(lake, contracts), new PageSources(lake, contracts, live, options.Models));
        WebApplication app = builder.Build();
        app.UseRouting();
        app.Use(next => context => gate.Pass(context, next));
        if (hasPages) TriagePages.Map(app);
        app.MapPost("/v1/decisions", decisions.Decide);
        app.MapPost("/v1/decisions/batch", decisions.DecideMany);
        app.MapPost("/v1/decisions/dry-run", decisions.DryRun);
        app.MapGet("/v1/decisions/changes", changes.Show);
        app.MapPost("/v1/decisions/changes/ack", changes.Acknowledge);
        app.MapPost("/v1/evidence", new EvidenceEndpoint(hasPages ? store : null, policy, clock, new RateLimit(clock, 1, 10)).HandIn);
        app.MapGet("/v1/decisions/{id}", decisions.Show);
        app.MapGet("/v1/parties/{id}", decisions.ShowParty);
        app.MapGet("/v1/status", context => status.Show(context, senders));
        app.MapGet("/openapi/v1.json", OpenApi).WithMetadata(new OpenToAll());
        app.MapGet("/health", context => Answer(context, 200, "ok", null)).WithMetadata(new OpenToAll());
        app.MapGet("/ready", context => Answer(context, live.NotReady is null ? 200 : 503, live.NotReady is null ? "ready" : "not ready", live.NotReady)).WithMetadata(new OpenToAll());
        app.MapGet("/v1/version", context => Version(context, live, policy)).WithMetadata(new OpenToAll());
        app.MapFallback(context => hasPages && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            ? PageProblem.Send(context, 404, "No such page", "The address names nothing that is here.")
            : new Problem(404, "no such call", "accepted: the calls of /openapi/v1.json").Send(context)).WithMetadata(new OpenToAll());
        await app.StartAsync().ConfigureAwait(false);
        return new ScoringServer(app, live, keys, audit, otlp) { HasPages = hasPages, Webhooks = senders, Jobs = jobs };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Calls that are under way are answered first, then what waits is done and written.
        await _app.StopAsync().ConfigureAwait(false);
        if (Jobs is not null) await Jobs.DisposeAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        await Webhooks.DisposeAsync().ConfigureAwait(false);
        _otlp?.Dispose();
        await Live.DisposeAsync().ConfigureAwait(false);
        _keys.Dispose();
        await _audit.DisposeAsync().ConfigureAwait(false);
    }

    // Pages wait for the store on the pool's threads. It begins with one for each core: on two cores two who wait kept everybody waiting until it grew, which took it up to a second.
    private static void LetPagesWait()
    {
        ThreadPool.GetMinThreads(out int workers, out int ports);
        if (workers < PageThreads) ThreadPool.SetMinThreads(PageThreads, ports);
    }

    private static Uri Checked(ServeOptions options)
    {
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || !IPAddress.TryParse(url.Host.Trim('[', ']'), out IPAddress? address) || url.AbsolutePath != "/")
            throw new ArgumentException($"--urls is '{options.Url}'; accepted: http or https with an IP address and a port, such as http://127.0.0.1:8080");
        bool isTls = url.Scheme == "https";
        if (isTls != options.TlsCertificate is not null || isTls != options.TlsKey is not null)
            throw new ArgumentException("https needs --tls-certificate and --tls-key, files in PEM, and nothing else does");
        if (!isTls && !IPAddress.IsLoopback(address) && !options.BehindProxy)
            throw new ArgumentException($"{options.Url} would send keys and orders in the clear to other machines; accepted: a loopback address, https, or --behind-proxy where a proxy in front encrypts");
        return url;
    }

    private static void Configure(KestrelServerOptions kestrel, Uri url, ServeOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = DecisionEndpoints.MostBatchBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(120);
        kestrel.Listen(IPAddress.Parse(url.Host.Trim('[', ']')), url.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (options.TlsCertificate is not null) listen.UseHttps(X509Certificate2.CreateFromPemFile(options.TlsCertificate, options.TlsKey));
        });
    }

    private static Logger AuditLog(string lake, string? replica, DateTime now) => new LoggerConfiguration().WriteTo.Sink(new QueuedSink(LogFile(lake, replica, now))).CreateLogger();

    private static Logger LogFile(string lake, string? replica, DateTime now) => new LoggerConfiguration().WriteTo.File(
        new JsonFormatter(formatProvider: CultureInfo.InvariantCulture),
        Path.Combine(lake, "_logs", string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMdd'T'HHmmss'Z'}-serve-{(replica is null ? "" : replica + "-")}{Environment.ProcessId}.json")),
        buffered: false, fileSizeLimitBytes: 1L << 30, rollOnFileSizeLimit: true, retainedFileCountLimit: null, flushToDiskInterval: s_logToDisk).CreateLogger();

    private static async Task OpenApi(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await using Stream document = typeof(ScoringServer).Assembly.GetManifestResourceStream("openapi.json")!;
        await document.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static Task Version(HttpContext context, LiveHost live, Policy policy) => Write(context, 200, json =>
    {
        json.WriteString("product", typeof(ScoringServer).Assembly.GetName().Version!.ToString(3));
        json.WriteString("api", "v1");
        json.WriteString("feature_set", Engine.DefaultCatalogue.Id);
        json.WriteString("policy", $"{policy.Version}-{policy.Hash[..8]}");
        if (live.Replica is { } replica) json.WriteString("replica", replica);
        json.WriteStartArray("follows");
        foreach (ReplicaState other in live.Replicas) json.WriteStringValue(other.Writer);
        json.WriteEndArray();
    });

    private static Task Answer(HttpContext context, int status, string word, string? why) => Write(context, status, json =>
    {
        json.WriteString("status", word);
        if (why is not null) json.WriteString("why", why);
    });

    private static async Task Write(HttpContext context, int status, Action<Utf8JsonWriter> content)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonBytes.Of(content), context.RequestAborted).ConfigureAwait(false);
    }
}
