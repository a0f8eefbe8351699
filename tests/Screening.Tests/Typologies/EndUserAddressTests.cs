using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class EndUserAddressTests
{
    [Theory]
    [InlineData(1, "a forwarder's", 0.7)]
    [InlineData(2, "a virtual office", 0.8)]
    [InlineData(3, "a home", 0.9)]
    public void AnAddressThatIsNoPlaceOfWorkIsFound(double grade, string what, double strength)
    {
        Finding finding = Evaluate(1e6, grade, evidence: 5);
        Assert.Equal($"1 million USD ordered for the end user, whose address is {what}, and no site of it is confirmed", finding.Sentence);
        Assert.Equal(strength, finding.Strength, 12);
    }

    [Fact]
    public void AConfirmedSiteMakesItTheWeakerSign()
    {
        Finding finding = Evaluate(1e6, 2, 0, sites: 900);
        Assert.Equal(("1 million USD ordered for the end user, whose address is a virtual office, though a site of it is confirmed", 0.3), (finding.Sentence, finding.Strength));
    }

    [Theory]
    [InlineData(0, 3, Outcome.Clear, "")]
    [InlineData(double.NaN, 3, Outcome.Clear, "")]
    [InlineData(0, 2, Outcome.NotAssessed, "address: only the customer says that the end user is at its address")]
    [InlineData(0, 0, Outcome.NotAssessed, "address: nobody has said that the end user is at its address")]
    [InlineData(double.NaN, double.NaN, Outcome.NotAssessed, "address: nothing is known of the end user")]
    public void AnAddressIsClearedByIndependentEvidenceOnly(double grade, double evidence, Outcome outcome, string sentence)
    {
        Finding finding = Evaluate(1e6, grade, evidence);
        Assert.Equal((outcome, sentence), (finding.Outcome, finding.Sentence));
    }

    [Fact]
    public void ASmallOrderIsLeftAloneAndALargeOneWithoutAnEndUserIsNotAssessed()
    {
        Assert.Equal(Finding.Clear, Evaluate(999_999, 3, 0));
        Assert.Equal(Finding.NotAssessed("address: no end user is named"), SomeRow.Evaluate("T17", ("order_value_usd", 1e6)));
    }

    private static Finding Evaluate(double value, double grade, double evidence, double sites = double.NaN) => SomeRow.Evaluate(
        "T17", ("order_value_usd", value), ("order_names_end_user", 1), ("end_user_address_grade", grade), ("end_user_address_evidence", evidence), ("end_user_verified_power_kw", sites));
}
