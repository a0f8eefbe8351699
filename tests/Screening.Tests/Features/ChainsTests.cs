using Screening.Features;
using Xunit;

namespace Screening.Tests.Features;

public sealed class ChainsTests
{
    [Fact]
    public void ManyListsInOneArrayAreWhatListsOfTheirOwnAre()
    {
        var random = new Random(TestSeed.Value);
        var chains = new Chains<int>();
        var mine = new Chain[40];
        List<int>[] lists = [.. mine.Select(_ => new List<int>())];
        for (int step = 0; step < 20_000; step++)
        {
            int list = random.Next(mine.Length);
            if (random.Next(4) > 0)
            {
                int thing = random.Next(20);
                chains.Add(ref mine[list], thing);
                lists[list].Add(thing);
            }
            else
            {
                // All, some, the first, the last, or none.
                int[] goes = random.Next(6) switch { 0 => [.. lists[list]], 1 => [.. lists[list].Take(1)], 2 => [.. lists[list].TakeLast(1)], _ => [random.Next(20), random.Next(20)] };
                chains.RemoveAll(ref mine[list], goes.Contains);
                lists[list].RemoveAll(goes.Contains);
            }

            Assert.Equal(lists[list], Things(chains, mine[list]));
        }

        for (int list = 0; list < mine.Length; list++) Assert.Equal(lists[list], Things(chains, mine[list]));
    }

    private static List<int> Things(Chains<int> chains, Chain chain)
    {
        List<int> things = [];
        int last = 0;
        for (int link = chain.First; link != 0; link = chains.Next(link))
        {
            things.Add(chains[link]);
            last = link;
        }

        Assert.Equal(last, chain.Last);
        return things;
    }
}
