using Screening.Policies;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// What an order says of itself, and what its legs, papers and payments say of it. Keyed by order; each kind of question has a room of its
/// own, which reads the same state.
/// </summary>
internal sealed class OrderGroup(CountryGroups countries) : KeyedGroup<OrderState>
{
    private static readonly int s_route = OrderContent.Features.Count;
    private static readonly int s_changes = s_route + OrderRoute.Features.Count;
    private static readonly int s_goods = s_changes + OrderChanges.Features.Count;
    private static readonly int s_papers = s_goods + OrderGoods.Features.Count;
    private static readonly int s_payments = s_papers + OrderPapers.Features.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
        [.. OrderContent.Features, .. OrderRoute.Features, .. OrderChanges.Features, .. OrderGoods.Features, .. OrderPapers.Features, .. OrderPayments.Features];

    /// <inheritdoc/>
    protected override void AddKeys(EventLog log, Event at, ref KeySet keys)
    {
        switch (at.Kind)
        {
            case EventKind.ShipmentLeg:
                ref readonly ShipmentLeg leg = ref log.Legs[at.Row];
                keys.Add(leg.Order);
                if (leg.Previous != Missing.Symbol) keys.Add(log.Legs[leg.Previous].Order);
                break;
            case EventKind.Payment:
                ref readonly Payment payment = ref log.Payments[at.Row];
                keys.Add(payment.Order);
                if (payment.Previous != Missing.Symbol) keys.Add(log.Payments[payment.Previous].Order);
                break;
            case EventKind.Certificate:
                ref readonly Certificate certificate = ref log.Certificates[at.Row];
                keys.Add(certificate.Order);
                if (certificate.Previous != Missing.Symbol) keys.Add(log.Certificates[certificate.Previous].Order);
                break;
            case EventKind.Order when log.Orders[at.Row].Earlier != Missing.Symbol:
                // Most orders are told once; a second telling knows the first by itself.
                keys.Add(log.Orders[at.Row].Order);
                break;
        }
    }

    /// <inheritdoc/>
    protected override int Key(in OrderVersion order) => order.Order;

    /// <inheritdoc/>
    protected override void Learn(EventLog log, Event at, int key, ref OrderState state)
    {
        switch (at.Kind)
        {
            case EventKind.ShipmentLeg: state.LearnLeg(log, at.Row, key); break;
            case EventKind.Payment: state.LearnPayment(log, at.Row, key); break;
            case EventKind.Certificate: state.LearnCertificate(log, at.Row, key); break;
            case EventKind.Order: state.LearnOrder(at.Row); break;
            default: throw new ArgumentException($"a {at.Kind} teaches an order nothing", nameof(at));
        }
    }

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int key, in OrderState state, Span<double> columns)
    {
        OrderContent.Read(log, reading, state, countries, columns[..s_route]);
        OrderRoute.Read(log, reading, state, columns[s_route..s_changes]);
        OrderChanges.Read(log, reading, state, countries, columns[s_changes..s_goods]);
        OrderGoods.Read(log, reading, state, columns[s_goods..s_papers]);
        OrderPapers.Read(log, reading, state, columns[s_papers..s_payments]);
        OrderPayments.Read(log, reading, state, countries, columns[s_payments..]);
    }
}
