using System.Text.Json;
using System.Text.Json.Nodes;
using Screening.Data.Keys;
using Screening.Policies;
using Screening.Risk;
using Screening.Tests.Cli;
using Screening.Web.Live;
using Xunit;

namespace Screening.Tests.Web;

public sealed class RefitTests(ServedLakeFixture lake)
{
    [Fact]
    public async Task ANewDayIsComparedWithTheVeryPeersThatARestartWouldFit()
    {
        using var folder = new TemporaryFolder();
        string path = lake.Copy(folder);
        DateTime next = ServedLakeFixture.Morning.AddDays(1);
        var fitted = new List<string>();
        await using (ServedLake served = await ServedLake.Start(path, with: o => o with { FollowEvery = TimeSpan.FromMilliseconds(100) }))
        {
            // Orders that were not usual until now, enough of them to change what is.
            for (int i = 0; i < 200; i++)
            {
                Trade trade = lake.Trades[i % 20];
                await ChangesTests.Decide(served, served.Key(KeyRole.Seller, trade.Seller), $"N-{i}", trade with { Destination = "AE" });
            }

            List<string> before = await Looks(served);
            served.Clock.Utc = next;
            var day = DateOnly.FromDateTime(next);
            await ChangesTests.Until(() => served.Server.Live.Decider!.Scoring.Versions.PeersBefore == day || served.Server.Live.NotRefitted is not null);
            Assert.Null(served.Server.Live.NotRefitted);
            fitted = await Looks(served);
            Assert.NotEqual(before.Select(Anomaly), fitted.Select(Anomaly));
        }

        await using ServedLake restarted = await ServedLake.Start(path, new FixedClock(next));
        Assert.Equal(await Looks(restarted), fitted);
    }

    [Fact]
    public void TheAlarmRingsOnceEachTimeTheBudgetComesToBePassed()
    {
        var budget = new Budget(new DecisionPolicy(0.1, 0.5, 0.2, 10));
        string rung = string.Concat("HHHHHHHHHHHHRRRRRRRRRRHHHH".Select(c => budget.Note(c == 'H' ? Ruling.Hold : Ruling.Release) ? '!' : '.'));
        Assert.Equal(new string('.', 9) + "!" + new string('.', 14) + "!.", rung);
    }

    // What is fitted, and what it says of some orders; the data and list versions differ by what the refit itself took in.
    private async Task<List<string>> Looks(ServedLake served)
    {
        var looks = new List<string>();
        string analyst = served.Key(KeyRole.Lead);
        for (int i = 0; i < 12; i++)
        {
            Trade trade = lake.Trades[i * 5 % lake.Trades.Count];
            JsonObject order = ServedLake.Order($"LOOK-{i}", trade, quantity: 1 + (i * 7));
            order["seller_id"] = trade.Seller;
            using HttpResponseMessage dry = await served.Post("/v1/decisions/dry-run", analyst, order.ToJsonString());
            JsonElement answer = (await ServedLake.Json(dry)).GetProperty("answer");
            looks.Add($"{answer.GetProperty("margin").GetRawText()} {answer.GetProperty("versions").GetProperty("peers_before").GetString()} {answer.GetProperty("reasons").GetRawText()}");
        }

        return looks;
    }

    private static string Anomaly(string look) => look.Split(' ')[0];
}
