using System.Text;
using Screening.Data.Journals;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Data.Journals;

public sealed class JournalTailTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _found = [];
    private readonly List<long> _positions = [];
    private int _anew;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EachLookReadsWhatWasAppendedSinceTheLastInOrderAndByPosition()
    {
        var tail = new JournalTail(_folder.Path);
        Look(tail);
        Assert.Empty(_found);
        var random = new Random(TestSeed.Value);
        var written = new List<string>();
        using (Journal journal = Open(fileBytes: 700))
        {
            for (int round = 0; round < 60; round++)
            {
                string[] texts = [.. Enumerable.Range(0, random.Next(0, 6)).Select(_ => new string((char)('a' + random.Next(26)), random.Next(1, 300)))];
                Add(journal, texts);
                written.AddRange(texts);
                if (random.Next(3) > 0) Look(tail);
            }

            // More than is read in one go.
            Add(journal, new string('z', 3_000_000), "behind it");
            written.AddRange([new string('z', 3_000_000), "behind it"]);
        }

        Look(tail);
        Assert.Equal(written, _found);
        Assert.Equal((written.Count, 0), (tail.Records, _anew));
        for (int i = 0; i < written.Count; i++) Assert.Equal(written[i], Encoding.UTF8.GetString(Journal.Read(_folder.Path, _positions[i])));
        Assert.True(Directory.GetFiles(_folder.Path, "*.journal").Length > 5, "the records fit into few files");
    }

    [Fact]
    public void WhatIsHalfWrittenWaitsAtEveryByteAndAnInterruptedWriteIsNoDamage()
    {
        using (Journal journal = Open()) Add(journal, "one", "two", "three");
        string file = Path.Combine(_folder.Path, "00000000.journal");
        byte[] whole = File.ReadAllBytes(file);
        int last = whole.Length - JournalHeader - "three".Length;
        var tail = new JournalTail(_folder.Path);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(file, whole[..length]);
            Look(tail);
            Look(tail);
            Look(tail);
            if (length >= last) Assert.Equal(["one", "two"], _found);
        }

        File.WriteAllBytes(file, whole);
        Look(tail);
        Assert.Equal(["one", "two", "three"], _found);
        Assert.Equal(0, _anew);
    }

    [Fact]
    public void AJournalWhoseEndWasTakenBackAndGrewOtherwiseIsReadFromItsStart()
    {
        using (Journal journal = Open()) Add(journal, "one", "two", "three");
        var tail = new JournalTail(_folder.Path);
        Look(tail);
        string file = Path.Combine(_folder.Path, "00000000.journal");
        byte[] whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, whole[..(whole.Length - 5)]);
        using (Journal journal = Open()) Add(journal, "four", "five", "six");
        _found.Clear();
        Look(tail);
        Assert.Equal(["one", "two", "four", "five", "six"], _found);
        Assert.Equal((1, 5), (_anew, (int)tail.Records));
    }

    [Fact]
    public void DamageIsToldUntilItIsMendedAndWhatWasReadStands()
    {
        using (Journal journal = Open()) Add(journal, "one", "two");
        var tail = new JournalTail(_folder.Path);
        Look(tail);
        using (Journal journal = Open())
        {
            // Two writes: where the end of one alone stood it would be a torn one.
            Add(journal, "three");
            Add(journal, "four");
        }

        string file = Path.Combine(_folder.Path, "00000000.journal");
        byte[] whole = File.ReadAllBytes(file);
        int third = whole.Length - (2 * JournalHeader) - "threefour".Length, second = third - JournalHeader - "two".Length;
        foreach ((int at, string what) in new[] { (third, "whole records behind it"), (third + JournalHeader + 2, "whole records behind it"), (second + 10, "restore it from a backup") })
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 1;
            File.WriteAllBytes(file, damaged);
            for (int look = 0; look < 2; look++) _ = Record.Exception(() => Look(tail));
            for (int look = 0; look < 3; look++) Assert.Contains(what, Assert.Throws<JournalException>(() => Look(tail)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(["one", "two"], _found);
        File.Move(file, file + ".away");
        Assert.Contains("is gone", Assert.Throws<JournalException>(() => Look(tail)).Message, StringComparison.Ordinal);
        File.Move(file + ".away", file);
        File.WriteAllBytes(file, whole);
        Look(tail);
        Assert.Equal(["one", "two", "three", "four"], _found);
        Assert.Equal(0, _anew);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("eu-west-1", true)]
    [InlineData("", false)]
    [InlineData("A", false)]
    [InlineData("../a", false)]
    [InlineData("a b", false)]
    [InlineData("12345678901234567890123456789012345678901", false)]
    public void ANameIsLettersDigitsAndDashes(string name, bool isAccepted)
    {
        Assert.Equal(isAccepted, JournalFolder.IsName(name));
        if (!isAccepted) Assert.Contains("accepted: 1 to 40", Assert.Throws<ArgumentException>(() => JournalFolder.Of("lake", name)).Message, StringComparison.Ordinal);
    }

    private const int JournalHeader = 40;

    private Journal Open(long fileBytes = 1 << 20) => Journal.Open(_folder.Path, static (_, _) => { }, fileBytes);

    private static void Add(Journal journal, params string[] texts)
    {
        byte[][] payloads = [.. texts.Select(Encoding.UTF8.GetBytes)];
        foreach (byte[] payload in payloads) journal.Reserve(payload.Length);
        journal.Write([.. payloads.Select(p => (ReadOnlyMemory<byte>)p)]);
    }

    private void Look(JournalTail tail) => tail.Look(
        (number, position, payload) =>
        {
            if (_anew == 0) Assert.Equal(_found.Count, number);
            _found.Add(Encoding.UTF8.GetString(payload.Span));
            _positions.Add(position);
        },
        () => _anew++, TestContext.Current.CancellationToken);
}
