using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>What a ranking of a test part is worth, by the book's three measures.</summary>
/// <param name="Auc">The chance that a fraud ranks above another transaction, ties counting half; 0 to 1.</param>
/// <param name="AveragePrecision">Mean over the frauds of the precision down to each, tied scores being one step; 0 to 1.</param>
/// <param name="CardPrecision">Mean over the days of the share of defrauded customers among the hundred with the highest scores; 0 to 1.</param>
internal readonly record struct CardMetrics(double Auc, double AveragePrecision, double CardPrecision)
{
    /// <summary>Customers that can be looked into in a day.</summary>
    public const int CardsPerDay = 100;

    /// <summary>Judges scores.</summary>
    /// <param name="transactions">The stream.</param>
    /// <param name="rows">The rows that are judged.</param>
    /// <param name="scores">A score for each of them, high where fraud is likely; no NaN.</param>
    /// <exception cref="ArgumentException">A score is missing, or there are not both kinds of transactions.</exception>
    public static CardMetrics Of(IReadOnlyList<CardTransaction> transactions, ReadOnlySpan<int> rows, ReadOnlySpan<float> scores)
    {
        if (rows.Length != scores.Length) throw new ArgumentException($"{rows.Length} rows have {scores.Length} scores", nameof(scores));
        float[] keys = new float[rows.Length];
        bool[] frauds = new bool[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            keys[i] = float.IsNaN(scores[i]) ? throw new ArgumentException($"score {i} is not a number", nameof(scores)) : -scores[i];
            frauds[i] = transactions[rows[i]].IsFraud;
        }

        Array.Sort(keys, frauds);
        (double auc, double precision) = Curves(keys, frauds);
        return new CardMetrics(auc, precision, DailyCards(transactions, rows, scores, CardsPerDay).Average());
    }

    /// <summary>
    /// The share of defrauded customers among the top of each day, the days in order, as the book's <c>card_precision_top_k</c> has it: a customer counts with the highest
    /// score and as defrauded if any transaction of the day is fraud; one who was found is left out on all days after. The divisor is <paramref name="cards"/> even
    /// where a day has fewer customers. Customers with equal scores stand by number, which the book leaves to its sort.
    /// </summary>
    public static IReadOnlyList<double> DailyCards(IReadOnlyList<CardTransaction> transactions, ReadOnlySpan<int> rows, ReadOnlySpan<float> scores, int cards)
    {
        var days = new SortedDictionary<int, Dictionary<int, (float Score, bool IsFraud)>>();
        for (int i = 0; i < rows.Length; i++)
        {
            CardTransaction made = transactions[rows[i]];
            int day = Micros.DayNumber(made.At);
            if (!days.TryGetValue(day, out var customers)) days[day] = customers = [];
            bool isSeen = customers.TryGetValue(made.Customer, out var so);
            customers[made.Customer] = isSeen ? (Math.Max(so.Score, scores[i]), so.IsFraud || made.IsFraud) : (scores[i], made.IsFraud);
        }

        var found = new HashSet<int>();
        var shares = new List<double>(days.Count);
        foreach (var customers in days.Values)
        {
            int[] hits = [.. customers.Where(c => !found.Contains(c.Key)).OrderByDescending(c => c.Value.Score).ThenBy(c => c.Key).Take(cards).Where(c => c.Value.IsFraud).Select(c => c.Key)];
            found.UnionWith(hits);
            shares.Add((double)hits.Length / cards);
        }

        return shares;
    }

    // Keys ascend, so the highest scores come first; each run of equal ones is one step.
    private static (double Auc, double AveragePrecision) Curves(float[] keys, bool[] frauds)
    {
        double pairs = 0, precisions = 0;
        long found = 0, others = 0;
        for (int i = 0; i < keys.Length;)
        {
            int first = i, here = 0;
            for (; i < keys.Length && keys[i] == keys[first]; i++) here += frauds[i] ? 1 : 0;
            long othersHere = i - first - here;
            pairs += (double)othersHere * found + ((double)othersHere * here / 2);
            found += here;
            others += othersHere;
            precisions += here * ((double)found / i);
        }

        if (found == 0 || others == 0) throw new ArgumentException($"{found} frauds and {others} other transactions cannot be judged", nameof(frauds));
        return (pairs / ((double)found * others), precisions / found);
    }
}
