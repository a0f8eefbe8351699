using Screening.Features.Groups;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Features.Groups;

public sealed class RecentPartnersTests
{
    private const int Sellers = 0, EndUsers = 1;

    //   day       0     10    20    30    40
    //   seller    a     b     a     c     b       window (10, 40]: a, c, b; (20, 40]: c, b; (30, 40]: b
    [Fact]
    public void DifferentPartiesAreCountedSinceAMomentThatIsItselfOutside()
    {
        RecentPartners orders = Of((0, 1), (10, 2), (20, 1), (30, 3), (40, 2));
        Assert.Equal((3, 3, 2, 1, 0), (Count(orders, 0), Count(orders, 10), Count(orders, 20), Count(orders, 30), Count(orders, 40)));
        Assert.Equal((4, 3), (orders.Orders(Tests.Some.Day(0), Missing.Moment, 0), orders.Orders(Tests.Some.Day(10), Missing.Moment, 0)));
    }

    [Fact]
    public void AnOrderLeftOutTakesItsPartyAlongUnlessAnotherHasIt()
    {
        RecentPartners orders = Of((0, 1), (10, 2), (20, 1), (30, 3));
        Assert.Equal(3, Without(orders, 2, with: Missing.Symbol)); // the order of day 20: its seller has the one of day 0 as well
        Assert.Equal(2, Without(orders, 3, with: Missing.Symbol));
        Assert.Equal(3, Without(orders, 3, with: 3));
        Assert.Equal(3, Without(orders, 3, with: 9));
        Assert.Equal(2, Without(orders, 3, with: 2));
    }

    [Fact]
    public void ALateOrderCountsWhereItBelongsAndAPartyNotNamedDoesNotCount()
    {
        var orders = new RecentPartners();
        orders.Add(Tests.Some.Day(20), 0, Parties(1, Missing.Symbol), Tests.Some.Day(20));
        orders.Add(Tests.Some.Day(10), 1, Parties(1, 5), Tests.Some.Day(25));
        orders.Add(Tests.Some.Day(5), 2, Parties(7, 5), Tests.Some.Day(26));
        Assert.Equal((2, 1, 1), (Count(orders, 0), Count(orders, 5), Count(orders, 10)));
        Assert.Equal((1, 1, 0), (Count(orders, 0, EndUsers), Count(orders, 5, EndUsers), Count(orders, 10, EndUsers)));
        Assert.Equal(0, Count(orders, 10, EndUsers, Missing.Symbol));
    }

    //   known on day 90: an order of day 0 can be in no window (as_of - 90 d, as_of] any more, one of a microsecond later can
    [Fact]
    public void WhatIsTooOldForAnyLookIsNotKept()
    {
        var orders = new RecentPartners();
        orders.Add(Tests.Some.Day(0), 0, Parties(1, 1), Tests.Some.Day(90));
        Assert.Equal(0, orders.Orders(long.MinValue, Missing.Moment, 0));
        orders.Add(Tests.Some.Day(0) + 1, 1, Parties(1, 1), Tests.Some.Day(90));
        Assert.Equal(1, orders.Orders(Tests.Some.Day(0), Missing.Moment, 0));
        orders.Remove(Tests.Some.Day(0), 0);
        Assert.Equal(1, orders.Orders(Tests.Some.Day(0), Missing.Moment, 0));
    }

    // Random orders, late and withdrawn ones among them, against counting.
    [Fact]
    public void ManyOrdersEqualCounting()
    {
        var random = new Random(20250701);
        for (int round = 0; round < 200; round++)
        {
            var orders = new RecentPartners();
            List<(long At, int Order, int Seller)> kept = [];
            double today = 0;
            for (int order = 0; order < 60; order++)
            {
                today += random.Next(8) / 2.0;
                if (kept.Count > 0 && random.Next(4) == 0)
                {
                    int gone = random.Next(kept.Count);
                    orders.Remove(kept[gone].At, kept[gone].Order);
                    kept.RemoveAt(gone);
                }

                long at = Tests.Some.Day(today - (random.Next(3) * random.Next(60) / 2.0));
                int seller = random.Next(6) - 1;
                orders.Add(at, order, Parties(seller, Missing.Symbol), Tests.Some.Day(today));
                kept.Add((at, order, seller));
                long after = Tests.Some.Day(today - random.Next(91));
                var except = kept[random.Next(kept.Count)];
                int with = random.Next(7) - 1;
                var left = kept.Where(k => k.At > after && k.Order != except.Order).ToArray();
                Assert.Equal(left.Length, orders.Orders(after, except.At, except.Order));
                Assert.Equal(left.Select(k => k.Seller).Append(with).Where(s => s != Missing.Symbol).Distinct().Count(), orders.Parties(Sellers, after, except.At, except.Order, with));
            }
        }
    }

    private static RecentPartners Of(params (double Day, int Seller)[] orders)
    {
        var all = new RecentPartners();
        for (int i = 0; i < orders.Length; i++) all.Add(Tests.Some.Day(orders[i].Day), i, Parties(orders[i].Seller, Missing.Symbol), Tests.Some.Day(orders[i].Day));
        return all;
    }

    private static OrderParties Parties(int seller, int endUser) => OrderParties.Of(Tests.Some.Order(endUser: endUser) with { Seller = seller });

    private static int Count(RecentPartners orders, double afterDay, int role = Sellers, int with = Missing.Symbol) => orders.Parties(role, Tests.Some.Day(afterDay), Missing.Moment, 0, with);

    private static int Without(RecentPartners orders, int order, int with) => orders.Parties(Sellers, Tests.Some.Day(-1), Tests.Some.Day(order * 10), order, with);
}
