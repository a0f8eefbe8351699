using Screening.Parties;
using Xunit;

namespace Screening.Tests.Parties;

public sealed class NameIndexTests
{
    private readonly Random _random = new(TestSeed.Value);

    [Fact]
    public void TheIndexFindsWhatAComparisonWithAllNamesFinds()
    {
        ListEntry[] entries = [.. Enumerable.Range(0, 1500).Select(i => new ListEntry { EntryId = $"e{i}", ListId = "list", Name = SomeNames.Name(_random), Aliases = [SomeNames.Name(_random)] })];
        NameIndex index = NameIndex.Build(entries, SomeNames.Folding);
        int found = 0;
        for (int i = 0; i < 300; i++)
        {
            var query = new NameQuery(SomeNames.Misspell(entries[_random.Next(entries.Length)].Name, _random));
            (string, double)[] all = [.. index.FindExhaustively(query, index.Thresholds.Review).Select(f => (entries[f.Entry].EntryId, f.Score))];
            (string, double)[] some = [.. index.Find(query, 0).Matches.Select(m => (m.Entry.EntryId, m.Score))];
            Assert.True(all.SequenceEqual(some), $"{query.Name}: all [{string.Join(", ", all)}], index [{string.Join(", ", some)}], seed {TestSeed.Value}");
            found += all.Length;
        }

        Assert.True(found > 150, $"{found} found");
    }

    [Fact]
    public void TheIndexFindsWhatAComparisonWithAPublishedListFinds()
    {
        string[] lines = File.ReadAllLines(Path.Combine(SharedData.Folder("lists"), "ofac", "sdn.csv"));
        ListEntry[] entries = [.. lines.Where((_, i) => i % 4 == 0).Select(l => l.Split('"')).Where(c => c.Length > 1).Select((c, i) => new ListEntry { EntryId = $"e{i}", ListId = "list", Name = c[1] })];
        NameIndex index = NameIndex.Build(entries, SomeNames.Folding);
        for (int i = 0; i < 60; i++)
        {
            var query = new NameQuery(SomeNames.Misspell(entries[_random.Next(entries.Length)].Name, _random));
            string[] all = [.. index.FindExhaustively(query, index.Thresholds.Review).Select(f => entries[f.Entry].EntryId)];
            Assert.True(all.SequenceEqual(index.Find(query, 0).Matches.Select(m => m.Entry.EntryId)), $"{query.Name}, seed {TestSeed.Value}");
        }
    }

    [Fact]
    public void MoreInputNeverLosesAMatch()
    {
        ListEntry[] entries = [.. Enumerable.Range(0, 400).Select(i => SomeNames.Entry($"{SomeNames.Name(_random)} {i}") with { Countries = [i % 2 == 0 ? "DE" : "FR"], Address = "12 Sample Street, Exampleton", DatesOfBirth = ["circa 1960"] })];
        NameIndex index = NameIndex.Build(entries, SomeNames.Folding);
        int met = 0;
        for (int i = 0; i < 300; i++)
        {
            var plain = new NameQuery(SomeNames.Misspell(entries[_random.Next(entries.Length)].Name, _random));
            NameQuery[] more = [plain with { Country = "DE" }, plain with { Country = "JP" }, plain with { Address = "1 Other Road, Elsewhere" }, plain with { BornIn = 1999 }, plain with { Country = "JP", BornIn = 1999, Address = "x", Identifiers = ["AB-12345"] }];
            foreach (NameMatch match in index.Find(plain, 0).Matches)
            {
                met++;
                Assert.All(more, q => Assert.Contains(index.Find(q, 0).Matches, m => m.Entry == match.Entry && m.Score >= index.Thresholds.Review));
            }
        }

        Assert.True(met > 100);
    }

    [Fact]
    public void ANameWithItsCountryRanksAboveTheNameAboveTheAliasAboveLess()
    {
        ListEntry entry = SomeNames.Entry("Examplia Zondria", "Kasdorra Venmar") with { Countries = ["DE"] };
        NameIndex index = NameIndex.Build([entry], SomeNames.Folding);
        double[] scores = [.. new NameQuery[] { new("Examplia Zondria") { Country = "DE" }, new("Examplia Zondria"), new("Kasdorra Venmar"), new("Examplja Zondria") }.Select(q => index.Find(q).Matches[0].Score)];
        Assert.Equal(scores.OrderDescending(), scores);
        Assert.Equal(4, scores.Distinct().Count());
        Assert.True(scores[0] < 1);
    }

    [Fact]
    public void AMatchSaysWordByWordWhatItIs()
    {
        NameIndex index = NameIndex.Build([SomeNames.Entry("Something Else", "Examplia Zondria Trading Ltd") with { Source = "list.csv:12" }], SomeNames.Folding);
        NameMatch match = index.Find(new NameQuery("Examplja Zondria Kappa")).Matches[0];
        Assert.Equal(("Examplia Zondria Trading Ltd", ListedNameKind.Alias, "list.csv:12"), (match.ListedName, match.NameKind, match.Entry.Source));
        Assert.Equal(
            [("examplja", "examplia", TokenMatchKind.Typing), ("zondria", "zondria", TokenMatchKind.Exact), ("kappa", null, TokenMatchKind.None), (null, "trading", TokenMatchKind.None)],
            match.Tokens.Select(t => (t.Asked, t.Listed, t.Kind)));
    }

