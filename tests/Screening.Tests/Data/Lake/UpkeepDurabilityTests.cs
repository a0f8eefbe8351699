using System.Diagnostics;
using Screening.Data.Lakes;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Data.Lakes;

/// <summary>Compactions and prunes that are killed: a reader sees the old snapshot or the new one, and the next one ends as if nothing had happened.</summary>
public sealed class UpkeepDurabilityTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 10;
    private readonly SomeLake _some = new();
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("compact")]
    [InlineData("prune")]
    public void AKilledUpkeepLosesNothingAndTheNextOneCompletesIt(string what)
    {
        for (var run = 0; run < 6; run++) _some.Deliver(20_000, SomeLake.Start.AddMinutes(run), hours: 24 * 300);
        for (var night = 0; night < 60; night++) _some.Deliver(5);
        if (what == "prune")
        {
            UpkeepChild.Run(_some.Lake, "compact");
            for (var night = 0; night < 60; night++) _some.Deliver(5);
            UpkeepChild.Run(_some.Lake, "compact");
        }
        var before = _some.Lake.Snapshot();
        var rows = _some.Rows(before);
        TemporaryFolder.Copy(_some.Lake.FullPath, _folder["whole"]);
        var watch = Stopwatch.StartNew();
        using (var whole = UpkeepChild.Start(_folder["whole"], what))
        {
            whole.WaitForExit();
            Assert.Equal(0, whole.ExitCode);
        }
        var took = (int)watch.ElapsedMilliseconds;
        var expected = Contents(_folder["whole"]);
        Assert.NotEqual(Contents(_some.Lake.FullPath), expected);

        var seed = TestSeed.Value;
        var random = new Random(seed);
        output.WriteLine(FormattableString.Invariant($"seed {seed}, an uninterrupted {what} takes {took} ms"));
        for (var i = 0; i < Kills; i++)
        {
            var path = _folder[FormattableString.Invariant($"killed-{i}")];
            TemporaryFolder.Copy(_some.Lake.FullPath, path);
            var lake = Lake.Open(path);
            using (var child = UpkeepChild.Start(path, what))
            {
                // A third of the kills come at any time, a third as soon as the folder begins to change, a third around the commit.
                if (i % 3 == 0) child.WaitForExit(random.Next(took));
                else WaitForChange(child, i % 3 == 1 ? path : Path.Combine(path, "_manifests"), random.Next(i % 3 == 1 ? 12 : 3));
                child.Kill();
                child.WaitForExit();
            }
            var seen = lake.Snapshot();
            output.WriteLine(FormattableString.Invariant($"kill {i}: snapshot {seen.Number} of {lake.SnapshotNumbers().Count}, {Files(path)} files"));
            Assert.Equal((before.Id, rows), (seen.Id, _some.Rows(seen)));
            foreach (var number in lake.SnapshotNumbers()) Assert.Empty(lake.Snapshot(number).Verify(TestContext.Current.CancellationToken));
            Assert.Empty(lake.VerifyHistory(TestContext.Current.CancellationToken));

            UpkeepChild.Run(lake, what);
            Assert.Equal(expected, Contents(path));
        }
    }

    public void Dispose()
    {
        _some.Dispose();
        _folder.Dispose();
    }

    private static void WaitForChange(Process child, string folder, int thenMilliseconds)
    {
        var files = Files(folder);
        while (!child.HasExited && Files(folder) == files) Thread.Yield();
        Thread.Sleep(thenMilliseconds);
    }

    private static int Files(string lake) => Directory.EnumerateFiles(lake, "*", SearchOption.AllDirectories).Count(f => !f.Contains("_scratch", StringComparison.Ordinal) && !f.EndsWith("_lock", StringComparison.Ordinal));

    /// <summary>Every file with the hash of its bytes.</summary>
    private static string[] Contents(string lake) =>
    [
        .. Directory.EnumerateFiles(lake, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(p => $"{Path.GetRelativePath(lake, p)} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(p)))}"),
    ];
}
