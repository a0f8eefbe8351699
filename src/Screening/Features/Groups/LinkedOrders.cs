using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// The orders of every party and, for parties that are linked, those of their group together: the sum a look needs, what is said of the
/// parties, and what it takes to part a group again.
/// </summary>
internal sealed class LinkedOrders(Subjects subjects)
{
    private const int Days = 90;
    private static readonly int[] s_days = [1, 7, 30, Days, 365];
    private Timeline?[] _ofParty = [];
    private RecentOrders?[] _recent = [];
    private Joint?[] _joints = [];
    private LinkedParty[] _parties = [];

    /// <summary>What products are in which wholes.</summary>
    public PartRoles Parts { get; } = new();

    /// <summary>Whether any list is loaded.</summary>
    public bool HasList { get; set; }

    /// <summary>Whether any case has been confirmed.</summary>
    public bool HasConfirmed { get; set; }

    /// <summary>Makes room for so many parties.</summary>
    public void MakeRoom(int parties)
    {
        if (parties <= _ofParty.Length) return;
        int length = _ofParty.Length;
        Array.Resize(ref _ofParty, Math.Max(parties, length * 2));
        Array.Resize(ref _recent, _ofParty.Length);
        Array.Resize(ref _joints, _ofParty.Length);
        Array.Resize(ref _parties, _ofParty.Length);
        Array.Fill(_parties, new LinkedParty { KnownSince = Missing.Moment }, length, _parties.Length - length);
    }

    /// <summary>Takes in what is noticed of a party.</summary>
    public void Take(EventLog log, Notice notice)
    {
        switch (notice.Kind)
        {
            case NoticeKind.Linked:
                (_parties[notice.Party].Neighbours ??= []).Add(notice.Detail);
                (_parties[notice.Detail].Neighbours ??= []).Add(notice.Party);
                Join(notice.Party, notice.Detail);
                break;
            case NoticeKind.Parted:
                _parties[notice.Party].Neighbours!.Remove(notice.Detail);
                _parties[notice.Detail].Neighbours!.Remove(notice.Party);
                Part(notice.Party, notice.Detail);
                break;
            case NoticeKind.OrderComes: Learn(log, notice.Detail, notice.Party, isHere: true, wasHere: false); break;
            case NoticeKind.OrderStays: Learn(log, notice.Detail, notice.Party, isHere: true, wasHere: true); break;
            case NoticeKind.OrderLeaves: Learn(log, notice.Detail, notice.Party, isHere: false, wasHere: true); break;
            default: TakeSaid(log, notice); break;
        }
    }

    /// <summary>Fills the columns for one order.</summary>
    /// <param name="reading">The look.</param>
    /// <param name="columns">The columns.</param>
    public void Read(in Reading reading, Span<double> columns)
    {
        int subject = subjects.Of(reading.Order.Subject);
        bool isKnown = subject < _joints.Length;
        Joint? joint = isKnown ? _joints[subject] : null;
        ReadSums(reading, joint?.Orders ?? (isKnown ? _ofParty[subject] : null), subject, columns);
        columns[0] = joint?.Parties.Count ?? 1;
        RecentOrders? recent = joint?.Recent ?? (isKnown ? _recent[subject] : null);
        long after = reading.AsOf - (Days * Micros.PerDay);
        ReadOnlySpan<RecentOrder> window = recent is null ? default : recent.Between(after, reading.AsOf);
        columns[6] = LargestH100e(reading, window, after);
        LinkedSizes.Read(reading, window, after, Parts, columns[12..20]);
        ReadParties(reading, joint, columns[20..]);
    }

    /// <summary>Asks for what a look at an order of a party takes; see <see cref="Ahead"/>.</summary>
    public void Approach(int party, int step)
    {
        if ((uint)party >= (uint)_parties.Length) return;
        if (step == 0)
        {
            subjects.Ask(party);
            Ahead.Ask(in _parties[party]);
            return;
        }

        int subject = subjects.Of(party);
        if (step == 1)
        {
            Ahead.Ask(in _joints[subject]);
            Ahead.Ask(in _ofParty[subject]);
            Ahead.Ask(in _recent[subject]);
            return;
        }

        Timeline? orders = _ofParty[subject];
        RecentOrders? recent = _recent[subject];
        if (_joints[subject] is { } joint)
        {
            if (step == 2)
            {
                Ahead.AskObject(joint, 2);
                return;
            }

            (orders, recent, step) = (joint.Orders, joint.Recent, 2);
        }

        if (step == 2)
        {
            Ahead.AskObject(orders, 2);
            Ahead.AskObject(recent);
            return;
        }

        orders?.AskEnd();
        recent?.AskEnd();
    }

