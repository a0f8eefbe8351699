using Screening.Policies;
using Xunit;

namespace Screening.Tests.Policies;

/// <summary>What listed parties own, against enumerated paths and worked rings. X and Y are listed; A, B, C are not.</summary>
public sealed class OwnershipTests
{
    private const int X = 100, Y = 101, A = 1, B = 2, C = 3, D = 4;
    private static readonly HashSet<int> s_listed = [X, Y];

    [Fact]
    public void AChainOfHalvesIsListedToItsEnd()
    {
        // OFAC FAQ 401, example 1: X -50-> A -50-> B
        Ownership owned = Of((X, A, 0.5), (A, B, 0.5));
        Assert.Equal((true, 0.5, 0.5), (owned.Of(A).FallsUnderRule, owned.Of(A).LawShare, owned.Of(A).ProportionalShare));
        Assert.Equal((true, 0.5, 0.25), (owned.Of(B).FallsUnderRule, owned.Of(B).LawShare, owned.Of(B).ProportionalShare));
    }

    [Fact]
    public void TwoQuartersThroughListedHalvesAddUp()
    {
        // FAQ 401, example 2: X -50-> A, B; A, B -25-> C
        ListedOwnership owned = Of((X, A, 0.5), (X, B, 0.5), (A, C, 0.25), (B, C, 0.25)).Of(C);
        Assert.Equal((true, 0.5, 0.25), (owned.FallsUnderRule, owned.LawShare, owned.ProportionalShare));
    }

    [Fact]
    public void ADirectTenthCompletesWhatAListedHalfHolds() =>
        Assert.Equal(0.5, Of((X, A, 0.5), (X, B, 0.1), (A, B, 0.4)).Of(B).LawShare); // FAQ 401, the beginning of example 3

    [Fact]
    public void AnOwnerBelowHalfCountsNothingInLawAndItsPartAsRisk()
    {
        ListedOwnership owned = Of((X, A, 0.49), (A, B, 1)).Of(B);
        Assert.Equal((false, 0.0, 0.49), (owned.FallsUnderRule, owned.LawShare, owned.ProportionalShare));
    }

    [Fact]
    public void SeveralListedOwnersAddUp()
    {
        Assert.True(Of((X, A, 0.25), (Y, A, 0.25)).Of(A).FallsUnderRule);
        Assert.False(Of((X, A, 0.25), (Y, A, 0.249999999)).Of(A).FallsUnderRule);
        Assert.True(Of((X, A, 1 / 3.0), (Y, A, 1 / 6.0)).Of(A).FallsUnderRule);
    }

    [Fact]
    public void AListedPartyIsCountedOnceWhateverIsOwnedOfIt()
    {
        Ownership owned = Of((X, Y, 0.3), (Y, A, 0.4));
        Assert.Equal((0.4, 0.4), (owned.Of(A).LawShare, owned.Of(A).ProportionalShare));
        Assert.Equal((true, 0.3, false), (owned.Of(Y).IsListed, owned.Of(Y).LawShare, owned.Of(A).IsListed));
    }

    [Fact]
    public void ARingThatNobodyListedEntersHoldsNothing()
    {
        Ownership owned = Of((A, B, 1), (B, A, 1), (C, C, 1));
        foreach (int party in new[] { A, B, C }) Assert.Equal((0.0, 0.0, true), (owned.Of(party).LawShare, owned.Of(party).ProportionalShare, owned.Of(party).IsSettled));
    }

    [Theory]
    [InlineData(0.3, 0.5, 0.4)]
    [InlineData(0.6, 0.4, 0.9)]
    [InlineData(0.1, 0.9, 0.99)]
    public void InARingWhatEntersIsCountedAsOftenAsItGoesRound(double into, double back, double forth)
    {
        // X -into-> A -forth-> B -back-> A: a = into + back x b, b = forth x a
        Ownership owned = Of((X, A, into), (B, A, back), (A, B, forth));
        double a = Math.Min(1, into / (1 - (back * forth)));
        Assert.Equal(a, owned.Of(A).ProportionalShare, 1e-6);
        Assert.Equal(a * forth, owned.Of(B).ProportionalShare, 1e-6);
        Assert.True(owned.Of(A).IsSettled);
    }

    [Fact]
    public void ARingDoesNotLiftItselfOverHalf()
    {
        // X has 30 % of A, and B, all of which is A's, has 40 %: in law B counts only once A is over half without it.
        Ownership owned = Of((X, A, 0.3), (B, A, 0.4), (A, B, 1));
        Assert.Equal((0.3, 0.0), (owned.Of(A).LawShare, owned.Of(B).LawShare));
        Assert.Equal(0.5, owned.Of(A).ProportionalShare, 1e-6);
    }

