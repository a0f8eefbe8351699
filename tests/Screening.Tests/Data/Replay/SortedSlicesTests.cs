using Screening.Data.DuckDb;
using Screening.Data.Lakes;
using Screening.Data.Replay;
using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Screening.Tests.Cli;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Replay;

/// <summary>Slices that are sorted into files before any is taken.</summary>
public sealed class SortedSlicesTests(SimulatedLakeFixture simulated)
{
    [Fact]
    public void AWorldIsReadTheSameThroughFiles()
    {
        using var folder = new TemporaryFolder();
        LakeSnapshot snapshot = Lake.Open(simulated.Lake).Snapshot();
        using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = 2 });
        EventLog Read(Slicing slicing) => EventLogReader.Read(database, snapshot, SomeDelivery.Contracts, long.MaxValue, slicing, RoomMemory.Heap, null, TestContext.Current.CancellationToken);
        EventLog direct = Read(Slicing.Usual), sorted = Read(new Slicing(50, new SortedFirst(folder["sorted"], 400 << 20, 200 << 20)));
        Assert.Equal(Counts(direct), Counts(sorted));
        Assert.InRange(Counts(direct).Count(count => count > 0), 25, 27);
        Assert.Equal(Texts(direct.Symbols.Texts), Texts(sorted.Symbols.Texts));

        // Symbols may have other numbers: they hang on what is read together.
        double[] expected = Features(direct), read = Features(sorted);
        Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), read.Select(BitConverter.DoubleToInt64Bits));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    private static double[] Features(EventLog log)
    {
        FeatureMatrix matrix = Engine.Replay(log, new CountryGroups([], []), ReadPlan.OnArrival(log, static _ => true), 2, cancellation: TestContext.Current.CancellationToken);
        return [.. Enumerable.Range(0, matrix.Rows).SelectMany(row => matrix[row].ToArray())];
    }

    private static int[] Counts(EventLog log) =>
    [
        log.Events.Count, log.Products.Count, log.Places.Count, log.Parts.Count, log.ControlEvents.Count, log.RestrictedEntries.Count, log.ListedNames.Count, log.Profiles.Count, log.PartyEvents.Count,
        log.BalanceSheets.Count, log.Capacity.Count, log.Installations.Count, log.Certificates.Count, log.Tenancies.Count, log.AuditsAndBonds.Count, log.Tips.Count, log.Orders.Count, log.Lines.Count,
        log.Legs.Count, log.Payments.Count, log.DeviceReports.Count, log.HoldActions.Count, log.Dispositions.Count, log.OutcomeReports.Count, log.Symbols.Orders.Count, log.Symbols.Parties.Count, log.Symbols.Serials.Count,
    ];

    private static string[] Texts(SymbolTable symbols) => [.. Enumerable.Range(0, symbols.Count).Select(symbol => symbols.Text(symbol)!).Order(StringComparer.Ordinal)];
}