    private void ReadSums(in Reading reading, Timeline? orders, int subject, Span<double> columns)
    {
        bool holds = reading.IsLearnt && subjects.Of(reading.Learnt.Subject) == subject;
        long year = Micros.StartOfYear(reading.AsOf) - 1;
        Span<long> moments = stackalloc long[s_days.Length];
        for (int i = 0; i < s_days.Length; i++) moments[i] = reading.AsOf - (s_days[i] * Micros.PerDay);
        Span<Volume> volumes = stackalloc Volume[s_days.Length];
        reading.VolumesSince(orders, holds, moments, volumes);
        ref readonly Volume month = ref volumes[2], quarter = ref volumes[3];
        columns[1] = month.Orders;
        columns[2] = month.H100e;
        columns[3] = quarter.Orders;
        columns[4] = quarter.H100e;
        columns[5] = reading.VolumeSince(orders, holds, year).H100e;
        columns[7] = volumes[0].H100e;
        columns[8] = volumes[1].H100e;
        columns[9] = volumes[4].H100e;
        columns[10] = month.ValueUsd;
        columns[11] = quarter.ValueUsd;
    }

    private static double LargestH100e(in Reading reading, ReadOnlySpan<RecentOrder> window, long after)
    {
        long largest = reading.Order.EventAt > after ? reading.Order.Content.Tpp : 0;
        foreach (ref readonly RecentOrder other in window)
        {
            if (other.Tpp > largest && other.Order != reading.Order.Order) largest = other.Tpp;
        }

        return largest / Volume.TppPerH100e;
    }

    // Columns from linked_newest_party_days on.
    private void ReadParties(in Reading reading, Joint? joint, Span<double> columns)
    {
        int subject = reading.Order.Subject;
        LinkedParty self = subject < _parties.Length ? _parties[subject] : new LinkedParty { KnownSince = Missing.Moment };
        long newest = joint is null ? self.KnownSince : joint.Newest, month = reading.AsOf - (30 * Micros.PerDay);
        columns[0] = newest == Missing.Moment ? double.NaN : (reading.AsOf - newest) / (double)Micros.PerDay;
        columns[1] = joint?.KnownAfter(month) ?? (self.KnownSince > month ? 1 : 0);
        columns[2] = HasList ? Hops(subject, joint?.Listed ?? 1, static (in LinkedParty party, int _) => party.IsListed, Missing.Symbol) : double.NaN;
        columns[3] = HasConfirmed
            ? Hops(subject, joint is null ? 1 : joint.ConfirmedBy, static (in LinkedParty party, int order) => party.IsConfirmedBesides(order), reading.Order.Order)
            : double.NaN;
        columns[4] = joint?.OpenTips ?? self.OpenTips;
    }

    private double Hops(int from, int marked, LinkDistance.Mark isMarked, int exceptOrder) =>
        marked == 0 || from >= _parties.Length ? LinkDistance.None : LinkDistance.Of(_parties, from, isMarked, exceptOrder);

    // Of the party, and of its group when it is linked.
    private void Learn(EventLog log, int row, int party, bool isHere, bool wasHere)
    {
        OrderVolume.Learn(log, row, _ofParty[party] ??= new Timeline(), isHere, wasHere);
        (_recent[party] ??= new RecentOrders(Days)).Learn(log, row, isHere, wasHere);
        _joints[subjects.Of(party)]?.Learn(log, row, isHere, wasHere);
    }

    // What is said of the party itself.
    private void TakeSaid(EventLog log, Notice notice)
    {
        ref LinkedParty party = ref _parties[notice.Party];
        Joint? joint = _joints[subjects.Of(notice.Party)];
        joint?.Count(party, -1);
        switch (notice.Kind)
        {
            case NoticeKind.Listed: party.IsListed = notice.Detail > 0; break;
            case NoticeKind.Confirmed: (party.ConfirmedBy ??= []).Add(notice.Detail); break;
            case NoticeKind.NoLongerConfirmed: party.ConfirmedBy!.Remove(notice.Detail); break;
            case NoticeKind.Tip: party.OpenTips += notice.Detail; break;
            case NoticeKind.FirstProfile:
                if (party.KnownSince != Missing.Moment) joint?.Forget(party.KnownSince);
                party.KnownSince = notice.Detail == Missing.Symbol ? Missing.Moment : log.Profiles[notice.Detail].KnownAt;
                if (party.KnownSince != Missing.Moment) joint?.Note(party.KnownSince);
                break;
        }

        joint?.Count(party, 1);
    }

