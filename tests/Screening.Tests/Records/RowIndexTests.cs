using Screening.Data.Scratch;
using Screening.Records;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Records;

public sealed class RowIndexTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheNewestRowOfEveryKeyIsFoundAndOfNoOther(bool isInFiles)
    {
        var random = new Random(TestSeed.Value);
        using var folder = new TemporaryFolder();
        using ScratchMemory? scratch = isInFiles ? new ScratchMemory(folder.Path, long.MaxValue) : null;
        RoomMemory memory = scratch ?? RoomMemory.Heap;
        Check(new SymbolIndex(memory), () => random.Next(5_000), random, scratch);
        Check(new HashIndex<int>(memory), () => random.Next(-3, 3) * 4_096 + random.Next(2_000), random, scratch);
        Check(new HashIndex<(int, long)>(memory), () => (random.Next(60), random.Next(60) * Micros.PerDay), random, scratch);
        Check(new HashIndex<(int Site, int Product, long CountedAt)>(memory), () => (random.Next(20), random.Next(20), random.Next(10)), random, scratch);
    }

    private static void Check<TKey>(RowIndex<TKey> index, Func<TKey> key, Random random, ScratchMemory? scratch)
        where TKey : notnull
    {
        Dictionary<TKey, int> expected = [];
        for (int row = 0; row < 20_000; row++)
        {
            TKey asked = key();
            Assert.Equal(expected.GetValueOrDefault(asked, Missing.Symbol), index.Newest(asked));
            TKey told = key();
            index.Set(told, row);
            if (told is not Missing.Symbol) expected[told] = row;
            if (random.Next(1_000) == 0) scratch?.Drop();
        }

        foreach ((TKey told, int row) in expected) Assert.Equal(row, index.Newest(told));
    }
}
