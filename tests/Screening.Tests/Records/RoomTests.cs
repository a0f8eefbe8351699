using System.Globalization;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Records;

public sealed class RoomTests
{
    private const long Piece = 8L << 20;

    // A table of hundreds of megabytes is copied faster than a watch looks: on a night of ten million orders that was a quarter of a gigabyte beyond the limit.
    [Fact]
    public void WhatOutgrowsItsRoomLetsTheMemoryCatchUpEveryFewMegabytes()
    {
        var memory = new Observed();
        var table = new SymbolTable(memory);
        Span<byte> text = stackalloc byte[16];
        for (int i = 0; i < 2_000_000; i++)
        {
            Assert.True(i.TryFormat(text, out int length, default, CultureInfo.InvariantCulture));
            table.Intern(text[..length]);
        }

        var index = new HashIndex<int>(memory);
        for (int key = 0; key < 2_000_000; key++) index.Set(key, key);
        var dense = new SymbolIndex(memory);
        for (int key = 0; key < 9_000_000; key++) dense.Set(key, key);
        memory.Take(8);
        Assert.True(memory.Taken.Count(taken => taken.Bytes > 2 * Piece) >= 5, "rooms of several pieces are what this is about");
        Assert.All(memory.Taken, taken => Assert.True(taken.CaughtUp >= taken.Bytes / 2 / Piece, $"{taken.Bytes} bytes, caught up {taken.CaughtUp} times"));
        Assert.Equal(1_234_567, table.Find("1234567"));
        Assert.Equal(1_234_567, index.Newest(1_234_567));
        Assert.Equal(7_654_321, dense.Newest(7_654_321));
    }

    // How much was taken, and how often the memory was let catch up before more was.
    private sealed class Observed : RoomMemory
    {
        public List<(long Bytes, int CaughtUp)> Taken { get; } = [];

        public override (nint Start, object Holder) Take(long bytes)
        {
            Taken.Add((bytes, 0));
            return Heap.Take(bytes);
        }

        public override void CatchUp() => Taken[^1] = (Taken[^1].Bytes, Taken[^1].CaughtUp + 1);
    }
}
