namespace Screening.Learning.Training;

/// <summary>How margins become probabilities.</summary>
public enum CalibrationKind
{
    /// <summary>Not at all: nothing later was labelled both ways. The logistic of the margin is no probability then, and says so.</summary>
    None,

    /// <summary>Platt scaling: the log-odds are a line of the margin.</summary>
    Platt,

    /// <summary>Beta calibration: the log-odds are a + b ln p - c ln(1 - p) of the raw probability.</summary>
    Beta,
}

/// <summary>
/// Turns margins into probabilities by a curve that rises everywhere, so that no two margins tie and rank stays what it was (isotonic regression left 73 distinct
/// scores of 15,076 in a trial). Fitted on orders later than those that the model learnt.
/// </summary>
/// <param name="Kind">Which curve.</param>
/// <param name="Intercept">Log-odds at a margin of 0 for Platt; a for beta.</param>
/// <param name="Slope">Of the margin for Platt; of ln p for beta. Above 0.</param>
/// <param name="SlopeOfComplement">Of -ln(1 - p) for beta, above 0; 0 for Platt.</param>
/// <param name="Orders">How many orders it was fitted on.</param>
/// <param name="Diversions">How many of them were diversion.</param>
public sealed record Calibration(CalibrationKind Kind, double Intercept, double Slope, double SlopeOfComplement, int Orders, int Diversions)
{
    // A curve of three parameters needs that many cases to be worth more than a line.
    private const int DiversionsForBeta = 50;
    private const int MostSteps = 100;
    private const double LeastSlope = 1e-3;
    private const double Ridge = 1e-3;
    private const int MostHalves = 40;

    /// <summary>No calibration.</summary>
    public static Calibration None { get; } = new(CalibrationKind.None, 0, 1, 0, 0, 0);

    /// <summary>Fits a curve: beta where there are fifty diversions or more, else Platt; none where labels are all alike.</summary>
    /// <param name="margins">Margins of later orders.</param>
    /// <param name="targets">1 for diversion, 0 otherwise, one for each margin.</param>
    public static Calibration Fit(ReadOnlySpan<double> margins, ReadOnlySpan<float> targets)
    {
        if (margins.Length != targets.Length) throw new ArgumentException($"{margins.Length} margins and {targets.Length} labels", nameof(targets));
        int diversions = 0;
        foreach (float target in targets) diversions += target > 0 ? 1 : 0;
        if (diversions == 0 || diversions == margins.Length) return None;
        if (diversions >= DiversionsForBeta)
        {
            double[] beta = Newton(margins, targets, isBeta: true);
            if (beta[1] >= LeastSlope && beta[2] >= LeastSlope) return new Calibration(CalibrationKind.Beta, beta[0], beta[1], beta[2], margins.Length, diversions);
        }

        double[] platt = Newton(margins, targets, isBeta: false);

        // A margin that falls with the truth is worth nothing; the base rate is all that is known then, told with a slope that keeps the rank.
        return new Calibration(CalibrationKind.Platt, platt[0], Math.Max(platt[1], LeastSlope), 0, margins.Length, diversions);
    }

    /// <summary>Log-odds of a margin.</summary>
    public double LogOdds(double margin) => Kind == CalibrationKind.Beta
        ? Intercept - (Slope * SoftPlus(-margin)) + (SlopeOfComplement * SoftPlus(margin))
        : Intercept + (Slope * margin);

    /// <summary>Probability of a margin, 0 to 1.</summary>
    public double Probability(double margin) => 1 / (1 + Math.Exp(-LogOdds(margin)));

    // Logistic regression by Newton's steps, halved until they gain, with a little ridge so that separable labels have an answer. Sums run in the order of the rows.
    private static double[] Newton(ReadOnlySpan<double> margins, ReadOnlySpan<float> targets, bool isBeta)
    {
        int n = isBeta ? 3 : 2;
        double[] prior = isBeta ? [0, 1, 1] : [0, 1], at = [.. prior];
        double[,] curvature = new double[n, n];
        double[] slope = new double[n], next = new double[n];
        double reached = Likelihood(margins, targets, isBeta, at, prior);
        for (int step = 0; step < MostSteps; step++)
        {
            Derive(margins, targets, isBeta, at, prior, slope, curvature);
            double[] move = Solve(curvature, slope);
            double share = 1, gained = double.NegativeInfinity;
            for (int half = 0; half < MostHalves; half++, share /= 2)
            {
                for (int i = 0; i < n; i++) next[i] = at[i] + (share * move[i]);
                gained = Likelihood(margins, targets, isBeta, next, prior);
                if (gained >= reached) break;
            }

            if (!(gained > reached)) break;
            (reached, at, next) = (gained, next, at);
        }

        return at;
    }

    private static double Likelihood(ReadOnlySpan<double> margins, ReadOnlySpan<float> targets, bool isBeta, double[] at, double[] prior)
    {
        Span<double> x = stackalloc double[3];
        double sum = 0;
        for (int row = 0; row < margins.Length; row++)
        {
            double odds = Odds(margins[row], isBeta, at, x);
            sum -= SoftPlus(targets[row] > 0 ? -odds : odds);
        }

        for (int i = 0; i < at.Length; i++) sum -= Ridge / 2 * (at[i] - prior[i]) * (at[i] - prior[i]);
        return sum;
    }

    private static void Derive(ReadOnlySpan<double> margins, ReadOnlySpan<float> targets, bool isBeta, double[] at, double[] prior, double[] slope, double[,] curvature)
    {
        Span<double> x = stackalloc double[3];
        Array.Clear(slope);
        Array.Clear(curvature);
        for (int row = 0; row < margins.Length; row++)
        {
            double p = 1 / (1 + Math.Exp(-Odds(margins[row], isBeta, at, x))), error = (targets[row] > 0 ? 1 : 0) - p, weight = Math.Max(p * (1 - p), 1e-12);
            for (int i = 0; i < at.Length; i++)
            {
                slope[i] += error * x[i];
                for (int j = 0; j < at.Length; j++) curvature[i, j] += weight * x[i] * x[j];
            }
        }

        for (int i = 0; i < at.Length; i++)
        {
            curvature[i, i] += Ridge;
            slope[i] -= Ridge * (at[i] - prior[i]);
        }
    }

    private static double Odds(double margin, bool isBeta, double[] at, Span<double> x)
    {
        Inputs(margin, isBeta, x);
        double odds = 0;
        for (int i = 0; i < at.Length; i++) odds += at[i] * x[i];
        return odds;
    }

    private static void Inputs(double margin, bool isBeta, Span<double> x)
    {
        x[0] = 1;
        x[1] = isBeta ? -SoftPlus(-margin) : margin;
        x[2] = isBeta ? SoftPlus(margin) : 0;
    }

    private static double SoftPlus(double x) => x > 30 ? x : Math.Log(1 + Math.Exp(x));

    // Gaussian elimination of a small positive definite system.
    private static double[] Solve(double[,] a, double[] b)
    {
        int n = b.Length;
        for (int pivot = 0; pivot < n; pivot++)
        {
            for (int row = pivot + 1; row < n; row++)
            {
                double factor = a[row, pivot] / a[pivot, pivot];
                for (int column = pivot; column < n; column++) a[row, column] -= factor * a[pivot, column];
                b[row] -= factor * b[pivot];
            }
        }

        double[] x = new double[n];
        for (int row = n - 1; row >= 0; row--)
        {
            double rest = b[row];
            for (int column = row + 1; column < n; column++) rest -= a[row, column] * x[column];
            x[row] = rest / a[row, row];
        }

        return x;
    }
}
