using Screening.Learning.XGBoost;

namespace Screening.Tests.Learning.XGBoost;

/// <summary>Random rows with missing values, and labels that hang on some of them.</summary>
internal sealed record SomeTraining(double[] Values, float[] Labels, int Rows, int Features)
{
    public static SomeTraining Of(int seed, int rows, int features)
    {
        var random = new Random(seed);
        double[] values = new double[rows * features];
        float[] labels = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            double margin = -1;
            for (int feature = 0; feature < features; feature++)
            {
                double x = feature % 3 == 2 ? random.Next(10) : random.NextDouble() * 10 - 5;
                if (random.Next(10) == 0) x = double.NaN;
                values[row * features + feature] = x;
                if (feature < 6) margin += double.IsNaN(x) ? 0.4 : x * (feature % 2 == 0 ? 0.3 : -0.2);
            }

            labels[row] = random.NextDouble() < 1 / (1 + Math.Exp(-margin)) ? 1 : 0;
        }

        return new SomeTraining(values, labels, rows, features);
    }

    public TrainingMatrix Matrix(int threads = 1) => TrainingMatrix.Of(Values, Rows, Features, threads, Labels);

    public static Booster Train(int trees = 20, int threads = 1, int seed = 1, int features = 12)
    {
        using TrainingMatrix matrix = Of(seed, 3000, features).Matrix();
        return Booster.Train(matrix, null, new BoosterOptions { Rounds = trees, Threads = threads }, null, CancellationToken.None);
    }
}
