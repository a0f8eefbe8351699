using Screening.Records;
using Screening.Risk;
using Screening.Tests.Cli;
using Screening.Web.Api;
using Screening.Web.Live;
using Xunit;

namespace Screening.Tests.Web;

/// <summary>What would change the ruling on an order that stands.</summary>
public sealed class WhatIfTests(ServedLakeFixture lake)
{
    // Whatever the copy left out would be a change that nobody asked for.
    [Fact]
    public async Task AnOrderThatStandsIsToldAnewWordForWord()
    {
        using var folder = new TemporaryFolder();
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        int compared = await served.Server.Live.Do(decider =>
        {
            EventLog log = decider.Scoring.Log;
            int count = 0;
            for (int row = 0; row < log.Orders.Count; row++)
            {
                OrderVersion order = log.Orders[row];
                if (log.InForce(order.Order) != row || !order.IsOpen || order.Lines == 0) continue;
                OrderRequest request = StandingOrder.Of(log, log.Symbols.Orders.Text(order.Order)!)!;
                OrderVersion again = decider.Peek(request).Order;
                Assert.Equal(order.Version + 1, again.Version);
                Assert.Equal(Told(order), Told(again));
                Assert.Equal(order.Lines, request.Lines.Count);
                count++;
            }

            return count;
        });
        Assert.True(compared > 100, $"{compared} orders");
    }

    [Fact]
    public async Task TheRulingAloneIsThatOfTheWholeAnswerAndCostsLess()
    {
        using var folder = new TemporaryFolder();
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        (int compared, int differing, long alone, long whole) = await served.Server.Live.Do(decider =>
        {
            EventLog log = decider.Scoring.Log;
            OrderRequest[] requests = [.. Enumerable.Range(0, log.Orders.Count).Select(row => StandingOrder.Of(log, log.Symbols.Orders.Text(log.Orders[row].Order)!)).OfType<OrderRequest>().Take(400)];
            int differing = 0;
            foreach (OrderRequest request in requests)
            {
                foreach (bool isConfirmed in new[] { false, true })
                {
                    (Judged judged, Ruled ruled) = (decider.Peek(request, isConfirmed), decider.Rule(request, isConfirmed));
                    Assert.Equal((judged.Ruling, judged.ByScore), (ruled.Ruling, ruled.ByScore));
                    Assert.Equal(BitConverter.DoubleToInt64Bits(judged.Scored.Assessment.Margin), BitConverter.DoubleToInt64Bits(ruled.Scored.Assessment.Margin));
                    differing += judged.Ruling == Ruling.Release ? 0 : 1;
                }
            }

            return (requests.Length, differing, Bytes(requests, request => decider.Rule(request)), Bytes(requests, request => decider.Peek(request)));
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{compared} orders, {differing} rulings that are no release; {alone} bytes a ruling, {whole} with its words");
        Assert.True(compared > 100 && differing > 0, $"{compared} orders, {differing} rulings that are no release");

        // What a decision allocates is collected while others wait.
        Assert.InRange(alone, 0, 6_000);
        Assert.InRange(whole, 0, 16_000);
    }

    [Fact]
    public async Task WhatPassesNeedsNoChangeAndWhatDoesNotIsToldWhatWasTried()
    {
        using var folder = new TemporaryFolder();
        await using ServedLake served = await ServedLake.Start(lake.Copy(folder));
        (int passing, int not) = await served.Server.Live.Do(decider =>
        {
            EventLog log = decider.Scoring.Log;
            (int passing, int not) = (0, 0);
            int events = log.Events.Count;
            for (int row = log.Orders.Count - 1; row >= 0 && (passing < 20 || not < 20); row--)
            {
                if (WhatIf.Of(decider, log.Symbols.Orders.Text(log.Orders[row].Order)!) is not { } found) continue;
                if (found.Ruling == Ruling.Release)
                {
                    Assert.Empty(found.Changes);
                    passing++;
                }
                else
                {
                    Assert.NotEmpty(found.Changes);
                    not++;
                }
            }

            Assert.Equal(events, log.Events.Count);
            Assert.Null(WhatIf.Of(decider, "an order that nobody placed"));
            return (passing, not);
        });
        Assert.True(passing > 0 && not > 0, $"{passing} pass, {not} do not");
    }

    // Bytes allocated for an order: the least of some rounds, as the runtime may compile or count something of its own in one of them.
    private static long Bytes(OrderRequest[] requests, Action<OrderRequest> work)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (OrderRequest request in requests) work(request);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least / requests.Length;
    }

    // Everything that a telling says, without what the log makes of it.
    private static object Told(in OrderVersion o) => (
        (o.Order, o.Status, o.OrderedAt, o.Seller, o.Purchaser, o.IntermediateConsignee, o.UltimateConsignee, o.EndUser, o.ForwardingAgent, o.Payer),
        (o.DestinationCountry, o.ShipToCountry, o.EndUse, o.EndUseLocation, o.PackagingCountry, o.AssemblyCountry, o.DeploymentCountry, o.SalesRepresentative),
        (o.PaymentTerms, o.UltimateConsigneeType, o.Mode, o.RoutedExport, o.RelatedParties, o.Content, o.ControlledTpp, o.ControlledLines, o.UnclassifiedLines, o.UnknownProductLines, o.LicensedLines, o.CodeMismatchLines),
        (o.WeightGrams, o.ListPriceCents, o.ComparedCodeLines, o.UnlicensedControlledLines, o.QuantityThousandths, o.MainClass, o.MainProduct, o.MainThousandths));
}
