using Screening.Risk.Trees;
using Xunit;

namespace Screening.Tests.Risk.Trees;

public sealed class SingleThresholdTests
{
    [Fact]
    public void ADoubleGoesLeftExactlyWhenItsSingleIsBelow()
    {
        var random = new Random(TestSeed.Value);
        float[] special = [0f, -0f, float.Epsilon, -float.Epsilon, 1f, -1f, float.MaxValue, float.MinValue, 1.17549435e-38f, -1.17549435e-38f, 16777216f, 0.1f];
        for (int i = 0; i < 100_000; i++)
        {
            float threshold = i < special.Length ? special[i] : BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (!float.IsFinite(threshold)) continue;
            double atMost = SingleThreshold.AtMost(threshold);
            double[] around = [atMost, Math.BitIncrement(atMost), Math.BitDecrement(atMost), threshold, Math.BitDecrement(threshold), MathF.BitDecrement(threshold), 0, -0.0, double.MaxValue, double.MinValue,
                double.PositiveInfinity, double.NegativeInfinity];
            foreach (double x in around) Assert.True((float)x < threshold == x <= atMost, $"seed {TestSeed.Value}: {x:R} against {threshold:R}");
        }
    }

    [Fact]
    public void AThresholdIsFinite()
    {
        foreach (float threshold in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity }) Assert.Throws<ArgumentOutOfRangeException>(() => SingleThreshold.AtMost(threshold));
    }
}
