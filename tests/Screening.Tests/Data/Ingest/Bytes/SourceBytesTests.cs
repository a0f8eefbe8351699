using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Screening.Data.Ingest;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Data.Ingest.Bytes;

public sealed partial class SourceBytesTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("none", 0)]
    [InlineData("none", 100_000)]
    [InlineData("gzip", 0)]
    [InlineData("gzip", 100_000)]
    [InlineData("zstd", 0)]
    [InlineData("zstd", 100_000)]
    public void ContentHashSizeAndTimeAreThoseOfTheFileInPiecesOfAnySize(string compression, int bytes)
    {
        var random = Seeded(12);
        var content = SomePacked.Lines(random, bytes);
        var packed = SomePacked.Pack(compression, content);
        var path = Write("orders.csv", packed);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 3, 1, 4, 5, 6, DateTimeKind.Utc));

        foreach (var block in new[] { 1, 3, 7, 1_000, 1 << 17 })
        {
            using var source = SourceBytes.Open(path, "orders.csv", new SourceBytesOptions { BlockBytes = block });
            Assert.Equal(content, SomePacked.ReadAll(source.Stream, random, 1 + random.Next(5_000)));
            Assert.Equal(compression, source.Compression);
            Assert.Equal("utf-8", source.Encoding);
            var identity = source.Finish();
            Assert.Equal(new SourceIdentity(Convert.ToHexStringLower(SHA256.HashData(packed)), packed.Length, new DateTime(2026, 3, 1, 4, 5, 6, DateTimeKind.Utc)), identity);
            Assert.Equal(identity, source.Finish());
        }
    }

    [Fact]
    public void AFileIsNotFinishedBeforeItsEndWasRead()
    {
        using var source = SourceBytes.Open(Write("orders.csv", "a,b\n1,2\n"u8.ToArray()), "orders.csv");
        source.Stream.ReadExactly(new byte[8]);
        Assert.Throws<InvalidOperationException>(() => source.Finish());
        Assert.Equal(0, source.Stream.Read(new byte[1]));
        Assert.Equal(8, source.Finish().Bytes);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    public void ASecondReadingGivesTheSameInTheMiddleOfTheFirst(string compression)
    {
        var random = Seeded(5);
        var text = string.Concat(Enumerable.Range(0, 5_000).Select(i => FormattableString.Invariant($"{i},Müller,{random.Next()}\n")));
        var path = Write("orders.csv", SomePacked.Pack(compression, Encoding.Latin1.GetBytes(text)));
        using var source = SourceBytes.Open(path, "orders.csv", new SourceBytesOptions { Encoding = "latin-1", BlockBytes = 333 });
        var first = new byte[10_000];
        source.Stream.ReadExactly(first);
        using (var again = source.Reread()) Assert.Equal(text, Encoding.UTF8.GetString(SomePacked.ReadAll(again, random, 700)));
        Assert.Equal(text, Encoding.UTF8.GetString([.. first, .. SomePacked.ReadAll(source.Stream, random, 700)]));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))), source.Finish().Sha256);
    }

    [Fact]
    public async Task ANamedPipeIsRefusedWithoutWaitingForItsWriter()
    {
        Assert.Equal(0, MakePipe(_folder["orders.csv"], 0x1B6));
        var error = await Task.Run(() => Assert.Throws<IngestException>(() => SourceBytes.Open(_folder["orders.csv"], "orders.csv")), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        AssertSentence(error, "orders.csv is a named pipe; accepted: an ordinary file");
    }

    [Fact]
    public void WhatIsNoOrdinaryFileIsRefused()
    {
        Directory.CreateDirectory(_folder["orders"]);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder["socket"]));
        File.CreateSymbolicLink(_folder["null.csv"], "/dev/null");
        AssertRefused("orders", "orders is a folder; accepted: an ordinary file");
        AssertRefused("socket", "socket is a socket; accepted: an ordinary file");
        AssertRefused("null.csv", "null.csv is a device; accepted: an ordinary file");
        AssertRefused("absent.csv", "absent.csv does not exist");
        File.CreateSymbolicLink(_folder["loop.csv"], _folder["loop.csv"]);
        AssertRefused("loop.csv", "loop.csv cannot be opened: ");
    }

    [Fact]
    public void AFileThatAnotherProgramWritesIsRefused()
    {
        using var writer = new FileStream(_folder["orders.csv"], FileMode.Create, FileAccess.Write, FileShare.None);
        AssertRefused("orders.csv", "orders.csv cannot be opened for reading, another program may hold it");
    }

    [Fact]
    public void ALinkIsFollowedBelowTheRootAndNotOutOfIt()
    {
        Directory.CreateDirectory(_folder["in/deep"]);
        Directory.CreateDirectory(_folder["in-side"]);
        Write("in/deep/real.csv", "a\n"u8.ToArray());
        Write("in-side/other.csv", "b\n"u8.ToArray());
        File.CreateSymbolicLink(_folder["in/inner.csv"], "deep/real.csv");
        File.CreateSymbolicLink(_folder["in/outer.csv"], "../in-side/other.csv");
        Directory.CreateSymbolicLink(_folder["in/folder"], _folder["in-side"]);
        Directory.CreateSymbolicLink(_folder["root"], _folder["in"]);
        foreach (var root in new[] { "in", "in/", "root", "in/../root" })
        {
            var options = new SourceBytesOptions { Root = _folder[root] };
            Assert.Equal("a\n"u8.ToArray(), SomePacked.Read(_folder["in/inner.csv"], options).Content);
            Assert.Equal("a\n"u8.ToArray(), SomePacked.Read(_folder["root/deep/real.csv"], options).Content);
            foreach (var path in new[] { "in/outer.csv", "in/folder/other.csv", "in-side/other.csv", "in/../in-side/other.csv" })
            {
                var error = Assert.Throws<IngestException>(() => SourceBytes.Open(_folder[path], "x.csv", options));
                AssertSentence(error, $"x.csv leaves the folder '{_folder[root]}': it leads to '{_folder["in-side/other.csv"]}'");
            }
        }
        Assert.Equal("b\n"u8.ToArray(), SomePacked.Read(_folder["in/outer.csv"]).Content);
    }

    [Theory]
    [InlineData("orders.csv.part")]
    [InlineData("orders.csv.TMP")]
    [InlineData("orders.partial")]
    [InlineData("orders.csv.filepart")]
    [InlineData("orders.csv.crdownload")]
    public void ANameThatSaysItIsStillComingIsRefused(string name)
    {
        Write(name, "a\n"u8.ToArray());
        AssertRefused(name, $"{name} ends in {Path.GetExtension(name).ToLower(CultureInfo.InvariantCulture)}: it is still being delivered");
    }

    [Fact]
    public void AFileIsTakenOnceItHasBeenLeftAloneLongEnough()
    {
        var path = Write("orders.csv", "a\n"u8.ToArray());
        var changed = new DateTime(2026, 3, 1, 4, 5, 6, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(path, changed);
        SourceBytesOptions After(double seconds) => new() { SettleSeconds = 60, NowUtc = changed.AddSeconds(seconds) };
        Assert.Equal(2, SomePacked.Read(path, After(60)).Identity.Bytes);
        AssertRefused("orders.csv", "orders.csv was last changed at 2026-03-01T04:05:06.000Z, which is not 60 s before 2026-03-01T04:06:05.500Z: it may still be written", After(59.5));
        AssertRefused("orders.csv", "orders.csv was last changed at", After(-10));
    }

    [Theory]
    [InlineData("grows", "none")]
    [InlineData("shrinks", "none")]
    [InlineData("touched", "none")]
    [InlineData("touched", "gzip")]
    [InlineData("grows", "zstd")]
    [InlineData("shrinks", "gzip")]
    [InlineData("shrinks", "zstd")]
    public void AFileThatChangesWhileItIsReadIsRefused(string how, string compression)
    {
        var path = Write("orders.csv", SomePacked.Pack(compression, SomePacked.Lines(new Random(3), 200_000)));
        using var source = SourceBytes.Open(path, "orders.csv", new SourceBytesOptions { BlockBytes = 256 });
        source.Stream.ReadExactly(new byte[1_000]);
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            if (how == "grows") file.SetLength(file.Length + 5);
            else if (how == "shrinks") file.SetLength(file.Length / 2);
        }
        if (how == "touched") File.SetLastWriteTimeUtc(path, new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc));

        var error = Assert.Throws<IngestException>(() =>
        {
            source.Stream.CopyTo(Stream.Null);
            source.Finish();
        });
        AssertSentence(error, "orders.csv changed while it was read, from ");
    }

    [Fact]
    public void AChangeAfterTheEndWasReadIsSeenByFinishAndByReadingAgain()
    {
        var path = Write("orders.csv", "a\n1\n"u8.ToArray());
        using var source = SourceBytes.Open(path, "orders.csv");
        source.Stream.CopyTo(Stream.Null);
        File.SetLastWriteTimeUtc(path, new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc));
        AssertSentence(Assert.Throws<IngestException>(() => source.Finish()), "orders.csv changed while it was read");
        AssertSentence(Assert.Throws<IngestException>(() => source.Reread().CopyTo(Stream.Null)), "orders.csv changed while it was read");
    }

    [Fact]
    public void MoreContentThanAllowedIsRefusedAlsoWhenNothingIsPacked()
    {
        Write("orders.csv", new byte[1_001]);
        Assert.Equal(1_001, SomePacked.Read(_folder["orders.csv"], new SourceBytesOptions { MostBytes = 1_001 }).Content.Length);
        AssertRefused("orders.csv", "orders.csv holds more than 1,000 bytes once unpacked; accepted: at most so many", new SourceBytesOptions { MostBytes = 1_000 });
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);

    private static void AssertSentence(IngestException error, string begin)
    {
        Assert.StartsWith(begin, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(". ", error.Message, StringComparison.Ordinal);
        Assert.False(error.Message.EndsWith('.'), error.Message);
        Assert.DoesNotContain("/proc/", error.Message, StringComparison.Ordinal);
    }

    private void AssertRefused(string file, string begin, SourceBytesOptions? options = null) =>
        AssertSentence(Assert.Throws<IngestException>(() => SomePacked.Read(_folder[file], options)), begin);

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
