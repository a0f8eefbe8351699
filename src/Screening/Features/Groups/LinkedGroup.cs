using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// What a group of linked parties has ordered together. A replay first finds who ends up in one group, then works off each final group
/// apart, in time order inside, so that parties who are not linked yet do not see each other's orders.
/// </summary>
public sealed class LinkedGroup : FeatureGroup
{
    private readonly Linker _linker = new();
    private readonly Subjects _subjects = new();
    private readonly LinkedOrders _orders;
    private readonly Action<int, int, bool> _change;

    /// <summary>Makes a group that has learnt nothing.</summary>
    public LinkedGroup()
    {
        _orders = new LinkedOrders(_subjects);
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
        if (at.Kind != EventKind.Order) return;
        if (log.Orders[at.Row].Previous != Missing.Symbol) _orders.TakeBack(log, at.Row);
        _orders.PutIn(log, at.Row);
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns) => _orders.Read(reading, columns);

    /// <inheritdoc/>
    public override IReadOnlyList<Action> Advance(Stretch stretch, FeatureMatrix matrix, int firstColumn, int pieces)
    {
        // Whoever is ever linked within the stretch is worked off together, also if a deletion parts them later in it.
        EventLog log = stretch.Log;
        var final = new Subjects(_subjects);
        List<Change> changes = [];
        for (int position = stretch.From; position < stretch.To; position++)
        {
            Event at = log.Events[position];
            _subjects.Meet(log, at);
            final.Meet(log, at);
            _linker.Learn(log, at, (a, b, isLinked) =>
            {
                changes.Add(new Change(position, a, b, isLinked));
                final.Join(a, b);
            });
        }

        _orders.MakeRoom(log.Symbols.Parties.Count);
        (int[] starts, Step[] steps) = SortByGroup(stretch, changes, final);
        var actions = new List<Action>();
        for (int from = 0; from < starts.Length - 1;)
        {
            int to = from + 1;
            while (to < starts.Length - 1 && starts[to] - starts[from] < Math.Max(1, steps.Length / Math.Max(1, pieces))) to++;
            (int first, int last) = (starts[from], starts[to]);
            if (last > first) actions.Add(() => AdvanceSteps(stretch, matrix, firstColumn, steps.AsSpan(first..last)));
            from = to;
        }

        return actions;
    }

    // Groups never share a party, so pieces of work write to different cells of the state.
    private void AdvanceSteps(Stretch stretch, FeatureMatrix matrix, int firstColumn, ReadOnlySpan<Step> steps)
    {
        EventLog log = stretch.Log;
        foreach (Step step in steps)
        {
            if (step.Kind is StepKind.Link or StepKind.Part) _orders.Change(step.A, step.B, step.Kind == StepKind.Link);
            else if (step.Kind == StepKind.TakeBack) _orders.TakeBack(log, step.A);
            else if (step.Kind == StepKind.PutIn) _orders.PutIn(log, step.A);
            else _orders.Read(ReadPlan.Reading(log, stretch.Reads.Reads[step.A]), matrix[step.A].Slice(firstColumn, Features.Count));
        }
    }

    private static (int[] Starts, Step[] Steps) SortByGroup(Stretch stretch, List<Change> changes, Subjects final)
    {
        int[] starts = new int[stretch.Log.Symbols.Parties.Count + 2];
        ForEach(stretch, changes, (party, _) => starts[final.Of(party) + 2]++);
        for (int slot = 1; slot < starts.Length; slot++) starts[slot] += starts[slot - 1];
        var steps = new Step[starts[^1]];

        // starts[g + 1] serves as the place of the next step of group g; when all are placed it is the start of group g + 1.
        ForEach(stretch, changes, (party, step) => steps[starts[final.Of(party) + 1]++] = step);
        return (starts, steps);
    }

    // The log's order: looks at a position come before its event, and an event's links before what it teaches.
    private static void ForEach(Stretch stretch, List<Change> changes, Action<int, Step> visit)
    {
        EventLog log = stretch.Log;
        int change = 0;
        stretch.ForEach(
            read => visit(log.Orders[stretch.Reads.Reads[read].Order].Subject, new Step(StepKind.Read, read, 0)),
            position =>
            {
                for (; change < changes.Count && changes[change].Position == position; change++)
                    visit(changes[change].A, new Step(changes[change].IsLinked ? StepKind.Link : StepKind.Part, changes[change].A, changes[change].B));
                Event at = log.Events[position];
                if (at.Kind != EventKind.Order) return;
                ref readonly OrderVersion order = ref log.Orders[at.Row];
                if (order.Previous != Missing.Symbol) visit(log.Orders[order.Previous].Subject, new Step(StepKind.TakeBack, at.Row, 0));
                visit(order.Subject, new Step(StepKind.PutIn, at.Row, 0));
            });
    }

