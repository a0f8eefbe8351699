using System.Text;
using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

public sealed class MappingTests : IDisposable
{
    private const string Export = """
        PO / SO #,Client,Country,Sent,Quoted,Qty (k),Weight,Note "x"
        SO-1,Acme,Côte d'Ivoire,02-Jun-06,Pre-PQ Process,1.5,13,a
        SO-2,Acme,VIETNAM,Date Not Captured,6/3/06,2,Weight Captured Separately,b
        SO-3,Beta,DE,05-Jun-06,,0.001,See SO-1,"c,
        d"
        ,Gamma,DE,05-Jun-06,,1,1,no order
        """;

    private const string Orders = """
        dataset: orders
        source: {format: csv, delimiter: ",", encoding: utf-8}
        where: "\"PO / SO #\" is not null"
        distinct: false
        columns:
          order_id: {from: "PO / SO #"}
          version: {expression: "1"}
          line_no: {constant: 1}
          status: {constant: placed}
          ordered_at: {first_of: [{from: "Sent", date: "%d-%b-%y"}, {from: "Quoted", date: "%m/%d/%y"}]}
          seller_id: {constant: "us"}
          purchaser_id: {expression: "upper(\"Client\") || '; ' || coalesce(\"Note \"\"x\"\"\", '-')"}
          destination_country: {from: "Country", lookup: countries.name}
          product_id: {constant: "SKU"}
          quantity: {from: "Qty (k)", unit: thousand, multiply: 1000}
          value_usd: {from: "Weight", null_when: ["Weight Captured Separately", {matches: "See .*"}]}
          known_at: {delivered_at: true}
        """;

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly SomeDelivery _some = new();

    [Fact]
    public void AMessyExportBecomesOrders()
    {
        var mapping = _some.Write("orders.yaml", Orders.Replace("value_usd: {", "value_usd: {first_of: [{", StringComparison.Ordinal).Replace("\"See .*\"}]}", "\"See .*\"}]}, {constant: 0}]}", StringComparison.Ordinal));
        var report = _some.Ingest(_some.Write("export.csv", Export), mapping: mapping);

        Assert.Equal(new IngestCounts(4, 3, 0, 0, 1, 0), report.Total);
        Assert.Equal(
            ["SO-1|2006-06-02 00:00:00|ACME; a|CI|1500.000|13.00", "SO-2|2006-06-03 00:00:00|ACME; b|VN|2000.000|0.00", "SO-3|2006-06-05 00:00:00|BETA; c,\nd|DE|1.000|0.00"],
            _some.Query("SELECT concat_ws('|', order_id, ordered_at, purchaser_id, destination_country, quantity, value_usd) FROM {dataset} ORDER BY 1"));
        Assert.Equal([new NulledValues("value_usd", "/See .*/", 1), new NulledValues("value_usd", "Weight Captured Separately", 1)], report.Nulled.OrderBy(n => n.Text, StringComparer.Ordinal));
        Assert.Equal(SomeDelivery.DeliveredAtUtc, _some.Lake.Snapshot().Files("orders").Single().MaxKnownAtUtc);
    }

    [Fact]
    public void WhatAMappingCannotReadKeepsItsTextInTheQuarantine()
    {
        var rows = Enumerable.Range(10, 80).Select(n => FormattableString.Invariant($"SO-{n},Acme,DE,02-Jun-06,,1,1,x"));
        var file = _some.Write("export.csv", [Export.Split('\n')[0], .. rows, "SO-1,Acme,Atlantis,2006/06/02,31.12.06,many,1,y"]);
        var mapping = _some.Write("orders.yaml", Orders.Replace("{first_of: [{from: \"Sent\", date: \"%d-%b-%y\"}, {from: \"Quoted\", date: \"%m/%d/%y\"}]}", "{from: Sent, date: [\"%d-%b-%y\", \"%d.%m.%Y\"]}", StringComparison.Ordinal));
        var report = _some.Ingest(file, mapping: mapping);

        Assert.Equal(1, report.Total.Quarantined);
        Assert.Equal(
            ["82|ordered_at|2006/06/02 [not of the form %d-%b-%y or %d.%m.%Y]|type", "82|destination_country|Atlantis|pattern", "82|destination_country|Atlantis|reference", "82|quantity|many [times 1000]|type"],
            _some.Quarantine(report).Select(q => string.Join('|', q.Split('|')[..4])));
        Assert.Equal("SO-1,Acme,Atlantis,2006/06/02,31.12.06,many,1,y", SomeDelivery.Read($"SELECT DISTINCT raw FROM '{Path.Combine(_some.Lake.FullPath, report.QuarantineFile!)}'").Single());
    }

