using Screening.Features;
using Xunit;

namespace Screening.Tests.Features;

public sealed class SubjectsTests
{
    [Fact]
    public void APartyThatWasNeverMetIsItsOwnSubject()
    {
        var subjects = new Subjects();
        Assert.Equal(7, subjects.Of(7));
        subjects.Meet(3);
        Assert.Equal(7, subjects.Of(7));
        Assert.Equal(2, subjects.Of(2));
    }

    [Fact]
    public void TheGroupOfTheOlderFirstMetKeepsItsName()
    {
        Subjects subjects = Met(5, 2, 9, 1);
        Assert.Equal((2, 9), subjects.Join(9, 2));
        Assert.Equal((2, 1), subjects.Join(9, 1));
        Assert.Equal((2, 2), subjects.Join(1, 9));
        Assert.Equal((5, 2), subjects.Join(1, 5));
        foreach (int party in new[] { 5, 2, 9, 1 }) Assert.Equal(5, subjects.Of(party));
    }

    [Fact]
    public void MeetingAgainChangesNothing()
    {
        Subjects subjects = Met(5, 2, 5);
        Assert.Equal((5, 2), subjects.Join(2, 5));
    }

    [Fact]
    public void GroupsEqualThoseOfANaivePartition()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            int[] order = [.. Enumerable.Range(0, 60)];
            random.Shuffle(order);
            Subjects subjects = Met(order);
            List<HashSet<int>> naive = [.. order.Select(p => new HashSet<int> { p })];
            for (int join = 0; join < 50; join++)
            {
                (int a, int b) = (random.Next(60), random.Next(60));
                subjects.Join(a, b);
                HashSet<int> one = naive.Single(s => s.Contains(a)), other = naive.Single(s => s.Contains(b));
                if (one != other)
                {
                    one.UnionWith(other);
                    naive.Remove(other);
                }

                foreach (int party in order)
                    Assert.True(order.First(naive.Single(s => s.Contains(party)).Contains) == subjects.Of(party), $"seed {seed}, join {join}, party {party}");
            }
        }
    }

    private static Subjects Met(params ReadOnlySpan<int> parties)
    {
        var subjects = new Subjects();
        foreach (int party in parties) subjects.Meet(party);
        return subjects;
    }
}
