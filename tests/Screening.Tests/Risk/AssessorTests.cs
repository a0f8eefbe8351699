using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Screening.Risk;
using Screening.Tests.Typologies;
using Screening.Typologies;
using Xunit;

namespace Screening.Tests.Risk;

public sealed class AssessorTests
{
    private const int Peers = 400;
    private static readonly FeatureCatalogue s_catalogue = Engine.DefaultCatalogue;
    private static readonly PeerAnomaly s_anomaly = Fit();

    [Fact]
    public void AnOrderOfWhichNothingIsKnownIsThePriorAndItsUnknowns()
    {
        Assessment assessment = Assess(SomeRow.Of());
        Assert.Empty(assessment.Found);
        Assert.Equal(["T01", "T12", "T14", "T21"], assessment.NotAssessed.Select(n => n.Typology));
        Assert.Equal("capacity: no end user is named", assessment.NotAssessed[0].Why);
        // T12 and T14 miss the same statement: one unknown.
        Assert.Equal(-6 + (3 * 0.2), assessment.Margin, 12);
        Assert.Equal(1 / (1 + Math.Exp(5.4)), assessment.Risk, 12);
        Assert.Equal((null, 0, 0), (assessment.AnomalyPercentile, assessment.AnomalyLogOdds, assessment.Peers));
        Assert.False(assessment.IsMandatoryHold);
    }

