using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli;

public sealed class AlertOnlyVerbTests
{
    [Fact]
    public void EveryArmIsJudgedOnTheSameDaysBesideFullLabels()
    {
        using var folder = new TemporaryFolder();
        Run("simulate", "--out", folder["lake"], "--orders", "1500", "--days", "90", "--seed", "5", "--diversion-share", "0.1");
        string[] asked = ["evaluate", "--alert-only", "--lake", folder["lake"], "--capacity", "3", "--seeds", "2", "--delay-days", "10", "--from", "2025-05-01", "--draws", "50"];
        JsonElement report = JsonDocument.Parse(Run([.. asked, "--json"])).RootElement;
        Assert.Equal("2025-05-18", report.GetProperty("judged_from").GetString());
        Assert.Equal((3, 1, 2), (report.GetProperty("capacity").GetInt32(), report.GetProperty("exploration").GetInt32(), report.GetProperty("seeds").GetInt32()));
        Assert.True(report.GetProperty("diversions").GetInt32() > 10);
        Dictionary<string, JsonElement> arms = report.GetProperty("arms").EnumerateArray().ToDictionary(arm => arm.GetProperty("name").GetString()!);
        Assert.Equal(7, arms.Count);
        JsonElement full = arms["full labels"];
        Assert.Equal(0, Value(full, "recall_lost"));
        foreach ((string name, JsonElement arm) in arms)
        {
            Assert.InRange(Value(arm, "recall"), 0, 1);
            Assert.Equal(Value(full, "recall") - Value(arm, "recall"), Value(arm, "recall_lost"), 9);
            Assert.Equal(2, arm.GetProperty("recall_by_seed").GetArrayLength());
            if (name != "full labels") Assert.True(arm.GetProperty("labelled").GetDouble() < full.GetProperty("labelled").GetDouble() / 2, name);
        }

        (int code, _, string errors) = ScreeningProcess.Run([.. asked, "--exploration", "3"]);
        Assert.Equal((2, "screening: --exploration is 3; accepted: fewer than the 3 places of a day"), (code, errors.TrimEnd().Split('\n')[^1]));
        (code, _, errors) = ScreeningProcess.Run([.. asked, "--report", folder["page.html"]]);
        Assert.Equal(2, code);
        Assert.Contains("leave out --model and --report", errors, StringComparison.Ordinal);
        (code, _, errors) = ScreeningProcess.Run([.. asked[..^4], "--from", "2025-06-25"]);
        Assert.Equal(2, code);
        Assert.Contains("leave no day to judge", errors, StringComparison.Ordinal);
    }

    private static double Value(JsonElement arm, string figure) => arm.GetProperty(figure).GetProperty("value").GetDouble();

    private static string Run(params string[] arguments)
    {
        (int code, string output, string errors) = ScreeningProcess.Run(arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {errors}");
        return output;
    }
}
