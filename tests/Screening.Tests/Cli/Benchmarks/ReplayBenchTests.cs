using System.Text.Json;
using Screening.Features;
using Xunit;

namespace Screening.Tests.Cli.Benchmarks;

/// <summary>The benchmark of a replay runs as its user starts it, and counts what it says it counts.</summary>
public sealed class ReplayBenchTests
{
    [Fact]
    public void AReplayIsMeasuredWithItsStages()
    {
        (int code, string output, string errors) = ScreeningProcess.Run("bench", "replay", "--orders", "1000", "--threads", "2", "--json");
        Assert.True(code == 0, errors);
        JsonElement measured = Assert.Single(JsonDocument.Parse(output).RootElement.GetProperty("runs").EnumerateArray());
        Assert.Equal(Engine.DefaultCatalogue.Count, measured.GetProperty("features").GetInt32());
        Assert.InRange(measured.GetProperty("order_versions").GetInt64(), 1000, 10_000);
        Assert.InRange(measured.GetProperty("legs").GetInt64(), 100, 10_000);
        Assert.Equal(["read parquet alone", "load", "replay"], measured.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
    }
}
