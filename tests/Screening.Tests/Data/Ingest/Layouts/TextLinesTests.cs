using System.Text;
using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

public sealed class TextLinesTests
{
    [Theory]
    [InlineData("a\nb\n", "1 a|2 b")]
    [InlineData("a\r\n\r\nb", "1 a|2 |3 b")]
    [InlineData("\uFEFFa\nb\uFEFF", "1 a|2 b\uFEFF")]
    [InlineData("", "")]
    [InlineData("\n", "1 ")]
    public void LinesAndTheirNumbers(string text, string expected) => Assert.Equal(expected, string.Join('|', Lines(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public void BytesThatAreNoTextCostOneLine() =>
        Assert.Equal(["1 a", "2 caf\uFFFD [is not UTF-8]", "3 x\uFFFDy [holds a NUL character]", "4 z"], Lines([.. "a\ncaf"u8, 0xE9, (byte)'\n', .. "x\0y\nz"u8]));

    [Fact]
    public void ALineThatIsTooLongCostsOneLineAndLittleMemory()
    {
        var limits = new LayoutLimits { LongestPiece = 1000 };
        var text = "a\n" + new string('x', 1000) + "\n" + new string('y', 1001) + "\n" + new string('z', 500_000) + "\nb";

        Assert.Equal(
            ["1 a", "2 " + new string('x', 1000), "3 " + new string('y', 1000) + " [is longer than 1000 bytes]", "4 " + new string('z', 1000) + " [is longer than 1000 bytes]", "5 b"],
            Lines(Encoding.UTF8.GetBytes(text), limits));
    }

    [Fact]
    public void ALineMayBeReadInManyPieces()
    {
        var text = string.Join('\n', Enumerable.Range(0, 300).Select(i => new string((char)('a' + (i % 26)), i * 7)));

        Assert.Equal(text.Split('\n').Select((l, i) => FormattableString.Invariant($"{i + 1} {l}")), Lines(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void AFileThatIsTooLargeEnds() =>
        Assert.Equal("some.csv: the file is larger than 9 bytes", Assert.Throws<IngestException>(() => Lines("1234\n6789\n"u8.ToArray(), new LayoutLimits { MostBytes = 9 })).Message);

    private static List<string> Lines(byte[] bytes, LayoutLimits? limits = null)
    {
        var lines = new TextLines(new SlowStream(bytes), "some.csv", limits ?? LayoutLimits.Default);
        var found = new List<string>();
        var last = 0;
        while (lines.Next(TestContext.Current.CancellationToken))
        {
            // Asking whether it is the last must not move the reader.
            if (lines.IsLast) last++;
            found.Add(FormattableString.Invariant($"{lines.Number} {lines.Text}") + (lines.Problem is null ? "" : $" [{lines.Problem}]"));
        }
        Assert.Equal(Math.Min(1, found.Count), last);
        return found;
    }

    /// <summary>Gives at most 777 bytes at a time, as a stream may.</summary>
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes, writable: false)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 777));
    }
}
