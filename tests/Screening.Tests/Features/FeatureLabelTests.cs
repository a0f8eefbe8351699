using Screening.Features;
using Xunit;

namespace Screening.Tests.Features;

public sealed class FeatureLabelTests
{
    [Theory]
    [InlineData("end_user_value_usd_sum_30d", "end user's value in 30 days")]
    [InlineData("purchaser_age_days", "purchaser's age")]
    [InlineData("order_names_end_user", "order names end user")]
    [InlineData("purchaser_value_365d_to_assets", "purchaser's value in 365 days over assets")]
    [InlineData("linked_hops_to_listed", "linked parties' hops to listed")]
    [InlineData("listed_parties_exact", "listed parties exact")]
    public void ALabelIsTheNameInWords(string name, string expected) => Assert.Equal(expected, FeatureLabel.Of(Engine.DefaultCatalogue.Features[Engine.DefaultCatalogue[name]]));

    [Fact]
    public void EveryFeatureHasAShortLabelOfItsOwn()
    {
        IReadOnlyList<string> labels = [.. Engine.DefaultCatalogue.Features.Select(FeatureLabel.Of)];
        Assert.Distinct(labels);
        Assert.All(labels, label => Assert.InRange(label.Length, 5, 60));
        Assert.All(labels, label => Assert.DoesNotContain("_", label, StringComparison.Ordinal));
        Assert.All(labels, label => Assert.DoesNotMatch(@"\b(\w+) \1\b", label));
    }
}
