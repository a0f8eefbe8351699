namespace Screening.Simulation;

/// <summary>
/// Logarithm, exponential and arc from the four operations and the square root alone, which IEEE 754 fixes to the bit.
/// The platform's own <c>log</c> and <c>sin</c> may differ in the last bit between machines, and with it a whole world.
/// </summary>
internal static class PortableMath
{
    private const double Ln2 = 0.693147180559945309;

    public static double Log2(double value)
    {
        int exponent = Math.ILogB(value);
        double mantissa = Math.ScaleB(value, -exponent);
        double s = (mantissa - 1) / (mantissa + 1), square = s * s, sum = 0, power = s;
        for (int k = 1; k < 30; k += 2)
        {
            sum += power / k;
            power *= square;
        }

        return exponent + 2 * sum / Ln2;
    }

    public static double Exp2(double value)
    {
        double whole = Math.Floor(value), x = (value - whole) * Ln2, term = 1, sum = 1;
        for (int k = 1; k < 20; k++)
        {
            term *= x / k;
            sum += term;
        }

        return Math.ScaleB(sum, (int)whole);
    }

    public static double Power(double value, double exponent) => Exp2(exponent * Log2(value));

    /// <summary>Sine for arguments of at most one turn either way.</summary>
    public static double Sin(double radians)
    {
        double square = radians * radians, term = radians, sum = radians;
        for (int k = 2; k < 40; k += 2)
        {
            term *= -square / (k * (k + 1));
            sum += term;
        }

        return sum;
    }
}
