using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>
/// The orders of every party and, for parties that are linked, those of their group together: the sum a look needs, what is said of the
/// parties, and what it takes to part a group again. Cells of different groups may be worked on side by side.
/// </summary>
internal sealed class LinkedOrders(Subjects subjects, PartRoles parts, PartyNotices notices)
{
    private const int Days = 90;
    private Timeline?[] _ofParty = [];
    private RecentOrders?[] _recent = [];
    private Joint?[] _joints = [];
    private LinkedParty[] _parties = [];

    /// <summary>Makes room for so many parties, so that work on different groups can go on side by side.</summary>
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

    /// <summary>Links two parties, or parts them.</summary>
    public void Change(int a, int b, bool isLinked)
    {
        if (isLinked)
        {
            (_parties[a].Neighbours ??= []).Add(b);
            (_parties[b].Neighbours ??= []).Add(a);
            Join(a, b);
        }
        else
        {
            _parties[a].Neighbours!.Remove(b);
            _parties[b].Neighbours!.Remove(a);
            Part(a, b);
        }
    }

    /// <summary>Takes back what the version before an order version amounted to.</summary>
    public void TakeBack(EventLog log, int row)
    {
        int party = log.Orders[log.Orders[row].Previous].Subject;
        Learn(log, row, party, isHere: false);
        if (_joints[subjects.Of(party)] is not { } joint) return;
        OrderVolume.Learn(log, row, joint.Orders, isHere: false, wasHere: true);
        joint.Recent.Learn(log, row, isHere: false, wasHere: true);
    }

    /// <summary>Puts in what an order version amounts to.</summary>
    public void PutIn(EventLog log, int row)
    {
        int party = log.Orders[row].Subject;
        Learn(log, row, party, isHere: true);
        if (_joints[subjects.Of(party)] is not { } joint) return;
        OrderVolume.Learn(log, row, joint.Orders, isHere: true, wasHere: false);
        joint.Recent.Learn(log, row, isHere: true, wasHere: false);
    }

    /// <summary>Takes in what is noticed of a party.</summary>
    public void Take(EventLog log, Notice notice)
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
            default:
                if (party.KnownSince != Missing.Moment) joint?.Forget(party.KnownSince);
                party.KnownSince = notice.Detail == Missing.Symbol ? Missing.Moment : log.Profiles[notice.Detail].KnownAt;
                if (party.KnownSince != Missing.Moment) joint?.Note(party.KnownSince);
                break;
        }

        joint?.Count(party, 1);
    }

    /// <summary>Fills the columns for one order.</summary>
    /// <param name="reading">The look.</param>
    /// <param name="position">How many events of the log have been learnt.</param>
    /// <param name="columns">The columns.</param>
    public void Read(in Reading reading, int position, Span<double> columns)
    {
        int subject = subjects.Of(reading.Order.Subject);
        bool isKnown = subject < _joints.Length;
        Joint? joint = isKnown ? _joints[subject] : null;
        ReadSums(reading, joint?.Orders ?? (isKnown ? _ofParty[subject] : null), subject, columns);
        columns[0] = joint?.Parties.Count ?? 1;
        LinkedSizes.Read(reading, joint?.Recent ?? (isKnown ? _recent[subject] : null), parts, position, columns[12..20]);
        ReadParties(reading, joint, position, columns[20..]);
    }

    private void ReadSums(in Reading reading, Timeline? orders, int subject, Span<double> columns)
    {
        bool holds = reading.IsLearnt && subjects.Of(reading.Learnt.Subject) == subject;
        Volume month = reading.VolumeInDays(orders, holds, 30), quarter = reading.VolumeInDays(orders, holds, Days);
        columns[1] = month.Orders;
        columns[2] = month.H100e;
        columns[3] = quarter.Orders;
        columns[4] = quarter.H100e;
        columns[5] = reading.VolumeSince(orders, holds, Micros.StartOfYear(reading.AsOf) - 1).H100e;
        long after = reading.AsOf - (Days * Micros.PerDay);
        long largest = orders?.LargestTpp(after, reading.AsOf, reading.Order.Order) ?? 0;
        columns[6] = Math.Max(largest, reading.Order.EventAt > after ? reading.Order.Content.Tpp : 0) / Volume.TppPerH100e;
        columns[7] = reading.VolumeInDays(orders, holds, 1).H100e;
        columns[8] = reading.VolumeInDays(orders, holds, 7).H100e;
        columns[9] = reading.VolumeInDays(orders, holds, 365).H100e;
        columns[10] = month.ValueUsd;
        columns[11] = quarter.ValueUsd;
    }

    // Columns from linked_newest_party_days on.
    private void ReadParties(in Reading reading, Joint? joint, int position, Span<double> columns)
    {
        int subject = reading.Order.Subject;
        LinkedParty self = subject < _parties.Length ? _parties[subject] : new LinkedParty { KnownSince = Missing.Moment };
        long newest = joint is null ? self.KnownSince : joint.Newest, month = reading.AsOf - (30 * Micros.PerDay);
        columns[0] = newest == Missing.Moment ? double.NaN : (reading.AsOf - newest) / (double)Micros.PerDay;
        columns[1] = joint?.KnownAfter(month) ?? (self.KnownSince > month ? 1 : 0);
        columns[2] = notices.HasList.At(position) ? Hops(subject, joint?.Listed ?? 1, static (in LinkedParty party, int _) => party.IsListed, Missing.Symbol) : double.NaN;
        columns[3] = notices.HasConfirmed.At(position)
            ? Hops(subject, joint is null ? 1 : joint.ConfirmedBy, static (in LinkedParty party, int order) => party.IsConfirmedBesides(order), reading.Order.Order)
            : double.NaN;
        columns[4] = joint?.OpenTips ?? self.OpenTips;
    }

    private double Hops(int from, int marked, LinkDistance.Mark isMarked, int exceptOrder) =>
        marked == 0 || from >= _parties.Length ? LinkDistance.None : LinkDistance.Of(_parties, from, isMarked, exceptOrder);

    private void Learn(EventLog log, int row, int party, bool isHere)
    {
        OrderVolume.Learn(log, row, _ofParty[party] ??= new Timeline(), isHere, !isHere);
        (_recent[party] ??= new RecentOrders(Days)).Learn(log, row, isHere, !isHere);
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
