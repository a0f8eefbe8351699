using Screening.Data.Lakes;
using Screening.Data.Replay;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Data.Replay;

public sealed class TimeSliceTests
{
    private static readonly DateTime s_start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void EveryMomentOfEveryFileLiesInOneSliceThatHasTheFile()
    {
        var random = new Random(TestSeed.Value);
        for (int world = 0; world < 200; world++)
        {
            LakeFile[] files = [.. Enumerable.Range(0, random.Next(1, 12)).Select(i => File(i, random.Next(1, 50), random.Next(0, 20), random.Next(0, 8)))];
            IReadOnlyList<TimeSlice> slices = TimeSlice.Of(files, random.Next(1, 60));
            foreach (LakeFile file in files)
            {
                for (DateTime at = file.MinKnownAtUtc; at <= file.MaxKnownAtUtc; at = at.AddHours(6))
                {
                    TimeSlice only = Assert.Single(slices, s => s.From <= Micros.FromDateTime(at) && Micros.FromDateTime(at) < s.To);
                    Assert.Contains(file, only.Files);
                }
            }

            Assert.All(slices.Zip(slices.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From, $"seed {TestSeed.Value}"));
        }
    }

    [Fact]
    public void FilesOfOneDayEachAreCutIntoSlicesOfAboutTheRowsAskedFor()
    {
        LakeFile[] files = [.. Enumerable.Range(0, 100).Select(day => File(day, 10, day, 0))];
        IReadOnlyList<TimeSlice> slices = TimeSlice.Of(files, 250);
        Assert.Equal(4, slices.Count);
        Assert.All(slices, s => Assert.InRange(s.Files.Sum(f => f.Rows), 240, 270));
    }

    [Fact]
    public void FilesThatSpanAllTheirTimeAreNotReadOftenerThanSixTimes()
    {
        LakeFile[] files = [.. Enumerable.Range(0, 100).Select(i => File(i, 10, 0, 100))];
        Assert.InRange(TimeSlice.Of(files, 10).Count, 2, 6);
        Assert.Equal(4, TimeSlice.Of(files, 250).Count);
        Assert.Single(TimeSlice.Of(files, 1000));
    }

    [Fact]
    public void WhatBecameKnownAtOneMomentIsOneSlice()
    {
        LakeFile[] files = [.. Enumerable.Range(0, 10).Select(i => File(i, 10, 3, 0))];
        TimeSlice only = Assert.Single(TimeSlice.Of(files, 20));
        Assert.Equal(files, only.Files);
    }

    private static LakeFile File(int number, int rows, int day, int days) => new(
        "orders", $"{number}.parquet", rows, 1, "", s_start.AddDays(day), s_start.AddDays(day + days), "1.0.0");
}
