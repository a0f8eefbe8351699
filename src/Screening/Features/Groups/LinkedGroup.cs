using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// What a group of linked parties has ordered together, and who is in it. Parties who are not linked yet do not see each other's orders.
/// In the log's order events become notices of parties, some of which link them; a replay then goes through a stretch island by island. An island is all parties
/// that were ever linked with each other by its end: nothing that is learnt of one is read with another.
/// </summary>
public sealed class LinkedGroup : FeatureGroup
{
    private const string TooMany = "never, unless the linked parties have more than 250 other orders of those 90 days";
    private const string Sources = "orders parties party_events";
    private readonly Linker _linker = new();
    private readonly Subjects _subjects = new();
    private readonly PartyNotices _notices = new();
    private readonly LinkedOrders _orders;
    private readonly Notices<Notice> _told = new();
    private readonly Action<int, int, bool> _link;
    private Notices<Notice> _telling;
    private Subjects _islands = new();

    /// <summary>Makes a group that has learnt nothing.</summary>
    public LinkedGroup()
    {
        _orders = new LinkedOrders(_subjects);
        _telling = _told;
        _link = Link;
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
    internal override bool IsKeyed => true;

    /// <inheritdoc/>
    internal override bool Takes(in OrderVersion order) => Share.Holds(_islands.Of(order.Subject));

    /// <inheritdoc/>
    internal override void Choose(GroupShard share, EventLog log)
    {
        base.Choose(share, log);

        // A shard has to know from the start who will be linked in the end.
        if (share.Shards > 1) _islands = Subjects.Islands(log);
    }

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        ArgumentNullException.ThrowIfNull(log);
        _orders.MakeRoom(log.Symbols.Parties.Count);
        _told.Clear();
        Route(log, at, _told);
        for (int i = 0; i < _told.Count; i++)
        {
            if (Share.Holds(_islands.Of(_told.Key(i)))) _orders.Take(log, _told[i]);
        }

        LearnShared(log, at);
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns) => _orders.Read(reading, columns);

    /// <inheritdoc/>
    internal override void Approach(EventLog log, Event at, int step)
    {
        if (at.Kind == EventKind.Order) _orders.Approach(log.Orders[at.Row].Subject, step);
    }

    /// <inheritdoc/>
    internal override void Advance(in Stretch stretch, int column, StepsByKey steps)
    {
        EventLog log = stretch.Log;
        _orders.MakeRoom(log.Symbols.Parties.Count);
        Notices<Notice> notices = steps.Notices<Notice>();
        for ((int position, int read) = (stretch.From, stretch.FirstRead); position < stretch.To || read < stretch.EndRead;)
        {
            steps.Clear();
            notices.Clear();
            bool isShared = false;
            for (; !isShared; position++)
            {
                log.Memory.CatchUp();
                for (; read < stretch.EndRead && stretch.Look(read).Position == position; read++)
                {
                    // After the last event there may be millions.
                    log.Memory.CatchUp();
                    steps.Add(Step.Look(log.Orders[stretch.Look(read).Order].Subject, read));
                }

                if (position == stretch.To) break;
                int told = notices.Count;
                Route(log, log.Events[position], notices);
                for (; told < notices.Count; told++) steps.Add(Step.Learn(notices.Key(told), told));
                isShared = ChangesShared(log.Events[position]);
            }

            steps.Arrange(_islands, Share);
            for (int i = 0; i < steps.Count; i++)
            {
                log.Memory.CatchUp();
                Approach(stretch, column, steps, notices, i);
                Step step = steps[i];
                if (step.IsLook) _orders.Read(stretch.Reading(step.Read), stretch.Columns(step.Read, column, Features.Count));
                else _orders.Take(log, notices[step.Notice]);
            }

            if (isShared) LearnShared(log, log.Events[position - 1]);
        }
    }

    // What lies furthest is asked for first, and what it leads to when it has had time to come. Most islands are one party.
    private void Approach(in Stretch stretch, int column, StepsByKey steps, Notices<Notice> notices, int from)
    {
        for (int stage = 0, next = from + (Ahead.Steps * Ahead.EventsPerStep); stage < Ahead.Steps; stage++, next -= Ahead.EventsPerStep)
        {
            if (next >= steps.Count) continue;
            Step step = steps[next];
            if (steps.IsFirst(next)) _orders.Approach(step.Key, stage);
            if (stage == 0) stretch.Ask(step, notices);
            else if (stage < 3) stretch.AskOrder(step, step.IsLook ? Missing.Symbol : notices[step.Notice].OrderRow, withBefore: stage == 2, column, Features.Count);
        }
    }

    // Takes an event into what all parties share but looks do not read, and adds what it tells of which parties.
    private void Route(EventLog log, Event at, Notices<Notice> notices)
    {
        _telling = notices;
        _subjects.Meet(log, at);
        _islands.Meet(log, at);
        _linker.Learn(log, at, _link);
        _notices.Learn(log, at, notices);
    }

    private void Link(int a, int b, bool isLinked)
    {
        if (isLinked) _islands.Join(a, b);
        _telling.Add(a, new Notice(isLinked ? NoticeKind.Linked : NoticeKind.Parted, a, b));
    }

    // Whether an event changes what looks at all parties read: rare, and so a stretch ends there.
    private bool ChangesShared(Event at) => at.Kind == EventKind.Part || _notices.HasList != _orders.HasList || _notices.HasConfirmed != _orders.HasConfirmed;

    private void LearnShared(EventLog log, Event at)
    {
        if (at.Kind == EventKind.Part) _orders.Parts.Learn(log.Parts[at.Row]);
        (_orders.HasList, _orders.HasConfirmed) = (_notices.HasList, _notices.HasConfirmed);
    }
}
