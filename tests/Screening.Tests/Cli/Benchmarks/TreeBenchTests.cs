using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli.Benchmarks;

/// <summary>The benchmark of the evaluator runs as its user starts it; every margin is libxgboost's.</summary>
public sealed class TreeBenchTests
{
    [Fact]
    public void TheEvaluatorIsMeasuredBesideLibxgboost()
    {
        (int code, string output, string errors) = ScreeningProcess.Run("bench", "trees", "--trees", "11", "--depth", "3", "--features", "7", "--repeats", "1", "--threads", "2", "--json");
        Assert.True(code == 0, errors);
        JsonElement result = JsonDocument.Parse(output).RootElement.GetProperty("result");
        Assert.Equal((11, 3, 7, 0), (result.GetProperty("trees").GetInt32(), result.GetProperty("depth").GetInt32(), result.GetProperty("features").GetInt32(), result.GetProperty("different").GetInt32()));
        foreach (string name in new[] { "p50_us", "p99_us", "libxgboost_p50_us", "libxgboost_p99_us", "times_faster" }) Assert.True(result.GetProperty("single_row").GetProperty(name).GetDouble() > 0);
        Assert.Equal([1, 2], result.GetProperty("batch").EnumerateArray().Select(batch => batch.GetProperty("threads").GetInt32()));
        foreach (JsonElement rate in result.GetProperty("batch").EnumerateArray().Append(result.GetProperty("explained")))
            foreach (string name in new[] { "ours", "libxgboost", "times_faster" }) Assert.True(rate.GetProperty(name).GetDouble() > 0);
    }
}
