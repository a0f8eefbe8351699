using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>Rows told twice, corrected, too late, or contradicting one another.</summary>
public sealed class VersionTests : IDisposable
{
    private readonly SomeDelivery _some = new();

    [Fact]
    public void AnExactRepeatNamesTheFirstLine()
    {
        var report = _some.Ingest(_some.Orders("orders.csv", [.. SomeDelivery.Orders(60), SomeDelivery.Order(7), SomeDelivery.Order(7)]));

        Assert.Equal(new IngestCounts(62, 60, 0, 2, 0, 0), report.Total);
        Assert.Equal(["62|-|-|duplicate|duplicate of line 8", "63|-|-|duplicate|duplicate of line 8"], _some.Quarantine(report));
    }

    [Fact]
    public void ARepeatInAnotherFileNamesThatFile()
    {
        var report = _some.Ingest([_some.Orders("a.csv", SomeDelivery.Orders(30)), _some.Orders("b.csv", [.. SomeDelivery.Orders(30, from: 31), SomeDelivery.Order(7)])]);

        Assert.Equal(["32|-|-|duplicate|duplicate of line 8 of a.csv"], _some.Quarantine(report));
        Assert.Equal([new IngestCounts(30, 30, 0, 0, 0, 0), new IngestCounts(31, 30, 0, 1, 0, 0)], report.Files.Select(f => f.Counts));
        Assert.Equal(1, report.ManifestNumber);
    }

    [Fact]
    public void OfTwoContentsForOneKeyAndMomentTheFirstWins()
    {
        var report = _some.Ingest(_some.Orders("orders.csv", [.. SomeDelivery.Orders(60), SomeDelivery.Order(7, ("quantity", "9"))]));

        Assert.Equal(["62|-|-|conflict|has the key and known_at of line 8 but other content; the first wins"], _some.Quarantine(report));
        Assert.Equal("8.000", _some.Query("SELECT quantity::VARCHAR FROM {dataset} WHERE order_id = 'SO-000007'").Single());
    }

    [Fact]
    public void SeveralVersionsInOneDeliveryAreAllKeptButNotTheirRetellings()
    {
        var report = _some.Ingest(_some.Orders(
            "orders.csv",
            SomeDelivery.Order(1, ("known_at", "2024-05-03"), ("quantity", "9")),
            SomeDelivery.Order(1, ("known_at", "2024-05-01")),
            SomeDelivery.Order(1, ("known_at", "2024-05-02")),
            SomeDelivery.Order(1, ("known_at", "2024-05-04"), ("quantity", "9")),
            SomeDelivery.Order(1, ("known_at", "2024-05-05"))));

        Assert.Equal(new IngestCounts(5, 3, 2, 0, 0, 0), report.Total);
        Assert.Equal(["2024-05-01 8.000", "2024-05-03 9.000", "2024-05-05 8.000"], _some.Query("SELECT known_at::DATE || ' ' || quantity FROM {dataset} ORDER BY 1"));
    }

    [Fact]
    public void ARowThatIsDismissedInTheEndNamesNobodyInVain()
    {
        // The first line tells the same as the second, which became known before it.
        var report = _some.Ingest(_some.Orders("orders.csv", SomeDelivery.Order(1, ("known_at", "2024-05-03")), SomeDelivery.Order(1, ("known_at", "2024-05-01")), SomeDelivery.Order(2)));

        Assert.Equal(new IngestCounts(3, 2, 1, 0, 0, 0), report.Total);
        Assert.Equal(2, report.UnresolvedReferences.Single(r => r.Column == "seller_id").Rows);
    }

    [Fact]
    public void TheSameFileAgainAddsNothingAndSaysSo()
    {
        var file = _some.Orders("orders.csv", SomeDelivery.Orders(5));
        _some.Ingest(file);
        var before = _some.Lake.Snapshot();
        File.Move(file, file + ".renamed.csv");
        var report = _some.Ingest(file + ".renamed.csv");

        Assert.True(report.Files[0].AlreadyIngested);
        Assert.Equal("the same bytes were ingested as orders.csv, delivered 2024-06-01 12:00:00; nothing was added", report.Files[0].Notes.Single());
        Assert.Equal(default, report.Total);
        Assert.Equal((before.Number, before.Id), (_some.Lake.Snapshot().Number, _some.Lake.Snapshot().Id));
    }

    [Fact]
    public void TheSameFileTwiceInOneDeliveryCountsOnce()
    {
        var report = _some.Ingest([_some.Orders("a.csv", SomeDelivery.Orders(5)), _some.Orders("b.csv", SomeDelivery.Orders(5))]);

        Assert.Equal(5, report.Total.Accepted);
        Assert.Equal(["the file is the same as a.csv of this delivery"], report.Files[1].Notes);
    }

    [Fact]
    public void WhatTheLakeKnowsIsNotAddedAgain()
    {
        _some.Ingest(_some.Orders("a.csv", SomeDelivery.Orders(5)));
        var report = _some.Ingest(_some.Orders("b.csv", [.. SomeDelivery.Orders(5), SomeDelivery.Order(3, ("known_at", "2024-05-20")), SomeDelivery.Order(6)]));

        Assert.Equal(new IngestCounts(7, 1, 6, 0, 0, 0), report.Total);
        Assert.Equal("6", _some.Query("SELECT count(*) FROM {dataset}").Single());
    }

