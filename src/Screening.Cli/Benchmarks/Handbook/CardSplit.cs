using Screening.Records;

namespace Screening.Cli.Benchmarks.Handbook;

/// <summary>
/// Which transactions a fold trains on and which it judges, as the book's <c>get_train_test_set</c> has it (chapter 3, used again in chapter 5).
/// </summary>
/// <param name="Training">Rows to train on, ascending.</param>
/// <param name="Test">Rows to judge, ascending: those of the test days without customers who were known to be defrauded on the day.</param>
/// <remarks>
/// <code>
///   start             start + 7          start + 14           start + 21
///     |---- training ----|------ delay ------|------- test -------|
///     frauds of these days are known         test day k: also those of the days start + 6 .. start + 6 + k
/// </code>
/// Everything ends before the days that it ends on. A longer training part begins earlier and ends on the same day; it does not change which customers are known.
/// </remarks>
internal sealed record CardSplit(int[] Training, int[] Test)
{
    /// <summary>Days of the book's training part, of the delay and of the test part.</summary>
    public const int BookTrainingDays = 7, DelayDays = 7, TestDays = 7;

    /// <summary>Splits a stream.</summary>
    /// <param name="transactions">The stream, by its moments.</param>
    /// <param name="start">First day of the book's training part.</param>
    /// <param name="trainingDays">Length of the training part, which ends seven days after <paramref name="start"/>; from 1.</param>
    public static CardSplit Of(IReadOnlyList<CardTransaction> transactions, DateOnly start, int trainingDays = BookTrainingDays)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trainingDays, 1);
        int first = Micros.DayNumber(Micros.StartOf(start)), firstTest = first + BookTrainingDays + DelayDays;
        Dictionary<int, int> knownFrom = KnownFrom(transactions, first);
        (List<int> training, List<int> test) = ([], []);
        for (int row = 0; row < transactions.Count; row++)
        {
            int day = Micros.DayNumber(transactions[row].At);
            if (day < first + BookTrainingDays && day >= first + BookTrainingDays - trainingDays) training.Add(row);
            bool isTested = day >= firstTest && day < firstTest + TestDays;
            if (isTested && !(knownFrom.TryGetValue(transactions[row].Customer, out int from) && from <= day)) test.Add(row);
        }

        return new CardSplit([.. training], [.. test]);
    }

    /// <summary>
    /// Training rows without those whose customer was known to be defrauded when they were made: a fraud of his that had then been known for a day or up to a week.
    /// What is left is like what the test part is made of.
    /// </summary>
    public CardSplit TrainedOnUnknownCustomers(IReadOnlyList<CardTransaction> transactions)
    {
        if (Training.Length == 0) return this;
        int since = Micros.DayNumber(transactions[Training[0]].At) - DelayDays - TestDays;
        var fraudDays = new HashSet<(int Customer, int Day)>();
        foreach (CardTransaction made in transactions)
            if (made.IsFraud && Micros.DayNumber(made.At) >= since) fraudDays.Add((made.Customer, Micros.DayNumber(made.At)));
        bool IsKnown(CardTransaction made)
        {
            int day = Micros.DayNumber(made.At);
            return Enumerable.Range(day - DelayDays - TestDays, TestDays).Any(before => fraudDays.Contains((made.Customer, before)));
        }

        return this with { Training = [.. Training.Where(row => !IsKnown(transactions[row]))] };
    }

    // The first day on which the test part leaves a customer out. The day before a test day's week of delay has become known in the night: start + 6 on the first.
    private static Dictionary<int, int> KnownFrom(IReadOnlyList<CardTransaction> transactions, int first)
    {
        int firstTest = first + BookTrainingDays + DelayDays;
        var knownFrom = new Dictionary<int, int>();
        foreach (CardTransaction made in transactions)
        {
            int day = Micros.DayNumber(made.At);
            if (!made.IsFraud || day < first || day >= firstTest) continue;
            int from = Math.Max(firstTest, day + DelayDays + 1);
            knownFrom[made.Customer] = Math.Min(from, knownFrom.GetValueOrDefault(made.Customer, int.MaxValue));
        }

        return knownFrom;
    }
}
