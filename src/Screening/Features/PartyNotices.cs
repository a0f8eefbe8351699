using Screening.Features.Groups;
using Screening.Records;

namespace Screening.Features;

/// <summary>What is noticed of a party, or no longer.</summary>
internal enum NoticeKind : byte
{
    /// <summary>It is linked with another; the detail is the other.</summary>
    Linked,

    /// <summary>It no longer is.</summary>
    Parted,

    /// <summary>An order version is for it, and the one before was not; the detail is its row.</summary>
    OrderComes,

    /// <summary>An order version is for it, as the one before was.</summary>
    OrderStays,

    /// <summary>An order version is no longer for it, as the one before was.</summary>
    OrderLeaves,

    /// <summary>Its first profile became known; the detail is its row, or <see cref="Missing.Symbol"/> when its profiles are gone.</summary>
    FirstProfile,

    /// <summary>Its name is that of a listed party; the detail is 1, or 0 when it no longer is.</summary>
    Listed,

    /// <summary>A case of it was confirmed; the detail is the order, or <see cref="Missing.Symbol"/> when the party itself is named.</summary>
    Confirmed,

    /// <summary>Such a confirmation is taken back.</summary>
    NoLongerConfirmed,

    /// <summary>Open tips that name it: the detail is 1 for one more, -1 for one less.</summary>
    Tip,
}

/// <summary>Something that is noticed of a party.</summary>
internal readonly record struct Notice(NoticeKind Kind, int Party, int Detail)
{
    /// <summary>Row of the order version that it is about, or <see cref="Missing.Symbol"/>.</summary>
    public int OrderRow => Kind is NoticeKind.OrderComes or NoticeKind.OrderStays or NoticeKind.OrderLeaves ? Detail : Missing.Symbol;
}

/// <summary>
/// Finds what events say of parties apart from links: a list entry concerns everybody of the name, a decision the party of its order.
/// </summary>
internal sealed class PartyNotices
{
    private readonly OrdersInForce _orders = new();
    private readonly ListedParties _listed = new();
    private readonly List<int> _changed = [];
    private readonly Dictionary<int, int> _confirmedOrders = [];
    private int _confirmed;

    /// <summary>Whether any list is loaded.</summary>
    public bool HasList => _listed.HasList;

    /// <summary>Whether any case has been confirmed.</summary>
    public bool HasConfirmed => _confirmed > 0;

    /// <summary>Takes in an event and adds what it says of parties.</summary>
    /// <param name="log">The log.</param>
    /// <param name="at">The event.</param>
    /// <param name="notices">Where to add it.</param>
    public void Learn(EventLog log, Event at, Notices<Notice> notices)
    {
        switch (at.Kind)
        {
            case EventKind.Party: LearnProfile(log, at, notices); break;
            case EventKind.RestrictedParty: LearnListed(log, at, notices); break;
            case EventKind.Order: LearnOrder(log, at.Row, notices); break;
            case EventKind.Tip: LearnTip(log, at.Row, notices); break;
            case EventKind.Disposition:
                ref readonly Disposition decision = ref log.Dispositions[at.Row];
                if (decision.Previous != Missing.Symbol && log.Dispositions[decision.Previous] is { IsGone: false, Decision: Decision.Confirmed } before)
                    Confirm(log, before.Order, Missing.Symbol, -1, notices);
                if (decision is { IsGone: false, Decision: Decision.Confirmed }) Confirm(log, decision.Order, Missing.Symbol, 1, notices);
                break;
            case EventKind.OutcomeReport:
                ref readonly OutcomeReport outcome = ref log.OutcomeReports[at.Row];
                if (outcome.Previous != Missing.Symbol && log.OutcomeReports[outcome.Previous] is { IsGone: false, Finding: OutcomeFinding.Established } earlier)
                    Confirm(log, earlier.Order, earlier.Party, -1, notices);
                if (outcome is { IsGone: false, Finding: OutcomeFinding.Established }) Confirm(log, outcome.Order, outcome.Party, 1, notices);
                break;
        }
    }

    private void LearnProfile(EventLog log, Event at, Notices<Notice> notices)
    {
        ref readonly PartyProfile profile = ref log.Profiles[at.Row];
        bool wasKnown = profile.Previous != Missing.Symbol && !log.Profiles[profile.Previous].IsGone;
        if (profile.IsGone || !wasKnown) Tell(notices, NoticeKind.FirstProfile, profile.Party, profile.IsGone ? Missing.Symbol : at.Row);
        LearnListed(log, at, notices);
    }

    private void LearnListed(EventLog log, Event at, Notices<Notice> notices)
    {
        _changed.Clear();
        _listed.Learn(log, at, _changed);
        foreach (int party in _changed) Tell(notices, NoticeKind.Listed, party, _listed.IsListed(party) ? 1 : 0);
    }

    private void LearnOrder(EventLog log, int row, Notices<Notice> notices)
    {
        int order = log.Orders[row].Order, before = _orders.Row(order);
        _orders.Learn(log, row);
        LearnVolume(log, row, notices);
        if (!_confirmedOrders.TryGetValue(order, out int confirmed)) return;
        int after = _orders.Row(order);
        int from = before == Missing.Symbol ? Missing.Symbol : log.Orders[before].Subject, to = after == Missing.Symbol ? Missing.Symbol : log.Orders[after].Subject;
        if (from == to) return;
        for (; confirmed > 0; confirmed--)
        {
            if (from != Missing.Symbol) Tell(notices, NoticeKind.NoLongerConfirmed, from, order);
            if (to != Missing.Symbol) Tell(notices, NoticeKind.Confirmed, to, order);
        }
    }

    // What the version before amounted to is taken back, from whichever party it stood with.
    private static void LearnVolume(EventLog log, int row, Notices<Notice> notices)
    {
        ref readonly OrderVersion order = ref log.Orders[row];
        if (!order.ChangesSums) return;
        int from = order.Previous == Missing.Symbol ? Missing.Symbol : log.Orders[order.Previous].Subject;
        if (from != order.Subject && from != Missing.Symbol) Tell(notices, NoticeKind.OrderLeaves, from, row);
        Tell(notices, from == order.Subject ? NoticeKind.OrderStays : NoticeKind.OrderComes, order.Subject, row);
    }

    private static void LearnTip(EventLog log, int row, Notices<Notice> notices)
    {
        ref readonly Tip tip = ref log.Tips[row];
        if (tip.Previous != Missing.Symbol && log.Tips[tip.Previous] is { IsGone: false, Status: TipStatus.Open, Party: not Missing.Symbol } before)
            Tell(notices, NoticeKind.Tip, before.Party, -1);
        if (tip is { IsGone: false, Status: TipStatus.Open, Party: not Missing.Symbol }) Tell(notices, NoticeKind.Tip, tip.Party, 1);
    }

    private void Confirm(EventLog log, int order, int party, int sign, Notices<Notice> notices)
    {
        NoticeKind kind = sign > 0 ? NoticeKind.Confirmed : NoticeKind.NoLongerConfirmed;
        _confirmed += sign;
        if (party != Missing.Symbol) Tell(notices, kind, party, Missing.Symbol);
        if (order == Missing.Symbol) return;
        int count = _confirmedOrders.GetValueOrDefault(order) + sign;
        if (count == 0) _confirmedOrders.Remove(order);
        else _confirmedOrders[order] = count;
        if (_orders.Row(order) is not Missing.Symbol and int row) Tell(notices, kind, log.Orders[row].Subject, order);
    }

    private static void Tell(Notices<Notice> notices, NoticeKind kind, int party, int detail) => notices.Add(party, new Notice(kind, party, detail));
}
