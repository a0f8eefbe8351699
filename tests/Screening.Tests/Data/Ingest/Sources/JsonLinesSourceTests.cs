using System.Text;
using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest.Sources;

public sealed class JsonLinesSourceTests : IDisposable
{
    private readonly SomeDelivery _some = new();

    [Fact]
    public void ValuesAreTextAndNestedObjectsAreColumns()
    {
        var read = Read(["id", "buyer.name", "buyer.country", "amount", "tags", "ok"], """
            {"id":"A\u0041","buyer":{"name":"Ünal \"&\" Co","country":null},"amount":12.50,"tags":["x",{"y":1}],"ok":true,"other":1}

            {"ok":false,"id":7}
            """);

        Assert.Empty(read.Malformed);
        Assert.Equal(["AA|Ünal \"&\" Co|∅|12.50|[\"x\",{\"y\":1}]|true@1", "7|∅|∅|∅|∅|false@3"], read.Rows.Select(r => FormattableString.Invariant($"{string.Join('|', r.Cells.Select(c => c ?? "∅"))}@{r.Line}")));
        Assert.Equal("{\"ok\":false,\"id\":7}", read.Rows[1].Raw);
    }

    [Theory]
    [InlineData("{\"id\":1", "is not a JSON object: byte 7 is not what may stand there")]
    [InlineData("[{\"id\":1}]", "is not a JSON object but a list; expected one object a line")]
    [InlineData("7", "is not a JSON object but a value; expected one object a line")]
    [InlineData("{\"id\":1} {\"id\":2}", "is not a JSON object: byte 9 is not what may stand there")]
    [InlineData("{\"id\":1,\"id\":2}", "has the key 'id' twice")]
    [InlineData("{\"id\":\"a\\u0000b\"}", "holds a NUL character in 'id'")]
    [InlineData("{\"id\":\"\\ud800\"}", "has half a surrogate pair in 'id'")]
    public void ALineThatIsNoObjectIsSetAsideAlone(string line, string reason)
    {
        var read = Read(["id"], "{\"id\":0}\n" + line + "\n{\"id\":9}\n");

        Assert.Equal(["0", "9"], read.Rows.Select(r => r.Cells[0]));
        Assert.Equal(new MalformedLine(2, reason, line), read.Malformed.Single());
    }

    [Fact]
    public void AKeyThatIsNoColumnOfTheContractIsQuarantinedNotIgnored()
    {
        var file = _some.Write("places.jsonl", [.. Enumerable.Range(0, 40).Select(Place), Place(99).Replace("\"name\"", "\"nam\"", StringComparison.Ordinal)]);
        var report = _some.Ingest(file, "places");

        Assert.Equal(new IngestCounts(41, 40, 0, 1, 0, 0), report.Total);
        Assert.StartsWith("41|-|-|malformed|has the key 'nam', which is no column; expected place_id, name,", _some.Quarantine(report).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void AMappingReadsTheKeysItNames()
    {
        var mapping = _some.Write("places.yaml", """
            dataset: places
            source: {format: jsonl}
            columns:
              place_id: {expression: "'X-' || \"code\""}
              name: {from: "where.name"}
              country: {from: "where.iso"}
              kind: {constant: port}
              latitude: {constant: "1"}
              longitude: {constant: "2"}
              known_at: {delivered_at: true}
            """);
        var report = _some.Ingest(_some.Write("export.ndjson", "{\"code\":\"1\",\"where\":{\"name\":\"Invented Harbour\",\"iso\":\"DE\"},\"more\":[1]}"), "places", mapping);

        Assert.Equal(1, report.Total.Accepted);
        Assert.Equal("X-1 Invented Harbour DE 2024-06-01 12:00:00", _some.Query("SELECT concat_ws(' ', place_id, name, country, known_at) FROM {dataset}", "places").Single());
    }

    public void Dispose() => _some.Dispose();

    private static string Place(int n) => FormattableString.Invariant($"{{\"place_id\":\"P{n}\",\"name\":\"Invented {n}\",\"country\":\"DE\",\"kind\":\"port\",\"latitude\":{n % 90}.5,\"longitude\":1,\"known_at\":\"2024-05-01\"}}");

    private static Records Read(string[] columns, string text)
    {
        using var source = JsonLinesSource.Open(new MemoryStream(Encoding.UTF8.GetBytes(text)), columns, ignoresOthers: true);
        return Records.Of(source);
    }
}
