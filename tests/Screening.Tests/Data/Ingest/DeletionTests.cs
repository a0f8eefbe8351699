using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>Rows that say that what their key names is gone, and where a row's moment of learning and its lineage come from.</summary>
public sealed class DeletionTests : IDisposable
{
    private readonly SomeDelivery _some = new();

    [Fact]
    public void ADeletionNeedsItsKeyAndItsMomentOnlyAndIsAVersionOfItsOwn()
    {
        _some.Ingest(_some.Orders("a.csv", SomeDelivery.Orders(3)));
        var report = _some.Ingest(_some.Write("gone.csv", "order_id,version,line_no,status,ordered_at,seller_id,purchaser_id,destination_country,product_id,quantity,value_usd,known_at,_deleted", "SO-000002,1,1,,,,,,,,,2024-05-20,true"));

        Assert.Equal(new IngestCounts(1, 1, 0, 0, 0, 0), report.Total);
        Assert.Equal(["SO-000001", "SO-000002", "SO-000003"], _some.Query("SELECT order_id FROM {dataset} ORDER BY 1"));
        Assert.Equal(["SO-000002 2024-05-20 true gone.csv 2"], Stored("_deleted", "order_id || ' ' || known_at::DATE || ' ' || (status IS NULL)"));
    }

    [Fact]
    public void ADeletionToldAgainIsKnownAndTheRowMayComeBack()
    {
        const string Header = "place_id,name,country,kind,latitude,longitude,known_at,_deleted";
        _some.Ingest(_some.Write("1.csv", Header, "X,Invented,DE,port,1,2,2024-05-01,"), "places");
        _some.Ingest(_some.Write("2.csv", Header, "X,,,,,,2024-05-02,yes"), "places");

        Assert.Equal(new IngestCounts(1, 0, 1, 0, 0, 0), _some.Ingest(_some.Write("3.csv", Header, "X,,,,,,2024-05-03,1"), "places").Total);
        Assert.Equal(new IngestCounts(1, 0, 1, 0, 0, 0), _some.Ingest(_some.Write("4.csv", Header, "X,Invented,DE,port,1,2,2024-05-01 12:00:00,no"), "places").Total);
        Assert.Equal(new IngestCounts(1, 1, 0, 0, 0, 0), _some.Ingest(_some.Write("5.csv", Header, "X,Invented,DE,port,1,2,2024-05-04,"), "places").Total);
    }

