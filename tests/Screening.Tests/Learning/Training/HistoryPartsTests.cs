using Screening.Learning.Training;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Learning.Training;

public sealed class HistoryPartsTests
{
    private static readonly TrainingOptions s_options = SomeExamples.Options;
    private static readonly HistoryParts s_parts = HistoryParts.Before(SomeExamples.Date, s_options);

    [Fact]
    public void PartsLieOneAfterTheOtherTheDelayApart()
    {
        long delay = s_options.LabelDelayDays * Micros.PerDay;
        Assert.Equal(delay, s_parts.ValidationFrom - s_parts.FitTo);
        Assert.Equal(delay, s_parts.CalibrationFrom - s_parts.ValidationTo);
        Assert.Equal(delay, s_parts.AsOf - s_parts.CalibrationTo);
        Assert.Equal(60 * Micros.PerDay, s_parts.ValidationTo - s_parts.ValidationFrom);
        Assert.Equal(60 * Micros.PerDay, s_parts.CalibrationTo - s_parts.CalibrationFrom);
        Assert.Equal(Micros.EndOf(SomeExamples.Date), s_parts.AsOf);
    }

    [Fact]
    public void NoOrderStandsInTwoPartsThatLearnAndJudge()
    {
        Examples all = SomeExamples.Year(1);
        Examples fit = s_parts.Fit(all), validation = s_parts.Validation(all, fit), training = s_parts.Training(all), calibration = s_parts.Calibration(all, training);
        Assert.Empty(fit.Items.Select(i => i.Order).Intersect(validation.Items.Select(i => i.Order)));
        Assert.Empty(training.Items.Select(i => i.Order).Intersect(calibration.Items.Select(i => i.Order)));
        Assert.All([fit, validation, training, calibration], part => Assert.True(part.Count > 50));
        Assert.True(fit.Items.Max(i => i.KnownAt) < validation.Items.Min(i => i.KnownAt));
        Assert.True(training.Items.Max(i => i.KnownAt) < calibration.Items.Min(i => i.KnownAt));
    }

    // Labelled by the start of validation it counts, a day later it does not yet: as it would have been.
    [Theory]
    [InlineData(1, true)]
    [InlineData(-1, false)]
    public void ALabelCountsOnlyIfItWasKnownWhenTheNextPartBegan(int daysBefore, bool counts)
    {
        int start = SomeExamples.Date.DayNumber - Micros.Day(s_parts.ValidationFrom).DayNumber;
        Examples all = SomeExamples.Of([SomeExamples.Order(0, 300, LabelKind.Confirmed, labelledDaysAgo: start + daysBefore)], _ => [1]);
        Assert.Equal(counts ? 1 : 0, s_parts.Fit(all).Diversions);
        Assert.Equal(1, s_parts.Fit(all).Count);
    }

    [Fact]
    public void LaterPartsLeaveOutSubjectsThatWereKnown()
    {
        Examples all = SomeExamples.Of(
            [
                SomeExamples.Order(0, 300, LabelKind.Confirmed, subject: 7, labelledDaysAgo: 290), SomeExamples.Order(1, 300, LabelKind.Dismissed, subject: 8, labelledDaysAgo: 290),
                SomeExamples.Order(2, 100, subject: 7), SomeExamples.Order(3, 100, subject: 8), SomeExamples.Order(4, 40, subject: 7), SomeExamples.Order(5, 40, subject: 8),
            ], _ => [1]);
        Assert.Equal([3], s_parts.Validation(all, s_parts.Fit(all)).Items.Select(i => i.Order));
        Assert.Equal([5], s_parts.Calibration(all, s_parts.Training(all)).Items.Select(i => i.Order));
    }

    [Fact]
    public void AHistoryThatLeavesNothingToLearnIsRefused()
    {
        var error = Assert.Throws<TrainingException>(() => HistoryParts.Before(SomeExamples.Date, s_options with { Days = 150 }));
        Assert.Equal("150 days are no more than what validation (60), calibration (60) and three label delays (10) take; nothing is left to learn from", error.Message);
    }
}
