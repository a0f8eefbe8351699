using Screening.Risk;
using Xunit;

namespace Screening.Tests.Risk;

public sealed class EmpiricalTailsTests
{
    private const double No = double.NaN, Inf = double.PositiveInfinity;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(17)]
    [InlineData(300)]
    [InlineData(4000)]
    public void EveryBitIsThatOfACountAndALogarithm(int rows)
    {
        var random = new Random(TestSeed.Value + rows);
        double[][] columns = [.. Columns(random, rows)];
        int features = columns.Length;
        double[] matrix = [.. Enumerable.Range(0, rows * features).Select(i => columns[i % features][i / features])];
        Ecod ecod = Ecod.Fit(matrix, rows, features);
        CountedTails[] oracle = [.. columns.Select(column => new CountedTails(column))];
        double[] parts = new double[features];
        int compared = 0, fitted = 0;
        foreach (double[] row in Asked(random, columns))
        {
            ecod.Contributions(row, parts);
            double sum = 0;
            for (int feature = 0; feature < features; feature++)
            {
                double expected = oracle[feature].Surprise(row[feature]);
                Assert.True(Bits(expected) == Bits(parts[feature]), FormattableString.Invariant($"feature {feature}, {row[feature]:R}: {parts[feature]:R} for {expected:R}"));
                Assert.Equal(oracle[feature].Rarity(row[feature]), ecod.Rarity(feature, row[feature]));
                sum += expected;
                compared++;
                if (columns[feature].Contains(row[feature])) fitted++;
            }

            Assert.Equal(Bits(sum), Bits(ecod.Score(row)));
            Assert.Equal(Bits(sum), Bits(ecod.Score(row, parts)));
        }

        Assert.InRange(fitted, compared / 10, compared - (compared / 10));
        foreach ((double low, double high) in new[] { (0.1, 0.9), (0, 1), (0.5, 0.5) })
        {
            for (int feature = 0; feature < features; feature++) Assert.Equal(oracle[feature].Range(low, high), ecod.UsualRange(feature, low, high));
        }
    }

    [Fact]
    public void AFeatureOfEveryMagnitudeIsFoundInItsBuckets()
    {
        // All powers of two with both signs, zero and both infinities: no bucket may be missed at any distance from 0.
        double[] column = [-Inf, .. Enumerable.Range(-1074, 2098).Select(e => -Math.ScaleB(1, e)), 0, .. Enumerable.Range(-1074, 2098).Select(e => Math.ScaleB(1, e)), Inf];
        Ecod ecod = Ecod.Fit(column, column.Length, 1);
        var oracle = new CountedTails(column);
        double[] part = new double[1];
        foreach (double value in column.SelectMany(v => new[] { v, Math.BitIncrement(v), Math.BitDecrement(v), v * 1.5 }).Append(-0.0).Append(No))
        {
            ecod.Contributions([value], part);
            Assert.True(Bits(oracle.Surprise(value)) == Bits(part[0]), FormattableString.Invariant($"{value:R}"));
        }
    }

    // What features look like, and what none should: constant, missing throughout, few values, evenly spread, over thirty magnitudes, of both signs, near the ends of
    // what a number can be, with zeros of both signs and infinities; some of each missing.
    private static IEnumerable<double[]> Columns(Random random, int rows)
    {
        double[] Of(Func<double> value, double missing) => [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() < missing ? No : value())];
        double Sign() => random.Next(2) == 0 ? -1 : 1;
        double Wide() => Math.Pow(10, (random.NextDouble() * 30) - 15);
        foreach (double missing in new[] { 0, 0.3 })
        {
            yield return Of(() => 5, missing);
            yield return Of(() => random.Next(2), missing);
            yield return Of(() => random.Next(40) - 20, missing);
            yield return Of(() => random.Next(3) * Sign() * 0.0, missing);
            yield return Of(random.NextDouble, missing);
            yield return Of(() => random.Next(5) == 0 ? 0 : Wide(), missing);
            yield return Of(() => Sign() * Wide(), missing);
            yield return Of(() => random.Next(8) switch { 0 => Inf, 1 => -Inf, 2 => 0.0, 3 => -0.0, _ => Sign() * Wide() }, missing);
            yield return Of(() => Sign() * random.NextDouble() * 1e-310, missing);
            yield return Of(() => Sign() * random.NextDouble() * double.MaxValue, missing);
            yield return Of(() => 1e15 + random.Next(5000), missing);
            yield return Of(() => random.Next(50) == 0 ? 1e300 : random.Next(3000) / 7.0, missing);
        }

        yield return Of(() => 0, 1);
    }

    // Fitted values of each feature, their neighbours, what lies between two of them and beyond all.
    private static IEnumerable<double[]> Asked(Random random, double[][] columns)
    {
        double[] Row(Func<double[], double> value) => [.. columns.Select(value)];
        double Any(double[] column) => column[random.Next(column.Length)];
        for (int i = 0; i < 200; i++)
        {
            yield return Row(Any);
            yield return Row(column => Math.BitIncrement(Any(column)));
            yield return Row(column => Math.BitDecrement(Any(column)));
            yield return Row(column => (Any(column) / 2) + (Any(column) / 2));
            yield return Row(column => Any(column) * 2 * random.NextDouble());
        }

        foreach (double value in new[] { No, Inf, -Inf, 0.0, -0.0, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, BitConverter.UInt64BitsToDouble(ulong.MaxValue), BitConverter.UInt64BitsToDouble(0x7FFFFFFFFFFFFFFF) })
            yield return Row(_ => value);
    }

    private static long Bits(double value) => BitConverter.DoubleToInt64Bits(value);
}
