namespace Screening.Learning.Evaluation;

/// <summary>
/// Rates of known diversion of keys, such as sellers, as they stood from day to day. A rate is drawn towards that of all orders with the weight of twenty: a seller
/// with one case of one order is not worse than one with ten of twelve.
/// </summary>
internal sealed class KeyRates(RateDenominator denominator)
{
    private const double PriorOrders = 20;
    private readonly Dictionary<(int Place, int Key), (int Orders, int Diversions)> _counts = [];
    private int _orders;
    private int _diversions;

    /// <summary>An order arrived.</summary>
    public void Arrived(int[] keys)
    {
        if (denominator == RateDenominator.AllOrders) Add(keys, 1, 0);
    }

    /// <summary>The label of an order became known.</summary>
    public void Labelled(int[] keys, bool isDiversion) => Add(keys, denominator == RateDenominator.LabelledOrders ? 1 : 0, isDiversion ? 1 : 0);

    /// <summary>The rates of an order's keys as of now; NaN where one is not told.</summary>
    public void Read(int[] keys, Span<double> rates)
    {
        double all = _orders == 0 ? 0 : _diversions / (double)_orders;
        for (int place = 0; place < keys.Length; place++)
        {
            (int orders, int diversions) = _counts.GetValueOrDefault((place, keys[place]));
            rates[place] = keys[place] < 0 ? double.NaN : (diversions + (PriorOrders * all)) / (orders + PriorOrders);
        }
    }

    private void Add(int[] keys, int orders, int diversions)
    {
        (_orders, _diversions) = (_orders + orders, _diversions + diversions);
        for (int place = 0; place < keys.Length; place++)
        {
            if (keys[place] < 0) continue;
            (int o, int d) = _counts.GetValueOrDefault((place, keys[place]));
            _counts[(place, keys[place])] = (o + orders, d + diversions);
        }
    }
}
