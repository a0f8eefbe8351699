using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Typologies;

public sealed class AuditRefusedTests
{
    [Theory]
    [InlineData("end_user", "end user")]
    [InlineData("purchaser", "purchaser")]
    public void ARefusalIsFoundOfEitherParty(string role, string words) => Assert.Equal(
        Finding.Found(0.8, $"the {words}, for 4 million USD of goods, refused an audit or a bond within 365 days"), Evaluate(role, refused: 1, chosen: 1, audited: 3, bond: 1));

    [Theory]
    [InlineData("end_user", "end user")]
    [InlineData("purchaser", "purchaser")]
    public void AnAuditorWhomSalesOrTheCustomerChoseIsFound(string role, string words) => Assert.Equal(
        Finding.Found(0.4, $"the {words}, for 4 million USD of goods, was last audited by somebody whom sales or the customer chose"), Evaluate(role, 0, 1));

    [Theory]
    [InlineData(365, double.NaN, Outcome.Clear)]
    [InlineData(366, double.NaN, Outcome.Found)]
    [InlineData(double.NaN, 0.1, Outcome.Clear)]
    [InlineData(double.NaN, 0.09, Outcome.Found)]
    public void AnIndependentAuditOrABondMakesUpForIt(double audited, double bond, Outcome expected) => Assert.Equal(expected, Evaluate("purchaser", 0, 1, audited, bond).Outcome);

    [Fact]
    public void NobodyHasToHaveBeenAudited()
    {
        Assert.Equal(Finding.Clear, SomeRow.Evaluate("T36", ("order_value_usd", 4e6)));
        Assert.Equal(Finding.Clear, Evaluate("purchaser", 0, 0));
    }

    private static Finding Evaluate(string role, double refused, double chosen, double audited = double.NaN, double bond = double.NaN) => SomeRow.Evaluate(
        "T36", ("order_value_usd", 4e6), (role + "_audit_or_bond_refused_365d", refused), (role + "_auditor_chosen_by_interested", chosen),
        (role + "_days_since_independent_audit", audited), (role + "_bond_to_value_365d", bond));
}
