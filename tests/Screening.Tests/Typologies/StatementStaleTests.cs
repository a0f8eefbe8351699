using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class StatementStaleTests
{
    [Fact]
    public void AStatementThatIsOverIsFound()
    {
        Finding finding = Evaluate(800, age: 30, left: -20);
        Assert.Equal(("800 H100e of controlled goods on a statement of the end user that ended 20 days ago", 0.7), (finding.Sentence, finding.Strength));
    }

    [Fact]
    public void AnOldStatementIsFoundWithItsAge()
    {
        Finding finding = Evaluate(800, age: 366, left: double.NaN);
        Assert.Equal("800 H100e of controlled goods on a statement that the end user signed 12 months ago", finding.Sentence);
        Assert.Equal(0.75 * 0.7, finding.Strength, 12);
    }

    [Theory]
    [InlineData(183, 0, Outcome.Clear)]
    [InlineData(183.01, 0, Outcome.Found)]
    [InlineData(1, -0.01, Outcome.Found)]
    [InlineData(1, double.NaN, Outcome.Clear)]
    public void TheSignBeginsWhereThePolicySays(double age, double left, Outcome expected) => Assert.Equal(expected, Evaluate(1, age, left).Outcome);

    [Theory]
    [InlineData(50, Outcome.Found, "50 H100e of controlled goods, and no signed statement of the end user is known")]
    [InlineData(49.9, Outcome.NotAssessed, "statement: no signed statement of the end user is known")]
    public void AMissingStatementIsASignOfMuchComputeOnly(double h100e, Outcome outcome, string sentence)
    {
        Finding finding = Evaluate(h100e, double.NaN, double.NaN);
        Assert.Equal((outcome, sentence), (finding.Outcome, finding.Sentence));
    }

    [Fact]
    public void GoodsWithoutControlAndLakesWithoutStatementsAreLeftAlone()
    {
        Assert.Equal(Finding.Clear, SomeRow.Evaluate("T19", ("order_names_end_user", 1), ("order_controlled_h100e", 800)));
        Assert.Equal(Finding.NotLoaded("end-user statement or call-back"), SomeRow.Evaluate("T19", LoadedData.All.Without("end-user statement or call-back"), ("order_names_end_user", 1), ("order_controlled_lines", 1), ("order_controlled_h100e", 800)));
        Assert.Equal(Finding.NotAssessed("statement: no end user is named"), SomeRow.Evaluate("T19", ("order_controlled_lines", 1), ("order_controlled_h100e", 800)));
    }

    private static Finding Evaluate(double h100e, double age, double left) => SomeRow.Evaluate(
        "T19", ("order_names_end_user", 1), ("order_controlled_lines", 1), ("order_controlled_h100e", h100e), ("end_user_statement_age_days", age), ("end_user_statement_days_left", left));
}
