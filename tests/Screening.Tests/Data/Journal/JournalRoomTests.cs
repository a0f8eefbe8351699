using System.Text;
using Screening.Data.Journals;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Data.Journals;

/// <summary>Files of a journal that were filled with zeros before they were written.</summary>
public sealed class JournalRoomTests : IDisposable
{
    private const int FileBytes = 40_000;
    private readonly TemporaryFolder _folder = new();

    private string Second => Path.Combine(_folder.Path, "00000001.journal");

    private string Room => Path.Combine(_folder.Path, "next.room");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void RecordsGoIntoARoomAndAreReadAgainWithZerosBehindThem()
    {
        var tail = new JournalTail(_folder.Path);
        List<string> written = [], followed = [];
        void Follow() => tail.Look((_, _, payload) => followed.Add(Encoding.UTF8.GetString(payload.Span)), () => Assert.Fail("it was read anew"), TestContext.Current.CancellationToken);
        using (Journal journal = Open(out _))
        {
            UpToTheSecondFile(journal, written, Follow);
            Assert.Equal(FileBytes, new FileInfo(Second).Length);
            for (int i = 0; i < 3; i++) Write(journal, written, 2);
            Follow();
            Assert.Equal(written, followed);
            var scanned = new List<string>();
            Assert.Equal((written.Count, 0), (Journal.Scan(_folder.Path, (_, payload) => scanned.Add(Encoding.UTF8.GetString(payload.Span))) is var opening ? opening.Records : 0, opening.CutBytes));
            Assert.Equal(written, scanned);
        }

        // It goes on in the same room, and past its end into the third file.
        using (Journal again = Open(out List<string> found))
        {
            Assert.Equal(written, found);
            Assert.Equal((0, FileBytes), (again.Opening.CutBytes, new FileInfo(Second).Length));
            while (Directory.GetFiles(_folder.Path, "*.journal").Length < 3) Write(again, written, 5);
            Follow();
        }

        Open(out List<string> all).Dispose();
        Assert.Equal(written, all);
        Assert.Equal(written, followed);
    }

    [Fact]
    public void AWriteOfWhichADiskHeldTheEndAloneIsCutAndOneBeforeItIsNot()
    {
        var written = new List<string>();
        int[] firsts = new int[3];
        using (Journal journal = Open(out _))
        {
            UpToTheSecondFile(journal, written, static () => { });
            for (int i = 0; i < firsts.Length; i++)
            {
                firsts[i] = written.Count;
                Write(journal, written, 4);
            }
        }

        byte[] whole = File.ReadAllBytes(Second);
        byte[] Without(string text)
        {
            byte[] changed = [.. whole];
            int at = changed.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) - JournalFrame.HeaderBytes;
            changed.AsSpan(at, JournalFrame.HeaderBytes + text.Length).Clear();
            return changed;
        }

        // Any record of the last write: what stands before it stays, and what stands behind it was never acknowledged.
        for (int lost = firsts[2]; lost < written.Count; lost++)
        {
            File.WriteAllBytes(Second, Without(written[lost]));
            using (Journal torn = Open(out List<string> found))
            {
                Assert.Equal(written[..lost], found);
                Assert.Equal(lost < written.Count - 1, torn.Opening.CutBytes > 0);
                Write(torn, found, 1);
            }

            Open(out List<string> after).Dispose();
            Assert.Equal(lost + 1, after.Count);
        }

        // A record of an earlier write was acknowledged: none may be taken for a torn end.
        for (int lost = firsts[0]; lost < firsts[2]; lost++)
        {
            File.WriteAllBytes(Second, Without(written[lost]));
            Assert.Contains("damaged", Assert.Throws<JournalException>(() => Open(out _).Dispose()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AJournalOfTheFirstVersionIsReadAndGoesOn()
    {
        byte[] link = new byte[JournalFrame.LinkBytes];
        byte[] file = [.. "SCRJRN1\n"u8, .. link];
        for (int i = 0; i < 3; i++)
        {
            byte[] payload = Encoding.UTF8.GetBytes($"old {i}"), frame = new byte[JournalFrame.HeaderBytes + payload.Length];
            JournalFrame.Write(frame, payload, link, begins: false);
            file = [.. file, .. frame];
        }

        string path = Path.Combine(_folder.Path, "00000000.journal");
        File.WriteAllBytes(path, file);
        var written = new List<string> { "old 0", "old 1", "old 2" };
        using (Journal journal = Open(out List<string> found))
        {
            Assert.Equal(written, found);
            for (int i = 0; i < 40; i++) Write(journal, written, 2);
        }

        Open(out List<string> all).Dispose();
        Assert.Equal(written, all);
        Assert.Equal("SCRJRN1\n"u8, File.ReadAllBytes(path).AsSpan(0, 8));

        // There a whole record behind a damaged one says enough, marked or not.
        file[file.AsSpan().IndexOf("old 1"u8)] ^= 1;
        File.WriteAllBytes(path, file);
        Assert.Throws<JournalException>(() => Open(out _).Dispose());
    }

    [Fact]
    public void WhatAnEarlierWriterFilledIsTakenAway()
    {
        File.WriteAllText(Room, "left");
        Open(out _).Dispose();
        Assert.False(File.Exists(Room));
    }

    // Until records go into the second file, which was filled before.
    private void UpToTheSecondFile(Journal journal, List<string> written, Action beside)
    {
        while (!File.Exists(Second))
        {
            Write(journal, written, 3);
            beside();
            if (journal.Bytes < FileBytes / 2) continue;
            Assert.True(SpinWait.SpinUntil(() => File.Exists(Second) || (File.Exists(Room) && new FileInfo(Room).Length == FileBytes && IsLetGo()), TimeSpan.FromSeconds(30)), "no room was filled");
        }
    }

    private bool IsLetGo()
    {
        try
        {
            using FileStream alone = File.Open(Room, FileMode.Open, FileAccess.Read, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void Write(Journal journal, List<string> written, int records)
    {
        var payloads = new List<ReadOnlyMemory<byte>>();
        for (int i = 0; i < records; i++)
        {
            string text = FormattableString.Invariant($"record {written.Count} {new string('x', 300 + (written.Count % 7))}");
            byte[] payload = Encoding.UTF8.GetBytes(text);
            journal.Reserve(payload.Length);
            payloads.Add(payload);
            written.Add(text);
        }

        journal.Write(payloads);
    }

    private Journal Open(out List<string> found)
    {
        var texts = new List<string>();
        found = texts;
        return Journal.Open(_folder.Path, (_, payload) => texts.Add(Encoding.UTF8.GetString(payload.Span)), FileBytes);
    }
}
