using Screening.Policies;
using Screening.Risk;
using Screening.Web.Live;
using Xunit;

namespace Screening.Tests.Web;

public sealed class BudgetTests
{
    [Fact]
    public void TheAlarmIsOfTheLatestDecisionsAndOnlyOnceThereAreEnough()
    {
        var budget = new Budget(new DecisionPolicy(0.1, 0.5, 0.2, 10));
        Assert.Null(budget.Share);
        for (int i = 0; i < 9; i++) budget.Note(Ruling.Hold);
        Assert.Equal((1.0, false), (budget.Share, budget.IsPassed));
        budget.Note(Ruling.Review);
        Assert.True(budget.IsPassed);
        for (int i = 0; i < 8; i++) budget.Note(Ruling.Release);
        Assert.Equal((0.2, false), (budget.Share, budget.IsPassed));
        budget.Note(Ruling.Hold);
        Assert.Equal((0.2, false), (budget.Share, budget.IsPassed));
        budget.Note(Ruling.Hold);
        Assert.Equal((0.2, false), (budget.Share, budget.IsPassed));
        budget.Note(Ruling.Hold);
        Assert.Equal((0.3, true), (budget.Share, budget.IsPassed));
    }
}
