using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Replay;
using Screening.Records;
using Screening.Tests.Cli;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Replay;

/// <summary>Slices that are sorted into files before any is taken.</summary>
public sealed class SortedSlicesTests(SimulatedLakeFixture simulated) : IClassFixture<SimulatedLakeFixture>
{
    [Fact]
    public void AWorldIsReadTheSameThroughFiles()
    {
        using var folder = new TemporaryFolder();
        LakeSnapshot snapshot = Lake.Open(simulated.Lake).Snapshot();
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = 2 });
        EventLog Read(Slicing slicing) => EventLogReader.Read(database, snapshot, SomeDelivery.Contracts, long.MaxValue, slicing, RoomMemory.Heap, null, TestContext.Current.CancellationToken);
        List<object>[] direct = Tables(Read(Slicing.Usual)), sorted = Tables(Read(new Slicing(50, folder["sorted"])));
        Assert.InRange(direct.Count(table => table.Count > 0), 25, direct.Length);
        Assert.Equal(direct, sorted);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static List<object>[] Tables(EventLog log) =>
    [
        All(log.Events), All(log.Products), All(log.Places), All(log.Parts), All(log.ControlEvents), All(log.RestrictedEntries), All(log.ListedNames), All(log.Profiles), All(log.PartyEvents),
        All(log.BalanceSheets), All(log.Capacity), All(log.Installations), All(log.Certificates), All(log.Tenancies), All(log.AuditsAndBonds), All(log.Tips), All(log.Orders), All(log.Lines),
        All(log.Legs), All(log.Payments), All(log.DeviceReports), All(log.HoldActions), All(log.Dispositions), All(log.OutcomeReports), Texts(log.Symbols.Orders), Texts(log.Symbols.Parties), Texts(log.Symbols.Texts),
    ];

    private static List<object> All<T>(Rows<T> rows)
        where T : struct => [.. Enumerable.Range(0, rows.Count).Select(row => (object)rows[row])];

    private static List<object> Texts(SymbolTable symbols) => [.. Enumerable.Range(0, symbols.Count).Select(symbol => symbols.Text(symbol)!)];
}
