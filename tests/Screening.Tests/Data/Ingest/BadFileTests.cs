using System.Text;
using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>Files that cannot be ingested as a whole, and files that look as if they could not.</summary>
public sealed class BadFileTests : IDisposable
{
    private readonly SomeDelivery _some = new();

    [Fact]
    public void AMissingFile() => Refused(Path.Combine(_some.Folder, "none.csv"), "none.csv' does not exist");

    [Fact]
    public void ADirectory() => Refused(_some.Folder, "is a directory; expected a file");

    [Fact]
    public void AnEmptyFile() => Refused(_some.WriteBytes("empty.csv", []), "empty.csv: the file is empty (0 bytes); expected a header on line 1");

    [Fact]
    public void AFileOfNothingButAByteOrderMark() => Refused(_some.WriteBytes("bom.csv", [0xEF, 0xBB, 0xBF]), "bom.csv: the file is empty (0 bytes); expected a header on line 1");

    [Fact]
    public void NoFilesAtAll() => Assert.Contains("names no file", Assert.Throws<IngestException>(() => _some.Ingest([])).Message, StringComparison.Ordinal);

    [Fact]
    public void AHeaderAloneIsAcceptedAndSaidSo()
    {
        var report = _some.Ingest(_some.Orders("header.csv"));

        Assert.Equal(default, report.Total);
        Assert.Equal(["the file has a header and no rows"], report.Files[0].Notes);
        Assert.Equal(1, report.ManifestNumber);
    }

    [Fact]
    public void AnotherDelimiter() =>
        Refused(_some.Write("semicolon.csv", SomeDelivery.OrdersHeader.Replace(',', ';'), SomeDelivery.Order(1).Replace(',', ';')), "it looks delimited by ';', expected ','");

    [Fact]
    public void AMissingColumn() => Refused(
        _some.Write("short.csv", SomeDelivery.OrdersHeader.Replace(",quantity", "", StringComparison.Ordinal)), "short.csv: line 1: column 'quantity' is missing; expected order_id, version");

    [Fact]
    public void ADoubledColumn() => Refused(
        _some.Write("double.csv", SomeDelivery.OrdersHeader + ",quantity"), "double.csv: line 1: column 'quantity' is there twice; expected once");

    [Fact]
    public void AnUnknownColumn() => Refused(
        _some.Write("extra.csv", SomeDelivery.OrdersHeader + ",colour"), "extra.csv: line 1: column 'colour' is not in the contract of orders; expected order_id");

    [Fact]
    public void AColumnInOtherCapitals() => Refused(
        _some.Write("case.csv", SomeDelivery.OrdersHeader.Replace("quantity", "Quantity", StringComparison.Ordinal)), "column 'Quantity' is not in the contract");