    [Theory]
    [InlineData("true", "\"Client\"", 3, 1, 0)]
    [InlineData("key", "\"PO / SO #\" || 'x'", 2, 1, 1)]
    public void DistinctCollapsesRowsThatAreEqualAfterMapping(string distinct, string name, int accepted, int collapsed, int quarantined)
    {
        var mapping = _some.Write("parties.yaml", $$"""
            dataset: parties
            distinct: {{distinct}}
            columns:
              party_id: {expression: "lower(\"Client\")"}
              name: {expression: {{System.Text.Json.JsonSerializer.Serialize(name, Plain)}}}
              kind: {constant: unknown}
              country: {constant: DE}
              known_at: {delivered_at: true}
            """);
        var rows = Enumerable.Range(0, 40).Select(n => FormattableString.Invariant($"SO-9,client {n},DE,,,,,"));
        var report = _some.Ingest(_some.Write("export.csv", [Export, .. rows]), "parties", mapping);

        Assert.Equal(new IngestCounts(44, accepted + 40, 0, quarantined, 0, collapsed), report.Total);
    }

    [Fact]
    public void TheSameFileThroughAnotherMappingIsAnotherDelivery()
    {
        var file = _some.Write("export.csv", Export.Replace("Weight Captured Separately", "0", StringComparison.Ordinal).Replace("See SO-1", "0", StringComparison.Ordinal));
        _some.Ingest(file, mapping: _some.Write("a.yaml", Orders));
        var again = _some.Ingest(file, mapping: _some.Write("a.yaml", Orders));
        var other = _some.Ingest(file, mapping: _some.Write("a.yaml", Orders, "# the same rows, said otherwise"));

        Assert.True(again.Files[0].AlreadyIngested);
        Assert.False(other.Files[0].AlreadyIngested);
        Assert.Equal(new IngestCounts(4, 0, 3, 0, 1, 0), other.Total);
    }

    [Fact]
    public void ALongInKeepsTheOrderOfRows()
    {
        var names = string.Join(", ", Enumerable.Range(0, 50).Select(n => FormattableString.Invariant($"'c{n}'")));
        var mapping = _some.Write("orders.yaml", Orders.Replace("upper(\\\"Client\\\")", $"case when \\\"Client\\\" in ({names}) then 'in' else 'out' end", StringComparison.Ordinal));
        var rows = Enumerable.Range(0, 60_000).Select(n => FormattableString.Invariant($"SO-{n},c{n % 100},DE,02-Jun-06,,{(n == 59_990 ? "x" : "1")},1,{new string('n', 100)}"));
        var report = _some.Ingest(_some.Write("export.csv", [Export.Split('\n')[0], .. rows]), mapping: mapping);

        Assert.Equal(59_999, report.Total.Accepted);
        Assert.Equal("59992|quantity|x [times 1000]|type", string.Join('|', _some.Quarantine(report).Single().Split('|')[..4]));
        Assert.Equal("0", _some.Query("SELECT count(*) FROM {dataset} WHERE (right(order_id, 2)::INTEGER < 50) <> starts_with(purchaser_id, 'in') AND length(order_id) > 4").Single());
    }

    [Fact]
    public void AnotherEncodingAndDelimiter()
    {
        var mapping = _some.Write("places.yaml", """
            dataset: places
            source: {delimiter: ";", encoding: windows-1252}
            columns:
              place_id: {from: Code}
              name: {from: Name}
              country: {from: Land, lookup: countries.name}
              latitude: {constant: 50}
              longitude: {constant: 8}
              kind: {constant: port}
              known_at: {delivered_at: true}
            """);
        var report = _some.Ingest(_some.WriteBytes("places.csv", Encoding.Latin1.GetBytes("Code;Name;Land\r\nX1;Übersee, \"A\";Côte d'Ivoire\r\n")), "places", mapping);

        Assert.Equal(1, report.Total.Accepted);
        Assert.Equal("Übersee, \"A\"|CI", _some.Query("SELECT name || '|' || country FROM {dataset}", "places").Single());
    }

