using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli;

/// <summary>From the nightly list to a release by a second person, and back into the lake.</summary>
public sealed class CaseVerbTests(SimulatedLakeFixture simulated)
{
    [Fact]
    public void AHeldOrderIsReleasedByASecondPersonAndTheNextNightKnowsIt()
    {
        using var folder = new TemporaryFolder();
        string lake = folder["lake"];
        TemporaryFolder.Copy(simulated.AfterANight, lake);
        string id = JsonDocument.Parse(Done("cases", "assign", "--next", "--by", "Ann", "--role", "analyst", "--lake", lake, "--json")).RootElement.GetProperty("case_id").GetString()!;
        string[] ann = ["--by", "Ann", "--role", "analyst", "--lake", lake], bo = ["--by", "Bo", "--role", "lead", "--lake", lake];
        Done(["cases", "hold", id, "--reason", "nobody confirms the site", .. ann]);
        string refused = Refused(["cases", "release", id, "--code", "ok", "--reason", "they called", .. ann]);
        Assert.Contains("a release still needs 1 more piece of independent evidence", refused, StringComparison.Ordinal);
        Assert.Contains("another person than Ann", refused, StringComparison.Ordinal);
        Assert.Contains("a seller may not release", Refused(["cases", "release", id, "--code", "ok", "--reason", "x", "--by", "Sal", "--role", "seller", "--lake", lake]), StringComparison.Ordinal);
        Assert.Contains("version 1", Refused(["cases", "note", id, "--text", "x", "--seen", "1", .. ann]).Replace("you saw 1", "version 1", StringComparison.Ordinal), StringComparison.Ordinal);
        Done(["cases", "evidence", id, "--grade", "site_visit", "--arranged-by", "compliance", "--source", "our office", "--text", "racks are there", .. ann]);
        Assert.Contains("released", Done(["cases", "release", id, "--code", "site_seen", "--reason", "racks are there", .. bo]), StringComparison.Ordinal);
        Assert.Contains("let go by Bo", Done(["cases", "show", id, .. bo]), StringComparison.Ordinal);
        Assert.Contains("0 with erased details", Done("audit", "verify", "--lake", lake), StringComparison.Ordinal);
        Assert.Contains("\"action\":\"refused\"", Done("audit", "export", "--lake", lake), StringComparison.Ordinal);

        Done("nightly", "--lake", lake);
        Done("nightly", "--lake", lake);
        foreach ((string dataset, int rows) in new[] { ("dispositions", 2), ("holds", 2) })
        {
            string answer = Done("query", $"SELECT count(*) AS n FROM {dataset} WHERE {(dataset == "holds" ? "acted_by" : "decided_by")} IN ('Ann', 'Bo')", "--lake", lake, "--format", "json");
            Assert.True(rows <= JsonDocument.Parse(answer).RootElement[0].GetProperty("n").GetInt32(), answer);
            Assert.Empty(Directory.GetFiles(Path.Combine(lake, "_incoming", dataset)));
        }

        string[] heads = File.ReadAllLines(Path.Combine(lake, "_store", "screening.db.audit-heads"));
        File.AppendAllText(Path.Combine(lake, "_store", "screening.db.audit-heads"), "999" + heads[^1][heads[^1].IndexOf(' ', StringComparison.Ordinal)..] + "\n");
        Assert.Contains("the end was cut off", Refused(["audit", "verify", "--lake", lake]), StringComparison.Ordinal);
    }

    private static string Done(params string[] arguments)
    {
        (int code, string output, string errors) = ScreeningProcess.Run(arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {errors}");
        return output;
    }

    private static string Refused(string[] arguments)
    {
        (int code, _, string errors) = ScreeningProcess.Run(arguments);
        Assert.True(code == 2, $"{string.Join(' ', arguments)}: {code} {errors}");
        return errors;
    }
}
