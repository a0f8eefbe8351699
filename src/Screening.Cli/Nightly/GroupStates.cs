using Screening.Data.Lakes;
using Screening.Data.Replay;
using Screening.Features;
using Screening.Policies;
using Screening.Records;

namespace Screening.Cli.Nightly;

/// <summary>What the state of feature groups takes in memory, and how they take turns where they do not all fit.</summary>
internal static class GroupStates
{
    // Bytes an event: half as much again as 'bench night-once LAKE' measured at the end of a year of 300,000 orders, for what arrays have outgrown. A group that is not here
    // counts by its columns; devices as the process was seen to take at ten million orders. Of some groups a part is the same in every shard ('--shards 64' tells it): the places of all keys, what links parties, which version of each order is in force.
    private const int PerColumn = 2;

    private static readonly Dictionary<string, int> s_bytes = new (string Group, int Bytes)[]
    {
        ("OrderGroup", 34), ("EndUserGroup", 34), ("PurchaserGroup", 31), ("LinkedGroup", 37), ("RouteRarityGroup", 1), ("ListedPartyGroup", 1), ("LaneGroup", 12), ("ConsigneeGroup", 12),
        ("EndUseGroup", 6), ("HomeMarketGroup", 1), ("PeerValueGroup", 2), ("CustomerRankGroup", 7), ("TenantGroup", 1), ("PurchaserPairGroup", 13), ("AddressGroup", 9), ("DeviceGroup", 26),
        ("HoldGroup", 6), ("TipGroup", 1), ("SalesGroup", 32), ("SurgeGroup", 8), ("MassBalanceGroup", 16), ("LicenceGroup", 1), ("ListedOwnershipGroup", 2),
    }.ToDictionary(g => g.Group, g => g.Bytes, StringComparer.Ordinal);

    private static readonly Dictionary<string, int> s_inEveryShard = new (string Group, int Bytes)[]
    {
        ("OrderGroup", 14), ("LinkedGroup", 9), ("ConsigneeGroup", 2), ("CustomerRankGroup", 2), ("PurchaserPairGroup", 2), ("SalesGroup", 5), ("MassBalanceGroup", 2),
    }.ToDictionary(g => g.Group, g => g.Bytes, StringComparer.Ordinal);

    /// <summary>Shares out <c>--memory</c> for a lake.</summary>
    /// <param name="limit">What was asked for; <c>null</c> for none.</param>
    /// <param name="snapshot">What is to be loaded.</param>
    /// <returns><c>null</c> without a limit.</returns>
    public static LogMemory? Share(string? limit, LakeSnapshot snapshot) => LogMemory.Of(limit, snapshot, Least);

    /// <summary>
    /// As the other, where the states of all groups are in memory at once, as an engine that serves has them: what was measured, without the half as much again, since
    /// not all of them outgrow their arrays at the same moment.
    /// </summary>
    public static LogMemory? ShareWhole(string? limit, LakeSnapshot snapshot) => LogMemory.Of(limit, snapshot, events => events * Enumerable.Range(0, Engine.DefaultGroups.Count).Sum(BytesOf) * 2 / 3);

    /// <summary>The groups in turns that stay within a log's memory.</summary>
    public static GroupTurns Turns(EventLog log, CountryGroups countries, LogMemory memory, int threads)
    {
        (IReadOnlyList<GroupShard> shares, int atOnce) = Cut(log.Events.Count, memory.StateBytes, threads);
        return new GroupTurns(log, countries, shares, atOnce, LogMemory.Collect);
    }

    /// <summary>Cuts the groups so that as many as there are threads fit, and fewer at once where one that cannot be cut is too large.</summary>
    /// <param name="events">Events of the log.</param>
    /// <param name="bytes">What there is for their state.</param>
    /// <param name="threads">Most at once.</param>
    internal static (IReadOnlyList<GroupShard> Shares, int AtOnce) Cut(long events, long bytes, int threads)
    {
        int atOnce = (int)Math.Clamp(bytes / Math.Max(1, Least(events)), 1, threads);
        IEnumerable<GroupShard> shares = Enumerable.Range(0, Engine.DefaultGroups.Count).SelectMany(group =>
        {
            int shards = ShardsOf(group, events, bytes / atOnce);
            return Enumerable.Range(0, shards).Select(shard => new GroupShard(group, shard, shards));
        });

        // The largest first: what is left at the end is done soon.
        return ([.. shares.OrderByDescending(s => BytesOf(s, events)).ThenBy(s => s.Group).ThenBy(s => s.Shard)], atOnce);
    }

    // The largest group that cannot be cut, or a shard of one that can.
    private static long Least(long events) => Enumerable.Range(0, Engine.DefaultGroups.Count)
        .Max(group => BytesOf(new GroupShard(group, 0, Engine.DefaultGroups[group].IsKeyed ? GroupShard.Most : 1), events));

    // The fewest that each stay within some bytes.
    private static int ShardsOf(int group, long events, long bytes)
    {
        if (!Engine.DefaultGroups[group].IsKeyed) return 1;
        long room = bytes - (InEveryShard(group) * events), own = (BytesOf(group) - InEveryShard(group)) * events;
        return room <= 0 ? GroupShard.Most : (int)Math.Clamp((own + room - 1) / room, 1, GroupShard.Most);
    }

    /// <summary>What the state of a share takes after some events.</summary>
    internal static long BytesOf(GroupShard share, long events) =>
        (InEveryShard(share.Group) * events) + ((BytesOf(share.Group) - InEveryShard(share.Group)) * events / share.Shards);

    /// <summary>What the state of a group takes, bytes an event.</summary>
    internal static long BytesOf(int group) => s_bytes.GetValueOrDefault(Engine.DefaultGroups[group].Name, PerColumn * Engine.DefaultGroups[group].Count);

    private static long InEveryShard(int group) => s_inEveryShard.GetValueOrDefault(Engine.DefaultGroups[group].Name);
}