    [Fact]
    public void ACorrectionIsANewVersionOnlyWhenItBecameKnownLater()
    {
        _some.Ingest(_some.Orders("a.csv", SomeDelivery.Orders(60)));
        var report = _some.Ingest(_some.Orders(
            "b.csv",
            [
                .. SomeDelivery.Orders(60),
                SomeDelivery.Order(1, ("quantity", "9"), ("known_at", "2024-05-02")),
                SomeDelivery.Order(2, ("quantity", "9"), ("end_use", "same moment")),
                SomeDelivery.Order(3, ("quantity", "9"), ("known_at", "2024-04-01"), ("ordered_at", "2024-04-01")),
            ]));

        // The second contradicts line 3 of its own delivery; the third comes too late.
        Assert.Equal(new IngestCounts(63, 1, 60, 2, 0, 0), report.Total);
        Assert.Equal(
            ["63|-|-|conflict|has the key and known_at of line 3 but other content; the first wins", "64|known_at|2024-04-01 00:00:00|too_late|must be later than 2024-05-01 09:00:00, the newest stored version of this key"],
            _some.Quarantine(report));
        Assert.Equal(["2024-05-01 8.000", "2024-05-02 9.000"], _some.Query("SELECT known_at::DATE || ' ' || quantity FROM {dataset} WHERE order_id = 'SO-000001' ORDER BY 1"));
    }

    [Fact]
    public void AWholeHistoryToldAgainIsKnown()
    {
        string[] history = [SomeDelivery.Order(1), SomeDelivery.Order(1, ("known_at", "2024-05-10"), ("quantity", "9")), SomeDelivery.Order(1, ("known_at", "2024-05-11"))];
        _some.Ingest(_some.Orders("a.csv", history));
        var report = _some.Ingest(_some.Orders("b.csv", [.. history, SomeDelivery.Order(2)]));

        Assert.Equal(new IngestCounts(4, 1, 3, 0, 0, 0), report.Total);
    }

    [Fact]
    public void MissingValuesAreEqualToMissingValues()
    {
        _some.Ingest(_some.Orders("a.csv", SomeDelivery.Order(1, ("end_use", ""))));

        Assert.Equal(1, _some.Ingest(_some.Orders("b.csv", SomeDelivery.Order(1, ("end_use", "\"\"")))).Total.AlreadyKnown);
        Assert.Equal(1, _some.Ingest(_some.Orders("c.csv", SomeDelivery.Order(1, ("end_use", "training"), ("known_at", "2024-05-02")))).Total.Accepted);
    }

    [Fact]
    public void AKeyOfAnotherDatasetIsCountedAndAccepted()
    {
        var newer = SomeDelivery.Contracts["parties"].Columns.Where(c => c.Since is not null).Select(c => c.Name).ToList();
        var parties = "party_id,name,kind,country,address,address_kind,phone,email_domain,incorporated_on,employees,headquarters_country,ultimate_parent_country,ultimate_parent,known_at," + string.Join(',', newer);
        _some.Ingest(_some.Write("parties.csv", parties, "P-1,A party,reseller,DE,,,,,,,,,,2024-04-01" + new string(',', newer.Count)), "parties");
        var report = _some.Ingest(_some.Orders("orders.csv", SomeDelivery.Order(1), SomeDelivery.Order(2, ("purchaser_id", "P-2")), SomeDelivery.Order(3, ("purchaser_id", "P-2"))));

        Assert.Equal(3, report.Total.Accepted);
        Assert.Contains(new UnresolvedReference("purchaser_id", "parties.party_id", 2, 1), report.UnresolvedReferences);
        Assert.Contains(new UnresolvedReference("seller_id", "parties.party_id", 3, 1), report.UnresolvedReferences);
        Assert.DoesNotContain(report.UnresolvedReferences, r => r.Column == "end_user_id");
    }

    [Fact]
    public void TooManyRefusedRowsKeepTheFileOutAndTheQuarantineShowsWhy()
    {
        var file = _some.Orders("orders.csv", [.. SomeDelivery.Orders(18), SomeDelivery.Order(19, ("quantity", "x"))]);

        var e = Assert.Throws<IngestException>(() => _some.Ingest(file));

        Assert.Equal(
            "orders.csv: 1 of 19 rows are refused (5.3 %), the contract of orders accepts at most 5.0 %; nothing was ingested. The commonest reason, 1 of them, first on line 20: quantity 'x' is not a plain number of at most 15 digits before the point and 3 after it; accepted: more than 0 to 1000000000",
            e.Message);
        Assert.Equal(0, _some.Lake.Snapshot().Number);
        Assert.False(Directory.Exists(Path.Combine(_some.Lake.FullPath, "orders")));
        Assert.Single(_some.Quarantine(e.Report!));
        // A corrected file is another file: it comes in.
        Assert.Equal(19, _some.Ingest(_some.Orders("orders.csv", SomeDelivery.Orders(19))).Total.Accepted);
    }

    [Fact]
    public void ADryRunCountsAndWritesNothing()
    {
        var file = _some.Orders("orders.csv", [.. SomeDelivery.Orders(30), SomeDelivery.Order(31, ("quantity", "x"))]);
        var report = _some.Ingest([file], dryRun: true);

        Assert.Equal(new IngestCounts(31, 30, 0, 1, 0, 0), report.Total);
        Assert.Equal("quantity", report.Reasons.Single().Column);
        Assert.Null(report.QuarantineFile);
        Assert.Equal(["_lock", "_manifests"], Directory.EnumerateFileSystemEntries(_some.Lake.FullPath).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal));
    }

    public void Dispose() => _some.Dispose();
}