    private enum StepKind : byte
    {
        Read,
        Link,
        Part,
        TakeBack,
        PutIn,
    }

    private readonly record struct Step(StepKind Kind, int A, int B);

    private readonly record struct Change(int Position, int A, int B, bool IsLinked);

    /// <summary>
    /// The orders of every party and, for parties that are linked, those of their group together: the sum a look needs, and what it
    /// takes to part a group again.
    /// </summary>
    private sealed class LinkedOrders(Subjects subjects)
    {
        private Timeline?[] _ofParty = [];
        private Joint?[] _joints = [];

        /// <summary>Makes room for so many parties, so that work on different groups can go on side by side.</summary>
        public void MakeRoom(int parties)
        {
            if (parties <= _ofParty.Length) return;
            Array.Resize(ref _ofParty, Math.Max(parties, _ofParty.Length * 2));
            Array.Resize(ref _joints, _ofParty.Length);
        }

        public void Change(int a, int b, bool isLinked)
        {
            if (isLinked) Join(a, b);
            else Part(a, b);
        }

        public void TakeBack(EventLog log, int row)
        {
            int party = log.Orders[log.Orders[row].Previous].Subject;
            OrderVolume.Learn(log, row, OfParty(party), isHere: false, wasHere: true);
            if (_joints[subjects.Of(party)] is { } joint) OrderVolume.Learn(log, row, joint.Orders, isHere: false, wasHere: true);
        }

        public void PutIn(EventLog log, int row)
        {
            int party = log.Orders[row].Subject;
            OrderVolume.Learn(log, row, OfParty(party), isHere: true, wasHere: false);
            if (_joints[subjects.Of(party)] is { } joint) OrderVolume.Learn(log, row, joint.Orders, isHere: true, wasHere: false);
        }

        public void Read(in Reading reading, Span<double> columns)
        {
            int subject = subjects.Of(reading.Order.Subject);
            Joint? joint = subject < _joints.Length ? _joints[subject] : null;
            Timeline? orders = joint?.Orders ?? (subject < _ofParty.Length ? _ofParty[subject] : null);
            bool holds = reading.IsLearnt && subjects.Of(reading.Learnt.Subject) == subject;
            Volume month = reading.VolumeInDays(orders, holds, 30), quarter = reading.VolumeInDays(orders, holds, 90);
            columns[0] = joint?.Parties.Count ?? 1;
            columns[1] = month.Orders;
            columns[2] = month.H100e;
            columns[3] = quarter.Orders;
            columns[4] = quarter.H100e;
            columns[5] = reading.VolumeSince(orders, holds, Micros.StartOfYear(reading.AsOf) - 1).H100e;
            long after = reading.AsOf - (90 * Micros.PerDay);
            long largest = orders?.LargestTpp(after, reading.AsOf, reading.Order.Order) ?? 0;
            columns[6] = Math.Max(largest, reading.Order.EventAt > after ? reading.Order.Content.Tpp : 0) / Volume.TppPerH100e;
        }

        private Timeline OfParty(int party) => _ofParty[party] ??= new Timeline();

        private void Join(int a, int b)
        {
            (int stays, int takenIn) = subjects.Join(a, b);
            Joint mine = _joints[stays] ?? Alone(stays);
            if (stays != takenIn)
            {
                Joint theirs = _joints[takenIn] ?? Alone(takenIn);
                _joints[takenIn] = null;
                mine.Parties.AddRange(theirs.Parties);
                mine.Links.AddRange(theirs.Links);
                mine.Orders.Merge(theirs.Orders);
                _joints[stays] = mine;
            }

            mine.Links.Add((a, b));
        }

        // Rare: the group is taken apart and joined again by the links that are left.
        private void Part(int a, int b)
        {
            int subject = subjects.Of(a);
            Joint joint = _joints[subject]!;
            _joints[subject] = null;
            subjects.Part(joint.Parties);
            foreach ((int one, int other) in joint.Links)
            {
                if ((one, other) != (a, b) && (one, other) != (b, a)) Join(one, other);
            }
        }

        private Joint Alone(int party)
        {
            var joint = new Joint { Parties = { party } };
            if (_ofParty[party] is { } orders) joint.Orders.Merge(orders);
            return joint;
        }
    }

    private sealed class Joint
    {
        public List<int> Parties { get; } = [];

        public List<(int A, int B)> Links { get; } = [];

        public Timeline Orders { get; } = new();
    }
}
