using System.Data.Common;
using Screening.Data.Jobs;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Screening.Web.Jobs;
using Serilog;

namespace Screening.Cli.Nightly.Spread;

/// <summary>
/// The replay of a night over several nodes: hands out tasks before anything is loaded here, does the first itself, takes in the parts that come, checks each against its
/// hash, and does itself what nobody does. So it ends with the same matrix whether all nodes work, some die, or none is there.
/// </summary>
/// <param name="place">The lake and the store.</param>
/// <param name="snapshot">The snapshot.</param>
/// <param name="date">The night.</param>
/// <param name="tasks">How many tasks.</param>
/// <param name="threads">Threads for what is done here.</param>
/// <param name="told">Where it is told what happens.</param>
internal sealed class SpreadReplay(JobPlace place, LakeSnapshot snapshot, DateOnly date, int tasks, int threads, ILogger told) : IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    private readonly NightPlan _plan = NightPlan.Of(snapshot, date, tasks);
    private DateTime _submitted;
    private LifeSign? _sign;

    /// <summary>Threads of what nodes do; one a core of theirs when <c>null</c>.</summary>
    public int? ThreadsOfParts { get; init; }

    /// <summary>How long a task may lie before it is done here: nodes look for work every few seconds, and take over from one that died within some more.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>The plan.</summary>
    public NightPlan Plan => _plan;

    /// <summary>Who computed each task; in the order of the tasks.</summary>
    public IReadOnlyList<string> MadeBy { get; private set; } = [];

    /// <summary>The values of all tasks by one hash; empty before they are there.</summary>
    public string Rows { get; private set; } = "";

    /// <summary>Hands out the tasks.</summary>
    public SpreadReplay Begin(CancellationToken cancellation)
    {
        _plan.Write(place.Lake);
        _sign = LifeSign.Give(NightPlan.SignOf(place.Lake, _plan.Id, 0));
        _submitted = TimeProvider.System.GetUtcNow().UtcDateTime;
        Submit(cancellation);
        return this;
    }

    /// <summary>Computes the looks.</summary>
    /// <param name="log">What was known.</param>
    /// <param name="countries">Country groups.</param>
    /// <param name="reads">The looks.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    public FeatureMatrix Run(EventLog log, CountryGroups countries, ReadPlan reads, IProgress<double>? progress, CancellationToken cancellation)
    {
        NightPlan plan = _plan;
        DateTime submitted = _submitted;
        var whole = new FeatureMatrix(reads.Reads.Count, Engine.DefaultCatalogue.Count);
        string[] made = new string[plan.Tasks.Count], hashes = new string[plan.Tasks.Count];
        void Compute(int task)
        {
            Engine.ReplayPart(log, countries, reads, plan.Tasks[task], whole, threads, cancellation: cancellation);
            (made[task], hashes[task]) = (place.Node, Leave(task, log, countries, reads, whole));
        }

        Compute(0);
        var open = Enumerable.Range(1, plan.Tasks.Count - 1).ToList();
        var idleSince = open.ToDictionary(task => task, _ => submitted);
        while (open.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            open.RemoveAll(task => Takes(task, log, countries, reads, whole, part => (made[task], hashes[task]) = (part.Node, part.Sha256), Compute));
            progress?.Report(1 - (open.Count / (double)plan.Tasks.Count));
            if (open.Count == 0) break;
            DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
            foreach (int task in Working(open, submitted, now)) idleSince[task] = now;
            if (open.Cast<int?>().FirstOrDefault(task => now - idleSince[task!.Value] > Patience) is { } forgotten)
            {
                told.Warning("task {Task} of plan {Plan} is done by nobody; it is done here", forgotten, plan.Id);
                Compute(forgotten);
                open.Remove(forgotten);
            }
            else cancellation.WaitHandle.WaitOne(s_look);
        }

        (MadeBy, Rows) = (made, NightPart.HashOf(hashes));
        return whole;
    }

    /// <summary>Tells the nodes that nothing is left to do, by taking the plan back with all that was left for it.</summary>
    public void Dispose()
    {
        _sign?.Dispose();
        _sign = null;
        try
        {
            _plan.Forget(place.Lake);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            told.Warning("the parts of plan {Plan} stay: {Problem}", _plan.Id, e.Message);
        }
    }

    private void Submit(CancellationToken cancellation)
    {
        if (_plan.Tasks.Count == 1) return;
        try
        {
            NightTasks.Submit(place, _plan.Id, Enumerable.Range(1, _plan.Tasks.Count - 1), ThreadsOfParts, cancellation).GetAwaiter().GetResult();
        }
        catch (StoreException e)
        {
            told.Warning("{Problem}; the night goes on here alone", e.Message);
        }
    }

    // A part that is not what it says is computed here: whoever left it might leave it again.
    private bool Takes(int task, EventLog log, CountryGroups countries, ReadPlan reads, FeatureMatrix whole, Action<NightPart> taken, Action<int> compute)
    {
        if (!File.Exists(NightPart.FileOf(place.Lake, _plan.Id, task))) return false;
        PartCells cells = PartCells.Of(log, countries, reads, _plan.Tasks[task]);
        if (NightPart.Take(place.Lake, _plan, task, NightLooks.HashOf(log, reads, _plan.Tasks[task], cells), cells, whole, out NightPart? part) is { } problem)
        {
            told.Warning("{Problem}; it is computed again", problem);
            compute(task);
        }
        else taken(part!);

        return true;
    }

    // What is computed here is left for the nodes, which score by the values of all tasks; without it the night scores alone.
    private string Leave(int task, EventLog log, CountryGroups countries, ReadPlan reads, FeatureMatrix whole)
    {
        try
        {
            PartCells cells = PartCells.Of(log, countries, reads, _plan.Tasks[task]);
            return NightPart.Write(place.Lake, _plan, task, NightLooks.HashOf(log, reads, _plan.Tasks[task], cells), cells, whole, place.Node).Sha256;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            told.Warning("the values of task {Task} cannot be left for the nodes, which score nothing then: {Problem}", task, e.Message);
            return "";
        }
    }

    // Tasks that somebody is at; while the store is away all of them, as parts may come all the same.
    private List<int> Working(List<int> open, DateTime submitted, DateTime now)
    {
        try
        {
            using JobStore store = place.Open();
            store.LoseDead(now);
            return [.. open.Where(task => store.Runs(NightTasks.NameOf(task), 1) is [{ Outcome: JobOutcome.Running } run] && run.StartedAtUtc >= submitted.AddSeconds(-1))];
        }
        catch (Exception e) when (e is StoreException or DbException)
        {
            told.Warning("who works on what cannot be seen: {Problem}", e.Message);
            return open;
        }
    }
}