    [Fact]
    public void AFileInUtf16WithItsMarkIsRead()
    {
        var text = string.Concat(SomeDelivery.Orders(3).Prepend(SomeDelivery.OrdersHeader).Select(l => l + "\r\n"));

        Assert.Equal(3, _some.Ingest(_some.WriteBytes("utf16.csv", [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)])).Total.Accepted);
    }

    [Fact]
    public void ParquetThatIsNone() => Refused(_some.Write("fake.parquet", "order_id"), "fake.parquet: the file is not readable Parquet");

    [Fact]
    public void OneBadFileKeepsTheWholeDeliveryOut()
    {
        var good = _some.Orders("good.csv", SomeDelivery.Orders(3));

        Assert.Throws<IngestException>(() => _some.Ingest([good, _some.WriteBytes("empty.csv", [])]));
        Assert.Equal(0, _some.Lake.Snapshot().Number);
        Assert.Equal(3, _some.Ingest(good).Total.Accepted);
    }

    [Fact]
    public void ColumnsInAnotherOrderAreTheSame()
    {
        var header = SomeDelivery.OrdersHeader.Split(',');
        var row = SomeDelivery.Order(1).Split(',');
        var report = _some.Ingest(_some.Write("reverse.csv", string.Join(',', header.Reverse()), string.Join(',', row.Reverse())));

        Assert.Equal(1, report.Total.Accepted);
        Assert.Equal("SO-000001|8.000", _some.Query("SELECT order_id || '|' || quantity FROM {dataset}").Single());
    }

    [Theory]
    [InlineData("\n", false)]
    [InlineData("\r\n", false)]
    [InlineData("\r", false)]
    [InlineData("\n", true)]
    [InlineData("\r\n", true)]
    public void ByteOrderMarksAndLineEndsMakeNoDifference(string lineEnd, bool mark)
    {
        var text = string.Concat(SomeDelivery.Orders(3).Prepend(SomeDelivery.OrdersHeader).Select(l => l + lineEnd));
        var report = _some.Ingest(_some.WriteBytes("orders.csv", [.. mark ? Encoding.UTF8.GetPreamble() : [], .. Encoding.UTF8.GetBytes(text)]));

        Assert.Equal(3, report.Total.Accepted);
        Assert.Equal("1000.00", _some.Query("SELECT DISTINCT value_usd::VARCHAR FROM {dataset}").Single());
    }

    [Fact]
    public void MixedLineEndsAndBlankLinesKeepTheirLineNumbers()
    {
        var lines = SomeDelivery.Orders(30).ToList();
        lines[3] += "\r";
        lines.Insert(5, "");
        lines[20] = lines[20].Replace("DE", "XX", StringComparison.Ordinal);
        var report = _some.Ingest(_some.Orders("mixed.csv", lines));

        Assert.Equal(new IngestCounts(30, 29, 0, 1, 0, 0), report.Total);
        Assert.Equal("22", _some.Quarantine(report).Single().Split('|')[0]);
    }

    [Fact]
    public void AFileCutInTheMiddleOfALineQuarantinesThatLine()
    {
        var text = string.Concat(SomeDelivery.Orders(40).Prepend(SomeDelivery.OrdersHeader).Select(l => l + "\n"));
        var report = _some.Ingest(_some.WriteBytes("cut.csv", Encoding.UTF8.GetBytes(text[..^30])));

        Assert.Equal(new IngestCounts(40, 39, 0, 1, 0, 0), report.Total);
        Assert.Equal([$"41|-|-|malformed|has {SomeDelivery.OrderColumns.Count - 2} cells of {SomeDelivery.OrderColumns.Count} and no line end: the file looks truncated"], _some.Quarantine(report));
        Assert.Contains("the last line has no line end; was the file cut?", report.Files[0].Notes);
    }

    [Fact]
    public void AFileCutInTheLastCellIsCaughtByItsForm()
    {
        var text = string.Concat(SomeDelivery.Orders(40).Prepend(SomeDelivery.OrdersHeader).Select(l => l + "\n"));
        var report = _some.Ingest(_some.WriteBytes("cut.csv", Encoding.UTF8.GetBytes(text[..^5])));

        Assert.StartsWith("41|known_at|2024-05-01 09:0|type|is not a moment of the form", _some.Quarantine(report).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingLastLineEndIsLegalAndNoted()
    {
        var report = _some.Ingest(_some.WriteBytes("orders.csv", Encoding.UTF8.GetBytes(SomeDelivery.OrdersHeader + "\n" + SomeDelivery.Order(1))));

        Assert.Equal(1, report.Total.Accepted);
        Assert.Equal(["the last line has no line end; was the file cut?"], report.Files[0].Notes);
    }

    [Fact]
    public void MalformedLinesAreQuarantinedOneByOne()
    {
        var lines = SomeDelivery.Orders(200).ToList();
        lines[9] = "too,few";
        lines[19] = SomeDelivery.Order(20) + ",one more";
        lines[29] = SomeDelivery.Order(30, ("end_use", "\"never closed"));
        lines[39] = SomeDelivery.Order(40, ("end_use", "\"closed\"too early"));
        lines[49] = SomeDelivery.Order(50, ("end_use", "  \"blanks before\""));
        var report = _some.Ingest(_some.WriteBytes("bad.csv", [.. Encoding.UTF8.GetBytes(string.Concat(lines.Prepend(SomeDelivery.OrdersHeader).Select(l => l + "\n"))), .. Latin1(SomeDelivery.Order(999, ("end_use", "café"))), (byte)'\n']));

        Assert.Equal(new IngestCounts(201, 195, 0, 6, 0, 0), report.Total);
        Assert.Equal(
            [
                $"11|-|-|malformed|has 2 cells, expected {SomeDelivery.OrderColumns.Count}", $"21|-|-|malformed|has {SomeDelivery.OrderColumns.Count + 1} cells, expected {SomeDelivery.OrderColumns.Count}", "31|-|-|malformed|has text after the closing quote of cell 16",
                "41|-|-|malformed|has text after the closing quote of cell 16", "51|-|-|malformed|has blanks before the opening quote of cell 16", "202|-|-|malformed|is not UTF-8; source.encoding of a mapping file names another encoding",
            ],
            _some.Quarantine(report));
    }

    [Fact]
    public void AQuoteThatIsNeverClosedCostsOneLine()
    {
        var lines = SomeDelivery.Orders(40).ToList();
        lines[9] = SomeDelivery.Order(10, ("end_use", "\"never closed"));
        var report = _some.Ingest(_some.Orders("bad.csv", lines));

        Assert.Equal(new IngestCounts(40, 39, 0, 1, 0, 0), report.Total);
        Assert.Equal(["11|-|-|malformed|has no closing quote in cell 16"], _some.Quarantine(report));
    }

    [Fact]
    public void LinesAreCountedThroughQuotedNewlines()
    {
        var lines = SomeDelivery.Orders(40).ToList();
        lines[4] = SomeDelivery.Order(5, ("end_use", "\"one,\ntwo \"\"2\"\"\r\nthree\""));
        lines[30] = SomeDelivery.Order(31, ("quantity", "0"), ("end_use", "\"a\nb\""));
        var report = _some.Ingest(_some.Orders("quoted.csv", lines));

        Assert.StartsWith("34|quantity|0|minimum|", _some.Quarantine(report).Single(), StringComparison.Ordinal);
        Assert.Equal("one,\ntwo \"2\"\r\nthree", _some.Query("SELECT end_use FROM {dataset} WHERE end_use IS NOT NULL").Single());
    }

    [Fact]
    public void AFileNameIsNoPattern()
    {
        _some.Orders("a1.csv", SomeDelivery.Orders(5));
        var report = _some.Ingest(_some.Orders("a[1]*'\".csv", SomeDelivery.Orders(2)));

        Assert.Equal(2, report.Total.Accepted);
        Assert.Equal("a[1]*'\".csv", report.Files[0].File);
    }

    public void Dispose() => _some.Dispose();

    private static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    private void Refused(string file, string expected)
    {
        var e = Assert.Throws<IngestException>(() => _some.Ingest(file));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, _some.Lake.Snapshot().Number);
    }
}
