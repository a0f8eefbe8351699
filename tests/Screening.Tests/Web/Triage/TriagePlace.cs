using Screening.Casework;
using Screening.Cli;
using Screening.Data.Store;
using Screening.Learning.Registry;
using Screening.Tests.Data.Store;
using Screening.Web.Jobs;
using Screening.Web.Serving;

namespace Screening.Tests.Web.Triage;

/// <summary>The pages in this process, on a store with one night of twelve alerts of which some have hostile names, and with people who sign in.</summary>
internal sealed class TriagePlace : IAsyncDisposable
{
    /// <summary>The password of all.</summary>
    public const string Password = "correct horse battery staple";

    /// <summary>For whom the one who sells sells.</summary>
    public const string Seller = "P-SELLER";

    /// <summary>The morning after the night.</summary>
    public static readonly DateTime Morning = new(2026, 3, 15, 8, 0, 0, DateTimeKind.Utc);

    private readonly string _folder;

    private TriagePlace(string folder, string lake, StoreAddress store, FixedClock clock, ScoringServer server) => (_folder, Lake, Store, Clock, Server) = (folder, lake, store, clock, server);

    /// <summary>Folder of the lake.</summary>
    public string Lake { get; }

    public StoreAddress Store { get; }

    public FixedClock Clock { get; }

    public ScoringServer Server { get; }

    public Uri Url => Server.Url;

    /// <summary>Starts it.</summary>
    /// <param name="postgres">An empty PostgreSQL; <c>null</c> for SQLite.</param>
    /// <param name="more">So many plain alerts instead of the twelve; <c>null</c> for the twelve.</param>
    /// <param name="like">A lake to work on a copy of, with its night; <c>null</c> for an empty one with the twelve.</param>
    /// <param name="models">Where models lie; <c>null</c> for none.</param>
    /// <param name="jobs">Jobs that run beside, as programs of the system; <c>null</c> for none.</param>
    public static async Task<TriagePlace> Start(string? postgres = null, int? more = null, string? like = null, ModelFolders? models = null, JobSet? jobs = null)
    {
        string folder = Directory.CreateTempSubdirectory("screening-triage-").FullName, lake = Path.Combine(folder, "lake");
        if (like is null) Screening.Data.Lakes.Lake.Create(lake);
        else Cli.TemporaryFolder.Copy(like, lake);
        var store = StoreAddress.Of(lake, postgres);
        if (like is null)
        {
            using var nights = AlertStore.Open(store);
            nights.Write(more is { } count ? Plain(count) : Cli.Reports.Some.NightlyList(), []);
        }

        var clock = new FixedClock(like is null ? Morning : ServedLakeFixture.Morning);
        using (var users = UserStore.Open(store))
        {
            var administrator = new CaseActor("Root", CaseRole.Administrator, Morning);
            users.Add("Ann", CaseRole.Analyst, Password, administrator);
            users.Add("Bo", CaseRole.Lead, Password, administrator);
            users.Add("Sal", CaseRole.Seller, Password, administrator, Seller);
            users.Add("Dee", CaseRole.DataScientist, Password, administrator);
            users.Add("Audrey", CaseRole.Auditor, Password, administrator);
        }

        var options = new ServeOptions { Lake = lake, Models = models, Store = store, Url = "http://127.0.0.1:0", Threads = 1 };
        if (jobs is not null) options = options with { Jobs = new JobHosting(new JobPlace(lake, store, new JobCommand("/usr/bin/setsid", new Dictionary<string, string>()), "here"), jobs) };
        return new TriagePlace(folder, lake, store, clock, await ScoringServer.Start(options, Home.Contracts(), Home.Policy("1.1.0"), clock));
    }

    /// <summary>The cases, past the pages.</summary>
    public CaseStore Cases() => CaseStore.Open(Store);

    private static Screening.Alerts.NightlyList Plain(int count) => SomeNight.Of(
        new DateOnly(2026, 3, 14), "R-many", null, [.. Enumerable.Range(0, count).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"S-{i:D4}"))]);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Npgsql.NpgsqlConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
