using System.Text.Json;
using System.Text.Json.Nodes;
using Screening.Cli.Nightly;
using Screening.Data.Keys;
using Screening.Data.Replay;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Web;

/// <summary><c>serve --memory</c>: what was known at the start lies in scratch files, and nobody can tell by an answer.</summary>
public sealed class ServedMemoryTests(ServedLakeFixture lake)
{
    [Fact]
    public async Task AnEndpointWhoseLogLiesInScratchFilesAnswersTheSame()
    {
        using var folder = new TemporaryFolder();
        using var other = new TemporaryFolder();
        LogMemory? memory = null;
        await using ServedLake free = await ServedLake.Start(lake.Copy(folder));
        await using ServedLake bound = await ServedLake.Start(lake.Copy(other), with: options => options with { RefitPeers = false, Memory = snapshot => memory = GroupStates.ShareWhole("2GB", snapshot) });
        long atStart = memory!.ScratchBytes;
        Assert.True(atStart > 0);
        string seller = lake.Trades[0].Seller;
        Trade[] trades = [.. lake.Trades.Where(t => t.Seller == seller).Take(10)];
        for (int i = 0; i < 60; i++)
        {
            // Orders that were known in other versions, buyers that nobody knew, so that symbols are added as well.
            JsonObject order = ServedLake.Order($"A-{i - (i % 5 == 4 ? 1 : 0)}", trades[(i - (i % 5 == 4 ? 1 : 0)) % trades.Length], quantity: 1 + (i * 31 % 100), version: i % 5 == 4 ? 2 : 1);
            if (i % 3 == 0) order["parties"]!["end_user"] = new JsonObject { ["id"] = $"NEW-{i}", ["name"] = $"Halcyon Compute {i} Ltd", ["country"] = "AE", ["kind"] = "reseller" };
            Assert.Equal(await Decided(free, seller, order, i), await Decided(bound, seller, order, i));
        }

        Assert.Equal(atStart, memory.ScratchBytes);
    }

    [Fact]
    public void ALimitThatIsTooSmallOrCannotHoldIsRefused()
    {
        using var folder = new TemporaryFolder();
        string copy = lake.Copy(folder);
        (int code, _, string errors) = ScreeningProcess.Run("serve", "--lake", copy, "--urls", "http://127.0.0.1:0", "--memory", "1GB");
        Assert.Equal(2, code);
        Assert.Contains("--memory is given without --keep-peers", errors, StringComparison.Ordinal);
        (code, _, errors) = ScreeningProcess.Run("serve", "--lake", copy, "--urls", "http://127.0.0.1:0", "--memory", "1GB", "--keep-peers");
        Assert.Equal(2, code);
        Assert.Matches(@"--memory is '1GB'; accepted for the [0-9,]+ rows of this lake, by estimate: 1\.[0-9]GB or more", errors);
    }

    // What the analyst reads of it.
    private static async Task<string> Decided(ServedLake served, string seller, JsonObject order, int second)
    {
        served.Clock.Utc = ServedLakeFixture.Morning.AddSeconds(second);
        using HttpResponseMessage decided = await served.Post("/v1/decisions", served.Key(KeyRole.Seller, seller), order.ToJsonString());
        Assert.True(decided.IsSuccessStatusCode, await decided.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using HttpResponseMessage shown = await served.Get("/v1/decisions/" + (await ServedLake.Json(decided)).GetProperty("decision_id").GetString(), served.Key(KeyRole.Analyst));
        JsonElement answer = await ServedLake.Json(shown);
        return string.Join("|", answer.EnumerateObject().Select(p => p.Value.GetRawText()));
    }
}
