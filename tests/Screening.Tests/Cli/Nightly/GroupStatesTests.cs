using Screening.Cli.Nightly;
using Screening.Features;
using Xunit;

namespace Screening.Tests.Cli.Nightly;

public sealed class GroupStatesTests
{
    [Theory]
    [InlineData(1_000_000, 8_000_000_000, 2)]
    [InlineData(20_000_000, 2_000_000_000, 2)]
    [InlineData(20_000_000, 1_000_000_000, 2)]
    [InlineData(65_000_000, 3_300_000_000, 8)]
    public void EveryGroupTakesItsTurnAndThoseAtWorkFit(long events, long bytes, int threads)
    {
        (IReadOnlyList<GroupShard> shares, int atOnce) = GroupStates.Cut(events, bytes, threads);
        Assert.InRange(atOnce, 1, threads);
        foreach (int group in Enumerable.Range(0, Engine.DefaultGroups.Count))
        {
            GroupShard[] own = [.. shares.Where(s => s.Group == group).OrderBy(s => s.Shard)];
            Assert.Equal([.. Enumerable.Range(0, own.Length).Select(shard => new GroupShard(group, shard, own.Length))], own);
        }

        Assert.All(shares, share => Assert.InRange(GroupStates.BytesOf(share, events) * atOnce, 0, bytes));
    }

    [Fact]
    public void WhereMemoryIsShortFewerTakeTheirTurnAtOnceAndKeyedGroupsAreCut()
    {
        (IReadOnlyList<GroupShard> roomy, int many) = GroupStates.Cut(1_000_000, 8_000_000_000, 2);
        (IReadOnlyList<GroupShard> tight, int few) = GroupStates.Cut(20_000_000, 800_000_000, 8);
        Assert.Equal(2, many);
        Assert.All(roomy, share => Assert.Equal(1, share.Shards));
        Assert.Equal(1, few);
        Assert.DoesNotContain(tight, share => share.Shards > 1);
        Assert.Contains(GroupStates.Cut(65_000_000, 2 * GroupStates.BytesOf(tight[0].Group) * 65_000_000, 2).Shares, share => share.Shards == 1);
        Assert.Contains(GroupStates.Cut(65_000_000, GroupStates.BytesOf(Array.FindIndex([.. Engine.DefaultGroups], g => g.Name == "EndUserGroup")) * 60_000_000, 1).Shares, share => share.Shards == 2);
    }
}
