using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>Whether an order stays in its seller's country, or says so. Keyed by seller.</summary>
internal sealed class HomeMarketGroup : KeyedGroup<HomeMarketGroup.Home>
{
    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("order_ships_to_home", "routing", "Whether the first ship-to country is that of the seller, by its latest profile", "0 or 1", 0, 1, "the seller's country or the first ship-to country is not known", "orders parties", "T28"),
        new("order_is_for_home", "routing", "Whether the destination country is that of the seller, by its latest profile", "0 or 1", 0, 1, "the seller's country or the destination is not known", "orders parties", "T28"),
    ];

    /// <inheritdoc/>
    protected override void AddKeys(EventLog log, Event at, ref KeySet keys)
    {
        if (at.Kind == EventKind.Party) keys.Add(log.Profiles[at.Row].Party);
    }

    /// <inheritdoc/>
    protected override int Key(in OrderVersion order) => order.Seller;

    /// <inheritdoc/>
    protected override void Learn(EventLog log, Event at, int key, ref Home state)
    {
        ref readonly PartyProfile profile = ref log.Profiles[at.Row];
        state = new Home(profile.IsGone ? Missing.Symbol : profile.Country);
    }

    /// <inheritdoc/>
    protected override void Read(EventLog log, in Reading reading, int key, in Home state, Span<double> columns)
    {
        int home = state.Country;
        if (home == Missing.Symbol) return;
        if (reading.Order.ShipToCountry != Missing.Symbol) columns[0] = reading.Order.ShipToCountry == home ? 1 : 0;
        if (reading.Order.DestinationCountry != Missing.Symbol) columns[1] = reading.Order.DestinationCountry == home ? 1 : 0;
    }

    /// <summary>The country of one party; by default it is not known.</summary>
    internal readonly struct Home(int country)
    {
        private readonly int _next = country + 1;

        /// <summary>The country, or <see cref="Missing.Symbol"/>.</summary>
        public int Country => _next - 1;
    }
}
