using Screening.Records;

namespace Screening.Alerts;

/// <summary>The legs of each order as they were told last. Takes in what the log has told since whenever somebody asks. Not thread-safe.</summary>
/// <param name="log">The log.</param>
public sealed class LegsByOrder(EventLog log)
{
    private readonly List<int> _before = [];
    private readonly Dictionary<int, int> _latest = [];

    /// <summary>Newest telling of each leg of an order, by shipment and number of the leg.</summary>
    public IReadOnlyList<int> Of(int order)
    {
        for (int row = _before.Count; row < log.Legs.Count; row++)
        {
            log.Memory.CatchUp();
            int of = log.Legs[row].Order;
            _before.Add(_latest.GetValueOrDefault(of, Missing.Symbol));
            _latest[of] = row;
        }

        var rows = new List<int>();
        for (int row = _latest.GetValueOrDefault(order, Missing.Symbol); row != Missing.Symbol; row = _before[row])
        {
            ref readonly ShipmentLeg leg = ref log.Legs[row];
            if (log.CurrentLeg(leg.Shipment, leg.LegNo) == row) rows.Add(row);
        }

        rows.Sort((a, b) => (log.Legs[a].Shipment, log.Legs[a].LegNo).CompareTo((log.Legs[b].Shipment, log.Legs[b].LegNo)));
        return rows;
    }
}
