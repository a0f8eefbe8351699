using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class ShellCompanyTests
{
    [Fact]
    public void SignsThatComeTogetherAreFoundAndTold()
    {
        Finding finding = Evaluate("purchaser", 4e6, facts: 5, employees: 1, web: 0, address: 2, parent: 1);
        Assert.Equal(
            "4 million USD ordered by the purchaser, which looks like a shell: 1 employee, nothing on the web, an address that is no place of work, headquarters or parent in D:5 or Macau, 5 of 8 facts not told",
            finding.Sentence);
        Assert.Equal(1 - (0.5 / (5 / 3.0 * 1.25)), finding.Strength, 12);
    }

    [Fact]
    public void AnEndUserIsToldWhenItIsTheStrongerCase() =>
        Assert.StartsWith("2 million USD ordered for the end user, which looks like a shell: 10 employees, ", Evaluate("end_user", 2e6, 2, 10, 0, 3, 0).Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData(2e6, 4, 10, 0, 1, Outcome.Found)]
    [InlineData(2e6, 5, 11, 0, 1, Outcome.Found)]
    [InlineData(2e6, 4, 11, 0, 1, Outcome.Clear)]
    [InlineData(2e6, 4, 10, 1, 1, Outcome.Clear)]
    [InlineData(2e6, 4, 10, 0, 0, Outcome.Clear)]
    [InlineData(1_999_999, 5, 0, 0, 3, Outcome.Clear)]
    public void TheSignBeginsWhereThePolicySays(double value, double facts, double employees, double web, double address, Outcome expected) =>
        Assert.Equal(expected, Evaluate("purchaser", value, facts, employees, web, address, 0).Outcome);

    [Fact]
    public void ACompanyOfWhichNothingIsToldIsNotAssessed()
    {
        Assert.Equal(Finding.NotAssessed("company: no fact is told about the purchaser"), SomeRow.Evaluate("T20", ("order_value_usd", 2e6), ("purchaser_missing_facts", 8)));
        Assert.Equal(Finding.NotAssessed("company: no fact is told about the end user"), SomeRow.Evaluate("T20", ("order_value_usd", 2e6), ("end_user_missing_facts", 8)));
        Assert.Equal(Finding.Clear, SomeRow.Evaluate("T20", ("order_value_usd", 1_999_999), ("purchaser_missing_facts", 8)));
    }

    private static Finding Evaluate(string role, double value, double facts, double employees, double web, double address, double parent) => SomeRow.Evaluate(
        "T20", ("order_value_usd", value), (role + "_missing_facts", facts), (role + "_employees", employees), (role + "_web_presence", web),
        (role + "_address_grade", address), (role + "_parent_of_concern", parent));
}
