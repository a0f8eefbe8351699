using System.Collections.Immutable;
using Screening.Features;
using Screening.Learning.Training;
using Screening.Records;

namespace Screening.Tests.Learning;

/// <summary>Invented orders with two features: the first speaks of diversion, the second is noise.</summary>
internal static class SomeExamples
{
    /// <summary>The day of training.</summary>
    public static DateOnly Date { get; } = new(2025, 12, 31);

    /// <summary>Options for some hundreds of orders.</summary>
    public static TrainingOptions Options { get; } = new() { Days = 360, LabelDelayDays = 10, ValidationDays = 60, CalibrationDays = 60, Trials = 3, Rounds = 30, Patience = 5, Monotone = false };

    /// <summary>One order, so many days before the day of training.</summary>
    public static Example Order(int number, int daysAgo, LabelKind label = LabelKind.Unreviewed, int? subject = null, int labelledDaysAgo = 0)
    {
        long known = Micros.StartOf(Date.AddDays(-daysAgo));
        return new Example(number, number, subject ?? number, 0, known, label == LabelKind.Unreviewed ? OrderLabel.None : new OrderLabel(label, Micros.StartOf(Date.AddDays(-labelledDaysAgo))), 1000, 1);
    }

    /// <summary>Orders with their features.</summary>
    public static Examples Of(IReadOnlyList<Example> items, Func<Example, double[]> features)
    {
        double[][] rows = [.. items.Select(features)];
        ImmutableArray<string> names = [.. Enumerable.Range(0, rows[0].Length).Select(i => FormattableString.Invariant($"f{i}"))];
        return new Examples(items, names, Matrix(names.Length, [.. rows.SelectMany(row => row)]));
    }

    /// <summary>A matrix of values, row-major.</summary>
    public static FeatureMatrix Matrix(int columns, IReadOnlyList<double> values)
    {
        var matrix = new FeatureMatrix(values.Count / columns, columns);
        for (int i = 0; i < values.Count; i++) matrix[i / columns][i % columns] = values[i];
        return matrix;
    }

    /// <summary>A year of orders, four a day, one in twenty diversion, most of them told by the first feature.</summary>
    public static Examples Year(int seed)
    {
        var random = new Random(seed);
        var items = new List<Example>();
        for (int day = 359; day >= 1; day--)
        {
            for (int i = 0; i < 4; i++)
            {
                bool isDiversion = random.Next(20) == 0;
                items.Add(Order(items.Count, day, isDiversion ? LabelKind.Confirmed : random.Next(3) == 0 ? LabelKind.Dismissed : LabelKind.Unreviewed, labelledDaysAgo: Math.Max(0, day - 5)));
            }
        }

        double[] noise = [.. items.Select(_ => random.NextDouble())];
        double[] signal = [.. items.Select(item => (item.Label.IsDiversion ? 2 : 0) + random.NextDouble() + random.NextDouble())];
        return Of(items, item => [random.Next(10) == 0 ? double.NaN : signal[item.Order], noise[item.Order]]);
    }
}
