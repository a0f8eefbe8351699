using Screening.Alerts;
using Screening.Cli.Nightly;
using Screening.Policies;
using Screening.Tests.Typologies;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Cli.Nightly;

public sealed class CoverageTests
{
    [Fact]
    public void APolicyThatRunsSomeTypologiesSaysWhichItDoesNot()
    {
        SignCoverage signs = Coverage.Of(SomeRow.ShippedPolicy, LoadedData.All);
        Assert.Equal(("1.0.0", 43, 34, 0), (signs.Policy, signs.Known, signs.NotInPolicy.Count, signs.NotLoaded.Count));
        Assert.StartsWith("Policy 1.0.0 runs 9 of 43 known typologies; it does not run E02, E03,", Assert.Single(Coverage.Sentences(signs)), StringComparison.Ordinal);
        Assert.Equal("nothing: every sign of policy 1.0.0 could be assessed; 34 of 43 known typologies are not in it", Coverage.Nothing(signs));
    }

    [Fact]
    public void AMandatoryScreenThatIsLeftOutIsSaidFirstAndLoudly()
    {
        Policy policy = SomeRow.NewestPolicy with { Typologies = [.. SomeRow.NewestPolicy.Typologies.Where(t => t.Id is not ("E01" or "T21" or "T05"))] };
        string[] sentences = [.. Coverage.Sentences(Coverage.Of(policy, LoadedData.All))];
        Assert.Equal(3, sentences.Length);
        Assert.StartsWith("MANDATORY SCREEN LEFT OUT: policy 1.1.0 does not run E01 (Controlled goods for an embargoed", sentences[0], StringComparison.Ordinal);
        Assert.StartsWith("MANDATORY SCREEN LEFT OUT: policy 1.1.0 does not run T21", sentences[1], StringComparison.Ordinal);
        Assert.EndsWith("it does not run E01, T05, T21.", sentences[2], StringComparison.Ordinal);
    }

    [Fact]
    public void SignsThatAreBlindOfEveryOrderAreNamedWithWhatIsNotLoaded()
    {
        SignCoverage signs = Coverage.Of(SomeRow.NewestPolicy, LoadedData.All.Without("installation").Without("party event"));
        Assert.Equal("Of no order assessed: E03, E05, T03 (no party event is loaded); T09 (no installation is loaded).", Assert.Single(Coverage.Sentences(signs)));
        Assert.Equal(["of every order: E03, E05, T03 (no party event is loaded); T09 (no installation is loaded)"], Coverage.OfEveryOrder(signs));
    }

    [Fact]
    public void WhereEverySignCouldSaySomethingThereIsNoGap()
    {
        SignCoverage signs = Coverage.Of(SomeRow.NewestPolicy, LoadedData.All);
        Assert.Empty(Coverage.Sentences(signs));
        Assert.Empty(Coverage.OfEveryOrder(signs));
        Assert.Equal("nothing: every sign of policy 1.1.0 could be assessed", Coverage.Nothing(signs));
        Assert.Equal("nothing of what the night's policy looks for", Coverage.Nothing(null));
    }
}