    [Fact]
    public void OwnSharesAreLeftOutOfTheWholeAsRiskAndLiftNobodyInLaw()
    {
        ListedOwnership owned = Of((X, A, 0.45), (A, A, 0.1)).Of(A);
        Assert.Equal(0.5, owned.ProportionalShare, 1e-6); // 45 of the 90 that others hold
        Assert.Equal((0.45, false), (owned.LawShare, owned.FallsUnderRule));
    }

    [Fact]
    public void MoreThanTheWholeIsCappedAndNoted()
    {
        Ownership owned = Of((X, A, 0.8), (Y, A, 0.7), (X, B, 1.5), (A, C, 1), (X, D, 0.6), (B, D, 0.4));
        Assert.Equal((1.0, 1.0, true), (owned.Of(A).LawShare, owned.Of(A).ProportionalShare, owned.Of(A).IsCapped));
        Assert.Equal((1.0, true), (owned.Of(B).LawShare, owned.Of(B).IsCapped));
        Assert.Equal((1.0, false), (owned.Of(C).LawShare, owned.Of(C).IsCapped));
        Assert.Equal((1.0, false), (owned.Of(D).LawShare, owned.Of(D).IsCapped)); // the whole, and not more
    }

    [Fact]
    public void TheLatestTellingKnownAtTheMomentCounts()
    {
        OwnershipTelling[] told = [new(X, A, 0.2, 30), new(X, A, 0.9, 10), new(X, A, 0.6, 20), new(X, A, 0, 40)];
        Assert.Equal([0, 0.9, 0.6, 0.2, 0.0], new long[] { 9, 10, 20, 39, 40 }.Select(at => Ownership.At(told, s_listed, at).Of(A).LawShare));
        Assert.Equal(0.7, Ownership.At([new(X, A, 0.7, 10), new(X, A, 0.3, 10)], s_listed, 10).Of(A).LawShare);
        Assert.Equal(0.7, Ownership.At([new(X, A, 0.3, 10), new(X, A, 0.7, 10)], s_listed, 10).Of(A).LawShare);
    }

