using Screening.Parties;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Parties;

public sealed class NamePairsTests
{
    private long _now = Some.Start;

    // However names come to be known, one by one or at once, lists first or last, the pairs are those that a comparison of all with all gives.
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(400)]
    public void ThePairsAreThoseOfAnExhaustiveComparisonHoweverTheNamesCome(int step)
    {
        var random = new Random(TestSeed.Value);
        string[] listed = [.. Enumerable.Range(0, 300).Select(_ => SomeNames.Name(random)), "The Company"];
        string[] parties = [.. listed.Select(n => SomeNames.Misspell(n, random)), .. Enumerable.Range(0, 100).Select(_ => SomeNames.Name(random)), "The Company Ltd", "Company", "!!"];
        EventLog log = new(SomeNames.Folding);
        List<(string Name, bool IsListed)> all = [.. listed.Select(n => (n, true)), .. parties.Select(n => (n, false))];
        (string Name, bool IsListed)[] told = [.. all];
        random.Shuffle(told);
        int toldSoFar = 0;
        foreach ((string name, bool isListed) in told)
        {
            Tell(log, toldSoFar, name, isListed);
            if (++toldSoFar % step == 0) log.NamePairs.Update(2, TestContext.Current.CancellationToken);
        }

        int found = 0;
        var matcher = new NameIndexOracle(listed.Distinct());
        foreach (string party in parties.Distinct())
        {
            Dictionary<string, double> expected = matcher.Of(party);
            Dictionary<string, double> actual = log.NamePairs.Of(log.Symbols.Texts.Find(party)).ToArray()
                .ToDictionary(p => log.Symbols.Texts.Text(p.Listed)!, p => NameScore.Of(p.Likeness, ListedNameKind.Name, p.IsTooBroad));
            Assert.Equal(expected.OrderBy(e => e.Key, StringComparer.Ordinal), actual.OrderBy(e => e.Key, StringComparer.Ordinal));
            found += expected.Count;
        }

        Assert.True(found > 250, $"{found} pairs only");
    }

    [Fact]
    public void WhatIsToldLaterChangesNoPairThatWasFoundBefore()
    {
        EventLog log = new(SomeNames.Folding);
        Tell(log, 0, "Brazo Quelmar Trading", isListed: true);
        Tell(log, 1, "Brazo Quelmarr Trading", isListed: false);
        LikeName before = Assert.Single(log.NamePairs.Of(log.Symbols.Texts.Find("Brazo Quelmarr Trading")).ToArray());
        for (int i = 2; i < 60; i++) Tell(log, i, $"Brazo Quelmar {(char)('a' + (i % 26))}{i}", isListed: i % 2 == 0);
        Assert.Contains(before, log.NamePairs.Of(log.Symbols.Texts.Find("Brazo Quelmarr Trading")).ToArray());
    }

    [Fact]
    public void ANameThatNobodyBearsHasNeitherPairsNorAProblem()
    {
        EventLog log = new(SomeNames.Folding);
        Tell(log, 0, "Brazo Quelmar", isListed: true);
        Assert.Empty(log.NamePairs.Of(Missing.Symbol).ToArray());
        Assert.Null(log.NamePairs.Problem(Missing.Symbol));
        Assert.Empty(log.NamePairs.PartiesLike(log.Symbols.Texts.Find("Brazo Quelmar")));
    }

    private void Tell(EventLog log, int id, string name, bool isListed)
    {
        int text = log.Symbols.Texts.Intern(name);
        if (isListed) log.Append(new RestrictedEntry(log.Symbols.Entries.Intern($"entry {id}"), _now, Missing.Symbol, 0, 0), [new ListedName(Missing.Symbol, text)]);
        else log.Append(Some.Profile(log.Symbols.Parties.Intern($"party {id}")) with { KnownAt = ++_now, Name = text });
        _now++;
    }

    /// <summary>Every listed name, compared with all, from the review threshold on.</summary>
    private sealed class NameIndexOracle(IEnumerable<string> listed)
    {
        private readonly string[] _listed = [.. listed];
        private readonly NameIndex _index = NameIndex.Build([.. listed.Select(n => new ListEntry { EntryId = n, ListId = "list", Name = n })], SomeNames.Folding.With(TokenWeights.None));

        public Dictionary<string, double> Of(string name)
        {
            NameMatcher matcher = new(SomeNames.Folding.With(TokenWeights.None));
            HashSet<string> broad = [.. _index.SetAside.Select(s => s.Name)];
            return _listed.Select(l => (Listed: l, Score: !broad.Contains(l) ? matcher.Score(name, l) : SomeNames.Fold(name).Full == SomeNames.Fold(l).Full ? NameScore.Exact * NameScore.MostWeak : 0))
                .Where(p => p.Score >= NameThresholds.Default.Review).ToDictionary(p => p.Listed, p => p.Score);
        }
    }
}
