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
    private readonly Dictionary<int, Joint> _joints = [];
    private readonly Action<int, int> _join;

    /// <summary>Makes a group that has learnt nothing.</summary>
    public LinkedGroup() => _join = (a, b) => Join(_subjects, _joints, a, b);

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
        _subjects.Meet(log, at);
        _linker.Learn(log, at, _join);
        if (at.Kind != EventKind.Order) return;
        if (log.Orders[at.Row].Previous != Missing.Symbol) TakeBack(log, at.Row, _subjects, _joints);
        PutIn(log, at.Row, _subjects, _joints);
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns) => Read(reading, _subjects, _joints, columns);

    /// <inheritdoc/>
    public override IReadOnlyList<Action> Replay(EventLog log, ReadPlan reads, FeatureMatrix matrix, int firstColumn, int pieces)
    {
        var final = new Subjects();
        List<(int Position, int A, int B)> links = [];
        var linker = new Linker();
        for (int position = 0; position < log.Events.Count; position++)
        {
            Event at = log.Events[position];
            final.Meet(log, at);
            linker.Learn(log, at, (a, b) =>
            {
                links.Add((position, a, b));
                final.Join(a, b);
            });
        }

        var growing = new Subjects();
        for (int position = 0; position < log.Events.Count; position++) growing.Meet(log, log.Events[position]);
        (int[] starts, Step[] steps) = SortByGroup(log, reads, links, final);
        var actions = new List<Action>();
        for (int from = 0; from < starts.Length - 1;)
        {
            int to = from + 1;
            while (to < starts.Length - 1 && starts[to] - starts[from] < Math.Max(1, steps.Length / Math.Max(1, pieces))) to++;
            (int first, int last) = (starts[from], starts[to]);
            actions.Add(() => ReplaySteps(log, reads, matrix, firstColumn, growing, steps.AsSpan(first..last)));
            from = to;
        }

        return actions;
    }

    // Groups never share a party, so pieces of work write to different cells of the growing groups.
    private void ReplaySteps(EventLog log, ReadPlan reads, FeatureMatrix matrix, int firstColumn, Subjects growing, ReadOnlySpan<Step> steps)
    {
        var joints = new Dictionary<int, Joint>();
        foreach (Step step in steps)
        {
            if (step.Kind == StepKind.Link) Join(growing, joints, step.A, step.B);
            else if (step.Kind == StepKind.TakeBack) TakeBack(log, step.A, growing, joints);
            else if (step.Kind == StepKind.PutIn) PutIn(log, step.A, growing, joints);
            else Read(ReadPlan.Reading(log, reads.Reads[step.A]), growing, joints, matrix[step.A].Slice(firstColumn, Features.Count));
        }
    }

    private static (int[] Starts, Step[] Steps) SortByGroup(EventLog log, ReadPlan reads, List<(int Position, int A, int B)> links, Subjects final)
    {
        int[] starts = new int[log.Symbols.Parties.Count + 2];
        ForEach(log, reads, links, (party, _) => starts[final.Of(party) + 2]++);
        for (int slot = 1; slot < starts.Length; slot++) starts[slot] += starts[slot - 1];
        var steps = new Step[starts[^1]];

        // starts[g + 1] serves as the place of the next step of group g; when all are placed it is the start of group g + 1.
        ForEach(log, reads, links, (party, step) => steps[starts[final.Of(party) + 1]++] = step);
        return (starts, steps);
    }

    // The log's order: looks at a position come before its event, and an event's links before what it teaches.
    private static void ForEach(EventLog log, ReadPlan reads, List<(int Position, int A, int B)> links, Action<int, Step> visit)
    {
        int read = 0, link = 0;
        for (int position = 0; position <= log.Events.Count; position++)
        {
            for (; read < reads.Reads.Count && reads.Reads[read].Position == position; read++)
                visit(log.Orders[reads.Reads[read].Order].Subject, new Step(StepKind.Read, read, 0));
            if (position == log.Events.Count) break;
            for (; link < links.Count && links[link].Position == position; link++)
                visit(links[link].A, new Step(StepKind.Link, links[link].A, links[link].B));
            Event at = log.Events[position];
            if (at.Kind != EventKind.Order) continue;
            ref readonly OrderVersion order = ref log.Orders[at.Row];
            if (order.Previous != Missing.Symbol) visit(log.Orders[order.Previous].Subject, new Step(StepKind.TakeBack, at.Row, 0));
            visit(order.Subject, new Step(StepKind.PutIn, at.Row, 0));
        }
    }

    private static void Join(Subjects subjects, Dictionary<int, Joint> joints, int a, int b)
    {
        (int stays, int takenIn) = subjects.Join(a, b);
        if (stays == takenIn) return;
        Joint mine = joints.GetValueOrDefault(stays) ?? new Joint();
        Joint theirs = joints.GetValueOrDefault(takenIn) ?? new Joint();
        joints.Remove(takenIn);
        mine.Parties += theirs.Parties;
        mine.Orders.Merge(theirs.Orders);
        joints[stays] = mine;
    }

    private static void TakeBack(EventLog log, int row, Subjects subjects, Dictionary<int, Joint> joints)
    {
        int subject = subjects.Of(log.Orders[log.Orders[row].Previous].Subject);
        OrderVolume.Learn(log, row, JointOf(joints, subject).Orders, isHere: false, wasHere: true);
    }

    private static void PutIn(EventLog log, int row, Subjects subjects, Dictionary<int, Joint> joints) =>
        OrderVolume.Learn(log, row, JointOf(joints, subjects.Of(log.Orders[row].Subject)).Orders, isHere: true, wasHere: false);

    private static void Read(in Reading reading, Subjects subjects, Dictionary<int, Joint> joints, Span<double> columns)
    {
        int subject = subjects.Of(reading.Order.Subject);
        Joint? joint = joints.GetValueOrDefault(subject);
        Timeline? orders = joint?.Orders;
        bool holds = reading.IsLearnt && subjects.Of(reading.Learnt.Subject) == subject;
        Volume month = reading.VolumeInDays(orders, holds, 30), quarter = reading.VolumeInDays(orders, holds, 90);
        columns[0] = joint?.Parties ?? 1;
        columns[1] = month.Orders;
        columns[2] = month.H100e;
        columns[3] = quarter.Orders;
        columns[4] = quarter.H100e;
        columns[5] = reading.VolumeSince(orders, holds, Micros.StartOfYear(reading.AsOf) - 1).H100e;
        long after = reading.AsOf - (90 * Micros.PerDay);
        long largest = orders?.LargestTpp(after, reading.AsOf, reading.Order.Order) ?? 0;
        columns[6] = Math.Max(largest, reading.Order.EventAt > after ? reading.Order.Content.Tpp : 0) / Volume.TppPerH100e;
    }

    private static Joint JointOf(Dictionary<int, Joint> joints, int subject)
    {
        if (joints.TryGetValue(subject, out Joint? joint)) return joint;
        return joints[subject] = new Joint();
    }

    private enum StepKind : byte
    {
        Read,
        Link,
        TakeBack,
        PutIn,
    }

    private readonly record struct Step(StepKind Kind, int A, int B);

    private sealed class Joint
    {
        public int Parties { get; set; } = 1;

        public Timeline Orders { get; } = new();
    }
}
