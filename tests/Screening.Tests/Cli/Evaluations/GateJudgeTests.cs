using Screening.Cli.Evaluations;
using Screening.Learning.Evaluation;
using Screening.Learning.Registry;
using Screening.Policies;
using Xunit;

namespace Screening.Tests.Cli.Evaluations;

public sealed class GateJudgeTests
{
    private static readonly LearningPolicy s_policy = new(0.5, 100, 0.1, -0.02, false) { LeakShare = 0.8 };

    [Fact]
    public void WhatGainsAndLosesNothingPassesAndKeepsItsFigures()
    {
        Gate gate = GateJudge.Judge(Report(), s_policy);
        Assert.True(gate.Passed, string.Join("; ", gate.Refusals));
        Assert.Equal((0.05, 0.01, 0.09, 12, 400), (gate.Gain, gate.GainLow, gate.GainHigh, gate.Diversions, gate.Orders));
        Assert.Empty(gate.Lost);
    }

    [Theory]
    [InlineData(10, null)]
    [InlineData(9, "9 diversions are too few to judge by; 10 are needed")]
    public void TooFewDiversionsJudgeNothing(int diversions, string? refusal) => Refuses(Report() with { Diversions = diversions }, refusal);

    [Theory]
    [InlineData(0.29, null)]
    [InlineData(0.3, "at 20 a day chance alone catches 0.30 of the diversions: too easy to judge by, a smaller --capacity tells rankings apart")]
    public void AListSoLongThatChanceFindsThemJudgesNothing(double recall, string? refusal) => Refuses(Report() with { Rankers = [Ranker("oracle", 1), Ranker("random", recall)] }, refusal);

    [Theory]
    [InlineData(0.79, null)]
    [InlineData(0.8, "looking up the purchaser alone has average precision 0.400, 0.8 of the model's: the data leak, or the model learnt nothing")]
    [InlineData(double.NaN, "looking up the purchaser alone has average precision 0.400, NaN of the model's: the data leak, or the model learnt nothing")]
    public void AKeyThatRanksNearlyAsWellIsALeak(double share, string? refusal) =>
        Refuses(Report() with { Lookups = [new LookupResult("destination", new Interval(0.1, 0, 0.2), 0.2), new LookupResult("purchaser", new Interval(0.4, 0.3, 0.5), share)] }, refusal);

    [Theory]
    [InlineData(-0.02, null)]
    [InlineData(-0.021, "the lower end must reach -0.020")]
    [InlineData(double.NaN, "the lower end must reach -0.020")]
    public void AGainThatMayBeALossIsRefused(double low, string? refusal) => Refuses(Report() with { Gain = Gain(low) }, refusal);

    [Fact]
    public void WhatIsLostOfAKindIsToldKindByKind()
    {
        EvaluationReport report = Report() with
        {
            KindsOfOther = [Kind("surge", 0.9), Kind("kits", 0.6), Kind("fronts", 0.5)],
            Kinds = [Kind("fronts", 0.41), Kind("surge", 0.7)],
        };
        Gate gate = GateJudge.Judge(report, s_policy);
        Assert.Equal(["recall of kits falls by 0.60, more than 0.10", "recall of surge falls by 0.20, more than 0.10"], gate.Refusals);
        Assert.Equal(["kits", "surge"], gate.Lost.Keys);
    }

    [Fact]
    public void WithoutAnythingToCompareWithThereIsNoJudgement() => Assert.Throws<InvalidOperationException>(() => GateJudge.Judge(Report() with { Gain = null }, s_policy));

    private static void Refuses(EvaluationReport report, string? refusal)
    {
        Gate gate = GateJudge.Judge(report, s_policy);
        if (refusal is null) Assert.Empty(gate.Refusals);
        else Assert.EndsWith(refusal, Assert.Single(gate.Refusals), StringComparison.Ordinal);
    }

    private static PairedGain Gain(double low) => new(new Interval(0.05, low, 0.09), new Interval(0, 0, 0), new Interval(0, 0, 0), 0.5);

    private static KindResult Kind(string name, double recall) => new(name, 10, (int)(recall * 10), new Interval(recall, 0, 1), null);

    private static RankerResult Ranker(string name, double recall)
    {
        var none = new Interval(0, 0, 0);
        return new RankerResult(name, none, new Interval(recall, 0, 1), none, none, none, none, none, 0.5);
    }

    private static EvaluationReport Report() => new()
    {
        From = new DateOnly(2025, 1, 1),
        To = new DateOnly(2025, 3, 31),
        Truth = "labels",
        IsSimulated = false,
        Model = "2025-01-01-00000000",
        Against = null,
        Capacity = 20,
        Orders = 400,
        Diversions = 12,
        KnownBefore = 0,
        OrdersBefore = 0,
        Rankers = [Ranker("oracle", 1), Ranker("random", 0.05)],
        Curves = [],
        Days = [],
        Gain = Gain(0.01),
        Kinds = [],
        KindsOfOther = [],
        Reliability = null,
        Parity = [],
        Lookups = [],
        Features = [],
    };
}