    [Fact]
    public void WhatWasDeletedBeforeItCameStaysDeletedForEarlierTellings()
    {
        const string Header = "place_id,name,country,kind,latitude,longitude,known_at,_deleted";
        Assert.Equal(1, _some.Ingest(_some.Write("1.csv", Header, "X,,,,,,2024-05-02,true"), "places").Total.Accepted);
        var e = Assert.Throws<IngestException>(() => _some.Ingest(_some.Write("2.csv", Header, "X,Invented,DE,port,1,2,2024-05-01,"), "places"));

        Assert.Contains("must be later than 2024-05-02", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMappingMayDeleteByAnExpression()
    {
        var mapping = _some.Write("places.yaml", """
            dataset: places
            delete_when: "\"Status\" = 'closed'"
            columns:
              place_id: {from: "Code"}
              name: {from: "Name"}
              country: {constant: DE}
              kind: {constant: port}
              latitude: {constant: "1"}
              longitude: {constant: "2"}
              known_at: {file_time: true}
            """);
        var file = _some.Write("export.csv", "Code,Name,Status", "A,Invented A,open", "B,,closed");
        File.SetLastWriteTimeUtc(file, new DateTime(2024, 5, 9, 8, 7, 6, DateTimeKind.Utc));

        Assert.Equal(2, _some.Ingest(file, "places", mapping).Total.Accepted);
        Assert.Equal(["B 2024-05-09 08:07:06 export.csv 3"], Stored("_deleted", "place_id || ' ' || known_at", "places"));
    }

    [Theory]
    [InlineData(KnownAtSource.Delivery, "2024-06-01 12:00:00")]
    [InlineData(KnownAtSource.FileTime, "2024-05-30 01:02:03")]
    public void TheMomentOfLearningMayBeTheDeliverysOrTheFiles(KnownAtSource source, string expected)
    {
        var file = _some.Write("places.csv", "place_id,name,country,kind,latitude,longitude", "X,Invented,DE,port,1,2");
        File.SetLastWriteTimeUtc(file, new DateTime(2024, 5, 30, 1, 2, 3, DateTimeKind.Utc));
        Run(file, source);

        Assert.Equal(expected, _some.Query("SELECT known_at FROM {dataset}", "places").Select(k => DateTime.Parse(k, System.Globalization.CultureInfo.InvariantCulture).ToString("yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture)).Single());
    }

    [Fact]
    public void AFileFromTheFutureGivesNoMoment()
    {
        var file = _some.Write("places.csv", "place_id,name,country,kind,latitude,longitude", "X,Invented,DE,port,1,2");
        File.SetLastWriteTimeUtc(file, SomeDelivery.DeliveredAtUtc.AddHours(3));

        Assert.Contains("places.csv: was written at 2024-06-01 15:00:00 UTC, after the delivery at 2024-06-01 12:00:00", Assert.Throws<IngestException>(() => Run(file, KnownAtSource.FileTime)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TwoSourcesOfTheMomentAreOneTooMany()
    {
        var file = _some.Write("places.csv", "place_id,name,country,kind,latitude,longitude,known_at", "X,Invented,DE,port,1,2,2024-05-01");

        Assert.Contains("another known_at was asked for", Assert.Throws<IngestException>(() => Run(file, KnownAtSource.Delivery)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMappingMayDeleteByAColumnAndRefusesWhatIsNoTruthValue()
    {
        var mapping = _some.Write("places.yaml", """
            dataset: places
            delete_from: Closed
            columns:
              place_id: {from: "Code"}
              name: {from: "Name"}
              country: {constant: DE}
              kind: {constant: port}
              latitude: {constant: "1"}
              longitude: {constant: "2"}
              known_at: {constant: "2024-05-01"}
            """);
        var file = _some.Write("export.csv", Enumerable.Range(0, 30).Select(n => FormattableString.Invariant($"C{n},Invented,no")).Concat(["A,,Yes", "B,Invented B,maybe"]).Prepend("Code,Name,Closed"));
        var report = _some.Ingest(file, "places", mapping);

        Assert.Equal(new IngestCounts(32, 31, 0, 1, 0, 0), report.Total);
        Assert.Equal("_deleted", Assert.Single(report.Reasons).Column);
        Assert.Equal(["30"], _some.Query("SELECT count(*) FROM {dataset}", "places"));
    }

    [Fact]
    public void ADeletionMarkThatIsNoTruthValueIsRefused()
    {
        var report = _some.Ingest(_some.Write("places.csv", ["place_id,name,country,kind,latitude,longitude,known_at,_deleted", .. Enumerable.Range(0, 40).Select(n => FormattableString.Invariant($"P{n},Invented,DE,port,1,2,2024-05-01,")), "X,Invented,DE,port,1,2,2024-05-01,maybe"]), "places");

        Assert.Equal(["42|_deleted|maybe|type|is not true or false; accepted: true, false, yes, no, 1, 0"], _some.Quarantine(report));
    }

    public void Dispose() => _some.Dispose();

    private void Run(string file, KnownAtSource source) =>
        Ingestion.Run(_some.Lake, SomeDelivery.Contracts, new IngestRequest { Dataset = "places", Files = [file], DeliveredAtUtc = SomeDelivery.DeliveredAtUtc, KnownAt = source });

    /// <summary>Stored rows with the file and line they come from.</summary>
    private IEnumerable<string> Stored(string where, string what, string dataset = "orders")
    {
        var sources = _some.Lake.Snapshot().Sources;
        return SomeDelivery.Read($"SELECT {what} || ' ' || _source || ' ' || _line FROM {_some.Lake.Snapshot().History(SomeDelivery.Contracts[dataset])} WHERE {where} ORDER BY 1")
            .Select(row => sources.Aggregate(row, static (text, s) => text.Replace(s.Sha256[..16], s.File, StringComparison.Ordinal)));
    }
}
