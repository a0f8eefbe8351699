using Screening.Parties;
using Xunit;

namespace Screening.Tests.Parties;

public sealed class NameKeyTests
{
    [Theory]
    [InlineData("Müller & Söhne GmbH", "MULLER SOHNE")]
    [InlineData("MULLER  SOHNE", "MULLER SOHNE")]
    [InlineData("Société Générale S.A.", "SOCIETE GENERALE")]
    [InlineData("Société Ge\u0301ne\u0301rale", "SOCIETE GENERALE")]
    [InlineData("Shenzhen Foo Co.,Ltd.", "SHENZHEN FOO")]
    [InlineData("Shenzhen Foo Co. Ltd", "SHENZHEN FOO")]
    [InlineData("Bar L.L.C.", "BAR")]
    [InlineData("O'Neil plc", "ONEIL")]
    [InlineData("O\u2019Neil", "ONEIL")]
    [InlineData("Petronas Sdn. Bhd.", "PETRONAS")]
    [InlineData("ＡＢＣ　Ｔｅｃｈ", "ABC TECH")]
    [InlineData("A\u200bB C\u00adD", "AB CD")]
    [InlineData("3M Company", "3M")]
    [InlineData("Foo-Bar/Baz", "FOO BAR BAZ")]
    public void SpellingsOfOneNameHaveOneKey(string name, string key) => Assert.Equal(key, NameKey.Of(name));

    [Theory]
    [InlineData("華為技術有限公司", "華為技術有限公司")]
    [InlineData("株式会社 東芝", "株式会社 東芝")]
    [InlineData("Газпром нефть", "ГАЗПРОМ НЕФТЬ")]
    public void LettersOfOtherScriptsAreKept(string name, string key) => Assert.Equal(key, NameKey.Of(name));

    [Theory]
    [InlineData("Limited", "LIMITED")]
    [InlineData("Co. Ltd.", "CO")]
    [InlineData("SE Holdings", "SE HOLDINGS")]
    [InlineData("AB Foods Trading", "AB FOODS TRADING")]
    public void ALegalFormIsLeftOutAtTheEndOnlyAndNeverTheWholeName(string name, string key) => Assert.Equal(key, NameKey.Of(name));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("--- / &")]
    public void ANameWithoutLetterOrDigitHasAnEmptyKey(string name) => Assert.Empty(NameKey.Of(name));

    [Fact]
    public void AKeyIsItsOwnKey()
    {
        foreach (string name in new[] { "Müller & Söhne GmbH", "Co. Ltd.", "ﬁne ½ Ltd", "İstanbul A.Ş.", "ß", "Ǆ", "株式会社 東芝", "가나다" })
            Assert.Equal(NameKey.Of(name), NameKey.Of(NameKey.Of(name)));
    }
}
