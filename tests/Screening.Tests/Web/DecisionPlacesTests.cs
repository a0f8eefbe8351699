using Screening.Data.Journals;
using Screening.Risk;
using Screening.Web.Live;
using Xunit;

namespace Screening.Tests.Web;

public sealed class DecisionPlacesTests
{
    private static readonly JournalFolder s_other = new("r1", "journals");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TheyAreWhatOneTableWouldBe(int seed)
    {
        // Numbers that differ in their lower half alone, in their upper half alone, and in both.
        UInt128[] numbers = [.. Enumerable.Range(0, 4000).Select(i => new UInt128((ulong)(i / 2 % 40), (ulong)(i % 2000)))];
        var random = new Random(seed);
        var places = new DecisionPlaces();
        var expected = new Dictionary<UInt128, DecisionPlace>();
        for (int i = 0; i < 20_000; i++)
        {
            UInt128 key = numbers[random.Next(numbers.Length)];
            DecisionPlace place = PlaceOf(i);
            switch (random.Next(4))
            {
                case 0 when expected.TryAdd(key, place):
                    places.Add(key, place);
                    break;
                case 1:
                    places.At(key, out bool isThere) = place;
                    Assert.Equal(expected.ContainsKey(key), isThere);
                    expected[key] = place;
                    break;
                case 2 when random.Next(500) == 0:
                    places.Forget((_, p) => p.Of is null && p.Position % 3 == 0);
                    foreach (UInt128 gone in expected.Where(e => e.Value.Of is null && e.Value.Position % 3 == 0).Select(e => e.Key).ToList()) expected.Remove(gone);
                    break;
                default:
                    Assert.Equal(expected.TryGetValue(key, out DecisionPlace known) ? known : null, places.Find(key));
                    break;
            }

            Assert.Equal(expected.Count, places.Count);
        }

        Assert.All(numbers, key => Assert.Equal(expected.TryGetValue(key, out DecisionPlace known) ? known : null, places.Find(key)));
        (UInt128 there, DecisionPlace at) = expected.First();
        Assert.Throws<ArgumentException>(() => places.Add(there, at));
        Assert.Equal(expected.Count, places.Count);
    }

    [Fact]
    public void NobodyWaitsForAGreatTableToBeCopied()
    {
        const int Orders = 200_000;
        var places = new DecisionPlaces();
        UInt128[] keys = [.. Enumerable.Range(0, Orders).Select(i => DecisionRecord.KeyOf($"O-{i}", 1))];
        long most = 0;
        foreach (UInt128 key in keys)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            places.Add(key, default);
            most = Math.Max(most, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        // One table of so many takes 22 MB at once when it doubles.
        Assert.Equal(Orders, places.Count);
        Assert.InRange(most, 1, 100_000);
    }

    private static DecisionPlace PlaceOf(int i) => new(i % 2 == 0 ? null : s_other, i, (ulong)i, (Ruling)(i % 3), i);
}
