using Screening.Learning.Training;
using Xunit;

namespace Screening.Tests.Learning.Training;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void WhatIsNotSaidIsTheDefault()
    {
        Assert.Equal(new TrainingOptions(), TrainingOptions.Parse("", "t.yaml"));
        Assert.Equal(new TrainingOptions { Trials = 3, Monotone = false, UnreviewedWeight = 0.5 }, TrainingOptions.Parse("trials: 3\nmonotone: false\nunreviewed_weight: 0.5\n", "t.yaml"));
    }

    [Theory]
    [InlineData("trails: 3", "t.yaml, line 1: trails unknown key")]
    [InlineData("trials: 0", "t.yaml, line 1: trials is '0'; accepted: a whole number from 1 to 1000")]
    [InlineData("days: 1.5e2x", "t.yaml, line 1: days is '1.5e2x'; accepted: a whole number from 90 to 3650")]
    [InlineData("unreviewed_weight: NaN", "t.yaml, line 1: unreviewed_weight is 'NaN'; accepted: a number from 0 to 1")]
    [InlineData("monotone: perhaps", "t.yaml, line 1: monotone is 'perhaps'; accepted: true, false")]
    public void WhatIsWrongIsNamedWithItsLine(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<TrainingException>(() => TrainingOptions.Parse(text, "t.yaml")).Message, StringComparison.Ordinal);
}
