using Screening.Data.Ingest;
using Screening.Data.Quarantines;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Quarantines;

public sealed class FixMappingTests : IDisposable
{
    private readonly SomeDelivery _some = new();

    [Theory]
    [InlineData("ordered_at", "30.04.2024|01.02.2024", "2024-04-30 00:00:00|2024-02-01 00:00:00")]
    [InlineData("ordered_at", "4/30/2024 10:00|2/1/2024 11:30", "2024-04-30 10:00:00|2024-02-01 11:30:00")]
    [InlineData("value_usd", "1.234,50|0,5", "1234.50|0.50")]
    [InlineData("value_usd", "\"1,234,567.5\"|\"1,234\"", "1234567.50|1234.00")]
    [InlineData("value_usd", "1 234|12 345 678", "1234.00|12345678.00")]
    [InlineData("related_parties", "N/A|TBD|-", "||")]
    [InlineData("related_parties", "Ja|nein", "true|false")]
    [InlineData("ordered_at", " 30.04.2024 |01.05.2024", "2024-04-30 00:00:00|2024-05-01 00:00:00")]
    [InlineData("destination_country", "Germany|Viet Nam", "DE|VN")]
    [InlineData("destination_country", "deu|FRA", "DE|FR")]
    [InlineData("destination_country", " de |Fr", "DE|FR")]
    [InlineData("status", " Placed |PLACED", "placed|placed")]
    [InlineData("status", "\u00A0placed", "placed")]
    public void WhatIsProposedMendsWhatItSays(string column, string cells, string expected)
    {
        var bad = cells.Split('|');
        var quoted = bad.Select(c => c.Contains(',', StringComparison.Ordinal) && !c.StartsWith('"') ? $"\"{c}\"" : c);
        Deliver([.. quoted.Select((c, i) => SomeDelivery.Order(1000 + i, (column, c)))]);
        var (report, path) = Fix();

        Assert.Equal((bad.Length, bad.Length, 0L), (report.Rows, report.BadRows, report.BadRowsLeft));
        Assert.Equal(bad.Length, _some.Replay(r => r with { MappingFile = path }).Total.Accepted);
        Assert.Equal(expected.Split('|'), _some.History($"SELECT {column}::VARCHAR FROM {{history}} WHERE _line > 401 ORDER BY _line"));
    }

    [Theory]
    [InlineData("ordered_at", "01/02/2024", "AMBIGUOUS")]
    [InlineData("value_usd", "\"1,234\"", "AMBIGUOUS")]
    [InlineData("value_usd", "10.999", "rounded to 2 digits")]
    [InlineData("related_parties", "Freight included", "decide what it means")]
    public void WhatAPersonMustDecideStandsInAComment(string column, string cell, string words)
    {
        Deliver([SomeDelivery.Order(1000, (column, cell))]);
        var (report, path) = Fix();

        Assert.Empty(report.Applied);
        Assert.Contains(report.Undecided, u => u.Contains(words, StringComparison.Ordinal));
        Assert.Equal(1, report.BadRowsLeft);
        Assert.Equal(1, _some.Replay(r => r with { MappingFile = path, DryRun = true }).Total.Quarantined);

        // Taken out of its comment, the first of them does what it says.
        var lines = File.ReadAllLines(path).ToList();
        var at = lines.FindIndex(l => l.Contains("NOT APPLIED", StringComparison.Ordinal));
        lines[at + 1] = "  " + lines[at + 1].TrimStart()[2..];
        lines.RemoveAll(l => l.StartsWith($"  {column}:", StringComparison.Ordinal) && l != lines[at + 1]);
        File.WriteAllLines(path, lines);
        Assert.Equal(1, _some.Replay(r => r with { MappingFile = path }).Total.Accepted);
    }

