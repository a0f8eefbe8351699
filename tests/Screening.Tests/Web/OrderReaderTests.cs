using System.Text;
using System.Text.Json;
using Screening.Records;
using Screening.Web.Api;
using Xunit;

namespace Screening.Tests.Web;

public class OrderReaderTests
{
    private const string Plain = """
        {"order_id":"O-1","version":1,"status":"placed","effective_at":"2025-06-30T10:00:00Z",
        "parties":{"purchaser":{"id":"P-1"},"end_user":{"id":"P-2"}},"route":{"destination_country":"AE","mode":"air"},"end_use":{"stated":"training of models"},
        "lines":[{"line_no":1,"product_id":"G-1","quantity":8,"value_usd":240000.5},{"line_no":2,"product_id":"G-2","quantity":1,"value_usd":10}]}
        """;

    private static readonly long s_latest = Micros.StartOf(new DateOnly(2025, 7, 2));
    private readonly OrderReader _reader = new(new HashSet<string> { "AE" });

    // Thousands of orders a second are read: what they leave behind is what everybody waits for when it is collected. What was read of it, and the document, take some 3,500 bytes; with words for what would have been wrong it was 9,000.
    [Fact]
    public void AnOrderWithoutAProblemIsReadWithoutAWordOfWhatWouldHaveBeenOne()
    {
        byte[] body = Encoding.UTF8.GetBytes(Plain);
        long least = long.MaxValue;
        for (int round = 0; round < 50; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.NotNull(Read(body, out _));
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(least, 1, 4000);
    }

    [Theory]
    [InlineData("order_id", "\\u006frder_id", null)]
    [InlineData("order_id", "order\\u005fid", null)]
    [InlineData("mode", "m\\u006fde", null)]
    [InlineData("order_id", "\\u006frder_ID", "order_ID")]
    [InlineData("mode", "\\uD800", "")]
    public void ANameThatIsSentEscapedIsWhatItReads(string name, string sent, string? refused)
    {
        byte[] body = Encoding.UTF8.GetBytes(Plain.Replace($"\"{name}\"", $"\"{sent}\"", StringComparison.Ordinal));
        OrderRequest? order = Read(body, out List<FieldProblem> problems);
        Assert.Equal(refused is null, order is not null);
        if (refused is null) Assert.Equal(("O-1", TransportMode.Air), (order!.OrderId, order.Mode));
        else Assert.Contains(problems, p => p.Field == refused);
    }

    [Fact]
    public void WhatIsWrongIsNamedByWhereItStands()
    {
        JsonElement changed = JsonDocument.Parse(Plain.Replace("\"G-2\"", "\" G\"", StringComparison.Ordinal).Replace("\"AE\"", "\"ZZ\"", StringComparison.Ordinal).Replace("{\"id\":\"P-2\"}", "{\"id\":\"\",\"what\":1}", StringComparison.Ordinal)).RootElement;
        var problems = new List<FieldProblem>();
        Assert.Null(_reader.Read(changed, "[7]", "S-1", s_latest, problems));
        Assert.Equal(["[7].parties.end_user.what", "[7].parties.end_user.id", "[7].route.destination_country", "[7].lines[1].product_id"], problems.Select(p => p.Field));
    }

    private OrderRequest? Read(byte[] body, out List<FieldProblem> problems)
    {
        problems = [];
        using JsonDocument? document = OrderReader.Parse(body, problems);
        return document is null ? null : _reader.Read(document.RootElement, "", "S-1", s_latest, problems);
    }
}
