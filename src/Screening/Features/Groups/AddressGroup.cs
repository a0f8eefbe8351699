using System.Runtime.CompilerServices;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>What goes to the address of an order's subject (end user, else consignee, else purchaser), whoever stands there by the latest profiles.</summary>
public sealed class AddressGroup : FeatureGroup
{
    /// <summary>How many parties may share an address for anything to be said of their orders.</summary>
    public const int MostParties = 100;

    /// <summary>How many other orders of the window are looked at one by one.</summary>
    public const int MostOthers = 1000;

    private const int Days = 90;
    private const string NoAddress = "no address of the end user (else consignee, else purchaser) is known";
    private const string TooMany = NoAddress + ", more than 100 parties share it, or they have more than 1000 other orders of those 90 days";
    private readonly PartiesByValue _addresses = new();
    private RecentOrders?[] _orders = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("address_parties", "address", "Parties that by their latest profiles have the address of the end user (else consignee, else purchaser), itself included", "parties", 1, 1e9, NoAddress, "parties orders", "T17 T27"),
        new("address_orders_90d", "address", "Orders in 90 days for parties (end user, else consignee, else purchaser) that now have this address, this order included", "orders", 0, 1001, TooMany, "parties orders", "T17 T27"),
        new("address_h100e_sum_90d", "address", "Compute ordered in 90 days for parties (end user, else consignee, else purchaser) that now have this address, this order included", "H100e", 0, 1e9, TooMany, "parties orders products", "T17 T27"),
        new("address_sellers_90d", "address", "Different sellers of the orders in 90 days for parties (end user, else consignee, else purchaser) that now have this address, this order included", "parties", 0, 1001, TooMany, "parties orders", "T27"),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        if (at.Kind == EventKind.Party)
        {
            ref readonly PartyProfile profile = ref log.Profiles[at.Row];
            _addresses.Set(profile.Party, profile.IsGone ? Missing.Symbol : profile.Address);
        }
        else if (at.Kind == EventKind.Order)
        {
            ref readonly OrderVersion order = ref log.Orders[at.Row];
            if (!order.ChangesSums) return;
            if (order.Previous != Missing.Symbol) Of(log.Orders[order.Previous].Subject).Learn(log, at.Row, isHere: false, wasHere: true);
            Of(order.Subject).Learn(log, at.Row, isHere: true, wasHere: false);
        }
    }

    /// <inheritdoc/>
    internal override bool Approaches => true;

    /// <inheritdoc/>
    internal override void Approach(EventLog log, Event at, int step)
    {
        if (at.Kind != EventKind.Order) return;
        int party = log.Orders[at.Row].Subject;
        if (step == 0)
        {
            log.AskBefore(at.Row);
            _addresses.Ask(party);
        }

        if ((uint)party >= (uint)_orders.Length) return;
        if (step == 0) Ahead.Ask(in _orders[party]);
        else if (step == 1) Ahead.AskObject(_orders[party]);
        else if (step == 2) _orders[party]?.AskEnd();
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        int subject = reading.Order.Subject;
        if (_addresses[subject] == Missing.Symbol) return;
        (int party, int parties) = _addresses.With(subject);
        columns[0] = parties;
        if (parties > MostParties) return;
        long after = reading.AsOf - (Days * Micros.PerDay), tpp = 0;
        Span<int> sellers = stackalloc int[MostOthers + 1];
        int count = 0;
        for (; party != Missing.Symbol; party = _addresses.Next(party))
        {
            if (party >= _orders.Length || _orders[party] is not { } orders) continue;
            foreach (ref readonly RecentOrder other in orders.Between(after, reading.AsOf))
            {
                if (other.Order == reading.Order.Order) continue;
                if (count == MostOthers) return;
                sellers[count++] = other.Seller;
                tpp = checked(tpp + other.Tpp);
            }
        }

        if (reading.Order.EventAt > after)
        {
            sellers[count++] = reading.Order.Seller;
            tpp = checked(tpp + reading.Order.Content.Tpp);
        }

        columns[1] = count;
        columns[2] = tpp / Volume.TppPerH100e;
        columns[3] = LinkedSizes.Different(sellers[..count]);
    }

    private RecentOrders Of(int party)
    {
        if (party >= _orders.Length) Array.Resize(ref _orders, Math.Max(party + 1, _orders.Length * 2));
        return _orders[party] ??= new RecentOrders(Days);
    }
}