    [Fact]
    public void AnOriginalMappingIsKeptAndMended()
    {
        var original = _some.Mapping(
            "first.yaml", ("ordered_at", "{first_of: [{from: ordered_at, date: ['%Y-%m-%d %H:%M:%S', '%d-%b-%y']}, {from: known_at}]}"), ("value_usd", "{from: value_usd, multiply: 2}"), ("related_parties", "{from: related_parties, null_when: [none, {matches: 'see .*'}]}"), ("line_no", "{constant: 7}"));
        _some.Ingest(_some.Orders("orders.csv", [.. SomeDelivery.Orders(400), SomeDelivery.Order(1000, ("value_usd", "\"1.000,5\"")), SomeDelivery.Order(1001, ("destination_country", "Germany"), ("related_parties", "see x"))]), mapping: original);
        var (report, path) = Fix(original);

        Assert.Equal((2L, 0L), (report.BadRows, report.BadRowsLeft));
        Assert.Equal(2, _some.Replay(r => r with { MappingFile = path }).Total.Accepted);
        Assert.Equal(["7|2001.00|DE|NULL", "7|2000.00|DE|NULL"], _some.History("SELECT concat_ws('|', line_no, value_usd, destination_country, coalesce(related_parties::VARCHAR, 'NULL')) FROM {history} WHERE _line > 401 ORDER BY _line"));
        var (before, after) = (MappingFile.Read(original, SomeDelivery.Contracts), MappingFile.Read(path, SomeDelivery.Contracts));
        Assert.Equal(before.Columns.Keys, after.Columns.Keys);
        Assert.Equivalent(before.Columns["ordered_at"], after.Columns["ordered_at"], strict: true);
    }

    [Fact]
    public void HostileTextsCannotEndTheirLine()
    {
        Deliver(["\"x\ncolumns: {}\"", "\"'; drop\"", "\"# \u2028 \u0085\"", "\"a\"\"b\\\"", "\"{{[}\""], "related_parties");
        Deliver(["\"n/a\r\n\""], "related_parties", from: 2000);
        foreach (var delivery in Deliveries())
        {
            var (report, path) = Fix(delivery: delivery);
            Assert.True(report.Undecided.Count + report.Applied.Count > 0);
            var mapping = MappingFile.Read(path, SomeDelivery.Contracts);
            Assert.All(SomeDelivery.OrderColumns, c => Assert.Contains(c, mapping.Columns.Keys));
            Assert.All(File.ReadAllLines(path), l => Assert.Matches("^(#|dataset:|description:|source:|columns:|  [a-z_]+: \\{.*\\}$|  # )", l));
        }
    }

    [Fact]
    public void WhatStaysUnfixedIsListed()
    {
        Deliver([SomeDelivery.Order(1000, ("quantity", "-5")), SomeDelivery.Order(1), "two,cells"]);
        var (report, path) = Fix();

        Assert.Equal(["1 x quantity '-5' (minimum)", "1 x duplicate, first on line 403: no mapping mends that", "1 x malformed, first on line 404: no mapping mends that"], report.Unfixed);
        Assert.All(report.Unfixed, u => Assert.Contains($"# - {u}", File.ReadAllText(path), StringComparison.Ordinal));
    }

    [Fact]
    public void AMappingThatWouldHarmAGoodCellIsNotProposed()
    {
        // Trimmed, the long name would be short enough, and the good name of the other row would be another.
        Deliver([SomeDelivery.Order(1000, ("seller_id", new string('s', 119) + "   ")), SomeDelivery.Order(1001, ("seller_id", " S-1 "), ("quantity", "x"))]);
        Assert.Empty(Fix().Report.Applied);

        using var alone = new SomeDelivery();
        alone.Ingest(alone.Orders("orders.csv", [.. SomeDelivery.Orders(400), SomeDelivery.Order(1000, ("seller_id", new string('s', 119) + "   "))]));
        Assert.Equal(["seller_id: 1 of 1 refused cells: outer blanks taken away"], Fix(some: alone).Report.Applied);
    }

    public void Dispose() => _some.Dispose();

    private (FixReport Report, string Path) Fix(string? original = null, RefusedDelivery? delivery = null, SomeDelivery? some = null)
    {
        var path = Path.Combine(_some.Folder, "fix.yaml");
        return (FixMapping.Write((some ?? _some).Lake, SomeDelivery.Contracts, delivery ?? (some ?? _some).Find(), original, SomeQuarantine.Later, path, TestContext.Current.CancellationToken), path);
    }

    private IReadOnlyList<RefusedDelivery> Deliveries()
    {
        using var quarantine = Quarantine.Open(_some.Lake);
        return [.. quarantine.List().Select(d => quarantine.Find(d.Delivery))];
    }

    private void Deliver(IReadOnlyList<string> cells, string column, int from = 1000) => _some.Ingest(_some.Orders(
        FormattableString.Invariant($"{from}.csv"), [.. SomeDelivery.Orders(400, from + 100), .. cells.Select((c, i) => SomeDelivery.Order(from + i, (column, c)))]));

    private void Deliver(IReadOnlyList<string> bad) => _some.Ingest(_some.Orders("orders.csv", [.. SomeDelivery.Orders(400), .. bad]));
}