    [Fact]
    public void AnOwnerWithoutAShareIsSaidToBeUnknownAndTakesNothingBack()
    {
        ListedOwnership only = Ownership.At([new(X, A, null, 1)], s_listed, 1).Of(A), after = Ownership.At([new(X, A, 0.6, 1), new(X, A, null, 2)], s_listed, 2).Of(A);
        Assert.Equal((true, 0.0), (only.HasUnknownShare, only.LawShare));
        Assert.Equal((false, 0.6), (after.HasUnknownShare, after.LawShare));
        Assert.False(Ownership.At([new(B, A, null, 1)], s_listed, 1).Of(A).HasUnknownShare);
        Assert.True(Ownership.At([new(X, B, 0.1, 1), new(B, A, null, 1)], s_listed, 1).Of(A).HasUnknownShare);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void AShareThatIsNoneIsRefused(double share) =>
        Assert.Contains("accepted: 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => Of((X, A, share))).Message, StringComparison.Ordinal);

    [Fact]
    public void OfAPartyThatNobodyToldOfNothingIsKnown() => Assert.Equal(ListedOwnership.Nothing, Of((X, A, 1)).Of(D));

    [Fact]
    public void WithoutRingsTheSharesAreThoseOfAllPathsEnumerated()
    {
        var random = new Random(TestSeed.Value);
        int indirect = 0, underRule = 0;
        for (int world = 0; world < 400; world++)
        {
            (int Owner, int Party, int Percent)[] edges = Acyclic(random);
            HashSet<int> listed = [.. Enumerable.Range(0, 8).Where(_ => random.Next(4) == 0)];
            Ownership owned = Ownership.At(edges.Select(e => new OwnershipTelling(e.Owner, e.Party, e.Percent / 100.0, 0)), listed, 0);
            for (int party = 0; party < 8; party++)
            {
                double expected = edges.Where(e => e.Party == party).Sum(e => Paths(edges, listed, e));
                int law = Law(edges, listed, party);
                Assert.True(Math.Abs(expected - owned.Of(party).ProportionalShare) < 1e-6, $"seed {TestSeed.Value}, world {world}, party {party}: {expected} by paths, {owned.Of(party).ProportionalShare}");
                Assert.True(law / 100.0 == owned.Of(party).LawShare, $"seed {TestSeed.Value}, world {world}, party {party}: {law} % in law, {owned.Of(party).LawShare}");
                if (expected > 0 && !edges.Any(e => e.Party == party && listed.Contains(e.Owner))) indirect++;
                if (law is >= 50 and < 100) underRule++;
            }
        }

        Assert.True(indirect > 100 && underRule > 100, $"{indirect} indirect, {underRule} under the rule");
    }

    [Fact]
    public void NeitherTheOrderOfTellingsNorTheNumbersOfPartiesChangeABit()
    {
        var random = new Random(TestSeed.Value);
        for (int world = 0; world < 200; world++)
        {
            OwnershipTelling[] told = Any(random);
            HashSet<int> listed = [random.Next(8), random.Next(8)];
            Ownership once = Ownership.At(told, listed, 2);
            OwnershipTelling[] shuffled = [.. told];
            random.Shuffle(shuffled);
            int[] numbers = [.. Enumerable.Range(50, 8)];
            random.Shuffle(numbers);
            Ownership again = Ownership.At(shuffled.Select(t => t with { Owner = numbers[t.Owner], Party = numbers[t.Party] }), listed.Select(l => numbers[l]).ToHashSet(), 2);
            for (int party = 0; party < 8; party++) Assert.Equal(once.Of(party), again.Of(numbers[party]));
        }
    }

    [Fact]
    public void WithRingsTheSharesAgreeWithEachOtherAndGrowWithTheList()
    {
        var random = new Random(TestSeed.Value);
        int rings = 0;
        for (int world = 0; world < 200; world++)
        {
            OwnershipTelling[] told = [.. Any(random).GroupBy(t => (t.Owner, t.Party)).Select(g => g.First() with { KnownAt = 0 })];
            HashSet<int> listed = [random.Next(8)];
            Ownership few = Ownership.At(told, listed, 0), more = Ownership.At(told, new HashSet<int>(listed) { random.Next(8) }, 0);
            for (int party = 0; party < 8; party++)
            {
                double sum = told.Where(t => t.Party == party).Sum(t => t.Share!.Value * (listed.Contains(t.Owner) ? 1 : few.Of(t.Owner).ProportionalShare));
                Assert.Equal(Math.Min(1, sum), few.Of(party).ProportionalShare, 1e-5);
                double law = told.Where(t => t.Party == party).Sum(t => listed.Contains(t.Owner) || few.Of(t.Owner).FallsUnderRule ? t.Share!.Value : 0);
                Assert.Equal(Math.Min(1, law), few.Of(party).LawShare, 1e-9);
                Assert.True(more.Of(party).ProportionalShare >= few.Of(party).ProportionalShare && more.Of(party).LawShare >= few.Of(party).LawShare);
                if (told.Any(t => t.Party == party && told.Any(back => back.Owner == party && back.Party == t.Owner))) rings++;
            }
        }

        Assert.True(rings > 50, $"{rings} rings");
    }

    [Fact]
    public void HalfOfWhatEntersGivesHalfOfWhatArrives()
    {
        (int, int, double)[] ring = [(A, B, 0.7), (B, C, 0.6), (C, A, 0.5), (B, A, 0.1)];
        Ownership whole = Of([.. ring, (X, A, 0.4), (Y, C, 0.2)]), half = Of([.. ring, (X, A, 0.2), (Y, C, 0.1)]);
        foreach (int party in new[] { A, B, C }) Assert.Equal(whole.Of(party).ProportionalShare / 2, half.Of(party).ProportionalShare, 1e-6);
    }

    [Fact]
    public void ARingThatHardlyLosesAnythingGivesALowerBoundAndSaysSo()
    {
        Ownership owned = Of((X, A, 0.000001), (B, A, 0.999999), (A, B, 1), (A, C, 0.1), (X, D, 0.3));
        Assert.Equal([false, false, false, true], new[] { A, B, C, D }.Select(party => owned.Of(party).IsSettled));
        Assert.InRange(owned.Of(A).ProportionalShare, 0.01, 1);
    }

    private static Ownership Of(params (int Owner, int Party, double Share)[] told) => Ownership.At(told.Select(t => new OwnershipTelling(t.Owner, t.Party, t.Share, 0)), s_listed, 0);

    // Every path from a listed owner to the party, shares multiplied; a listed owner ends a path.
    private static double Paths((int Owner, int Party, int Percent)[] edges, HashSet<int> listed, (int Owner, int Party, int Percent) last) =>
        last.Percent / 100.0 * (listed.Contains(last.Owner) ? 1 : edges.Where(e => e.Party == last.Owner).Sum(e => Paths(edges, listed, e)));

    private static int Law((int Owner, int Party, int Percent)[] edges, HashSet<int> listed, int party) =>
        edges.Where(e => e.Party == party && (listed.Contains(e.Owner) || Law(edges, listed, e.Owner) >= 50)).Sum(e => e.Percent);

    private static (int Owner, int Party, int Percent)[] Acyclic(Random random)
    {
        var edges = new List<(int, int, int)>();
        for (int party = 1; party < 8; party++)
        {
            int left = 100;
            for (int owner = 0; owner < party; owner++)
            {
                int percent = random.Next(3) > 0 ? 0 : Math.Min(left, 10 * random.Next(1, 11));
                if (percent == 0) continue;
                left -= percent;
                edges.Add((owner, party, percent));
            }
        }

        return [.. edges];
    }

    private static OwnershipTelling[] Any(Random random) =>
        [.. Enumerable.Range(0, 14).Select(_ => new OwnershipTelling(random.Next(8), random.Next(8), random.Next(0, 10) / 10.0, random.Next(3)))];
}
