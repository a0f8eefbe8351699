using Screening.Features;
using Xunit;

namespace Screening.Tests.Features;

public sealed class ChainsTests
{
    [Fact]
    public void ManyListsInOnePlaceAreWhatListsOfTheirOwnAre()
    {
        var random = new Random(TestSeed.Value);
        var chains = new Chains<int>();
        var mine = new Chain[40];
        List<int>[] lists = [.. mine.Select(_ => new List<int>())];
        for (int step = 0; step < 20_000; step++)
        {
            int list = random.Next(mine.Length);
            int what = random.Next(8);
            if (what < 4)
            {
                int thing = random.Next(20);
                chains.Add(ref mine[list], thing);
                lists[list].Add(thing);
            }
            else if (what < 6)
            {
                int place = random.Next(lists[list].Count + 1), thing = random.Next(20);
                chains.Insert(ref mine[list], Before(chains, mine[list], place), thing);
                lists[list].Insert(place, thing);
            }
            else if (what == 6)
            {
                if (lists[list].Count == 0) continue;
                int place = random.Next(lists[list].Count);
                chains.Remove(ref mine[list], Before(chains, mine[list], place));
                lists[list].RemoveAt(place);
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

    // The link behind which a place is.
    private static int Before(Chains<int> chains, Chain chain, int place)
    {
        int before = 0;
        for (int i = 0; i < place; i++) before = before == 0 ? chain.First : chains.Next(before);
        return before;
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
