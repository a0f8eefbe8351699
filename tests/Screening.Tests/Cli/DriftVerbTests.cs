using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli;

public sealed class DriftVerbTests(SimulatedLakeFixture simulated)
{
    [Fact]
    public void TheVerbSaysWhatTheNightSaysAndTheReportShowsIt()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        JsonElement night = Json("nightly", "--lake", folder["lake"], "--json");
        JsonElement note = night.GetProperty("list").GetProperty("drift"), drift = Json("drift", "--lake", folder["lake"], "--json");
        Assert.Equal(note.GetProperty("latest_orders").GetInt32(), drift.GetProperty("latest_orders").GetInt32());
        List<JsonElement> features = [.. drift.GetProperty("features").EnumerateArray()];
        List<string> alarms = [.. features.Where(f => f.GetProperty("is_alarm").GetBoolean()).Select(f => f.GetProperty("sentence").GetString()!)];
        Assert.NotEmpty(features);
        Assert.Equal(note.GetProperty("moved").GetInt32(), alarms.Count);
        Assert.Equal(alarms.Take(3), note.GetProperty("most").EnumerateArray().Select(s => s.GetString()!));
        string report = File.ReadAllText(night.GetProperty("files").GetProperty("report.html").GetString()!);
        Assert.Contains("What changed lately", report, StringComparison.Ordinal);
        Assert.All(note.GetProperty("beside").EnumerateArray(), sentence => Assert.Contains(sentence.GetString()![1..], report, StringComparison.Ordinal));

        // The world begins 60 days before: a night within its first weeks has nothing to hold against.
        (int code, string text, string errors) = ScreeningProcess.Run("drift", "--lake", folder["lake"], "--date", "2025-05-10");
        Assert.True(code == 0, errors);
        Assert.Contains("Whether orders changed was not assessed", text, StringComparison.Ordinal);
    }

    private static JsonElement Json(params string[] arguments)
    {
        (int code, string output, string errors) = ScreeningProcess.Run(arguments);
        Assert.True(code == 0, errors);
        return JsonDocument.Parse(output).RootElement;
    }
}
