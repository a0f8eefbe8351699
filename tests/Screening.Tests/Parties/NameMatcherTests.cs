using Screening.Parties;
using Xunit;

namespace Screening.Tests.Parties;

public sealed class NameMatcherTests
{
    private const int Rounds = 400;
    private readonly Random _random = new(TestSeed.Value);

    [Fact]
    public void AScoreIsTheSameBothWaysRound()
    {
        for (int i = 0; i < Rounds; i++)
        {
            string a = SomeNames.Name(_random), b = i % 2 == 0 ? SomeNames.Misspell(a, _random) : SomeNames.Name(_random);
            Assert.True(SomeNames.Score(a, b) == SomeNames.Score(b, a), $"{a} | {b}, seed {TestSeed.Value}");
        }
    }

    [Fact]
    public void CaseMarksAndPunctuationChangeNothing()
    {
        for (int i = 0; i < Rounds; i++)
        {
            string name = SomeNames.Name(_random), other = SomeNames.Misspell(name, _random);
            string dressed = string.Join("-", name.Split(' ')).ToUpperInvariant().Replace("E", "É", StringComparison.Ordinal);
            Assert.True(SomeNames.Score(name, other) == SomeNames.Score(dressed, other), $"{name} | {other}, seed {TestSeed.Value}");
        }
    }

    [Fact]
    public void TheOrderOfWordsChangesNothing()
    {
        for (int i = 0; i < Rounds; i++)
        {
            string[] words = [.. Enumerable.Range(0, 4).Select(_ => SomeNames.Name(_random).Split(' ').First(w => w.Length > 2))];
            string turned = string.Join(' ', words.OrderBy(_ => _random.Next()));
            Assert.True(SomeNames.Score(string.Join(' ', words), turned) == NameScore.Exact, $"{string.Join(' ', words)} | {turned}, seed {TestSeed.Value}");
        }
    }

    [Fact]
    public void NothingScoresHigherThanTheNameItself()
    {
        for (int i = 0; i < Rounds; i++)
        {
            string name = SomeNames.Name(_random), other = SomeNames.Misspell(name, _random);
            double self = SomeNames.Score(name, name);
            Assert.True(self >= NameScore.Exact && SomeNames.Score(name, other) <= self && self < 1, $"{name} | {other}, seed {TestSeed.Value}");
        }
    }

    [Theory]
    [InlineData("Examplia Werke Aktiengesellschaft", "Examplia Werke AG")]
    [InlineData("ExampliaWerke AG", "Examplia Werke AG")]
    [InlineData("Exampila Works", "Examplia Works")]
    [InlineData("Exannplia Works", "Examplia Works")]
    [InlineData("3xamplia W0rks", "Examplia Works")]
    [InlineData("Examplia Intl Mfg", "Examplia International Manufacturing")]
    [InlineData("J. Examplov", "John Examplov")]
    [InlineData("Examplov Ivan", "Ivan Examplov")]
    [InlineData("Иван Примеров", "Ivan Primerov")]
    public void OneNameWrittenDifferentlyIsAMatch(string first, string second) => Assert.InRange(SomeNames.Score(first, second), 0.765, 0.97);

    [Theory]
    [InlineData("Examplia Gas Company", "Examplia Oil Company")]
    [InlineData("Ivan Examplov", "Ivan Sampletov")]
    [InlineData("Yard No. 455", "Yard No. 918")]
    [InlineData("Trading Company Limited", "Examplia Trading Company Limited")]
    [InlineData("Bank of Examplia (Singapore)", "Bank of Examplia (Mexico)")]
    [InlineData("J. M.", "John Mason")]
    public void TwoNamesThatShareWordsAreNoMatch(string first, string second) => Assert.InRange(SomeNames.Score(first, second), 0, 0.765);

    [Fact]
    public void LessThanEveryWordIsBelowEveryWord()
    {
        double exact = SomeNames.Score("Examplia Works", "EXAMPLIA WORKS"), joined = SomeNames.Score("ExampliaWorks", "Examplia Works"), typed = SomeNames.Score("Examplja Works", "Examplia Works"), extra = SomeNames.Score("Examplia", "Examplia Zondria Works");
        Assert.True(exact > joined && joined > typed && typed > extra);
    }
}
