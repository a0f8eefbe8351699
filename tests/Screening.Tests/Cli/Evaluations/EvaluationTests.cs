using System.Text.Json;
using Screening.Cli;
using Screening.Cli.Evaluations;
using Screening.Cli.Nightly;
using Screening.Cli.Verbs;
using Screening.Data.DuckDb;
using Screening.Data.Replay;
using Screening.Data.Store;
using Screening.Inspections;
using Screening.Learning.Training;
using Screening.Policies;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Cli.Evaluations;

/// <summary>
/// How much of a lake is sorted at once decides which number an order or a party has in the log, and a limit on memory decides how much that is. What is judged or summed up must not hang on it.
/// </summary>
public sealed class EvaluationTests(SimulatedLakeFixture simulated)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void JudgementsAndBalancesDoNotHangOnHowTheLakeWasRead()
    {
        LoadedLog one = ConsoleProgress.Run(progress => LoadedLog.Of(simulated.Lake, null, 2, progress, Cancellation));
        using var database = DuckDbDatabase.Open();
        LoadedLog other = one with { Log = EventLogReader.Read(database, one.Snapshot, Home.Contracts(), Micros.EndOf(one.Date), new Slicing(50), RoomMemory.Heap, null, Cancellation) };
        Assert.Equal(one.Log.Events.Count, other.Log.Events.Count);
        Assert.NotEqual(Orders(one.Log), Orders(other.Log));
        Assert.Equal(Report(one), Report(other));
        Assert.Equal(Raw(one), Raw(other));
        Assert.Equal(Balance(one), Balance(other));
    }

    private static List<string?> Orders(EventLog log) => [.. Enumerable.Range(0, log.Symbols.Orders.Count).Select(log.Symbols.Orders.Text)];

    private static string Report(LoadedLog loaded)
    {
        Policy policy = Home.Policy(null);
        var options = new EvaluationOptions(loaded.Date.AddDays(-20), policy, 3, FromLabels: false, 20, 1, 2);
        return JsonSerializer.Serialize(ConsoleProgress.Run(progress => new Evaluation(loaded, options).Run(null, null, progress, Cancellation)), AlertJson.Indented);
    }

    // With labels of its own: nobody decided anything in sixty days.
    private static IReadOnlyList<double> Raw(LoadedLog loaded)
    {
        var labels = OrderLabels.OfTruth(loaded.Log, order => loaded.Log.Symbols.Orders.Text(order)![^1] == '7');
        var plan = ExampleReader.Plan(loaded.Log, (0, long.MaxValue), labels, new TrainingOptions());
        Examples all = ExampleReader.Read(loaded.ToLearn(2, Cancellation), plan, labels, 200, 2, null, Cancellation);
        long middle = all.Items[all.Count / 2].KnownAt;
        IReadOnlyList<double> scores = RawModel.Of(loaded.Log, all.Where(item => item.KnownAt < middle), all.Where(item => item.KnownAt >= middle), 2, Cancellation)!.Scores;
        Assert.True(scores.Distinct().Count() > 100, "the trees tell nothing apart");
        return scores;
    }

    private static List<(string?, string?, long)> Balance(LoadedLog loaded)
    {
        List<PartyBalance> rows = InspectionsVerb.Sheet(loaded, 60);
        Assert.True(rows.Count > 100, $"{rows.Count} rows");
        return [.. rows.Select(row => (loaded.Log.Symbols.Parties.Text(row.Party), loaded.Log.Symbols.Products.Text(row.Product), row.InThousandths))];
    }
}
