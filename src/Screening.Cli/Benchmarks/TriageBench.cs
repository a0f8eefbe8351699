using System.Diagnostics;
using Screening.Alerts;
using Screening.Casework;
using Screening.Data.Store;
using Screening.Web.Serving;

namespace Screening.Cli.Benchmarks;

/// <summary>How long something took, in milliseconds.</summary>
/// <param name="What">What.</param>
/// <param name="Runs">How often.</param>
/// <param name="MedianMs">In the middle.</param>
/// <param name="MostMs">At worst.</param>
internal sealed record TriageTime(string What, int Runs, double MedianMs, double MostMs);

/// <summary>A store with many alerts, made up, and what analysts wait for in it.</summary>
/// <param name="store">An empty store.</param>
/// <param name="alerts">Alerts of its one night.</param>
/// <param name="repeats">Times that each thing is done.</param>
internal sealed class TriageBench(StoreAddress store, int alerts, int repeats)
{
    private static readonly DateOnly Date = new(2025, 6, 30);
    private static readonly DateTime Now = new(2025, 7, 1, 8, 0, 0, DateTimeKind.Utc);
    private static readonly CaseActor Analyst = new("Bench", CaseRole.Analyst, Now);
    private static readonly string[] First = ["Amber", "Birch", "Cedar", "Delta", "Ember", "Fjord", "Grove", "Harbour", "Iris", "Juniper", "Krill", "Lark", "Maple", "Nimbus", "Opal", "Pine"];
    private static readonly string[] Second = ["Compute", "Cloud", "Systems", "Trading", "Logistics", "Semicon", "Data", "Digital", "Components", "Server"];
    private static readonly string[] Countries = ["SG", "MY", "VN", "TH", "AE", "TW", "JP", "DE", "US", "NL"];

    /// <summary>Writes the night.</summary>
    public TriageTime Fill()
    {
        using var nights = AlertStore.Open(store);
        long start = Stopwatch.GetTimestamp();
        nights.Write(Night(), []);
        double took = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return new TriageTime("write the night", 1, took, took);
    }

    /// <summary>Does what analysts do.</summary>
    public IReadOnlyList<TriageTime> Run(CancellationToken cancellation)
    {
        using var cases = CaseStore.Open(store);
        CasePage page = cases.List(new CaseFilter());
        string middle = page.Cases[page.Cases.Count / 2].CaseId;
        int next = 0;
        List<(string What, Action Work)> things =
        [
            ("first page of 100", () => cases.List(new CaseFilter())),
            ("counts by state", () => cases.Counts("Bench", Date)),
            ("next page", () => cases.List(new CaseFilter { Cursor = page.Next })),
            ("held, of which there are none", () => cases.List(new CaseFilter { IsHeld = true })),
            ("search of one name", () => cases.List(new CaseFilter { Search = "juniper compute 4711" })),
            ("search of a word in a tenth", () => cases.List(new CaseFilter { Search = "logistics" })),
            ("search of a word in all", () => cases.List(new CaseFilter { Search = "accelerators" })),
            ("search of three words in all", () => cases.List(new CaseFilter { Search = "accelerators ordered k" })),
            ("search of a word in all, among the held", () => cases.List(new CaseFilter { Search = "accelerators", IsHeld = true })),
            ("search of a word in none", () => cases.List(new CaseFilter { Search = "quux" })),
            ("a case with its record", () => cases.Show(middle, Analyst)),
            ("an act: assign", () => cases.Do(page.Cases[next++ % page.Cases.Count].CaseId, new AssignAct("Bench"), Analyst)),
            ("an act: note", () => cases.Do(page.Cases[next++ % page.Cases.Count].CaseId, new NoteAct("seen"), Analyst)),
            ("skim and lock the next", () => cases.AssignNext(Analyst)),
        ];
        return [.. things.Select(thing => Time(thing.What, thing.Work, cancellation))];
    }

    /// <summary>Asks the pages for the same over HTTP, signed in, from a server in this process.</summary>
    /// <param name="lake">An empty folder for its lake.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<TriageTime>> Pages(string lake, CancellationToken cancellation)
    {
        const string Password = "a password of the bench";
        Data.Lakes.Lake.Create(lake);
        using (var users = UserStore.Open(store)) users.Add("Bench", CaseRole.Analyst, Password, Analyst);
        string middle;
        using (var cases = CaseStore.Open(store)) middle = cases.List(new CaseFilter()).Cases[50].CaseId;
        // A server has not just written a night of its own: what that left behind goes before anything is measured.
        GC.Collect();
        var options = new ServeOptions { Lake = lake, Store = store, Url = "http://127.0.0.1:0", Threads = 1 };
        await using ScoringServer server = await ScoringServer.Start(options, Home.Contracts(), Home.Policy(null), TimeProvider.System).ConfigureAwait(false);
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server.Url };
        string cookies = await SignIn(client, Password, cancellation).ConfigureAwait(false);
        void Get(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Cookie", cookies } } };
            using HttpResponseMessage answer = client.Send(request, cancellation);
            if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{path} was answered with {(int)answer.StatusCode}");
            answer.Content.CopyTo(Stream.Null, null, cancellation);
        }