    [Theory]
    [InlineData("Zondria Quelmar Troven", "ZQT")]
    [InlineData("ZQT", "Zondria Quelmar Troven")]
    [InlineData("Ivan-Oleg Zondrev", "IO Zondrev")]
    [InlineData("I. Zondrev", "Ivan Zondrev")]
    [InlineData("Zondrxa", "Zond Ria")]
    [InlineData("Zond Ria", "Zondrxa")]
    public void FirstLettersAndOtherSpacesFindTheWords(string listed, string asked)
    {
        NameIndex index = NameIndex.Build([SomeNames.Entry(listed), SomeNames.Entry("Somebody Else")], SomeNames.Folding);
        Assert.Equal(listed, Assert.Single(index.Find(new NameQuery(asked), 0).Matches).Entry.Name);
    }

    [Fact]
    public void ANumberFindsItsEntryWhateverTheName()
    {
        NameIndex index = NameIndex.Build([SomeNames.Entry("Examplia Zondria") with { Identifiers = ["Passport A-123456 (Exampleland)"] }], SomeNames.Folding);
        NameAnswer answer = index.Find(new NameQuery("Wholly Different") { Identifiers = ["a123456"] });
        Assert.Equal(NameOutcome.Hold, answer.Outcome);
        Assert.Equal("identifier", Assert.Single(Assert.Single(answer.Matches).Circumstances).What);
        Assert.Empty(index.Find(new NameQuery("Wholly Different") { Identifiers = ["123"] }).Matches);
    }

    [Fact]
    public void AnAliasThatSaysNothingIsSetAsideAndFoundLetterForLetterOnly()
    {
        NameIndex index = NameIndex.Build([SomeNames.Entry("Examplia Zondria", "THE COMPANY")], SomeNames.Folding);
        Assert.Equal("THE COMPANY", Assert.Single(index.SetAside).Name);
        Assert.Empty(index.Find(new NameQuery("The Other Company Ltd")).Matches);
        Assert.Equal(NameOutcome.Review, index.Find(new NameQuery("The Company")).Outcome);
    }

    [Fact]
    public void WithoutAListNothingIsCleared() => Assert.Equal((NameOutcome.Hold, "no restricted-party list is loaded"), NameIndex.Build([], SomeNames.Folding).Find(new NameQuery("Anybody")) is var a ? (a.Outcome, a.Problem) : default);

    [Fact]
    public void ManyThreadsGetTheSameAnswers()
    {
        ListEntry[] entries = [.. Enumerable.Range(0, 300).Select(i => SomeNames.Entry($"{SomeNames.Name(_random)} {i}"))];
        NameIndex index = NameIndex.Build(entries, SomeNames.Folding);
        double[] one = [.. entries.Select(e => index.Best(new NameQuery(e.Name)).Score)], many = new double[entries.Length];
        Parallel.For(0, entries.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => many[i] = index.Best(new NameQuery(entries[i].Name)).Score);
        Assert.Equal(one, many);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("🙂")]
    [InlineData("\ud83d\ude42\ud83d")]
    [InlineData("'; DROP TABLE parties; --")]
    [InlineData("<script>alert('x')</script>")]
    [InlineData("\u202eailpmaxE")]
    [InlineData("Ехаmрlіа Zоndrіа")]
    [InlineData("ประเทศ")]
    [InlineData("\0\u0001\uffff")]
    [InlineData("%s%n{0}")]
    public void WhatANameHoldsNeverEndsAQuestion(string? name)
    {
        NameIndex index = NameIndex.Build([SomeNames.Entry("Examplia Zondria"), SomeNames.Entry("Script Alert Ltd")], SomeNames.Folding);
        NameAnswer answer = index.Find(new NameQuery(name) { Address = name, Country = "DE", Identifiers = [name ?? ""] });
        if (SomeNames.Fold(name).Tokens.Count == 0) Assert.Equal((NameOutcome.Hold, true), (answer.Outcome, answer.Problem?.Length > 0));
        Assert.All(answer.Matches, m => Assert.InRange(m.Score, 0, 1));
    }

    [Fact]
    public void RandomCharactersNeverEndAQuestion()
    {
        NameIndex index = NameIndex.Build([SomeNames.Entry("Examplia Zondria", "例 株式会社", "Пример")], SomeNames.Folding);
        for (int i = 0; i < 500; i++)
        {
            string name = new([.. Enumerable.Range(0, _random.Next(1, i % 50 == 0 ? 10_000 : 40)).Select(_ => (char)_random.Next(0x10000))]);
            NameAnswer answer = index.Find(new NameQuery(name));
            Assert.True(answer.Problem is null || answer.Outcome == NameOutcome.Hold);
        }
    }

    [Fact]
    public void LookalikesOfOtherScriptsAreSeenThrough() =>
        Assert.Equal(NameOutcome.Hold, NameIndex.Build([SomeNames.Entry("Examplia Zondria")], SomeNames.Folding).Find(new NameQuery("Ехаmрlіа Zоndrіа")).Outcome);
}
