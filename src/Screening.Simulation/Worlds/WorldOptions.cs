namespace Screening.Simulation;

/// <summary>What world to invent. The same options give the same bytes.</summary>
public sealed record WorldOptions
{
    /// <summary>Orders placed in the window, diverting ones included; at least 1.</summary>
    public required int Orders { get; init; }

    /// <summary>Length of the window in days, both ends included; from 2 to 3660.</summary>
    public required int Days { get; init; }

    /// <summary>Seed of every draw.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Whose parameters the world is drawn from.</summary>
    public WorldFamily Family { get; init; } = WorldFamily.A;

    /// <summary>Last day of the window (UTC). What became known on it is written as a delivery of its own.</summary>
    public DateOnly LastDay { get; init; } = new(2025, 6, 30);

    /// <summary>
    /// Orders of diverting end users over all orders, from 0 to 0.2. In the training family, with a share above 0, at
    /// least 60 days and at least 1,500 orders, one strong case of each of eight schemes falls on the last day, for a first look, even where so small a share leaves
    /// no room for all.
    /// </summary>
    public double DiversionShare { get; init; } = 0.01;

    /// <summary>Legitimate buyers; null: one for every 25 orders, at least 40. Changing it moves no scheme.</summary>
    public int? Buyers { get; init; }

    /// <summary>First day of the window.</summary>
    public DateOnly FirstDay => LastDay.AddDays(1 - Days);

    /// <summary>Whether the last day has strong cases and look-alikes to look at first.</summary>
    internal bool HasShowcase => Family == WorldFamily.A && this is { DiversionShare: > 0, Days: >= 60, Orders: >= 1500 };

    internal int BuyerCount => Buyers ?? Math.Max(40, Orders / 25);

    internal void Check()
    {
        Require(Orders is >= 1 and <= 100_000_000, nameof(Orders), Orders, "1 to 100000000");
        Require(Days is >= 2 and <= 3660, nameof(Days), Days, "2 to 3660");
        Require(DiversionShare is >= 0 and <= 0.2, nameof(DiversionShare), DiversionShare, "0 to 0.2");
        Require(LastDay.Year is >= 2015 and <= 2100, nameof(LastDay), LastDay, "2015 to 2100");
        Require(BuyerCount is >= 1 and <= 10_000_000, nameof(Buyers), BuyerCount, "1 to 10000000");
    }

    private static void Require(bool holds, string name, object value, string range)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value, FormattableString.Invariant($"{name} is {value}; accepted: {range}."));
    }
}
