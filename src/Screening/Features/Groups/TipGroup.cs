using Screening.Parties;
using Screening.Records;

namespace Screening.Features.Groups;

/// <summary>What tips say of an order or a party on it, apart from all other evidence. A tip that was refuted or closed says nothing.</summary>
public sealed class TipGroup : FeatureGroup
{
    private const double HalfLifeDays = 180;
    private readonly Dictionary<int, List<int>> _ofParty = [], _ofOrder = [];

    /// <inheritdoc/>
    public override IReadOnlyList<Feature> Features { get; } =
    [
        new("order_open_tips", "tips", "Open tips that name the order or a party on it, each once", "tips", 0, 1e6, "never", "tips orders", "T35"),
        new("order_tip_reliability", "tips", "How reliable the best source of those open tips has been: 3 high, 2 medium, 1 low, 0 not known", "grade", 0, 3, "no open tip names the order or a party on it", "tips orders", "T35"),
        new("order_days_since_tip", "tips", "Days since the latest of those open tips came in, 0 for one that is dated later than the look", "d", 0, 100_000, "no open tip names the order or a party on it", "tips orders", "T35"),
        new("order_tip_weight", "tips", "Open and confirmed tips that name the order or a party on it, each weighing 1 when it came in and half as much after every 180 days", "tips", 0, 1e6, "never", "tips orders", "T35"),
    ];

    /// <inheritdoc/>
    public override void Learn(EventLog log, Event at)
    {
        if (at.Kind != EventKind.Tip) return;
        ref readonly Tip tip = ref log.Tips[at.Row];
        if (tip.Previous != Missing.Symbol && log.Tips[tip.Previous] is { IsGone: false } before)
        {
            Take(_ofParty, before.Party, tip.Previous);
            Take(_ofOrder, before.Order, tip.Previous);
        }

        if (tip.IsGone || tip.Status is TipStatus.Refuted or TipStatus.Closed) return;
        Put(_ofParty, tip.Party, at.Row);
        Put(_ofOrder, tip.Order, at.Row);
    }

    /// <inheritdoc/>
    public override void Read(EventLog log, in Reading reading, Span<double> columns)
    {
        var told = new Told(reading.AsOf);
        if (_ofParty.Count > 0 || _ofOrder.Count > 0)
        {
            ReadOnlySpan<int> parties = Roles.Of(reading.Order, stackalloc int[Roles.Most]);
            foreach (int party in parties)
            {
                if (!_ofParty.TryGetValue(party, out List<int>? tips)) continue;
                foreach (int row in tips) told.Add(log.Tips[row]);
            }

            if (_ofOrder.TryGetValue(reading.Order.Order, out List<int>? ofOrder))
            {
                foreach (int row in ofOrder)
                {
                    if (!parties.Contains(log.Tips[row].Party)) told.Add(log.Tips[row]);
                }
            }
        }

        columns[0] = told.Open;
        columns[1] = told.Open == 0 ? double.NaN : told.Reliability;
        columns[2] = told.Open == 0 ? double.NaN : Math.Max(0, reading.AsOf - told.LatestAt) / (double)Micros.PerDay;
        columns[3] = told.Weight;
    }

    private static void Put(Dictionary<int, List<int>> tips, int key, int row)
    {
        if (key == Missing.Symbol) return;
        if (!tips.TryGetValue(key, out List<int>? rows)) tips[key] = rows = [];
        rows.Add(row);
    }

    private static void Take(Dictionary<int, List<int>> tips, int key, int row)
    {
        if (key == Missing.Symbol || !tips.TryGetValue(key, out List<int>? rows)) return;
        rows.Remove(row);
        if (rows.Count == 0) tips.Remove(key);
    }

    private struct Told(long asOf)
    {
        public int Open;
        public int Reliability;
        public long LatestAt = long.MinValue;
        public double Weight;

        public void Add(in Tip tip)
        {
            Weight += Math.Pow(0.5, Math.Max(0, asOf - tip.ReceivedAt) / (HalfLifeDays * Micros.PerDay));
            if (tip.Status != TipStatus.Open) return;
            Open++;
            Reliability = Math.Max(Reliability, (int)tip.Reliability);
            LatestAt = Math.Max(LatestAt, tip.ReceivedAt);
        }
    }
}
