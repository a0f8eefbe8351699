using System.Text;
using System.Text.Json;
using Screening.Data.Ingest;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Quarantines;

public sealed class QuarantineExportTests : IDisposable
{
    private static readonly string[] Hostile =
    [
        "=cmd|' /C calc'!A0", "'=1+1", "-1+1", "\u200b=x", "says \"so\"", "two\nlines", "two\r\nlines", "a;b,c\td|e", "' apostrophe", "Ünïcödé 漢字 😀 \u202Eexe", "trailing ", " =leading", new string('x', 1_000_000),
    ];

    private readonly SomeDelivery _some = new();

    [Fact]
    public void HostileTextGoesThroughASpreadsheetAndComesBackAsItWas()
    {
        Deliver(Hostile.Select((text, i) => SomeDelivery.Order(1000 + i, ("quantity", "-5"), ("end_use", Quoted(text)))));
        var export = _some.Export();
        foreach (var line in File.ReadLines(export).Where(l => l.Contains("cmd", StringComparison.Ordinal))) Assert.Contains("'=cmd", line, StringComparison.Ordinal);
        Correct(export, ",-5,", ",5,");

        // The longest is too long for its column: it comes in when it was made shorter.
        Assert.Equal(new IngestCounts(Hostile.Length, Hostile.Length - 1, 0, 1, 0, 0), _some.Replay(r => r with { CorrectedFile = export }).Total);
        Correct(export, Hostile[^1], "short");
        Assert.Equal(1, _some.Replay(r => r with { CorrectedFile = export }).Total.Accepted);

        Assert.Equal([.. Hostile[..^1], "short"], _some.History("SELECT end_use FROM {history} WHERE quantity = 5 ORDER BY order_id"));
        Assert.Equal(Hostile.Length, _some.History("SELECT DISTINCT _line FROM {history} WHERE _line > 401").Count);
        Assert.Equal(0, _some.Summary().OpenRows);
    }

    [Fact]
    public void ACorrectedExportComesInThroughTheSameMapping()
    {
        var mapping = _some.Mapping("map.yaml");
        _some.Ingest(_some.Orders("orders.csv", [.. SomeDelivery.Orders(40), SomeDelivery.Order(41, ("quantity", "many"))]), mapping: mapping);
        var export = _some.Export();
        Correct(export, ",many,", ",7,");

        Assert.Equal(1, _some.Ingest(export, mapping: mapping).Total.Accepted);
        Assert.Equal(["7.000"], _some.Query("SELECT quantity::VARCHAR FROM {dataset} WHERE order_id = 'SO-000041'"));
        // The table cannot know where the rows of a new file come from; a replay finds them known, and settles them.
        Assert.Equal(1, _some.Summary().OpenRows);
        Correct(export, "SO-000041", "SO-000041");
        Assert.Equal(1, _some.Replay(r => r with { CorrectedFile = export, MappingFile = mapping }).Total.AlreadyKnown);
        Assert.Equal(0, _some.Summary().OpenRows);
    }

    [Fact]
    public void ASpreadsheetMayMoveColumnsAndTakeAnotherDelimiter()
    {
        Deliver([SomeDelivery.Order(1000, ("quantity", "many"))]);
        var text = File.ReadAllLines(_some.Export());
        var corrected = _some.Write("corrected.csv", text.Select(l => string.Join(';', l.Trim('\uFEFF').Replace("many", "8", StringComparison.Ordinal).Split(',').Take(SomeDelivery.OrderColumns.Count + 2).Reverse().Append("").Append(""))).Select((l, i) => i > 0 ? l : l + "_problem"));
        File.WriteAllText(corrected, File.ReadAllText(corrected).Replace(";;_problem", ";_raw;_problem", StringComparison.Ordinal));

        Assert.Equal(1, _some.Replay(r => r with { CorrectedFile = corrected }).Total.Accepted);
        Assert.Equal(["402"], _some.History("SELECT _line FROM {history} WHERE order_id = 'SO-001000'"));
    }

