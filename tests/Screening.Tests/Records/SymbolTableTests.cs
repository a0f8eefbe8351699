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

    [Fact]
    public void TheMissingSymbolHasNoTextAndAnUnknownOneIsRefused()
    {
        Assert.Null(_table.Text(Missing.Symbol));
        Assert.Throws<ArgumentOutOfRangeException>(() => _table.Text(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => _table.Text(-2));
    }
}
