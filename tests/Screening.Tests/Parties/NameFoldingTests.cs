using Screening.Parties;
using Xunit;

namespace Screening.Tests.Parties;

public sealed class NameFoldingTests
{
    [Theory]
    [InlineData("Müller & Söhne GmbH", "muller sohne", "gmbh")]
    [InlineData("Example Works Gesellschaft mit beschränkter Haftung", "example works", "gmbh")]
    [InlineData("OAO Primerov", "primerov", "ojsc")]
    [InlineData("Open Joint Stock Company Primerov", "primerov", "ojsc")]
    [InlineData("ООО Примеров", "primerov", "ooo")]
    [InlineData("Examplia, S.A. de C.V.", "examplia", "sacv")]
    [InlineData("L.X.C Examplia", "lxc examplia", "")]
    [InlineData("Brigade Forty-Four", "brigade 44", "")]
    [InlineData("1st Examplia", "1 examplia", "")]
    [InlineData("The Examplia", "examplia", "")]
    [InlineData("Examplia Technolgies", "examplia technology", "")]
    [InlineData("株式会社バラク", "baraku", "kk")]
    [InlineData("Exаmplia", "examplia", "")] // a Cyrillic letter among Latin ones
    [InlineData("E\u200bx\u202eamp\u00adlia", "examplia", "")]
    [InlineData("주식회사 무역", "trading", "cohan")]
    [InlineData("Sociedad Anónima", "sociedad anonima", "sa")]
    public void ANameIsTakenApart(string name, string words, string forms)
    {
        FoldedName folded = SomeNames.Fold(name);
        Assert.Null(folded.Problem);
        Assert.Equal(words, folded.ToString());
        Assert.Equal(forms, string.Join(' ', folded.LegalForms));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t ")]
    [InlineData("🙂🙂")]
    [InlineData("?!'\"")]
    [InlineData("\u200f\u200b")]
    [InlineData("\ud83d")]
    public void WhatHoldsNothingToCompareHasAProblem(string? name)
    {
        FoldedName folded = SomeNames.Fold(name);
        Assert.NotNull(folded.Problem);
        Assert.Empty(folded.Tokens);
    }

    [Fact]
    public void AnEndlessNameIsComparedByItsBeginningAndSaysSo()
    {
        FoldedName folded = SomeNames.Fold(new string('x', 10_000));
        Assert.Contains("10,000", folded.Problem, StringComparison.Ordinal);
        Assert.Single(folded.Tokens);
        Assert.Contains("words", SomeNames.Fold(string.Join(' ', Enumerable.Repeat("ab", 300))).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutTransliterationAForeignNameHasAProblem()
    {
        var folding = new NameFolding(NameWords.None, TokenWeights.None, null);
        Assert.Contains("transliterated", folding.Fold("Примеров").Problem, StringComparison.Ordinal);
        Assert.Null(folding.Fold("Primerov").Problem);
    }

    [Fact]
    public void ACommonWordWeighsLessThanARareOne()
    {
        TokenWeights weights = TokenWeights.Of([.. Enumerable.Range(0, 1000).Select(i => SomeNames.Fold(i % 4 == 0 ? $"Commonword Rare{i}x" : $"Other{i}x"))]);
        Assert.InRange(weights.Of("commonword"), 0.35, 0.6);
        Assert.Equal(1, weights.Of("rare8x"));
        Assert.Equal(1, weights.Of("neverseen"));
    }
}
