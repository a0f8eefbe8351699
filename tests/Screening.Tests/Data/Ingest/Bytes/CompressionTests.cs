using Screening.Data.Ingest;
using Screening.Data.Native;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Data.Ingest.Bytes;

public sealed class CompressionTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Packings => ["gzip", "zstd"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Packings))]
    public void MembersOneAfterTheOtherAreOneContent(string compression)
    {
        var random = Seeded(1);
        for (var round = 0; round < 50; round++)
        {
            var parts = Enumerable.Range(0, random.Next(1, 6)).Select(_ => SomePacked.Lines(random, random.Next(20_000) * random.Next(2))).ToList();
            var path = Write("orders.csv", [.. parts.SelectMany(p => SomePacked.Pack(compression, p))]);
            var content = SomePacked.Read(path, new SourceBytesOptions { BlockBytes = random.Next(1, 3_000) }).Content;
            Assert.Equal([.. parts.SelectMany(p => p)], content);
        }
    }

    [Fact]
    public void SkippableFramesOfZstdAreSkippedWhereverTheyStand()
    {
        byte[] skipped = [0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 9, 9, 9];
        var path = Write("orders.csv.zst", [.. skipped, .. SomePacked.Zstd("a\n"u8.ToArray()), .. skipped, .. skipped, .. SomePacked.Zstd("1\n"u8.ToArray()), .. skipped]);
        Assert.Equal("a\n1\n"u8.ToArray(), SomePacked.Read(path).Content);
    }

    /// <summary>Cut at every byte: an error with the place, but for a cut between two members, which nobody can tell from a shorter file.</summary>
    [Theory]
    [MemberData(nameof(Packings))]
    public void ACutFileIsNeverTakenForAWholeOne(string compression)
    {
        var random = Seeded(2);
        foreach (var (one, two) in new[] { (0, 40), (60, 300), (3_000, 5) })
        {
            var parts = new[] { SomePacked.Lines(random, one), SomePacked.Lines(random, two) };
            var packed = parts.Select(p => SomePacked.Pack(compression, p)).ToList();
            byte[] whole = [.. packed[0], .. packed[1]];
            byte[] content = [.. parts[0], .. parts[1]];
            for (var cut = 0; cut < whole.Length; cut++)
            {
                if (cut == packed[0].Length) continue;
                var path = Write("orders.csv." + (compression == "gzip" ? "gz" : "zst"), whole[..cut]);
                var (error, before) = Fails(path, random.Next(1, 500));
                Assert.StartsWith(cut == 0 ? $"orders.csv.{Path.GetExtension(path)[1..]} is named like {compression} and is empty" : "orders.csv.", error.Message, StringComparison.Ordinal);
                if (cut > 3) Assert.Matches($"is cut off: its {compression} data end in the middle, after {Place(before)} unpacked bytes$", error.Message);
                Assert.True(content.AsSpan().StartsWith(before), $"cut at {cut}");
            }
        }
    }

    /// <summary>Bits of the head that say nothing of the content may turn; nothing else.</summary>
    [Theory]
    [MemberData(nameof(Packings))]
    public void ADamagedFileIsRefusedOrGivesTheSame(string compression)
    {
        var random = Seeded(3);
        var content = SomePacked.Lines(random, 700);
        var whole = SomePacked.Pack(compression, content);
        var refused = 0;
        for (var place = 0; place < whole.Length; place++)
        {
            var bad = whole.ToArray();
            bad[place] ^= (byte)(1 << random.Next(8));
            var path = Write("orders.csv." + (compression == "gzip" ? "gz" : "zst"), bad);
            try
            {
                Assert.Equal(content, SomePacked.Read(path, new SourceBytesOptions { BlockBytes = random.Next(1, 500) }).Content);
            }
            catch (IngestException e)
            {
                refused++;
                Assert.DoesNotContain("\n", e.Message, StringComparison.Ordinal);
            }
        }
        Assert.True(refused > whole.Length - 10, $"{refused} of {whole.Length}");
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public void WhatFollowsTheLastMemberIsRefused(string compression)
    {
        var packed = SomePacked.Pack(compression, "a,b\n1,2\n"u8.ToArray());
        foreach (byte[] rest in new byte[][] { [0], [0, 0, 0, 0], [0x1F], [0x1F, 0], "a,b\n"u8.ToArray() })
        {
            var (error, _) = Fails(Write("orders.csv", [.. packed, .. rest]), 1 << 17);
            Assert.True(error.Message.StartsWith("orders.csv is damaged: after ", StringComparison.Ordinal) || error.Message.StartsWith("orders.csv is cut off: its ", StringComparison.Ordinal), error.Message);
        }
    }

    [Fact]
    public void AWrongChecksumIsSaid()
    {
        var packed = SomePacked.Gzip("a,b\n1,2\n"u8.ToArray());
        packed[^8] ^= 1;
        Assert.Matches("^orders.csv is damaged: after [68] unpacked bytes gzip cannot unpack what follows or its checksum is wrong$", Fails(Write("orders.csv", packed), 4_096).Error.Message);
        packed = SomePacked.Zstd("a,b\n1,2\n"u8.ToArray());
        packed[^1] ^= 1;
        Assert.Matches("^orders.csv is damaged: after [0-8] unpacked bytes zstd says '.*checksum.*'$", Fails(Write("orders.csv", packed), 4_096).Error.Message);
    }

    [Theory]
    [InlineData("orders.csv.gz", "none", "orders.csv.gz is named like gzip and its first bytes are not; accepted: what its name says, or a name that does not say")]
    [InlineData("orders.csv.GZ", "zstd", "orders.csv.GZ is named like gzip and is zstd; accepted")]
    [InlineData("orders.zst", "gzip", "orders.zst is named like zstd and is gzip; accepted")]
    [InlineData("orders.zst", "none", "orders.zst is named like zstd and its first bytes are not; accepted")]
    public void ANameMustNotPromiseWhatTheBytesAreNot(string name, string compression, string begin)
    {
        var path = Write(name, SomePacked.Pack(compression, "a,b\n1,2\n"u8.ToArray()));
        Assert.StartsWith(begin, Assert.Throws<IngestException>(() => SourceBytes.Open(path, name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherPackingsAndPackingTwiceAreNamed()
    {
        Assert.Equal("a.csv is a zip archive; accepted: a plain file, gzip or zstd", Fails(Write("a.csv", [.. "PK\u0003\u0004"u8, 20, 0]), 100).Error.Message);
        Assert.StartsWith("b.csv is packed with xz; ", Fails(Write("b.csv", [0xFD, .. "7zXZ"u8, 0, 1]), 100).Error.Message, StringComparison.Ordinal);
        Assert.StartsWith("c.csv is packed with bzip2; ", Fails(Write("c.csv", [.. "BZh91AY"u8]), 100).Error.Message, StringComparison.Ordinal);
        Assert.Equal("d.csv is zstd and holds gzip once more; accepted: compressed once", Fails(Write("d.csv", SomePacked.Zstd(SomePacked.Gzip("a\n"u8.ToArray()))), 100).Error.Message);
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public void ABombIsRefusedBeforeItIsUnpacked(string compression)
    {
        var path = Write("orders.csv", SomePacked.Pack(compression, new byte[40 << 20]));
        Assert.True(new FileInfo(path).Length < 50_000);
        // gzip packs at most 1,032 : 1 and this one hardly more than 1,000 : 1, so a lower bound stands for a larger bomb.
        var (error, before) = Fails(path, 1 << 12, new SourceBytesOptions { MostRatio = 500, BlockBytes = 512 });
        Assert.StartsWith("orders.csv looks like a decompression bomb: its first ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(" : 1; accepted: at most 500 : 1 after the first 16,777,216 bytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(before.Length, (16 << 20) - (1 << 12), (16 << 20) + (1 << 20));
        (error, before) = Fails(path, 1 << 12, new SourceBytesOptions { MostBytes = 10_000 });
        Assert.Equal("orders.csv holds more than 10,000 bytes once unpacked; accepted: at most so many", error.Message);
        Assert.InRange(before.Length, 0, 10_000);
    }

    [Fact]
    public void ABombOfZerosIsRefusedAsItComes()
    {
        var path = Write("orders.csv.zst", SomePacked.Zstd(new byte[100 << 20]));
        Assert.Contains(" : 1; accepted: at most 1,000 : 1 after the first 16,777,216 bytes", Fails(path, 1 << 16).Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatPacksWellButNotAbsurdlyIsTaken()
    {
        var content = new byte[20 << 20];
        var random = Seeded(4);
        for (var i = 0; i < content.Length; i += 2_000) content[i] = (byte)random.Next(1, 255);
        Assert.Equal(content.Length, SomePacked.Read(Write("orders.csv", SomePacked.Gzip(content))).Content.Length);
    }

    [Fact]
    public void AFrameCannotAskForGigabytes()
    {
        byte[] asks = [0x28, 0xB5, 0x2F, 0xFD, 0, 21 << 3, 1, 0, 0];
        Assert.Equal("orders.csv is damaged: after 0 unpacked bytes a frame asks for a window of more than 134217728 bytes", Fails(Write("orders.csv", asks), 100).Error.Message);
        asks[5] = 17 << 3;
        Assert.Empty(SomePacked.Read(Write("orders.csv", asks)).Content);
    }

    [Fact]
    public void ZstdIsNeededForItsFilesOnly()
    {
        var found = NativeLibraries.Describe().Single(l => l.Name == "zstd");
        Assert.Equal("source files packed with zstd", found.OnlyFor);
        Assert.Null(found.Problem);
        Assert.All(NativeLibraries.Describe().Where(l => l.Name != "zstd"), l => Assert.Null(l.OnlyFor));
    }

    private (IngestException Error, byte[] Before) Fails(string path, int piece, SourceBytesOptions? options = null)
    {
        using var before = new MemoryStream();
        var error = Assert.Throws<IngestException>(() =>
        {
            using var source = SourceBytes.Open(path, Path.GetFileName(path), options);
            SomePacked.ReadInto(before, source.Stream, new Random(1), piece);
            source.Finish();
        });
        Assert.False(error.Message.EndsWith('.'), error.Message);
        return (error, before.ToArray());
    }

    /// <summary>The place that a message must name: what was given, or the few bytes that opening looks at and never gave.</summary>
    private static string Place(byte[] before) => before.Length == 0 ? "[0-6]" : before.Length.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    private string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(_folder[name], bytes);
        return _folder[name];
    }

    private Random Seeded(int seed)
    {
        output.WriteLine(FormattableString.Invariant($"seed {seed}"));
        return new Random(seed);
    }
}
