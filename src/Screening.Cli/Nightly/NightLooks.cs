using System.Buffers.Binary;
using System.Security.Cryptography;
using Screening.Features;
using Screening.Records;
using Screening.Risk;

namespace Screening.Cli.Nightly;

/// <summary>What a night looks at: the orders by which the usual is told, the day's arrivals, and tonight's orders, each when it arrived and tonight's as of the night as well.</summary>
/// <param name="Set">What is scored.</param>
/// <param name="FitRows">Orders by which the usual is told.</param>
/// <param name="Tonight">Tonight's orders with their subjects.</param>
/// <param name="Plan">The looks.</param>
/// <param name="Arrivals">How many of them are looks at arrivals; those of tonight follow.</param>
internal sealed record NightLooks(ScoredSet Set, IReadOnlyList<int> FitRows, IReadOnlyList<(int Subject, int Row)> Tonight, ReadPlan Plan, int Arrivals)
{
    /// <summary>The looks at arrivals by row of the order.</summary>
    public IReadOnlyDictionary<int, int> OnArrival { get; } = Enumerable.Range(0, Arrivals).ToDictionary(look => Plan.Reads[look].Order);

    /// <summary>Finds them for a date in a log that holds everything known through it.</summary>
    public static NightLooks Of(EventLog log, DateOnly date)
    {
        ScoredSet set = ScoredSet.Of(log, date);
        IReadOnlyList<int> fitRows = UsualOrders.Before(log, Micros.StartOf(date));
        HashSet<int> onArrival = [.. fitRows, .. set.Arrivals, .. set.Orders.Values.SelectMany(rows => rows)];
        ReadPlan plan = ReadPlan.OnArrival(log, onArrival.Contains);
        int arrivals = plan.Reads.Count;
        List<(int Subject, int Row)> tonight = [.. set.Orders.OrderBy(s => s.Value[0]).SelectMany(s => s.Value.Select(row => (s.Key, row)))];
        plan.AtTheEnd(log, tonight.Select(t => t.Row), Micros.EndOf(date));
        return new NightLooks(set, fitRows, tonight, plan, arrivals);
    }

    /// <summary>Tells parts apart: the hash of which order is looked at when, of how much there was to learn, and of which looks are whose.</summary>
    /// <param name="log">The log.</param>
    /// <param name="plan">The looks.</param>
    /// <param name="shares">What a task computes.</param>
    /// <param name="cells">Which values those are.</param>
    public static string HashOf(EventLog log, ReadPlan plan, IReadOnlyList<GroupShard> shares, PartCells cells)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[20];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, log.Events.Count);
        hash.AppendData(bytes[..8]);
        foreach (PlannedRead read in plan.Reads)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, read.Order);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[4..], read.Position);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[12..], read.AsOf);
            hash.AppendData(bytes);
        }

        byte[] held = new byte[plan.Reads.Count];
        for (int share = 0; share < shares.Count; share++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, shares[share].Group);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], shares[share].Shard);
            BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], shares[share].Shards);
            hash.AppendData(bytes[..12]);
            for (int row = 0; row < held.Length; row++) held[row] = (byte)(cells.Holds(share, row) ? 1 : 0);
            hash.AppendData(held);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
