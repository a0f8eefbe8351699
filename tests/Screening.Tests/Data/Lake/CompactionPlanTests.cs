using Screening.Data.Lakes;
using Xunit;

namespace Screening.Tests.Data.Lakes;

public sealed class CompactionPlanTests(ITestOutputHelper output)
{
    private static readonly CompactionTargets Targets = new() { Rows = 1000, Bytes = 1_000_000 };

    [Fact]
    public void FewerThanFourOfASizeAreLeftAlone()
    {
        Assert.Empty(CompactionPlan.Of([], Targets));
        Assert.Empty(CompactionPlan.Of([Night(0, 10), Night(1, 10), Night(2, 10), Night(3, 100), Night(4, 100)], Targets));
        Assert.Equal(4, Assert.Single(CompactionPlan.Of([Night(0, 10), Night(1, 10), Night(2, 10), Night(3, 10), Night(4, 100)], Targets)).Files.Count);
    }

    [Fact]
    public void WhatIsMergedCountsAmongTheLargerAtOnce()
    {
        // Three of 16 and four of 4: merged, the four are a fourth of 16.
        List<LakeFile> files = [Night(0, 16), Night(1, 16), Night(2, 16), Night(3, 4), Night(4, 4), Night(5, 4), Night(6, 4)];

        Assert.Equal(7, Assert.Single(CompactionPlan.Of(files, Targets)).Files.Count);
    }

    [Fact]
    public void FilesOfTwoContractsAreNeverMerged()
    {
        List<LakeFile> files = [.. Enumerable.Range(0, 9).Select(n => Night(n, 10) with { ContractVersion = n % 3 == 0 ? "1.0.0" : "2.0.0" })];

        Assert.All(CompactionPlan.Of(files, Targets), g => Assert.Single(g.Files.Select(f => f.ContractVersion).Distinct()));
        Assert.Equal("2.0.0", Assert.Single(CompactionPlan.Of(files, Targets)).Files[0].ContractVersion);
    }

    [Fact]
    public void LargeFilesThatDoNotOverlapAreLeftAlone() =>
        Assert.Empty(CompactionPlan.Of([.. Enumerable.Range(0, 40).Select(n => Night(n, 900))], Targets));

    [Fact]
    public void LargeFilesThatMeetAtAnInstantCannotBeCut() =>
        Assert.Empty(CompactionPlan.Of([.. Enumerable.Range(0, 20).Select(n => Night(0, 900) with { Path = $"{n}", MinKnownAtUtc = SomeLake.Start, MaxKnownAtUtc = SomeLake.Start })], Targets));

    [Fact]
    public void AMixedHistoryIsCutAnewAndWhatLiesApartIsNot()
    {
        List<LakeFile> runs = [.. Enumerable.Range(0, 20).Select(n => Night(0, 1000, days: 3650) with { Path = $"run-{n}" })];
        List<LakeFile> after = [.. Enumerable.Range(0, 6).Select(n => Night(4000 + n, 1000))];

        Assert.Equal(runs.Select(r => r.Path).Order(), Assert.Single(CompactionPlan.Of([.. after, .. runs], Targets)).Files.Select(f => f.Path).Order());
    }

    [Fact]
    public void AFewRunsOverALongOneAreCutWithoutIt()
    {
        List<LakeFile> longRun = [.. Enumerable.Range(0, 400).Select(n => Night(n * 10, 1000, days: 10))];
        List<LakeFile> late = [.. Enumerable.Range(0, 4).Select(n => Night(5, 1000, days: 3900) with { Path = $"late-{n}" })];

        Assert.Equal(late.Select(f => f.Path), Assert.Single(CompactionPlan.Of([.. longRun, .. late], Targets)).Files.Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(365, 10, 12)]
    [InlineData(365, 100, 60)]
    [InlineData(5000, 1, 30)]
    public void NightlyDeliveriesEndAsFewFilesAndEachRowIsRewrittenFewTimes(int nights, int rowsANight, int mostFiles)
    {
        var seed = TestSeed.Value;
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        var random = new Random(seed);
        var targets = new CompactionTargets { Rows = 5000, Bytes = long.MaxValue };
        var lake = new List<LakeFile>();
        long rows = 0, rewritten = 0;
        var most = 0;
        for (var night = 0; night < nights; night++)
        {
            // Half of the nights tell something of the day before, so neighbours overlap a little.
            var count = random.Next(rowsANight / 2, (rowsANight * 3 / 2) + 1) + 1;
            lake.Add(Night(night, count, days: 1 + random.Next(2)));
            rows += count;
            foreach (var group in CompactionPlan.Of(lake, targets))
            {
                rewritten += group.Rows;
                lake.RemoveAll(group.Files.Contains);
                lake.Add(Whole(group));
            }
            most = Math.Max(most, lake.Count);
        }

        var times = (double)rewritten / rows;
        output.WriteLine(FormattableString.Invariant($"{nights} nights of {rowsANight} rows: {lake.Count} files at the end, at most {most}, a row rewritten {times:0.0} times"));
        Assert.InRange(most, 1, mostFiles);
        Assert.InRange(times, 0, Math.Log(5000.0 / rowsANight, CompactionPlan.Together) + 1.5);
        Assert.Empty(CompactionPlan.Of(lake, targets));
    }

    [Fact]
    public void ThePlanIsTheSameInAnyOrder()
    {
        List<LakeFile> files = [.. Enumerable.Range(0, 60).Select(n => Night(n, 10 + (n * 37 % 400), days: 1 + (n % 5)))];
        var plan = CompactionPlan.Of(files, Targets);
        files.Reverse();

        Assert.Equal(plan.Select(g => string.Join(' ', g.Files.Select(f => f.Path))), CompactionPlan.Of(files, Targets).Select(g => string.Join(' ', g.Files.Select(f => f.Path))));
        Assert.Equal(plan.Sum(g => g.Files.Count), plan.SelectMany(g => g.Files).Distinct().Count());
    }

    private static LakeFile Night(int day, long rows, double days = 1)
    {
        var first = SomeLake.Start.AddDays(day);
        return new LakeFile("meters", FormattableString.Invariant($"meters/{day:D5}-{rows}-{days}"), rows, rows * 40, "", first, first.AddDays(days).AddSeconds(-1), "1.0.0");
    }

    private static LakeFile Whole(CompactionGroup group) =>
        new("meters", "merged of " + group.Files[0].Path, group.Rows, group.Bytes, "", group.Files.Min(f => f.MinKnownAtUtc), group.Files.Max(f => f.MaxKnownAtUtc), "1.0.0");
}
