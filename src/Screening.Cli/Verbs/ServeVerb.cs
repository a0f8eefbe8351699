using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Cli.Operations;
using Screening.Data.Journals;
using Screening.Learning.Registry;
using Screening.Web.Jobs;
using Screening.Web.Serving;

namespace Screening.Cli.Verbs;

/// <summary><c>screening serve</c>: the endpoint that sellers call before they ship.</summary>
internal static class ServeVerb
{
    /// <summary>The verb.</summary>
    public static Command Command()
    {
        var lake = Verb.Lake(required: true);
        var urls = new Option<string>("--urls") { Description = "Where to listen: http or https, an IP address and a port", DefaultValueFactory = _ => "http://127.0.0.1:8080" }.NotEmpty();
        var replica = new Option<string?>("--replica") { Description = $"Name of this replica where several endpoints serve the lake, each by its own: {JournalFolder.AcceptedName} (docs/endpoint.md)" }.NotEmpty();
        Option<string?> memory = Verb.Memory("Most memory for the whole process when it is ready; what was known at the start then lies in scratch files (TMPDIR), what comes later on top of it. As much as is fast if not given; with --keep-peers (docs/endpoint.md)");
        Option<string?> policy = Verb.Policy(), models = Verb.Models();
        var certificate = new Option<string?>("--tls-certificate") { Description = "Certificate in PEM, for https" };
        var key = new Option<string?>("--tls-key") { Description = "Its private key in PEM" };
        var proxy = new Option<bool>("--behind-proxy") { Description = "Serve plain http beyond this machine: a proxy in front encrypts" };
        var rate = Verb.Whole("--orders-per-second", "Orders a second that each key may send; 1000 if not given", 1, 1_000_000);
        var dryRuns = Verb.Whole("--dry-runs-per-second", "Dry runs a second that each key may ask for; 20 if not given", 1, 1_000_000);
        var asOf = new Option<string?>("--as-of") { Description = "For trials on a lake of the past: the clock starts at this moment, such as 2025-07-01T09:00:00Z, and runs on from there" };
        var sso = new Option<string?>("--sso-secret") { Description = "File with the secret by which a proxy that signs people in proves itself (docs/endpoint.md); without it nobody's headers are believed" };
        var ssoFrom = new Option<string[]>("--sso-from") { Description = "Address of that proxy; may be given several times; this machine if not given", DefaultValueFactory = _ => [] };
        var otlp = new Option<string?>("--otlp")
        {
            Description = "Collector for metrics and traces, OTLP over HTTP, such as http://127.0.0.1:4318; OTEL_EXPORTER_OTLP_ENDPOINT if not given",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } told ? told : null,
        };
        var keepPeers = new Option<bool>("--keep-peers") { Description = "Do not fit anew what is usual among peers when the day changes, which takes the memory of a second replay" };
        var jobs = new Option<string?>("--jobs") { Description = "Run the jobs of this folder as well, such as jobs of the project (docs/jobs.md); none if not given" }.NotEmpty();
        Option<string?> node = new Option<string?>("--name") { Description = "Name of this node for its jobs; the machine's if not given" }.NotEmpty();
        var threads = Verb.Threads();
        var command = new Command("serve", "Answers orders before they ship: release, review or hold (docs/endpoint.md)") { lake, replica, urls, policy, models, certificate, key, proxy, rate, dryRuns, sso, ssoFrom, otlp, keepPeers, memory, asOf, jobs, node, threads };
        command.Runs((parsed, cancellation) =>
        {
            string? limit = parsed.GetValue(memory);
            if (limit is not null && !parsed.GetValue(keepPeers)) throw new UsageException("--memory is given without --keep-peers, and to fit anew what is usual among peers takes a second replay; accepted: both");
            var options = new ServeOptions
            {
                Lake = parsed.GetValue(lake)!,
                Models = new ModelFolders(Home.Models(parsed.GetValue(models)), Home.Starter),
                Memory = limit is null ? null : snapshot => GroupStates.ShareWhole(limit, snapshot),
                Replica = parsed.GetValue(replica),
                Url = parsed.GetValue(urls)!,
                TlsCertificate = parsed.GetValue(certificate),
                TlsKey = parsed.GetValue(key),
                BehindProxy = parsed.GetValue(proxy),
                OrdersPerSecond = parsed.GetValue(rate) ?? 1000,
                OrdersAtOnce = 5.0 * (parsed.GetValue(rate) ?? 1000),
                SsoSecret = parsed.GetValue(sso),
                SsoFrom = parsed.GetValue(ssoFrom)!,
                Otlp = parsed.GetValue(otlp),
                RefitPeers = !parsed.GetValue(keepPeers),
                Jobs = parsed.GetValue(jobs) is { } folder ? Hosting(parsed.GetValue(lake)!, folder, parsed.GetValue(node)) : null,
                WarmUpOrders = 3000,
                DryRunsPerSecond = parsed.GetValue(dryRuns) ?? 20,
                Threads = parsed.GetValue(threads) ?? Environment.ProcessorCount,
            };
            Serve(options, parsed.GetValue(policy), ShiftedClock.From(parsed.GetValue(asOf)), cancellation).GetAwaiter().GetResult();
        });
        return command;
    }

    private static JobHosting Hosting(string lake, string folder, string? node)
    {
        JobSet set = JobFiles.Load(folder);
        JobFiles.SayRefused(set);
        return new JobHosting(JobFiles.Place(lake, node), set);
    }

    private static async Task Serve(ServeOptions options, string? policy, TimeProvider clock, CancellationToken cancellation)
    {
        if (!Directory.Exists(options.Lake)) throw new UsageException($"there is no lake at {options.Lake}; 'screening ingest' begins one");
        ScoringServer server;
        try
        {
            server = await ScoringServer.Start(options, Home.Contracts(), Home.Policy(policy), clock);
        }
        catch (ArgumentException e)
        {
            throw new UsageException(e.Message);
        }

        await using (server)
        {
            if (server.Live.Book.Opening.CutBytes is > 0 and var cut)
                Console.Error.WriteLine($"screening: {cut} bytes of an interrupted write were cut off {server.Live.Book.Opening.CutFile}; nothing of them was acknowledged");
            Console.Out.WriteLine($"listening on {server.Url.ToString().TrimEnd('/')}");
            Console.Out.WriteLine(server.HasPages ? "pages for analysts there too; 'screening users add' lets somebody sign in" : "no pages: there is no store yet; run a night and start again");
            if (server.Jobs is { } jobs) Console.Out.WriteLine(jobs.IsActive ? "jobs run here" : "another scheduler of this lake runs its jobs; this one waits for it to end");
            await server.Live.Loaded;
            Console.Out.WriteLine(server.Live.NotReady is { } why ? $"not ready: {why}" : $"ready, with {server.Live.Book.Count} decisions in the journal");
            if (server.Live.Decider is null) throw new UsageException(server.Live.NotReady!);
            using System.Runtime.InteropServices.PosixSignalRegistration? onTerminate = System.Runtime.InteropServices.PosixSignalRegistration.Create(
                System.Runtime.InteropServices.PosixSignal.SIGTERM, context => { context.Cancel = true; s_terminated.TrySetResult(); });
            await Task.WhenAny(Task.Delay(Timeout.Infinite, cancellation), s_terminated.Task);
            Console.Out.WriteLine("stopping");
        }
    }

    private static readonly TaskCompletionSource s_terminated = new();
}
