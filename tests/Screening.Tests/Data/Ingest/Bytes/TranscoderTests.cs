using System.Text;
using System.Text.Unicode;
using Screening.Data.Ingest;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Data.Ingest.Bytes;

public sealed class TranscoderTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Encodings => [.. SourceEncoding.Accepted.Split(", ")];

    public static TheoryData<string> OfBytes => [.. SourceEncoding.Accepted.Split(", ").Where(e => !e.StartsWith("utf", StringComparison.Ordinal))];

    public void Dispose() => _folder.Dispose();

    /// <summary>Every character that .NET can write in the encoding and read back, in one text, over blocks whose borders lie everywhere.</summary>
    [Theory]
    [MemberData(nameof(Encodings))]
    public void EveryCharacterOfAnEncodingComesBackWhereverABlockEnds(string name)
    {
        var random = Seeded(1);
        var text = Characters(name, random);
        var bytes = Encode(name, text);
        var whole = Transcode(name, bytes, 1 << 17, random);
        Assert.Equal(text.Length, Encoding.UTF8.GetString(whole).Length);
        Assert.Equal(text, Encoding.UTF8.GetString(whole));
        foreach (var block in new[] { 1, 2, 3, 5, 64 }) Assert.Equal(whole, Transcode(name, bytes, block, random));
    }

    [Theory]
    [InlineData("latin-1", 254)]
    [InlineData("windows-1252", 249)]
    [InlineData("windows-1251", 253)]
    [InlineData("windows-1250", 249)]
    [InlineData("shift_jis", 7_000)]
    [InlineData("euc-kr", 17_000)]
    [InlineData("big5", 13_000)]
    [InlineData("gb18030", 63_000)]
    [InlineData("utf-16", 63_000)]
    public void TheCharactersOfAnEncodingAreAsManyAsTheyShouldBe(string name, int atLeast) =>
        Assert.InRange(Characters(name, Seeded(1)).EnumerateRunes().Where(r => r.Value != ',').Distinct().Count(), atLeast, 0x11_0000);

    /// <summary>Whatever the bytes are, a line becomes what it would become alone, so that nonsense costs its own line only.</summary>
    [Theory]
    [MemberData(nameof(OfBytes))]
    public void NonsenseNeverReachesBeyondItsLine(string name)
    {
        var random = Seeded(2);
        for (var round = 0; round < 300; round++)
        {
            var lines = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Nonsense(random)).ToList();
            var bytes = lines.SelectMany(l => l.Append((byte)'\n')).ToArray();
            var alone = lines.SelectMany(l => Transcode(name, [.. l, (byte)'\n'], 1 << 10, random)).ToArray();
            var together = Transcode(name, bytes, random.Next(1, 9), random);
            Assert.Equal(alone, together);
            // Bytes below 0x30 are the second half of no character, so every quote, delimiter and line end is still there.
            Assert.Equal(bytes.Where(b => b < 0x30), together.Where(b => b < 0x30));
        }
    }

    [Theory]
    [InlineData("shift_jis", new byte[] { 0x81 })]
    [InlineData("shift_jis", new byte[] { 0x80 })]
    [InlineData("shift_jis", new byte[] { 0xA0 })]
    [InlineData("shift_jis", new byte[] { 0xFD })]
    [InlineData("shift_jis", new byte[] { 0xEF, 0x40 })]
    [InlineData("big5", new byte[] { 0xA1 })]
    [InlineData("big5", new byte[] { 0xFF })]
    [InlineData("big5", new byte[] { 0x81, 0x40 })]
    [InlineData("shift_jis", new byte[] { 0xF0, 0x40 })]
    [InlineData("big5", new byte[] { 0xF9, 0xFF })]
    [InlineData("euc-kr", new byte[] { 0xB0 })]
    [InlineData("euc-kr", new byte[] { 0x81 })]
    [InlineData("euc-kr", new byte[] { 0xC9, 0xA1 })]
    [InlineData("gb18030", new byte[] { 0x81 })]
    [InlineData("gb18030", new byte[] { 0x80 })]
    [InlineData("gb18030", new byte[] { 0xFF })]
    [InlineData("gb18030", new byte[] { 0x81, 0x30 })]
    [InlineData("gb18030", new byte[] { 0x81, 0x30, 0x81 })]
    [InlineData("gb18030", new byte[] { 0xE3, 0x32, 0x9A, 0x36 })]
    [InlineData("gb18030", new byte[] { 0x85, 0x30, 0x81, 0x30 })]
    [InlineData("windows-1252", new byte[] { 0x81 })]
    [InlineData("windows-1252", new byte[] { 0x9D })]
    [InlineData("windows-1250", new byte[] { 0x98 })]
    [InlineData("windows-1251", new byte[] { 0x98 })]
    [InlineData("utf-16le", new byte[] { 0x00, 0xD8 })]
    [InlineData("utf-16le", new byte[] { 0x00, 0xDC })]
    [InlineData("utf-16be", new byte[] { 0xD8, 0x00 })]
    [InlineData("utf-16be", new byte[] { 0xDF, 0xFF })]
    public void WhatIsNotOfTheEncodingMakesItsLineNoUtf8AndNoOther(string name, byte[] bad)
    {
        byte[] file = [.. Encode(name, "name,n\nfirst,1\nspo"), .. bad, .. Encode(name, "\n\"last\",2\n")];
        foreach (var block in new[] { 1, 2, 3, 1_000 })
        {
            var lines = Lines(Transcode(name, file, block, new Random(1)));
            Assert.Equal([true, true, false, true], lines.Select(l => Utf8.IsValid(l)));
            Assert.Contains(Transcoder.Invalid, lines[2]);
            Assert.Equal("\"last\",2", Encoding.UTF8.GetString(lines[3]));
            Assert.StartsWith("spo", Encoding.UTF8.GetString(lines[2]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("shift_jis", new byte[] { 0x81 })]
    [InlineData("gb18030", new byte[] { 0x81, 0x30, 0x81 })]
    [InlineData("utf-16le", new byte[] { 0x41 })]
    [InlineData("utf-16be", new byte[] { 0xD8, 0x00, 0x00 })]
    public void WhatIsIncompleteAtTheEndIsInvalid(string name, byte[] bad)
    {
        foreach (var block in new[] { 1, 2, 3, 1_000 })
        {
            var made = Transcode(name, [.. Encode(name, "a\nb"), .. bad], block, new Random(1));
            Assert.StartsWith("a\nb", Encoding.UTF8.GetString(made), StringComparison.Ordinal);
            Assert.Equal(Transcoder.Invalid, made[3]);
        }
    }

    [Fact]
    public void EveryByteOfLatin1IsItsOwnCodePoint() =>
        Assert.Equal(string.Concat(Enumerable.Range(0, 256).Select(i => (char)i)), Encoding.UTF8.GetString(Transcode("latin-1", [.. Enumerable.Range(0, 256).Select(i => (byte)i)], 7, new Random(1))));

    [Theory]
    [InlineData("shift_jis", new byte[] { 0xED, 0x40 }, "纊")]
    [InlineData("shift_jis", new byte[] { 0xFA, 0x5C }, "纊")]
    [InlineData("shift_jis", new byte[] { 0x81, 0x45 }, "・")]
    [InlineData("shift_jis", new byte[] { 0x87, 0x90 }, "≒")]
    [InlineData("big5", new byte[] { 0xA2, 0xCC }, "十")]
    [InlineData("euc-kr", new byte[] { 0xB4, 0xD3 }, "닒")]
    [InlineData("euc-kr", new byte[] { 0x81, 0x41 }, "갂")]
    [InlineData("gb18030", new byte[] { 0x81, 0x30, 0x81, 0x30 }, "\u0080")]
    [InlineData("gb18030", new byte[] { 0x95, 0x32, 0x82, 0x36 }, "𠀀")]
    [InlineData("gb18030", new byte[] { 0xE3, 0x32, 0x9A, 0x35 }, "\U0010FFFF")]
    public void PairsMeanWhatTheStandardsSay(string name, byte[] bytes, string expected) => Assert.Equal(expected, Encoding.UTF8.GetString(Transcode(name, bytes, 1, new Random(1))));

    [Fact]
    public void HalvesOfPairsAreInvalidOneByOne()
    {
        var made = Transcode("utf-16le", [0x3D, 0xD8, 0x3D, 0xD8, 0x00, 0xDE, 0x00, 0xDE, 0x41, 0], 1, new Random(1));
        Assert.Equal([0xFF, .. "😀"u8, 0xFF, (byte)'A'], made);
    }

    [Theory]
    [InlineData(null, new byte[] { }, "utf-8")]
    [InlineData(null, new byte[] { 0xEF, 0xBB, 0xBF }, "utf-8")]
    [InlineData(null, new byte[] { 0xFF, 0xFE }, "utf-16le")]
    [InlineData(null, new byte[] { 0xFE, 0xFF }, "utf-16be")]
    [InlineData("utf-8", new byte[] { 0xEF, 0xBB, 0xBF }, "utf-8")]
    [InlineData("utf-16", new byte[] { 0xFF, 0xFE }, "utf-16le")]
    [InlineData("utf-16", new byte[] { 0xFE, 0xFF }, "utf-16be")]
    [InlineData("utf-16", new byte[] { }, "utf-16le")]
    [InlineData("utf-16be", new byte[] { }, "utf-16be")]
    [InlineData("utf-16be", new byte[] { 0xFE, 0xFF }, "utf-16be")]
    [InlineData("gb18030", new byte[] { 0x84, 0x31, 0x95, 0x33 }, "gb18030")]
    public void AMarkDecidesAndIsNotContent(string? declared, byte[] mark, string expected)
    {
        foreach (var compression in new[] { "none", "gzip", "zstd" })
        {
            foreach (var text in new[] { "", "a", "ab\n1\n" })
            {
                if (text.Length == 0 && mark.Length == 0) continue;
                File.WriteAllBytes(_folder["x.csv"], SomePacked.Pack(compression, [.. mark, .. Encode(expected, text)]));
                using var source = SourceBytes.Open(_folder["x.csv"], "x.csv", new SourceBytesOptions { Encoding = declared, BlockBytes = 1 });
                Assert.Equal(expected, source.Encoding);
                Assert.Equal(text, Encoding.UTF8.GetString(SomePacked.ReadAll(source.Stream, new Random(1), 3)));
                Assert.True(source.Finish().Bytes >= mark.Length);
            }
        }
    }

    [Theory]
    [InlineData("utf-8", new byte[] { 0xFF, 0xFE, 0x41, 0 }, "x.csv begins with the mark of utf-16le and is declared as utf-8; correct source.encoding in its mapping file")]
    [InlineData("windows-1252", new byte[] { 0xEF, 0xBB, 0xBF }, "x.csv begins with the mark of utf-8 and is declared as windows-1252")]
    [InlineData("utf-16le", new byte[] { 0xFE, 0xFF }, "x.csv begins with the mark of utf-16be and is declared as utf-16le")]
    [InlineData(null, new byte[] { 0xFF, 0xFE, 0, 0 }, "x.csv begins with the mark of utf-32; accepted: utf-8, ")]
    [InlineData("ebcdic", new byte[] { 0x41 }, "the encoding of x.csv is declared as 'ebcdic'; accepted: utf-8, ")]
    public void AMarkMustNotContradictWhatWasDeclared(string? declared, byte[] head, string begin)
    {
        File.WriteAllBytes(_folder["x.csv"], head);
        var error = Assert.Throws<IngestException>(() => SourceBytes.Open(_folder["x.csv"], "x.csv", new SourceBytesOptions { Encoding = declared }));
        Assert.StartsWith(begin, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Utf8IsGivenAsItIsWhateverItHolds()
    {
        var bytes = new byte[5_000];
        Seeded(6).NextBytes(bytes);
        bytes[0] = (byte)'a';
        File.WriteAllBytes(_folder["x.csv"], bytes);
        Assert.Equal(bytes, SomePacked.Read(_folder["x.csv"]).Content);
    }

    private static byte[] Transcode(string name, byte[] bytes, int block, Random random)
    {
        var decided = name == "utf-16" ? "utf-16le" : name;
        if (SourceEncoding.TranscoderOf(decided) is not { } transcoder) return bytes;
        using var stream = new TranscodingStream(new Dribble(bytes, random), transcoder, block);
        return SomePacked.ReadAll(stream, random, 1 + random.Next(2 * block));
    }

    private static byte[] Encode(string name, string text) => name switch
    {
        "utf-8" => Encoding.UTF8.GetBytes(text),
        "utf-16" or "utf-16le" => Encoding.Unicode.GetBytes(text),
        "utf-16be" => Encoding.BigEndianUnicode.GetBytes(text),
        _ => SourceEncoding.Strict(name).GetBytes(text),
    };

    /// <summary>All characters of an encoding, shuffled, with commas strewn in.</summary>
    private static string Characters(string name, Random random)
    {
        var encoding = name.StartsWith("utf", StringComparison.Ordinal) ? Encoding.UTF8 : SourceEncoding.Strict(name);
        var runes = new List<Rune>();
        for (var i = 1; i < 0x11_0000; i += i < 0x1_0000 ? 1 : 997)
        {
            if (!Rune.IsValid(i) || i is 0xFFFF or 0xFEFF || (i is (>= 0x80 and < 0xA0) or (>= 0xE000 and <= 0xF8FF) && name is not ("latin-1" or "gb18030") && !name.StartsWith("utf", StringComparison.Ordinal))) continue;
            var text = new Rune(i).ToString();
            try
            {
                if (encoding.GetString(encoding.GetBytes(text)) == text) runes.Add(new Rune(i));
            }
            catch (EncoderFallbackException)
            {
                // not of this encoding
            }
        }
        var all = runes.ToArray();
        random.Shuffle(all);
        return string.Concat(all.Select(r => random.Next(4) == 0 ? r + "," : r.ToString()));
    }

    private static byte[] Nonsense(Random random)
    {
        var line = new byte[random.Next(20)];
        for (var i = 0; i < line.Length; i++)
        {
            line[i] = (byte)(random.Next(4) switch { 0 => random.Next(0x80, 0x100), 1 => random.Next(0x30, 0x3A), 2 => "\",\r;aZ"[random.Next(6)], _ => random.Next(0x80, 0x100) });
        }
        return line;
    }

    private static List<byte[]> Lines(byte[] bytes)
    {
        var lines = new List<byte[]>();
        for (int from = 0, end; (end = Array.IndexOf(bytes, (byte)'\n', from)) >= 0; from = end + 1) lines.Add(bytes[from..end]);
        return lines;
    }

    private Random Seeded(int seed)
    {
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        return new Random(seed);
    }

    /// <summary>Gives fewer bytes than it is asked for.</summary>
    private sealed class Dribble(byte[] bytes, Random random) : ForwardStream
    {
        private int _place;

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(bytes.Length - _place, random.Next(1, buffer.Length + 1));
            bytes.AsSpan(_place, count).CopyTo(buffer);
            _place += count;
            return count;
        }
    }
}
