using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest.Rows;

public sealed class KeySetTests
{
    [Fact]
    public void ASetOfHashesHoldsWhatWasAddedAndNothingElse()
    {
        var random = new Random(1);
        var set = new HashSet64();
        var oracle = new HashSet<ulong>();
        for (var i = 0; i < 20_000; i++)
        {
            // Small numbers collide and repeat; 0 is the mark of an empty slot.
            var hash = (ulong)random.Next(9_000) << (random.Next(2) * 40);
            Assert.Equal(oracle.Contains(hash), set.Contains(hash));
            Assert.Equal(oracle.Add(hash), set.Add(hash));
            Assert.Equal(oracle.Count, set.Count);
        }
    }

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(1_000)]
    [InlineData(0)]
    public void AFilterNeverForgetsAndSeldomMistakes(int mostExact)
    {
        const int Keys = 400_000;
        var filter = new KeyFilter(10, mostExact);
        var mistaken = 0;
        for (long i = 0; i < Keys; i++) mistaken += filter.Add(Hash64.Add(Hash64.Seed, i)) ? 0 : 1;

        for (long i = 0; i < Keys; i++) Assert.True(filter.MayContain(Hash64.Add(Hash64.Seed, i)));
        for (long i = Keys; i < 2 * Keys; i++) mistaken += filter.MayContain(Hash64.Add(Hash64.Seed, i)) ? 1 : 0;
        Assert.InRange(mistaken, 0, mostExact >= Keys ? 0 : 2 * Keys / 200);
    }

    [Fact]
    public void HashesOfShortTextsDiffer()
    {
        var hashes = new HashSet<ulong>();
        var texts = 0;
        for (var length = 0; length <= 3; length++)
        {
            var text = new byte[length];
            for (var n = 0; n < (int)Math.Pow(16, length); n++, texts++)
            {
                for (var i = 0; i < length; i++) text[i] = (byte)((n >> (4 * i)) & 15);
                hashes.Add(Hash64.Of(text));
            }
        }
        for (var length = 4; length < 70; length++, texts += 2)
        {
            var text = new byte[length];
            hashes.Add(Hash64.Of(text));
            text[length / 2] = 1;
            hashes.Add(Hash64.Of(text));
        }
        Assert.Equal(texts, hashes.Count);
        Assert.NotEqual(Hash64.Add(Hash64.Of("a"u8), "bc"u8), Hash64.Add(Hash64.Of("ab"u8), "c"u8));
    }
}
