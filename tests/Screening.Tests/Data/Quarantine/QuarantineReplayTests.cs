using Screening.Data.Ingest;
using Screening.Data.Quarantines;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Quarantines;

public sealed class QuarantineReplayTests : IDisposable
{
    private readonly SomeDelivery _some = new();

    [Fact]
    public void AReplayedRowKeepsItsFileItsLineAndWhenItBecameKnown()
    {
        var report = Deliver(SomeDelivery.Order(1041, ("status", "PLACED"), ("end_use", "\"a\nb\"")), SomeDelivery.Order(1042, ("status", "PLACED")));
        var replay = _some.Replay(r => r with { MappingFile = Lower() });

        Assert.Equal(new IngestCounts(2, 2, 0, 0, 0, 0), replay.Total);
        Assert.Equal(
            [$"SO-001041|{report.Files[0].Sha256[..16]}|102|2024-05-01 09:00:00", $"SO-001042|{report.Files[0].Sha256[..16]}|104|2024-05-01 09:00:00"],
            _some.History("SELECT concat_ws('|', order_id, _source, _line, known_at) FROM {history} WHERE _line > 101 ORDER BY _line"));
        Assert.Equal((2, 0L), (_some.Summary().RefusedRows, _some.Summary().OpenRows));
        Assert.Equal(SomeQuarantine.Later, _some.Lake.Snapshot().DeliveredAtUtc);
        Assert.Empty(_some.Lake.Snapshot().Verify(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void ReplayingTwiceAddsNothing()
    {
        Deliver(SomeDelivery.Order(1041, ("status", "PLACED")), SomeDelivery.Order(1042, ("quantity", "x")));
        _some.Replay(r => r with { MappingFile = Lower() });
        var after = _some.Lake.Snapshot();

        Assert.Equal(new IngestCounts(1, 0, 0, 1, 0, 0), _some.Replay(r => r with { MappingFile = Lower(), DeliveredAtUtc = SomeQuarantine.Later.AddDays(1) }).Total);
        Assert.Equal((after.Number, after.Id, 101L), (_some.Lake.Snapshot().Number, _some.Lake.Snapshot().Id, _some.Lake.Snapshot().Rows("orders")));
        Assert.Equal(["102|status|allowed|settled", "103|quantity|type|open"], _some.Records());
    }

    [Fact]
    public void ARowThatIsRefusedAgainShowsItsNewestReasons()
    {
        Deliver(SomeDelivery.Order(1041, ("status", "PLACED"), ("quantity", "x")));
        Assert.Equal(["102|quantity|type|open", "102|status|allowed|open"], _some.Records());
        _some.Replay(r => r with { MappingFile = Lower() });

        Assert.Equal(["102|quantity|type|open"], _some.Records());
        _some.Replay(r => r with { MappingFile = _some.Mapping("both.yaml", ("status", "{expression: lower(\"status\")}"), ("quantity", "{constant: 1}")), DeliveredAtUtc = SomeQuarantine.Later.AddDays(1) });
        Assert.Equal(["102|quantity|type|settled"], _some.Records());
    }

    [Fact]
    public void OnlyTheLinesThatAreNamedComeIn()
    {
        Deliver([.. Enumerable.Range(1041, 4).Select(n => SomeDelivery.Order(n, ("status", "PLACED")))]);
        Assert.True(LineSet.TryParse("103,1-102", out var lines));

        Assert.Equal(2, _some.Replay(r => r with { MappingFile = Lower(), Lines = lines }).Total.Accepted);
        Assert.Equal(["102|status|allowed|settled", "103|status|allowed|settled", "104|status|allowed|open", "105|status|allowed|open"], _some.Records());
    }

    [Fact]
    public void TheSameLineOfTwoFilesIsTwoRows()
    {
        var files = new[] { "a", "b" }.Select((name, i) => _some.Orders(name + ".csv", [SomeDelivery.Order(900 + i, ("status", "PLACED")), .. SomeDelivery.Orders(40, from: 1 + (i * 100))])).ToList();
        _some.Ingest(files);
        Assert.True(LineSet.TryParse("2", out var lines));

        Assert.Contains("a.csv and b.csv", Assert.Throws<QuarantineException>(() => _some.Replay(r => r with { Lines = lines })).Message, StringComparison.Ordinal);
        Assert.Equal(1, _some.Replay(r => r with { MappingFile = Lower(), Lines = lines, File = "b.csv" }).Total.Accepted);
        Assert.Equal((2L, 1L), (_some.Summary().RefusedRows, _some.Summary().OpenRows));
        Assert.Equal(1, _some.Replay(r => r with { MappingFile = Lower() }).Total.Accepted);
        Assert.Equal(0, _some.Summary().OpenRows);
    }

    [Fact]
    public void AStrayQuoteStaysAloneAndSwallowsNoNeighbour()
    {
        Deliver(SomeDelivery.Order(1041, ("status", "PLACED")), "broken,\"never closed", SomeDelivery.Order(1042, ("status", "PLACED"), ("end_use", "\"says \"\"so\"\"\"")), "two,cells");

        Assert.Equal(new IngestCounts(4, 2, 0, 2, 0, 0), _some.Replay(r => r with { MappingFile = Lower() }).Total);
        Assert.Equal(["says \"so\""], _some.Query("SELECT end_use FROM {dataset} WHERE order_id = 'SO-001042'"));
        Assert.Equal(["102|status|allowed|settled", "103|-|malformed|open", "104|status|allowed|settled", "105|-|malformed|open"], _some.Records());
    }

    [Fact]
    public void ARowThatCameTooLateStaysSo()
    {
        _some.Ingest(_some.Orders("first.csv", SomeDelivery.Order(1)));
        _some.Ingest(_some.Orders("orders.csv", [.. SomeDelivery.Orders(40, from: 2), SomeDelivery.Order(1, ("status", "shipped"), ("known_at", "2024-04-01"))]));
        Assert.Equal(["42|known_at|too_late|open"], _some.Records());

        Assert.Equal(1, _some.Replay().Total.Quarantined);
        Assert.Equal((2L, 1L), (_some.Lake.Snapshot().Number, _some.Summary().OpenRows));
    }

    [Fact]
    public void ADeliveryThatWasRefusedAsAWholeIsToBeDeliveredAgain()
    {
        var file = _some.Orders("orders.csv", SomeDelivery.Order(1), SomeDelivery.Order(2, ("status", "PLACED")));
        Assert.Throws<IngestException>(() => _some.Ingest(file));

        Assert.Equal("not_taken_in", _some.Summary().State);
        Assert.Contains("deliver orders.csv again", Assert.Throws<QuarantineException>(() => _some.Replay()).Message, StringComparison.Ordinal);
        Assert.Equal(2, _some.Ingest(file, mapping: Lower()).Total.Accepted);
        Assert.Equal(("delivered_again", 0L), (_some.Summary().State, _some.Summary().OpenRows));
    }

    [Fact]
    public void AReplayThatIsStoppedBeforeItsCommitSettlesNothing()
    {
        Deliver(SomeDelivery.Order(1041, ("status", "PLACED")), SomeDelivery.Order(1042, ("quantity", "x"), ("status", "PLACED")));
        Assert.ThrowsAny<OperationCanceledException>(() => _some.ReplayUntilCommit(r => r with { MappingFile = Lower() }));
        Assert.Single(Directory.GetDirectories(Path.Combine(_some.Lake.FullPath, "_quarantine", "orders")));
        Assert.Equal(["102|status|allowed|open", "103|quantity|type|open", "103|status|allowed|open"], _some.Records());
        Assert.Equal(1, _some.Replay(r => r with { MappingFile = Lower() }).Total.Accepted);
        Assert.Equal(["102|status|allowed|settled", "103|quantity|type|open"], _some.Records());
    }

    [Fact]
    public void ADryRunChangesNothing()
    {
        Deliver(SomeDelivery.Order(1041, ("status", "PLACED")));

        Assert.Equal(1, _some.Replay(r => r with { MappingFile = Lower(), DryRun = true }).Total.Accepted);
        Assert.Equal((1L, 1L), (_some.Lake.Snapshot().Number, _some.Summary().OpenRows));
    }

    [Fact]
    public void TheWholeFileCanStillComeAgainThroughTheMappingOfTheReplay()
    {
        var file = Orders(SomeDelivery.Order(1041, ("status", "PLACED")));
        _some.Ingest(file);
        _some.Replay(r => r with { MappingFile = Lower() });

        Assert.True(_some.Ingest(file).Files[0].AlreadyIngested);
        Assert.Equal(new IngestCounts(101, 0, 101, 0, 0, 0), _some.Ingest(file, mapping: Lower()).Total);
    }

    [Fact]
    public void RowsOfJsonLinesAndParquetComeInToo()
    {
        var good = Enumerable.Range(1, 100).Select(n => Json(n, "placed"));
        _some.Ingest(_some.Write("orders.jsonl", [.. good, Json(1041, "PLACED"), "{\"order_id\": ", Json(1042, "PLACED").Replace("}", ",\"more\":1}", StringComparison.Ordinal)]));
        Assert.Equal(new IngestCounts(3, 2, 0, 1, 0, 0), _some.Replay(r => r with { MappingFile = Lower() }).Total);
        Assert.Equal(["101", "103"], _some.History("SELECT _line FROM {history} WHERE _line > 100 ORDER BY _line"));

        var parquet = Path.Combine(_some.Folder, "orders.parquet");
        SomeQuarantine.Execute($"COPY (SELECT * REPLACE ('p-' || order_id AS order_id, CASE WHEN order_id = 'SO-000007' THEN 'PLACED' ELSE status END AS status, CASE WHEN order_id = 'SO-000007' THEN E'a\\n\"b\"' ELSE '' END AS end_use) FROM read_csv('{_some.Orders("p.csv", SomeDelivery.Orders(40))}', all_varchar = true)) TO '{parquet}'");
        var report = _some.Ingest(parquet);
        Assert.Equal(1, report.Total.Quarantined);
        var delivery = _some.Find(Path.GetFileNameWithoutExtension(report.QuarantineFile!));
        Assert.Equal(1, _some.Replay(r => r with { Delivery = delivery, MappingFile = Lower() }).Total.Accepted);
        Assert.Equal([$"7|{report.Files[0].Sha256[..16]}|a\n\"b\""], _some.History("SELECT concat_ws('|', _line, _source, end_use) FROM {history} WHERE order_id = 'p-SO-000007'"));
    }

    [Fact]
    public void WithoutAColumnForItARowBecomesKnownWithTheReplay()
    {
        var header = string.Join(',', SomeDelivery.OrderColumns.Where(c => c != "known_at"));
        string Cut(string row) => row[..row.LastIndexOf(',')];
        var file = _some.Write("orders.csv", [header, .. SomeDelivery.Orders(40).Select(Cut), Cut(SomeDelivery.Order(41, ("status", "PLACED")))]);
        Ingestion.Run(_some.Lake, SomeDelivery.Contracts, new IngestRequest { Dataset = "orders", Files = [file], DeliveredAtUtc = SomeDelivery.DeliveredAtUtc, KnownAt = KnownAtSource.Delivery, Threads = 2 }, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(["42|status|allowed|open"], _some.Records());
        Assert.Equal(1, _some.Replay().Total.Quarantined);
        Assert.Equal(1, _some.Replay(r => r with { MappingFile = _some.Mapping("known.yaml", ("status", "{constant: placed}"), ("known_at", "{delivered_at: true}")) }).Total.Accepted);
        Assert.Equal(["2024-07-01 08:00:00"], _some.History("SELECT known_at::VARCHAR FROM {history} WHERE _line = 42"));
    }

    [Fact]
    public void PiecesOfAPublishedLayoutAreRefused()
    {
        var folder = Path.Combine(_some.Lake.FullPath, "_quarantine", "orders");
        Deliver(SomeDelivery.Order(1041, ("status", "PLACED")));
        var file = Directory.GetFiles(folder).Single();
        SomeQuarantine.Execute($"COPY (SELECT * REPLACE (NULL::VARCHAR AS header) FROM read_parquet('{file}')) TO '{file}.x' (FORMAT parquet)");
        File.Move(file + ".x", file, overwrite: true);

        Assert.Contains("published layout", Assert.Throws<IngestException>(() => _some.Replay()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADamagedQuarantineFileIsNamed()
    {
        Deliver(SomeDelivery.Order(1041, ("status", "PLACED")));
        var file = Directory.GetFiles(Path.Combine(_some.Lake.FullPath, "_quarantine", "orders")).Single();
        File.WriteAllText(file, "not Parquet");

        Assert.Contains(Path.GetFileName(file), Assert.Throws<Screening.Data.Lakes.LakeException>(() => _some.Find()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ABeginningThatSeveralDeliveriesHaveIsNotGuessed()
    {
        Deliver(SomeDelivery.Order(1041, ("status", "PLACED")));
        _some.Ingest(_some.Orders("more.csv", [.. SomeDelivery.Orders(40, from: 100), SomeDelivery.Order(1042, ("status", "PLACED"))]));

        var message = Assert.Throws<QuarantineException>(() => _some.Find("2024")).Message;
        using var quarantine = Quarantine.Open(_some.Lake);
        Assert.All(quarantine.List(cancellation: TestContext.Current.CancellationToken), d => Assert.Contains(d.Delivery, message, StringComparison.Ordinal));
        Assert.Contains("'1999'", Assert.Throws<QuarantineException>(() => _some.Find("1999")).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _some.Dispose();

    private string Orders(params string[] bad) => _some.Orders("orders.csv", [.. SomeDelivery.Orders(100), .. bad]);

    private IngestReport Deliver(params string[] bad)
    {
        var report = _some.Ingest(Orders(bad));
        Assert.Equal((100, bad.Length), (report.Total.Accepted, report.Total.Quarantined));
        return report;
    }

    private string Lower() => _some.Mapping("lower.yaml", ("status", "{expression: lower(\"status\")}"));

    private static string Json(int number, string status) =>
        System.Text.Json.JsonSerializer.Serialize(SomeDelivery.OrderColumns.Zip(SomeDelivery.Order(number, ("status", status)).Split(',')).ToDictionary(c => c.First, c => c.Second));
}