    [Fact]
    public void AMalformedLineStandsAsTextAndComesInWhenItsCellsAreFilled()
    {
        Deliver(["broken,\"never closed", SomeDelivery.Order(1000, ("quantity", "x"))]);
        var rows = File.ReadAllLines(_some.Export());
        Assert.Equal(3, rows.Length);
        Assert.EndsWith(",\"broken,\"\"never closed\"", rows[1], StringComparison.Ordinal);
        Assert.Contains("has no closing quote", rows[1], StringComparison.Ordinal);
        var filled = _some.Write("filled.csv", rows[0], SomeDelivery.Order(1001) + rows[1][rows[1].IndexOf(",402,", StringComparison.Ordinal)..], rows[2]);

        Assert.Equal(new IngestCounts(2, 1, 0, 1, 0, 0), _some.Replay(r => r with { CorrectedFile = filled }).Total);
        Assert.Equal(["402|-|malformed|settled", "403|quantity|type|open"], _some.Records());
    }

    [Fact]
    public void AnExportLeftAsItIsSettlesNothing()
    {
        Deliver(["broken,\"never closed", SomeDelivery.Order(1000, ("quantity", "x"), ("end_use", "=1"))]);

        Assert.Equal(new IngestCounts(1, 0, 0, 1, 0, 0), _some.Replay(r => r with { CorrectedFile = _some.Export() }).Total);
        Assert.Equal(1, _some.Lake.Snapshot().Number);
    }

    [Fact]
    public void AFileThatIsNoExportSaysSo()
    {
        Deliver([SomeDelivery.Order(1000, ("quantity", "x"))]);
        var export = File.ReadAllText(_some.Export());
        string Message(string text) => Assert.ThrowsAny<Exception>(() => _some.Replay(r => r with { CorrectedFile = _some.WriteBytes("c.csv", Encoding.UTF8.GetBytes(text)) })).Message;

        Assert.Contains("_line, _file", Message("a,b\n1,2\n"), StringComparison.Ordinal);
        Assert.Contains("line 9 of orders.csv is no refused row", Message(export.Replace(",402,", ",9,", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("_line is 'x'", Message(export.Replace(",402,", ",x,", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("'seller_id' of orders.csv is missing", Message(export.Replace("seller_id", "seller", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("stands twice", Message(export + export.Split("\r\n")[1] + "\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jsonl")]
    [InlineData("parquet")]
    public void OtherFormatsSayTheSame(string format)
    {
        Deliver(Hostile.Select((text, i) => SomeDelivery.Order(1000 + i, ("quantity", "x"), ("end_use", Quoted(text)))));
        var export = _some.Export(format);
        IReadOnlyList<string> texts = format == "parquet"
            ? SomeDelivery.Read($"SELECT end_use FROM read_parquet('{export}') ORDER BY _line")
            : [.. File.ReadLines(export).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("end_use").GetString()!)];
        Assert.Equal(Hostile, texts);
    }

    [Fact]
    public void ASourceWithAColumnOfTheExportsNameKeepsIt()
    {
        var mapping = _some.Mapping("map.yaml");
        _some.Ingest(_some.Write("orders.csv", [SomeDelivery.OrdersHeader + ",_line,_raw", .. SomeDelivery.Orders(40).Select(o => o + ",1,r"), SomeDelivery.Order(41, ("quantity", "x")) + ",=1,own"]), mapping: mapping);
        var export = _some.Export();
        Assert.EndsWith(",_line,_raw,__line,__file,__problem,__raw", File.ReadLines(export).First(), StringComparison.Ordinal);
        Correct(export, ",x,", ",7,");

        Assert.Equal(1, _some.Replay(r => r with { CorrectedFile = export, MappingFile = mapping }).Total.Accepted);
    }

    public void Dispose() => _some.Dispose();

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Correct(string file, string wrong, string right) => File.WriteAllText(file, File.ReadAllText(file).Replace(wrong, right, StringComparison.Ordinal));

    private void Deliver(IEnumerable<string> bad) => _some.Ingest(_some.Orders("orders.csv", [.. SomeDelivery.Orders(400), .. bad]));
}
