using Screening.Data.Jobs;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Tests.Cli;
using Screening.Web.Jobs;
using Serilog;

namespace Screening.Tests.Web.Jobs;

/// <summary>An empty lake whose jobs are small programs of the system, each the leader of a group as our own verbs make themselves.</summary>
internal sealed class JobPlaceForTest : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="postgres">A PostgreSQL; <c>null</c> for SQLite.</param>
    public JobPlaceForTest(string? postgres = null)
    {
        Lake.Create(_folder["lake"]);
        Directory.CreateDirectory(_folder["jobs"]);
        Place = new JobPlace(_folder["lake"], StoreAddress.Of(_folder["lake"], postgres), new JobCommand("/usr/bin/setsid", new Dictionary<string, string>()), "one");
    }

    public JobPlace Place { get; }

    public string LakeFolder => Place.Lake;

    public string Folder(string name) => _folder[name];

    public static Job Job(string name, params string[] command) => new()
    {
        Name = name,
        Arguments = command,
        Cron = "0 2 * * *",
        TimeZone = TimeZoneInfo.Utc,
        TimeoutSeconds = 60,
        Owner = "operations",
        RetryAfterSeconds = 0,
        Mail = ["night@example.com"],
    };

    public static JobSet Set(params Job[] jobs) => new(jobs, new Dictionary<string, string>());

    public JobRunner Runner(TimeProvider clock) => new(Place, Notices(clock), clock, Log.Logger);

    public JobNotices Notices(TimeProvider clock) => new(LakeFolder, clock, []);

    public Task<JobScheduler> Start(TimeProvider clock, JobSet set, string? node = null) => JobScheduler.Start(Place with { Node = node ?? Place.Node }, set, Notices(clock), clock, Log.Logger, TimeSpan.MaxValue);

    public IReadOnlyList<JobRun> Runs(string? job = null)
    {
        using JobStore store = Place.Open();
        return store.Runs(job, 100);
    }

    /// <summary>Waits until runs are as they should be; the last look is what the test sees.</summary>
    public async Task<IReadOnlyList<JobRun>> Until(Func<IReadOnlyList<JobRun>, bool> isSo, int seconds = 60)
    {
        IReadOnlyList<JobRun> runs = Runs();
        for (DateTime until = DateTime.UtcNow.AddSeconds(seconds); !isSo(runs) && DateTime.UtcNow < until; runs = Runs()) await Task.Delay(50);
        return runs;
    }

    public string[] Mails() => Directory.Exists(JobFolder.MailOf(LakeFolder)) ? Directory.GetFiles(JobFolder.MailOf(LakeFolder), "*.eml") : [];

    public string Said(JobRun run) => File.ReadAllText(Path.Combine(LakeFolder, run.Log!));

    public void Dispose()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        _folder.Dispose();
    }
}
