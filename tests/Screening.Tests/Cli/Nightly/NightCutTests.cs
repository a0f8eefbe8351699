using Screening.Cli.Nightly.Spread;
using Screening.Features;
using Xunit;

namespace Screening.Tests.Cli.Nightly;

public sealed class NightCutTests
{
    [Fact]
    public void EveryGroupIsInSomeTaskWholeOrInAllItsShards()
    {
        for (int tasks = 1; tasks <= NightPlan.MostTasks; tasks++)
        {
            IReadOnlyList<IReadOnlyList<GroupShard>> cut = NightCut.Of(tasks);
            Assert.InRange(cut.Count, 1, tasks);
            Assert.All(cut, Assert.NotEmpty);
            foreach ((int group, GroupColumns columns) in Engine.DefaultGroups.Index())
            {
                GroupShard[] shares = [.. cut.SelectMany(t => t).Where(s => s.Group == group).OrderBy(s => s.Shard)];
                Assert.Equal([.. Enumerable.Range(0, shares.Length).Select(shard => new GroupShard(group, shard, shares.Length))], shares);
                Assert.True(shares.Length == 1 || columns.IsKeyed, columns.Name);
            }
        }
    }

    [Fact]
    public void OneTaskTakesGroupsWholeAndMoreAreBalanced()
    {
        Assert.All(Assert.Single(NightCut.Of(1)), share => Assert.Equal(1, share.Shards));
        double largest = Engine.DefaultGroups.Index().Where(g => !g.Item.IsKeyed).Max(g => NightCut.CostOf(new GroupShard(g.Index)));
        foreach (int tasks in new[] { 2, 4, 6, 8, 16 })
        {
            double[] costs = [.. NightCut.Of(tasks).Select(t => t.Sum(NightCut.CostOf))];
            Assert.InRange(costs.Max(), 0, Math.Max(largest, costs.Sum() / tasks) * 1.15);
        }
    }
}
