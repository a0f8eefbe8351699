using Screening.Data.Ingest;

namespace Screening.Tests.Data.Ingest;

/// <summary>Deliveries of an invented dataset whose ways do not change but for what is planted: columns that miss values more or less often and columns of codes.</summary>
public sealed class DeliveryWorld
{
    private readonly Random _random;
    private readonly double _rows;
    private readonly double _liveliness;
    private readonly bool _weekly;
    private readonly double[] _missing;
    private readonly double[][] _mixes;

    /// <summary>Makes a world.</summary>
    /// <param name="random">Its chance.</param>
    /// <param name="rows">Rows of a middling delivery.</param>
    /// <param name="liveliness">How far true shares differ from delivery to delivery: 0 is sampling alone, 1 moves 2 % to between 1.4 and 3.0 % and 50 % to between 40 and 60 % (two deviations).</param>
    /// <param name="weekly">Two deliveries in seven have 30 % of the rows.</param>
    public DeliveryWorld(Random random, double rows, double liveliness, bool weekly)
    {
        (_random, _rows, _liveliness, _weekly) = (random, rows, liveliness, weekly);
        _missing = [0, 0, 0, 0.001, 0.01, 0.02, 0.02, 0.05, 0.1, 0.3, 0.6, 1];
        _mixes = [[0.9, 0.1], [0.5, 0.2, 0.15, 0.1, 0.05], Zipf(12), Zipf(40)];
    }

    public enum Plant
    {
        Nothing,
        MissingTenfold,
        CodeDoubled,
        RowsThird,
        RowsTriple,
    }

    /// <summary>The column whose missing share a plant raises from 2 to 20 %.</summary>
    public static string MissingColumn => "m06";

    /// <summary>The column in which a plant doubles the code of 20 %, at the others' cost.</summary>
    public static string CodeColumn => "c1";

    public DeliveryProfile Next(int day, Plant plant = Plant.Nothing)
    {
        var weekday = _weekly && day % 7 >= 5 ? 0.3 : 1;
        var planted = plant switch { Plant.RowsThird => 0.3, Plant.RowsTriple => 3, _ => 1 };
        var rows = Math.Max(1, (long)Math.Round(_rows * weekday * planted * Math.Exp(0.2 * Normal())));
        rows = Math.Max(1, (long)Math.Round(rows + (Math.Sqrt(rows) * Normal())));
        var columns = new List<ColumnProfile>();
        for (var i = 0; i < _missing.Length; i++)
        {
            var name = FormattableString.Invariant($"m{i:00}");
            var share = plant == Plant.MissingTenfold && name == MissingColumn ? 0.2 : _missing[i];
            columns.Add(new ColumnProfile(name, Binomial(rows, Lively(share)), null));
        }
        for (var i = 0; i < _mixes.Length; i++)
        {
            var name = FormattableString.Invariant($"c{i}");
            var mix = _mixes[i];
            if (plant == Plant.CodeDoubled && name == CodeColumn) mix = [.. mix.Select((p, k) => k == 1 ? 2 * p : p * (1 - (2 * mix[1])) / (1 - mix[1]))];
            columns.Add(new ColumnProfile(name, 0, Codes(rows, mix)));
        }
        return new DeliveryProfile("orders", DateTime.UnixEpoch.AddDays(day), rows, columns);
    }

    private static double[] Zipf(int codes)
    {
        var weights = Enumerable.Range(1, codes).Select(i => 1d / i).ToArray();
        return [.. weights.Select(w => w / weights.Sum())];
    }

    private Dictionary<string, long> Codes(long rows, double[] mix)
    {
        var lively = mix.Select(Lively).ToArray();
        var (rest, left) = (lively.Sum(), rows);
        var codes = new Dictionary<string, long>();
        for (var k = 0; k < lively.Length; k++)
        {
            var count = k == lively.Length - 1 ? left : Binomial(left, Math.Min(1, lively[k] / rest));
            if (count > 0) codes.Add(FormattableString.Invariant($"code{k:00}"), count);
            left -= count;
            rest -= lively[k];
        }
        return codes;
    }

    private double Lively(double share)
    {
        if (share is 0 or 1 || _liveliness == 0) return share;
        var odds = share / (1 - share) * Math.Exp(0.2 * _liveliness * Normal());
        return odds / (1 + odds);
    }

    private long Binomial(long n, double p)
    {
        if (p > 0.5) return n - Binomial(n, 1 - p);
        if (p <= 0) return 0;
        if (n * p > 50) return Math.Clamp((long)Math.Round((n * p) + (Math.Sqrt(n * p * (1 - p)) * Normal())), 0, n);
        var (count, place) = (0L, 0d);
        while (true)
        {
            place += Math.Floor(Math.Log(1 - _random.NextDouble()) / Math.Log(1 - p)) + 1;
            if (place > n) return count;
            count++;
        }
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
