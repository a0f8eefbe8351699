using System.Text;
using Screening.Data.Journals;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Data.Journals;

public sealed class JournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsWrittenIsReadAgainInOrderAndByPosition()
    {
        var positions = new List<long>();
        using (Journal journal = Open(out _))
        {
            for (int i = 0; i < 50; i++) positions.Add(Add(journal, Text(i)));
            Assert.Equal(Text(7), Encoding.UTF8.GetString(journal.Read(positions[7])));
        }

        using Journal again = Open(out List<string> found);
        Assert.Equal(Enumerable.Range(0, 50).Select(Text), found);
        Assert.Equal((50, 0), (again.Opening.Records, again.Opening.CutBytes));
        Assert.All(Enumerable.Range(0, 50), i => Assert.Equal(Text(i), Encoding.UTF8.GetString(again.Read(positions[i]))));
        Assert.True(Directory.GetFiles(_folder.Path, "*.journal").Length > 2, "the records fit into one file");
    }

    [Fact]
    public void AnEndTornAtAnyByteIsCutAndWhatStoodBeforeStays()
    {
        using (Journal journal = Open(out _, 1 << 20))
        {
            Add(journal, Text(0));
            Add(journal, Text(1));
            Add(journal, Text(2));
        }

        string file = Assert.Single(Directory.GetFiles(_folder.Path, "*.journal"));
        byte[] whole = File.ReadAllBytes(file);
        int last = whole.Length - Encoding.UTF8.GetByteCount(Text(2)) - 40;
        for (int length = last; length < whole.Length; length++)
        {
            File.WriteAllBytes(file, whole[..length]);
            using (Journal torn = Open(out List<string> found, 1 << 20))
            {
                Assert.Equal([Text(0), Text(1)], found);
                Assert.Equal(whole[last..length].AsSpan().TrimEnd((byte)0).Length, torn.Opening.CutBytes);
                Add(torn, "after");
            }

            using Journal again = Open(out List<string> after, 1 << 20);
            Assert.Equal([Text(0), Text(1), "after"], after);
        }
    }

    [Fact]
    public void ABitThatChangesAnywhereBeforeTheLastRecordIsNoTornEnd()
    {
        using (Journal journal = Open(out _, 1 << 20))
        {
            Add(journal, Text(0));
            Add(journal, Text(1));
            Add(journal, Text(2));
        }

        string file = Assert.Single(Directory.GetFiles(_folder.Path, "*.journal"));
        byte[] whole = File.ReadAllBytes(file);
        int last = whole.Length - Encoding.UTF8.GetByteCount(Text(2)) - 40;
        for (int at = 0; at < last; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 4;
            File.WriteAllBytes(file, changed);
            Assert.Throws<JournalException>(() => Open(out _, 1 << 20).Dispose());
        }
    }

    [Fact]
    public void AFileThatIsMissingAndOneThatIsPutInAnothersPlaceAreRefused()
    {
        using (Journal journal = Open(out _))
        {
            for (int i = 0; i < 50; i++) Add(journal, Text(i));
        }

        string[] files = [.. Directory.GetFiles(_folder.Path, "*.journal").Order(StringComparer.Ordinal)];
        byte[] second = File.ReadAllBytes(files[1]);
        File.Copy(files[2], files[1], overwrite: true);
        Assert.Contains("does not continue", Assert.Throws<JournalException>(() => Open(out _).Dispose()).Message, StringComparison.Ordinal);
        File.Delete(files[1]);
        Assert.Contains("is missing", Assert.Throws<JournalException>(() => Open(out _).Dispose()).Message, StringComparison.Ordinal);
        File.WriteAllBytes(files[1], second);
        Open(out List<string> found).Dispose();
        Assert.Equal(50, found.Count);
    }

    [Fact]
    public void AWriteThatFailsLeavesNothingAndSucceedsWhenItIsTriedAgain()
    {
        using (Journal journal = Open(out _))
        {
            while (Directory.GetFiles(_folder.Path, "*.journal").Length == 1 && journal.Bytes < 500) Add(journal, Text(1));
            string next = Path.Combine(_folder.Path, "00000001.journal");
            Directory.CreateDirectory(next);
            string[] texts = [Text(2), Text(3), Text(4)];
            foreach (string text in texts) journal.Reserve(Encoding.UTF8.GetByteCount(text));
            List<ReadOnlyMemory<byte>> payloads = [.. texts.Select(t => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(t)))];
            long before = new FileInfo(Path.Combine(_folder.Path, "00000000.journal")).Length;
            Assert.Throws<IOException>(() => journal.Write(payloads));
            Assert.Throws<IOException>(() => journal.Write(payloads));
            Assert.Equal(before, new FileInfo(Path.Combine(_folder.Path, "00000000.journal")).Length);
            Directory.Delete(next);
            journal.Write(payloads);
        }

        Open(out List<string> found).Dispose();
        Assert.Equal([Text(2), Text(3), Text(4)], found[^3..]);
    }

    [Fact]
    public void ASecondWriterIsRefusedAndAReaderIsNot()
    {
        using Journal journal = Open(out _);
        Add(journal, Text(1));
        Assert.Contains("another process", Assert.Throws<JournalException>(() => Open(out _).Dispose()).Message, StringComparison.Ordinal);
        var found = new List<string>();
        Journal.Scan(_folder.Path, (_, payload) => found.Add(Encoding.UTF8.GetString(payload.Span)));
        Assert.Equal([Text(1)], found);
    }

    private static string Text(int i) => FormattableString.Invariant($"record {i} of the journal, äöü {new string('x', i)}");

    private static long Add(Journal journal, string text)
    {
        byte[] payload = Encoding.UTF8.GetBytes(text);
        long position = journal.Reserve(payload.Length);
        journal.Write([payload]);
        return position;
    }

    private Journal Open(out List<string> found, long fileBytes = 600)
    {
        var texts = new List<string>();
        found = texts;
        return Journal.Open(_folder.Path, (_, payload) => texts.Add(Encoding.UTF8.GetString(payload.Span)), fileBytes);
    }
}
