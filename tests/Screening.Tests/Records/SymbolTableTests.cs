using System.Globalization;
using System.Text;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Records;

public sealed class SymbolTableTests
{
    private readonly SymbolTable _table = new();

    [Fact]
    public void NumbersAreGivenInOrderOfFirstAppearance()
    {
        Assert.Equal([0, 1, 0, 2, 1], new[] { "b", "a", "b", "", "a" }.Select(t => _table.Intern(t)));
        Assert.Equal(3, _table.Count);
        Assert.Equal(["b", "a", ""], Enumerable.Range(0, 3).Select(_table.Text));
    }

    [Fact]
    public void FindingNeverMakesANumber()
    {
        Assert.Equal(Missing.Symbol, _table.Find("a"));
        Assert.Equal(0, _table.Count);
        _table.Intern("a");
        Assert.Equal(0, _table.Find("a"));
        Assert.Equal(Missing.Symbol, _table.Find("A"));
        Assert.Equal(Missing.Symbol, _table.Find(""));
    }

    [Fact]
    public void TextAndItsUtf8AreOne()
    {
        foreach (string text in new[] { "Ω株式会社", "é", "e\u0301", new string('x', 256), new string('株', 257), "😀" })
        {
            int symbol = _table.Intern(text);
            Assert.Equal(symbol, _table.Intern(Encoding.UTF8.GetBytes(text)));
            Assert.Equal(text, _table.Text(symbol));
        }

        Assert.Equal(6, _table.Count);
    }

    [Fact]
    public void ManyTextsKeepTheirNumbersWhileTheTableGrows()
    {
        for (int i = 0; i < 20_000; i++) Assert.Equal(i, _table.Intern($"party {i * 7919}"));
        for (int i = 0; i < 20_000; i++)
        {
            Assert.Equal(i, _table.Find($"party {i * 7919}"));
            Assert.Equal($"party {i * 7919}", _table.Text(i));
        }
    }

    // Up to fifteen bytes a text is compared as two numbers with its length, from sixteen on by its bytes.
    [Fact]
    public void TextsThatDifferInOneByteOrOnlyInLengthAreDifferent()
    {
        List<string> texts = [];
        for (int length = 0; length <= 40; length++)
        {
            texts.Add(new string('a', length));
            texts.Add(new string('\0', length + 1));
            for (int at = 0; at < length; at++) texts.Add(new string('a', at) + "b" + new string('a', length - at - 1));
        }

        int[] symbols = [.. texts.Select(t => _table.Intern(t))];
        Assert.Equal(Enumerable.Range(0, texts.Count), symbols);
        Assert.Equal(symbols, texts.Select(t => _table.Find(t)));
        Assert.Equal(texts, symbols.Select(_table.Text));
    }

    // A table keeps 32 bits of a hash, so among so many texts some are sure to share them; which, is another matter in every process.
    [Theory]
    [InlineData("S-")]
    [InlineData("a text of more than fifteen bytes, ")]
    public void TextsOfOneHashAreDifferent(string beginning)
    {
        Dictionary<uint, string> met = [];
        List<string> texts = [];
        for (int i = 0; texts.Count < 8; i++)
        {
            string text = beginning + i.ToString(CultureInfo.InvariantCulture);
            uint hash = SymbolKey.Of(Encoding.UTF8.GetBytes(text)).Hash;
            if (!met.TryAdd(hash, text)) texts.AddRange(met[hash], text);
        }

        int[] symbols = [.. texts.Select(t => _table.Intern(t))];
        Assert.Equal(texts, symbols.Select(_table.Text));
        Assert.Equal(texts.Distinct().Count(), _table.Count);
        Assert.Equal(symbols, texts.Select(t => _table.Find(t)));
    }

    [Fact]
    public void TextsThatWereToldOfAheadGetTheSameNumbers()
    {
        var random = new Random(TestSeed.Value);
        var other = new SymbolTable();
        byte[][] texts = [.. Enumerable.Range(0, 60_000).Select(_ => Encoding.UTF8.GetBytes(new string('x', random.Next(30)) + random.Next(3_000)))];
        foreach (byte[][] block in texts.Chunk(32))
        {
            SymbolKey[] keys = [.. block.Select(t => _table.Expect(t))];
            foreach (SymbolKey key in keys) _table.Expect(key);
            for (int i = 0; i < block.Length; i++) Assert.Equal(other.Intern(block[i]), _table.Intern(block[i], keys[i]));
        }

        Assert.True(_table.Count > 30_000);
    }

    [Fact]
    public void TheMissingSymbolHasNoTextAndAnUnknownOneIsRefused()
    {
        Assert.Null(_table.Text(Missing.Symbol));
        Assert.Throws<ArgumentOutOfRangeException>(() => _table.Text(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _table.Text(-2));
    }
}