        List<(string What, string Path)> pages =
        [
            ("page: queue", "/"), ("page: search of one name", "/search?q=juniper+compute+4711"), ("page: search of a word in all", "/search?q=accelerators"), ("page: case", "/cases/" + middle),
            ("page: subject", "/subjects/S-0000050"), ("page: holds", "/holds"),
        ];
        return [.. pages.Select(page => Time(page.What, () => Get(page.Path), cancellation))];
    }

    private static async Task<string> SignIn(HttpClient client, string password, CancellationToken cancellation)
    {
        const string Field = "__RequestVerificationToken";
        using HttpResponseMessage form = await client.GetAsync(new Uri("/sign-in", UriKind.Relative), cancellation).ConfigureAwait(false);
        string page = await form.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false), sealing = Cookie(form);
        int at = page.IndexOf("value=\"", page.IndexOf(Field, StringComparison.Ordinal), StringComparison.Ordinal) + "value=\"".Length;
        string token = page[at..page.IndexOf('"', at)];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create(Field, token), KeyValuePair.Create("name", "Bench"), KeyValuePair.Create("password", password)]),
            Headers = { { "Cookie", sealing } },
        };
        using HttpResponseMessage signed = await client.SendAsync(request, cancellation).ConfigureAwait(false);
        return sealing + "; " + Cookie(signed);
    }

    private static string Cookie(HttpResponseMessage answer) => string.Join("; ", answer.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]));

    private TriageTime Time(string what, Action work, CancellationToken cancellation)
    {
        work();
        double[] took = new double[repeats];
        for (int i = 0; i < repeats; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            long start = Stopwatch.GetTimestamp();
            work();
            took[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(took);
        return new TriageTime(what, repeats, took[repeats / 2], took[^1]);
    }

    private NightlyList Night() => new()
    {
        RunId = "R-bench",
        Date = Date,
        AsOf = Date.ToDateTime(new TimeOnly(23, 59, 59), DateTimeKind.Utc),
        Versions = new VersionSet("1-bench", "none", "fs", "1.0.0-bench", "blend"),
        Alerts = [.. Enumerable.Range(0, alerts).Select(Made)],
        Capacity = 20,
        OrdersAssessed = alerts,
        SubjectsAssessed = alerts,
        NewOrders = alerts,
        PeersFitted = alerts,
        Known = [new KnownRows("orders", alerts)],
        Blind = [],
    };

    private static Alert Made(int i)
    {
        string subject = FormattableString.Invariant($"S-{i:D7}"), name = FormattableString.Invariant($"{First[i % First.Length]} {Second[i / First.Length % Second.Length]} {i}");
        DateTime asOf = Date.ToDateTime(new TimeOnly(23, 59, 59), DateTimeKind.Utc);
        double share = 1 / (1 + (i / 1000.0));
        return new Alert
        {
            Id = AlertStore.NewAlertId(subject, Date),
            Subject = subject,
            Name = name,
            Country = Countries[i % Countries.Length],
            Kind = "neocloud",
            AgeDays = 100 + (i % 4000),
            Members = [name, name + " Holding"],
            Links = ["both have the address 1 Example Road"],
            Rank = i + 1,
            Lane = Lane.Ranked,
            Risk = share,
            Margin = share,
            Priority = 10 * share,
            StakeH100e = 5000 * share,
            StakeUsd = 168_000_000 * share,
            Sentence = FormattableString.Invariant($"{560 + i} kW of accelerators ordered in 30 days for a site with 14 kW to spare; balance sheet 90 times last year's."),
            Reasons =
            [
                new Reason("start", "Where every order starts", "start", "", -6, ""),
                new Reason("T01", "Order volume inconsistent with known capacity", "over capacity", "560 kW for a site with 14 kW", 3.9, "DSET IV"),
                new Reason("T12", "Balance sheet jump", "sheet jump", "90 times", 2.2, "SUB"),
            ],
            NotAssessed = ["site power is self-declared"],
            ListMatches = [],
            OrderId = FormattableString.Invariant($"SO-{i:D7}"),
            OrderVersion = 1,
            Orders =
            [
                new AlertOrder(FormattableString.Invariant($"SO-{i:D7}"), 1, "placed", asOf, name, name, "SG", 512, 17_203_200, ["64 x accelerator server"])
                {
                    Parties = [new AlertParty("end user", FormattableString.Invariant($"P-{i:D7}"), name), new AlertParty("freight forwarder", "P-FWD", "Example Freight")],
                },
            ],
            Changed = "new tonight",
            ShownProbability = 1,
            AsOf = asOf,
            Evidence = new AlertEvidence(14, 14, [new OrderPoint(Date, FormattableString.Invariant($"SO-{i:D7}"), 560, 512, 17_203_200)], [], []),
        };
    }
}
