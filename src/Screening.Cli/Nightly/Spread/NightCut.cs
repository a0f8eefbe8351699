using Screening.Features;

namespace Screening.Cli.Nightly.Spread;

/// <summary>
/// Cuts the feature groups of a night into tasks that take about the same time. A keyed group that is more than one task's fair share is cut into shards of its keys;
/// a group that is not stays whole, so that more tasks than some nine give little.
/// </summary>
internal static class NightCut
{
    // Processor time of a night by group, in ns an event, and what it takes to go over the log and find out that nothing is one's own: what every shard costs
    // again. 'bench night-once LAKE' and '--shards 64' on 300,000 orders measured both. A group that is not here counts by its columns.
    private const int PerColumn = 20, PerWalk = 70;

    private static readonly Dictionary<string, int> s_costs = new (string Group, int Nanoseconds)[]
    {
        ("OrderGroup", 259), ("EndUserGroup", 494), ("PurchaserGroup", 404), ("LinkedGroup", 310), ("RouteRarityGroup", 43),
        ("ListedPartyGroup", 57), ("LaneGroup", 350), ("ConsigneeGroup", 208), ("EndUseGroup", 225), ("HomeMarketGroup", 47),
        ("PeerValueGroup", 131), ("CustomerRankGroup", 304), ("TenantGroup", 19), ("PurchaserPairGroup", 213), ("AddressGroup", 190),
        ("DeviceGroup", 530), ("HoldGroup", 81), ("TipGroup", 17), ("SalesGroup", 290), ("SurgeGroup", 191),
        ("MassBalanceGroup", 343), ("LicenceGroup", 70), ("ListedOwnershipGroup", 25),
    }.ToDictionary(c => c.Group, c => c.Nanoseconds, StringComparer.Ordinal);

    /// <summary>What a share of a group takes, in ns an event.</summary>
    public static double CostOf(GroupShard share)
    {
        GroupColumns group = Engine.DefaultGroups[share.Group];
        double whole = s_costs.GetValueOrDefault(group.Name, PerColumn * group.Count);
        return share.Shards == 1 ? whole : Math.Min(whole, PerWalk + (Math.Max(0, whole - PerWalk) / share.Shards));
    }

    /// <summary>Cuts a night.</summary>
    /// <param name="tasks">Most tasks, at least 1.</param>
    /// <returns>The shares of each task; together all groups, each whole or in all its shards.</returns>
    public static IReadOnlyList<IReadOnlyList<GroupShard>> Of(int tasks)
    {
        double fair = Enumerable.Range(0, Engine.DefaultGroups.Count).Sum(g => CostOf(new GroupShard(g))) / tasks;
        var cut = Enumerable.Range(0, tasks).Select(_ => new List<GroupShard>()).ToList();
        double[] costs = new double[tasks];
        foreach (GroupShard share in Enumerable.Range(0, Engine.DefaultGroups.Count).SelectMany(g => Shares(g, fair)).OrderByDescending(CostOf).ThenBy(s => s.Group).ThenBy(s => s.Shard))
        {
            int least = Array.IndexOf(costs, costs.Min());
            cut[least].Add(share);
            costs[least] += CostOf(share);
        }

        return [.. cut.Where(c => c.Count > 0).Select(c => (IReadOnlyList<GroupShard>)[.. c.OrderBy(s => s.Group).ThenBy(s => s.Shard)])];
    }

    private static IEnumerable<GroupShard> Shares(int group, double fair)
    {
        int shards = Engine.DefaultGroups[group].IsKeyed ? (int)Math.Clamp(Math.Ceiling(CostOf(new GroupShard(group)) / fair), 1, GroupShard.Most) : 1;
        return Enumerable.Range(0, shards).Select(shard => new GroupShard(group, shard, shards));
    }
}
