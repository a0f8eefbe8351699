using System.Collections.Immutable;
using Screening.Learning.XGBoost;
using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>Trains and judges recipes on folds of the stream by the book's protocol.</summary>
internal sealed class CardTrial
{
    // Amounts of which the book's simulator marks every greater one, and the days for which it marks a terminal.
    private const double AlwaysFraudAbove = 220, TerminalDays = 28 + CardSplit.DelayDays;

    private readonly IReadOnlyList<CardTransaction> _transactions;
    private readonly CardTable _table;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;

    /// <summary>Prepares trials: computes the features of all transactions that a fold can need.</summary>
    public CardTrial(IReadOnlyList<CardTransaction> transactions, EventLog log, int threads, CancellationToken cancellation)
    {
        (_transactions, _threads, _cancellation) = (transactions, threads, cancellation);
        long from = Micros.StartOf(ValidationStarts[0].AddDays(CardSplit.BookTrainingDays - CardRecipe.All.Max(r => r.TrainingDays)));
        long end = Micros.StartOf(TestStarts[^1].AddDays(CardSplit.BookTrainingDays + CardSplit.DelayDays + CardSplit.TestDays));
        _table = CardTable.Replay(log, RowAt(from), RowAt(end), threads, cancellation);
    }

    /// <summary>The first training days of the published folds.</summary>
    public static IReadOnlyList<DateOnly> TestStarts { get; } = Weekly(new DateOnly(2018, 7, 25));

    /// <summary>Those of the folds by which recipes are chosen: their last test day is 31 July, whose labels are known before the first published test day, 8 August.</summary>
    public static IReadOnlyList<DateOnly> ValidationStarts { get; } = Weekly(new DateOnly(2018, 6, 20));

    /// <summary>Trains a recipe on each fold and judges it.</summary>
    public CardRow Run(CardRecipe recipe, IReadOnlyList<DateOnly> starts)
    {
        (List<CardMetrics> folds, List<CardMetrics> single) = ([], []);
        foreach (DateOnly start in starts)
        {
            CardSplit split = CardSplit.Of(_transactions, start, recipe.TrainingDays);
            if (recipe.UnknownCustomersOnly) split = split.TrainedOnUnknownCustomers(_transactions);
            List<float[]> margins = Margins(recipe, split);
            float[] mean = [.. Enumerable.Range(0, split.Test.Length).Select(i => margins.Average(m => m[i]))];
            folds.Add(CardMetrics.Of(_transactions, split.Test, mean));
            if (margins.Count > 1) single.AddRange(margins.Select(m => CardMetrics.Of(_transactions, split.Test, m)));
        }

        return CardRow.Of(recipe.Name, folds, single) with { IsKept = recipe.IsKept };
    }

    /// <summary>The perfect ranking, what no model can do better.</summary>
    public CardRow Oracle(IReadOnlyList<DateOnly> starts) => Hindsight(CardRow.Oracle, starts, _ => true);

    /// <summary>
    /// The perfect ranking of the frauds that something known on the day tells apart, by the rules of the book's simulator: an amount above 220, an amount two deviations
    /// above the customer's median, or a terminal whose labels end with a fraud or had one of a usual amount within 35 days. The rest happen at a terminal in its first
    /// week, of whose state no feature depends. A guide to what is left to be won, not a proof: it takes chance hits for nothing.
    /// </summary>
    public CardRow Knowable(IReadOnlyList<DateOnly> starts)
    {
        int amount = CardTable.Column("TX_AMOUNT"), deviations = CardTable.Column("customer_amount_deviations");
        int run = CardTable.Column("terminal_fraud_run"), plain = CardTable.Column("terminal_days_since_first_plain_fraud");
        return Hindsight("knowable", starts, row =>
        {
            ReadOnlySpan<double> values = _table.Of(row);
            return values[amount] > AlwaysFraudAbove || values[deviations] >= 2 || values[run] > 0 || values[plain] <= TerminalDays;
        });
    }

    private static DateOnly[] Weekly(DateOnly first) => [.. Enumerable.Range(0, 4).Select(week => first.AddDays(7 * week))];

    private CardRow Hindsight(string name, IReadOnlyList<DateOnly> starts, Func<int, bool> knows) => CardRow.Of(name, [.. starts.Select(start =>
    {
        int[] test = CardSplit.Of(_transactions, start).Test;
        return CardMetrics.Of(_transactions, test, [.. test.Select(row => _transactions[row].IsFraud && knows(row) ? 1f : 0f)]);
    })], []);

    private List<float[]> Margins(CardRecipe recipe, CardSplit split)
    {
        ImmutableArray<int> columns = CardTable.ColumnsOf(recipe.Families);
        float[] labels = [.. split.Training.Select(row => _transactions[row].IsFraud ? 1f : 0f)];
        using TrainingMatrix training = TrainingMatrix.Of(_table.Values(split.Training, columns), split.Training.Length, columns.Length, _threads, labels);
        using TrainingMatrix test = TrainingMatrix.Of(_table.Values(split.Test, columns), split.Test.Length, columns.Length, _threads);
        var margins = new List<float[]>();
        for (int seed = 0; seed < recipe.Seeds; seed++)
        {
            using Booster booster = Booster.Train(training, null, recipe.Options with { Seed = seed, Threads = _threads }, null, _cancellation);
            margins.Add(booster.Margin(test));
        }

        return margins;
    }

    private int RowAt(long moment)
    {
        (int low, int high) = (0, _transactions.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _transactions[middle].At < moment ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
