using System.Globalization;
using Xunit;

namespace Screening.Tests.Cli.Nightly;

/// <summary>
/// <c>--memory</c> where a lake is loaded: the whole process stays below it, by the kernel's own high-water mark, and the answer is the same to the byte.
/// </summary>
public sealed class LogMemoryTests(SimulatedLakeFixture simulated, ITestOutputHelper output)
{
    private static readonly string[] s_files = ["alerts.csv", "alerts.parquet", "report.html"];

    [Fact]
    public void EveryVerbThatTakesItGivesTheSameBytesWithAndWithoutALimit()
    {
        using var folder = new TemporaryFolder();
        string lake = folder["lake"];
        TemporaryFolder.Copy(simulated.AfterANight, lake);
        foreach (string[] memory in new[] { Array.Empty<string>(), ["--memory", "2GB"] })
        {
            string how = memory.Length == 0 ? "free" : "bound";
            ScreeningProcess.Succeed(["nightly", "--lake", lake, "--out", folder[how], .. memory]);
            ScreeningProcess.Succeed(["features", "export", "--lake", lake, "--out", folder[$"{how}.csv"], "--labels", .. memory]);
            File.WriteAllText(folder[$"{how}.backtest"], ScreeningProcess.Succeed(["backtest", "--lake", lake, "--json", .. memory]));
            ScreeningProcess.Succeed(["backtest", "--lake", lake, "--out", folder[$"{how}-scores.csv"], .. memory]);
            string order = File.ReadLines(folder[$"{how}.csv"]).Last().Split(',')[0];
            File.WriteAllText(folder[$"{how}.drift"], ScreeningProcess.Succeed(["drift", "--lake", lake, "--json", .. memory]));
            File.WriteAllText(folder[$"{how}.explain"], ScreeningProcess.Succeed(["explain", order, "--lake", lake, "--json", .. memory]));
        }

        foreach (string file in s_files) TemporaryFolder.AssertSame(folder[Path.Combine("free", file)], folder[Path.Combine("bound", file)]);
        foreach (string file in new[] { ".csv", ".backtest", "-scores.csv", ".explain", ".drift" }) TemporaryFolder.AssertSame(folder["free" + file], folder["bound" + file]);
    }

    [Fact]
    public void ALimitThatIsTooSmallIsRefusedWithTheLeastThatWorks()
    {
        // Where the file would go is looked at first.
        using var folder = new TemporaryFolder();
        foreach (string[] verb in new[] { new[] { "backtest" }, ["explain", "O-1"], ["drift"], ["features", "export", "--out", folder["features.csv"]] })
        {
            (int code, _, string errors) = ScreeningProcess.Run([.. verb, "--lake", simulated.Lake, "--memory", "1GB"]);
            Assert.Equal(2, code);
            Assert.Matches(@"--memory is '1GB'; accepted for the [0-9,]+ rows of this lake, by estimate: 1\.[0-9]GB or more", errors);
        }

        // Here what waits comes in first, which needs as much by itself; the store is there by then.
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        (int night, _, string least) = ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--memory", "1GB");
        Assert.Equal(2, night);
        Assert.Contains("the memory limit is '1GB'; accepted: 1.5GB or more", least, StringComparison.Ordinal);
        (int spread, _, string why) = ScreeningProcess.Run("nightly", "--lake", folder["lake"], "--memory", "2GB", "--spread", "2");
        Assert.Equal(2, spread);
        Assert.Contains("--memory and --spread do not go together", why, StringComparison.Ordinal);
    }

    [Fact]
    public void ANightOfALakeLargerThanTheLimitStaysWithinIt()
    {
        const long Limit = 1_500_000_000;
        using var folder = new TemporaryFolder();
        string lake = folder["lake"], same = folder["same"];
        ScreeningProcess.Succeed("simulate", "--out", lake, "--orders", "220000", "--seed", "7");
        TemporaryFolder.Copy(lake, same);
        long free = Measured("nightly", "--lake", lake, "--out", folder["free"], "--threads", "2");
        long bound = Measured("nightly", "--lake", same, "--out", folder["bound"], "--threads", "2", "--memory", "1.5GB");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"220,000 orders: {free >> 20} MB of 2^20 bytes at the peak without a limit, {bound >> 20} MB with 1.5GB"));
        Assert.True(free > Limit, $"{free} bytes without a limit: this lake shows nothing");
        Assert.True(bound <= Limit, $"{bound} bytes, more than {Limit}");
        foreach (string file in s_files) TemporaryFolder.AssertSame(folder[Path.Combine("free", file)], folder[Path.Combine("bound", file)]);
    }

    private static long Measured(params string[] arguments)
    {
        using ScreeningProcess process = ScreeningProcess.Start(arguments);
        (int code, _, string errors, long peak) = process.WaitMeasured();
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {errors}");
        return peak;
    }
}
