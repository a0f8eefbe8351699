using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class GoneDarkTests
{
    [Fact]
    public void EverySignIsNamedAndTheStrongestCounts()
    {
        Finding finding = Evaluate(devices: 200, silent: 0.6, elsewhere: 0.1, two: 3, dark: 40);
        Assert.Equal(
            "the end user: 40 devices went silent within 60 days after an inspection; 10 % of its devices were seen in another country than they were ordered for; "
            + "3 devices reported from two sites within 7 days; 60 % of 200 devices silent for more than 30 days or when looked for", finding.Sentence);
        Assert.Equal(1 - (0.5 / 20), finding.Strength, 12);
    }

    [Theory]
    [InlineData(8, 0.3, 0, 0, 0, Outcome.Found)]
    [InlineData(8, 0.299, 0, 0, 0, Outcome.Clear)]
    [InlineData(7, 1, 1, 1, 1, Outcome.Clear)]
    [InlineData(7, 0, 0, 2, 0, Outcome.Found)]
    [InlineData(7, 0, 0, 0, 2, Outcome.Found)]
    [InlineData(8, 0, 0.05, 0, 0, Outcome.Found)]
    [InlineData(8, 0, double.NaN, 0, double.NaN, Outcome.Clear)]
    public void FewDevicesOrSmallSharesAreNoSign(double devices, double silent, double elsewhere, double two, double dark, Outcome expected) =>
        Assert.Equal(expected, Evaluate(devices, silent, elsewhere, two, dark).Outcome);

    [Theory]
    [InlineData(500, 100, Outcome.NotAssessed)]
    [InlineData(100, 100, Outcome.Clear)]
    [InlineData(double.NaN, double.NaN, Outcome.Clear)]
    public void DevicesOfEarlierOrdersThatNobodyReportsAreNotAssessed(double total, double month, Outcome expected)
    {
        (string, double)[] cells = [("end_user_devices", 0), ("end_user_accelerator_kw_total", total), ("end_user_accelerator_kw_30d", month)];
        Assert.Equal(expected, SomeRow.Evaluate("T30", cells).Outcome);
        Assert.Equal(Finding.NotLoaded("device report"), SomeRow.Evaluate("T30", LoadedData.All.Without("device report"), cells));
    }

    private static Finding Evaluate(double devices, double silent, double elsewhere, double two, double dark) => SomeRow.Evaluate(
        "T30", ("end_user_devices", devices), ("end_user_devices_silent_share", silent), ("end_user_devices_elsewhere_share", elsewhere),
        ("end_user_devices_at_two_sites", two), ("end_user_devices_dark_after_inspection", dark));
}