    private void Join(int a, int b)
    {
        (int stays, int takenIn) = subjects.Join(a, b);
        Joint mine = _joints[stays] ?? Alone(stays);
        if (stays != takenIn)
        {
            Joint theirs = _joints[takenIn] ?? Alone(takenIn);
            _joints[takenIn] = null;

            // Whichever group keeps its name, the smaller goes into the larger: a party is moved no more often than its group doubles.
            if (mine.Size < theirs.Size) (mine, theirs) = (theirs, mine);
            mine.Take(theirs);
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
        if (_recent[party] is { } recent) joint.Recent.Merge(recent);
        joint.Count(_parties[party], 1);
        if (_parties[party].KnownSince != Missing.Moment) joint.Note(_parties[party].KnownSince);
        return joint;
    }

    /// <summary>A group of linked parties.</summary>
    private sealed class Joint
    {
        private readonly List<long> _knownSince = [];

        public List<int> Parties { get; } = [];

        public List<(int A, int B)> Links { get; } = [];

        public Timeline Orders { get; } = new();

        public RecentOrders Recent { get; } = new(Days);

        public int Listed { get; private set; }

        public int ConfirmedBy { get; private set; }

        public int OpenTips { get; private set; }

        /// <summary>What moving it costs, in things to be moved.</summary>
        public int Size => Parties.Count + Links.Count + Orders.Count + Recent.Count;

        public long Newest => _knownSince.Count == 0 ? Missing.Moment : _knownSince[^1];

        public void Learn(EventLog log, int row, bool isHere, bool wasHere)
        {
            OrderVolume.Learn(log, row, Orders, isHere, wasHere);
            Recent.Learn(log, row, isHere, wasHere);
        }

        public int KnownAfter(long moment) => _knownSince.Count - Place(moment);

        public void Note(long since) => _knownSince.Insert(Place(since), since);

        public void Forget(long since) => _knownSince.RemoveAt(Place(since) - 1);

        public void Count(in LinkedParty party, int sign)
        {
            Listed += party.IsListed ? sign : 0;
            ConfirmedBy += sign * (party.ConfirmedBy?.Count ?? 0);
            OpenTips += sign * party.OpenTips;
        }

        public void Take(Joint other)
        {
            Parties.AddRange(other.Parties);
            Links.AddRange(other.Links);
            Orders.Merge(other.Orders);
            Recent.Merge(other.Recent);
            (Listed, ConfirmedBy, OpenTips) = (Listed + other.Listed, ConfirmedBy + other.ConfirmedBy, OpenTips + other.OpenTips);
            foreach (long since in other._knownSince) Note(since);
        }

        // The number of parties known at a moment.
        private int Place(long moment)
        {
            int low = 0, high = _knownSince.Count;
            while (low < high)
            {
                int middle = low + ((high - low) / 2);
                if (_knownSince[middle] <= moment) low = middle + 1;
                else high = middle;
            }

            return low;
        }
    }
}

/// <summary>What is known of a party as one of a group.</summary>
internal struct LinkedParty
{
    /// <summary>When its first profile became known, or <see cref="Missing.Moment"/>.</summary>
    public long KnownSince;

    /// <summary>Parties that it is linked with directly; <c>null</c> when it never was with any.</summary>
    public List<int>? Neighbours;

    /// <summary>Orders by which it is a party of a confirmed case, <see cref="Missing.Symbol"/> where it is named itself, once for each confirmation.</summary>
    public List<int>? ConfirmedBy;

    /// <summary>Open tips that name it.</summary>
    public int OpenTips;

    /// <summary>Whether its name is that of a listed party.</summary>
    public bool IsListed;

    /// <summary>Whether a case of it was confirmed by something else than an order.</summary>
    public readonly bool IsConfirmedBesides(int order)
    {
        if (ConfirmedBy is null) return false;
        foreach (int by in ConfirmedBy)
        {
            if (by == Missing.Symbol || by != order) return true;
        }

        return false;
    }
}
