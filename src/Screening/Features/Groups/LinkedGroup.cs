using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// What a group of linked parties has ordered together, and who is in it. Parties who are not linked yet do not see each other's orders.
/// </summary>
public sealed class LinkedGroup : FeatureGroup
{
    private const string TooMany = "never, unless the linked parties have more than 250 other orders of those 90 days";
    private const string Sources = "orders parties party_events";
    private readonly Linker _linker = new();
    private readonly Subjects _subjects = new();
    private readonly PartyNotices _notices = new();
    private readonly PartRoles _parts = new();
    private readonly LinkedOrders _orders;
    private readonly Action<int, int, bool> _change;
    private readonly List<Notice> _noticed = [];

    /// <summary>Makes a group that has learnt nothing.</summary>
    public LinkedGroup()
    {
        _orders = new LinkedOrders(_subjects, _parts, _notices);
        _change = _orders.Change;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("linked_parties", "splitting", "Parties linked with the end user (else consignee, else purchaser), itself included", "parties", 1, 1e9, "never", "parties party_events", "T04"),
        new("linked_orders_30d", "splitting", "Orders for the linked parties in 30 days, this one included", "orders", 0, 1e9, "never", "orders parties party_events", "T04"),
        new("linked_h100e_sum_30d", "splitting", "Compute ordered for the linked parties in 30 days, this order included", "H100e", 0, 1e9, "never", "orders products parties party_events", "T04"),
        new("linked_orders_90d", "splitting", "Orders for the linked parties in 90 days, this one included", "orders", 0, 1e9, "never", "orders parties party_events", "T04"),
        new("linked_h100e_sum_90d", "splitting", "Compute ordered for the linked parties in 90 days, this order included", "H100e", 0, 1e9, "never", "orders products parties party_events", "T04"),
        new("linked_h100e_sum_calendar_year", "splitting", "Compute ordered for the linked parties since 1 January, this order included", "H100e", 0, 1e9, "never", "orders products parties party_events", "T04"),
        new("linked_largest_order_h100e_90d", "splitting", "Compute of the largest single order for the linked parties in 90 days, this one included", "H100e", 0, 1e9, "never", "orders products parties party_events", "T04"),
        new("linked_h100e_sum_1d", "splitting", "Compute ordered for the linked parties in 1 day, this order included", "H100e", 0, 1e9, "never", "orders products parties party_events", "T04"),
        new("linked_h100e_sum_7d", "splitting", "Compute ordered for the linked parties in 7 days, this order included", "H100e", 0, 1e9, "never", "orders products parties party_events", "T04"),
        new("linked_h100e_sum_365d", "splitting", "Compute ordered for the linked parties in 365 days, this order included", "H100e", 0, 1e9, "never", "orders products parties party_events", "T04"),
        new("linked_value_usd_sum_30d", "splitting", "Value ordered for the linked parties in 30 days, this order included", "USD", 0, 1e15, "never", Sources, "T04"),
        new("linked_value_usd_sum_90d", "splitting", "Value ordered for the linked parties in 90 days, this order included", "USD", 0, 1e15, "never", Sources, "T04"),
        new("linked_orders_of_largest_size_90d", "splitting", "Orders for the linked parties in 90 days, this one included, of exactly as much compute as the largest of them; 0 when none has any", "orders", 0, 251, TooMany, "orders products parties party_events", "T04"),
        new("linked_orders_of_half_size_90d", "splitting", "Orders for the linked parties in 90 days, this one included, of less compute than the largest of them but at least half of it; 0 when none has any", "orders", 0, 250, TooMany, "orders products parties party_events", "T04"),
        new("linked_bunching_90d", "splitting", "Of the orders for the linked parties in 90 days, this one included, with at least half the compute of the largest and without one largest, the share with at least nine tenths; about a fifth when sizes are spread evenly, 1 when they crowd at one size", "1", 0, 1, "no other order of those 90 days has half the compute of the largest, or the linked parties have more than 250 other orders of those 90 days", "orders products parties party_events", "T04"),
        new("linked_median_gap_days_90d", "splitting", "Median of the days between one order for the linked parties and the next, over the orders of 90 days, this one included; the mean of the middle two where their number is even", "d", 0, 90, "fewer than two orders of those 90 days, or more than 250 other ones", Sources, "T04"),
        new("linked_purchasers_90d", "splitting", "Different purchasers of the orders for the linked parties in 90 days, this one included", "parties", 0, 251, TooMany, Sources, "T04"),
        new("linked_sellers_90d", "network", "Different sellers of the orders for the linked parties in 90 days, this one included", "parties", 0, 251, TooMany, Sources, "T27"),
        new("linked_part_roles_90d", "kits", "Different roles that bills of materials give to the main products (line of greatest value) of the orders for the linked parties in 90 days, this one included", "roles", 1, 16, "no main product of those orders stands with a role in a bill of materials, or more than 250 other orders", "orders bill_of_materials parties party_events", "T04 T27"),
        new("linked_kit_across_purchasers", "kits", "Whether in 90 days, this order included, one purchaser ordered for the linked parties an accelerator or module of some whole and another purchaser the baseboard of the same whole, as main products (line of greatest value)", "0 or 1", 0, 1, "no main product of those orders stands with a role in a bill of materials, or more than 250 other orders", "orders bill_of_materials parties party_events", "T04 T27"),
        new("linked_newest_party_days", "network", "Days since the first profile became known of the linked party of which that was last", "d", 0, 100_000, "no linked party has a profile", "parties party_events", "T21"),
        new("linked_new_parties_30d", "network", "Linked parties whose first profile became known in 30 days", "parties", 0, 1e9, "never", "parties party_events", "T21"),
        new("linked_hops_to_listed", "network", "Links from the end user (else consignee, else purchaser) to the nearest party that bears a listed name (listed_parties_strong says when): 0 itself, 4 when there is none within three links", "links", 0, 4, "no list is loaded, or a linked party is listed and more than 1000 parties lie no further than the links looked through", "parties party_events restricted_parties", "T21"),
        new("linked_hops_to_confirmed", "network", "Links from the end user (else consignee, else purchaser) to the nearest party of a confirmed case, this order's own left out: one that an outcome establishes diversion of, or whose order one or an analyst's decision does; 0 itself, 4 when there is none within three links. A dismissed case says nothing", "links", 0, 4, "no decision or outcome has confirmed any case, or a linked party has one and more than 1000 parties lie no further than the links looked through", "orders parties party_events dispositions outcomes", "T20 T21"),
        new("linked_open_tips", "tips", "Open tips that name one of the linked parties", "tips", 0, 1e6, "never", "parties party_events tips", "T35"),
    ];

    /// <summary>The first-met member of a party's group, after which the group is named.</summary>
    public int Subject(int party) => _subjects.Of(party);

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        ArgumentNullException.ThrowIfNull(log);
        _orders.MakeRoom(log.Symbols.Parties.Count);
        _subjects.Meet(log, at);
        _linker.Learn(log, at, _change);
        _notices.Learn(log, at, _noticed);
        foreach (Notice notice in _noticed) _orders.Take(log, notice);
        _noticed.Clear();
        if (at.Kind == EventKind.Part) _parts.Learn(log.Parts[at.Row]);
        if (at.Kind == EventKind.Order) _orders.Learn(log, at.Row);
    }

    /// <inheritdoc/>
    internal override bool Approaches => true;

    /// <inheritdoc/>
    internal override void Approach(EventLog log, Event at, int step)
    {
        if (at.Kind == EventKind.Order) _orders.Approach(log.Orders[at.Row].Subject, step);
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns) => _orders.Read(reading, columns);
}