    [Theory]
    [InlineData("dataset: orders", "dataset: order", "orders.yaml, line 1: dataset is 'order'; accepted: audits_and_bonds, balance_sheets")]
    [InlineData("order_id: {from", "order_no: {from", "orders.yaml, line 6: columns.order_no is no column of orders; accepted: order_id, version")]
    [InlineData("known_at: {delivered_at: true}", "", "columns has no known_at, which orders requires")]
    [InlineData("{from: \"PO / SO #\"}", "{form: \"PO / SO #\"}", "columns.order_id.form unknown key; accepted: from, constant")]
    [InlineData("{from: \"PO / SO #\"}", "{from: \"PO\"}", "orders.yaml: columns.order_id.from is 'PO', which is no column of export.csv; it has PO / SO #, Client")]
    [InlineData("{from: \"PO / SO #\"}", "{from: \"PO / SO #\", constant: x}", "columns.order_id needs exactly one of from, constant, expression, delivered_at, file_time, or first_of")]
    [InlineData("lookup: countries.name", "lookup: lands.name", "columns.destination_country.lookup is 'lands.name': there is no reference table 'lands'; known: accelerators, ")]
    [InlineData("lookup: countries.name", "lookup: countries.title", "columns.destination_country.lookup is 'countries.title': reference table countries has no column 'title'")]
    [InlineData("matches: \"See .*\"", "matches: \"See (\"", "columns.value_usd.null_when[1].matches is 'See ('; accepted: a regular expression without look-around")]
    [InlineData("distinct: false", "distinct: maybe", "distinct is 'maybe'; accepted: true, false, key")]
    [InlineData("multiply: 1000", "multiply: 0", "columns.quantity.multiply is '0'; accepted: a number other than 0")]
    [InlineData(", multiply: 1000", "", "columns.quantity.unit is 'thousand'; accepted: product unit, or give the factor as multiply")]
    [InlineData("delimiter: \",\"", "delimiter: \"::\"", "source.delimiter is '::'; accepted: one ASCII character")]
    [InlineData("encoding: utf-8", "encoding: ebcdic", "source.encoding is 'ebcdic'; accepted: utf-8")]
    [InlineData("expression: \"1\"", "expression: \"1; drop table delivery\"", "columns.version.expression is '1; drop table delivery': it holds ';'; accepted: one scalar expression")]
    [InlineData("expression: \"1\"", "expression: \"(select 1)\"", "it holds the word 'select', which may not stand in an expression")]
    [InlineData("expression: \"1\"", "expression: \"1), (2\"", "has a ) that closes nothing")]
    [InlineData("expression: \"1\"", "expression: \"random()\"", "it holds the word 'random'")]
    [InlineData("expression: \"1\"", "expression: \"1 -- one\"", "it holds a comment")]
    [InlineData("expression: \"1\"", "expression: \"\\\"Clent\\\" || 'x'\"", "columns.version.expression is '\"Clent\" || 'x'', which DuckDB does not accept over the columns of export.csv: Binder Error")]
    [InlineData("expression: \"1\"", "expression: \"nosuch(1)\"", "which DuckDB does not accept over the columns of export.csv: Catalog Error")]
    [InlineData("expression: \"1\"", "expression: \"cast(\\\"Client\\\" as integer)\"", "orders.yaml: an expression failed on export.csv: Conversion Error")]
    [InlineData("where: \"", "where: \"\\\"Client\\\" and ", "orders.yaml: an expression failed on export.csv: Conversion Error")]
    [InlineData("columns:", "colums:", "orders.yaml, line 5: colums unknown key; accepted: dataset, description, source, where, delete_when, delete_from, distinct, columns")]
    public void AnInvalidMappingIsOneSentence(string valid, string invalid, string expected)
    {
        var mapping = _some.Write("orders.yaml", Orders.Replace(valid, invalid, StringComparison.Ordinal));
        var e = Assert.Throws<MappingException>(() => _some.Ingest(_some.Write("export.csv", Export), mapping: mapping));

        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.StartsWith("orders.yaml", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.Equal(0, _some.Lake.Snapshot().Number);
    }

    [Theory]
    [InlineData("'a;b--c/*d'")]
    [InlineData("\"select\" || \"weird; name\"")]
    [InlineData("case when \"a\" = 'it''s' then left(\"b\", 2) else [1, 2][1]::varchar end")]
    [InlineData("1 - -1")]
    public void HarmlessExpressionsPass(string expression) => Assert.Null(ExpressionGuard.Problem(expression));

    [Fact]
    public void AnExpressionReachesNoFile()
    {
        // The guard refuses the word; the database refuses the deed.
        using var database = Screening.Data.DuckDb.DuckDbDatabase.Open();
        using var connection = database.Connect();
        connection.Execute("SET allowed_directories = ['/nowhere/']; SET enable_external_access = false", TestContext.Current.CancellationToken);

        Assert.Throws<Screening.Data.DuckDb.DuckDbException>(() => connection.Execute($"SELECT * FROM read_text({Screening.Data.Sql.Literal(Path.Combine(SomeDelivery.Root, "global.json"))})", TestContext.Current.CancellationToken));
        Assert.NotNull(ExpressionGuard.Problem("read_text('/etc/hostname')"));
    }

    public void Dispose() => _some.Dispose();
}