    // prior -6; T12 3.5 x (1 - 0.5 / 9); T02 2.5 x 0.5; not assessed: T01 (no end user), T21 (no list); T14 is clear
    [Fact]
    public void ThePartsAddUpToTheMargin()
    {
        Assessment assessment = Assess(SomeRow.Of(
            ("purchaser_assets_growth", 90), ("purchaser_assets_usd", 3e9), ("order_value_usd", 2e6), ("purchaser_age_days", 364), ("purchaser_statement_age_days", 10),
            ("order_names_end_user", 1)));
        Assert.Equal(["T12", "T02"], assessment.Found.Select(f => f.Typology.Id));
        Assert.Equal([3.5 * (1 - (0.5 / 9)), 2.5 * 0.5], assessment.Found.Select(f => Math.Round(f.LogOdds, 12)), (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(["T01", "T21"], assessment.NotAssessed.Select(n => n.Typology));
        Assert.Equal(-6 + (3.5 * (1 - (0.5 / 9))) + 1.25 + 0.4, assessment.Margin, 12);
    }

    [Fact]
    public void EachThingThatCouldNotBeAssessedAddsTheSame()
    {
        Assessment known = Assess(SomeRow.Of(("listed_parties_exact", 0), ("purchaser_statement_age_days", 1), ("purchaser_assets_usd", 1), ("purchaser_assets_growth", 1)));
        Assessment unknown = Assess(SomeRow.Of(("purchaser_statement_age_days", 1), ("purchaser_assets_usd", 1), ("purchaser_assets_growth", 1)));
        Assert.Equal(known.NotAssessed.Count + 1, unknown.NotAssessed.Count);
        Assert.Equal(0.2, unknown.Margin - known.Margin, 12);
    }

    [Fact]
    public void WhatAddsMostStandsFirstAndEqualsGoById()
    {
        Policy policy = SomeRow.ShippedPolicy with
        {
            Typologies = [.. SomeRow.ShippedPolicy.Typologies.Select(t => t.Id is "E01" or "T21" or "T05" ? t with { Weight = t.Id == "T05" ? 9 : 6 } : t)],
        };
        double[] row = SomeRow.Of(("listed_parties_exact", 1), ("order_controlled_lines", 1), ("destination_control_tier", 2), ("route_hub_tier", 2), ("order_controlled_h100e", 5));
        Assert.Equal(["T05", "E01", "T21"], new Assessor(policy, s_catalogue, null, LoadedData.All).Assess(row, row, 0, [], Some.Start).Found.Select(f => f.Typology.Id));
    }

    [Fact]
    public void OnlyAFindingOfAMandatoryTypologyIsAHold()
    {
        Assert.True(Assess(SomeRow.Of(("listed_parties_exact", 1))).IsMandatoryHold);
        Assert.True(Assess(SomeRow.Of(("order_controlled_lines", 1), ("destination_control_tier", 2))).IsMandatoryHold);
        Assert.True(Assess(SomeRow.Of(("order_controlled_lines", 1), ("destination_control_tier", 2), ("purchaser_assets_growth", 1000), ("purchaser_assets_usd", 1e12))).IsMandatoryHold);
        Assert.False(Assess(SomeRow.Of(("listed_parties_exact", 0), ("purchaser_assets_growth", 1000), ("purchaser_assets_usd", 1e12))).IsMandatoryHold);
        Assert.False(Assess(SomeRow.Of()).IsMandatoryHold);
    }

    // What no order can be held against is the same for all: it lifts none, and is told apart.
    [Fact]
    public void WhatIsNotLoadedAtAllAddsToNoMargin()
    {
        double[] row = SomeRow.Of();
        Assessment all = Assess(row);
        Assessment without = new Assessor(SomeRow.ShippedPolicy, s_catalogue, null, LoadedData.All.Without("balance sheet").Without("restricted-party list")).Assess(row, row, 0, [], Some.Start);
        Assert.Equal(["T12", "T14", "T21"], without.NotLoaded.Select(n => n.Typology));
        Assert.Equal("no balance sheet is loaded", without.NotLoaded[0].Why);
        Assert.Equal(["T01"], without.NotAssessed.Select(n => n.Typology));
        Assert.Equal(-6 + 0.2, without.Margin, 12);
        Assert.Empty(all.NotLoaded);
    }

    [Fact]
    public void ListHitsComeThroughToTheSentence()
    {
        ListHit hit = new("payer", "P", "N", "L", "E");
        Assert.Equal("payer P bears the name N of L (E)", new Assessor(SomeRow.ShippedPolicy, s_catalogue, null, LoadedData.All).Assess(SomeRow.Of(("listed_parties_exact", 1)), SomeRow.Of(("listed_parties_exact", 1)), 0, [hit], Some.Start).Found[0].Finding.Sentence);
    }

    // Everyone's order_value_usd is one of 0 .. 399; the higher, the fewer are more unusual.
    [Theory]
    [InlineData(10)]
    [InlineData(3)]
    [InlineData(1)]
    public void AnomalyAddsItsBitsBeyondTheFirstUpToTheMost(double mostBits)
    {
        Policy policy = SomeRow.ShippedPolicy with { Blend = SomeRow.ShippedPolicy.Blend with { AnomalyMostBits = mostBits } };
        var assessor = new Assessor(policy, s_catalogue, s_anomaly, LoadedData.All);
        var bits = new List<double>();
        for (int value = 0; value <= 500; value += 5)
        {
            double[] row = Order(value);
            Assessment assessment = assessor.Assess(row, row, 0, [], Some.Start);
            double share = Math.Max(1 - s_anomaly.Percentile(0, row), 0.5 / Peers);
            double expected = Math.Min(Math.Max(-Math.Log2(share), 1), mostBits);
            Assert.Equal(0.25 * (expected - 1), assessment.AnomalyLogOdds, 12);
            Assert.Equal(-6 + (0.2 * Assessment.Unknowns(assessment.NotAssessed)) + assessment.Found.Sum(f => f.LogOdds) + assessment.AnomalyLogOdds, assessment.Margin, 12);
            Assert.Equal((Peers, s_anomaly.Percentile(0, row)), (assessment.Peers, assessment.AnomalyPercentile));
            bits.Add(expected);
        }

        Assert.Equal(1, bits.Min());
        Assert.Equal(Math.Min(mostBits, Math.Log2(Peers / 0.5)), bits.Max(), 12);
    }

    [Fact]
    public void NoOrderIsRarerThanHalfAnOrderAmongItsPeers()
    {
        Assessment assessment = new Assessor(SomeRow.ShippedPolicy, s_catalogue, s_anomaly, LoadedData.All).Assess(Order(1e9), Order(1e9), 0, [], Some.Start);
        Assert.Equal(1, assessment.AnomalyPercentile);
        Assert.Equal(0.25 * (Math.Log2(2 * Peers) - 1), assessment.AnomalyLogOdds, 12);
    }

    [Fact]
    public void TheThreeMostUnusualAreThoseOfASortedListOfAll()
    {
        // Features of few values, so that several are unusual alike.
        var random = new Random(TestSeed.Value);
        int columns = s_catalogue.Count;
        double[] matrix = [.. Enumerable.Range(0, Peers * columns).Select(i => i % columns < 20 ? Math.Floor(-2 * Math.Log(1 - random.NextDouble())) : 0)];
        var anomaly = PeerAnomaly.Fit(matrix, new int[Peers], columns);
        var assessor = new Assessor(SomeRow.ShippedPolicy, s_catalogue, anomaly, LoadedData.All);
        double[] parts = new double[columns];
        int tied = 0, fewer = 0;
        for (int i = 0; i < Peers; i++)
        {
            double[] row = matrix.AsSpan(i * columns, columns).ToArray();
            anomaly.Contributions(0, row, parts);
            int[] expected = [.. Enumerable.Range(0, columns).Where(column => parts[column] >= Math.Log(4)).OrderByDescending(column => parts[column]).ThenBy(column => column).Take(3)];
            IReadOnlyList<UnusualFeature> unusual = assessor.Assess(row, row, 0, [], Some.Start).Unusual;
            Assert.Equal(expected, unusual.Select(u => u.Column));
            Assert.Equal(expected.Select(column => (row[column], parts[column])), unusual.Select(u => (u.Value, u.Nats)));
            Assert.All(unusual, u => Assert.Equal(anomaly.UsualRange(0, u.Column), (u.UsualLow!.Value, u.UsualHigh!.Value)));
            tied += parts.Where(part => part >= Math.Log(4)).GroupBy(part => part).Any(same => same.Count() > 1) ? 1 : 0;
            fewer += expected.Length < 3 ? 1 : 0;
        }

        Assert.True(tied > 10 && fewer > 10, $"{tied} with ties, {fewer} with fewer than three");
    }

    [Fact]
    public void WhatIsUnusualIsToldWithWhatIsUsualTheMostUnusualFirst()
    {
        double[] row = Order(1e9);
        row[s_catalogue["route_hub_tier"]] = 2;
        IReadOnlyList<UnusualFeature> unusual = new Assessor(SomeRow.ShippedPolicy, s_catalogue, s_anomaly, LoadedData.All).Assess(row, row, 0, [], Some.Start).Unusual;
        Assert.Equal(["order_value_usd", "route_hub_tier"], unusual.Select(u => s_catalogue.Features[u.Column].Name).Order(StringComparer.Ordinal));
        Assert.Equal(unusual.OrderByDescending(u => u.Nats), unusual);
        Assert.All(unusual, u => Assert.True(u.Nats >= Math.Log(4)));
        UnusualFeature value = Assert.Single(unusual, u => s_catalogue.Features[u.Column].Name == "order_value_usd");
        Assert.InRange(value.UsualLow!.Value, 30, 50);
        Assert.InRange(value.UsualHigh!.Value, 350, 370);
        Assert.Equal(1e9, value.Value);
    }

    [Fact]
    public void AnAssessmentDoesNotDependOnTheOneBefore()
    {
        var assessor = new Assessor(SomeRow.ShippedPolicy, s_catalogue, s_anomaly, LoadedData.All);
        Assessment first = assessor.Assess(Order(350), Order(350), 0, [], Some.Start);
        assessor.Assess(Order(1e9), Order(1e9), 0, [new ListHit("payer", "P", "N", "L", "E")], Some.Start);
        Assessment again = assessor.Assess(Order(350), Order(350), 0, [], Some.Start);
        Assert.Equal(first.Margin, again.Margin);
        Assert.Equal(first.Unusual, again.Unusual);
    }

    [Fact]
    public void TheLawIsThatOfTheDayOfTheLook()
    {
        double[] row = SomeRow.Of(("end_user_listed_share_in_law", 0.6));
        var assessor = new Assessor(SomeRow.NewestPolicy, s_catalogue, null, LoadedData.All);
        bool Holds(int month, int day) => assessor.Assess(row, row, 0, [], Micros.EndOf(new DateOnly(2025, month, day))).IsMandatoryHold;
        Assert.Equal((false, true, true, false), (Holds(9, 28), Holds(9, 29), Holds(11, 9), Holds(11, 10)));
    }

    private static Assessment Assess(double[] row) => new Assessor(SomeRow.ShippedPolicy, s_catalogue, null, LoadedData.All).Assess(row, row, 0, [], Some.Start);

    private static double[] Order(double value) => SomeRow.Of(("order_value_usd", value));

    private static PeerAnomaly Fit() => PeerAnomaly.Fit([.. Enumerable.Range(0, Peers).SelectMany(i => Order(i))], new int[Peers], s_catalogue.Count);
}
