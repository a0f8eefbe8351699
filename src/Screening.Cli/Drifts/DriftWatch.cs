using Screening.Cli.Nightly;
using Screening.Features;
using Screening.Learning.Drift;
using Screening.Learning.Training;
using Screening.Records;
using Screening.Risk;

namespace Screening.Cli.Drifts;

/// <summary>
/// Compares the orders of the latest days with those of the days before. It reads nothing anew: a night has looked at all of them as they arrived, to learn what is
/// usual, and the scores are tonight's for both windows, so that a change of policy between them is no drift.
/// </summary>
internal static class DriftWatch
{
    // Moves with the days alone: that it did is told, and never first.
    private const string Calendar = "order_days_since_tightening";
    private static readonly string[] s_scores = ["margin", "risk", "anomaly"];

    /// <summary>Compares.</summary>
    /// <param name="log">The log.</param>
    /// <param name="date">Last day of the latest window.</param>
    /// <param name="looks">What the night read.</param>
    /// <param name="alerts">Alerts by night.</param>
    /// <param name="options">The windows and how they are compared.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="cancellation">Stops it.</param>
    public static DriftReport Of(
        EventLog log, DateOnly date, ArrivalLooks looks, IReadOnlyDictionary<DateOnly, int> alerts, DriftOptions options, int threads, CancellationToken cancellation)
    {
        DateOnly latestFrom = LatestFrom(date, options), referenceFrom = ReferenceFrom(date, options);
        List<int> rows = Rows(log, date, looks);
        List<int> reference = Between(log, rows, referenceFrom, latestFrom, options.MostReference), latest = Between(log, rows, latestFrom, date.AddDays(1), options.MostLatest);
        string? missing = Math.Min(reference.Count, latest.Count) >= options.LeastOrders ? null : FormattableString.Invariant(
            $"Whether orders changed was not assessed: {latest.Count:#,0} of the last {options.LatestDays} days and {reference.Count:#,0} of the {options.ReferenceDays} before are known, and {options.LeastOrders} of both are needed.");
        IReadOnlyList<ColumnDrift> drifts = missing is not null ? [] : WindowDrift.Of(Sample(log, looks, reference), Sample(log, looks, latest), options, threads, cancellation);
        FeatureCatalogue catalogue = Engine.DefaultCatalogue;
        return new DriftReport
        {
            Date = date,
            LatestFrom = latestFrom,
            ReferenceFrom = referenceFrom,
            LatestOrders = latest.Count,
            ReferenceOrders = reference.Count,
            Level = options.Level,
            NotAssessed = missing,
            Features = [.. drifts.Take(catalogue.Count).OrderByDescending(d => d.IsAlarm).ThenBy(d => catalogue.Features[d.Column].Name == Calendar).ThenByDescending(d => d.Stability).ThenBy(d => d.Column)
                .Select(d => Told(catalogue.Features[d.Column].Name, d, DriftWords.Of(catalogue.Features[d.Column], d, options)))],
            Scores = [.. drifts.Skip(catalogue.Count).Select((d, i) => Told(s_scores[i], d, DriftWords.OfScore(ScoreLabel(s_scores[i]), d, options)))],
            LatestLabels = Labels(log, latestFrom, date.AddDays(1)),
            ReferenceLabels = Labels(log, referenceFrom, latestFrom),
            LatestAlerts = Volume(alerts, latestFrom, date.AddDays(1)),
            ReferenceAlerts = Volume(alerts, referenceFrom, latestFrom),
        };
    }

    /// <summary>First day of the latest window.</summary>
    public static DateOnly LatestFrom(DateOnly date, DriftOptions options) => date.AddDays(1 - options.LatestDays);

    /// <summary>First day of the reference window.</summary>
    public static DateOnly ReferenceFrom(DateOnly date, DriftOptions options) => LatestFrom(date, options).AddDays(-options.ReferenceDays);

    private static DriftedColumn Told(string name, ColumnDrift drift, string sentence) =>
        new(name, drift.Stability, drift.Threshold, drift.IsAlarm, drift.MissingBefore, drift.MissingNow, sentence);

    private static string ScoreLabel(string score) => score switch
    {
        "margin" => "a margin of signs",
        "risk" => "a risk",
        _ => "a share of less unusual peers",
    };

    // A night has read every so-manieth order of the year before it and all of its own day; of these the same share is taken, or the last day would weigh more.
    private static List<int> Rows(EventLog log, DateOnly date, ArrivalLooks looks)
    {
        long start = Micros.StartOf(date), yearBefore = start - (365 * Micros.PerDay);
        IReadOnlyList<int> usual = UsualOrders.Before(log, start);
        int all = 0;
        var today = new List<int>();
        foreach (int row in log.Orders.Each())
        {
            ref readonly OrderVersion order = ref log.Orders[row];
            if (order.IsRemainder || log.InForce(order.Order) == Missing.Symbol) continue;
            if (order.KnownAt >= start && looks.Rows.ContainsKey(row)) today.Add(row);
            else if (order.KnownAt >= yearBefore) all++;
        }

        int step = Math.Max(1, (int)Math.Round(all / (double)Math.Max(1, usual.Count)));
        return [.. usual, .. today.Where((_, i) => i % step == 0)];
    }

    private static List<int> Between(EventLog log, List<int> rows, DateOnly from, DateOnly before, int most)
    {
        (long start, long end) = (Micros.StartOf(from), Micros.StartOf(before));
        List<int> within = [.. log.Orders.Each(rows).Where(row => log.Orders[row].KnownAt >= start && log.Orders[row].KnownAt < end)];
        int step = (within.Count + most - 1) / most;
        return step <= 1 ? within : [.. within.Where((_, i) => i % step == 0)];
    }

    private static DriftSample Sample(EventLog log, ArrivalLooks looks, List<int> rows)
    {
        int features = looks.Matrix.Columns, columns = features + s_scores.Length;
        double[] matrix = new double[rows.Count * columns];
        for (int i = 0; i < rows.Count; i++)
        {
            int look = looks.Rows[rows[i]];
            Span<double> at = matrix.AsSpan(i * columns, columns);
            looks.Matrix[look].CopyTo(at);
            Assessment assessment = looks.Assess(look);
            (at[features], at[features + 1], at[features + 2]) = (assessment.Margin, assessment.Risk, assessment.AnomalyPercentile ?? double.NaN);
        }

        return new DriftSample(matrix, columns, [.. log.Orders.Each(rows).Select(row => looks.Subjects.Of(log.Orders[row].Subject))]);
    }

    private static DecidedOrders Labels(EventLog log, DateOnly from, DateOnly before)
    {
        (long start, long end) = (Micros.StartOf(from), Micros.StartOf(before));
        OrderLabels labels = OrderLabels.Of(log, end - 1);
        var orders = new HashSet<int>();
        foreach (int row in log.Dispositions.Each()) orders.Add(log.Dispositions[row].Order);
        foreach (int row in log.OutcomeReports.Each()) orders.Add(log.OutcomeReports[row].Order);
        List<OrderLabel> within = [.. orders.Where(order => order != Missing.Symbol).Select(order => labels[order]).Where(label => label.KnownAt >= start && label.KnownAt < end)];
        int arrived = 0;
        foreach (int row in log.Orders.Each())
            if (!log.Orders[row].IsRemainder && log.Orders[row].KnownAt >= start && log.Orders[row].KnownAt < end) arrived++;
        return new DecidedOrders(arrived, within.Count, within.Count(label => label.IsDiversion));
    }

    private static AlertVolume Volume(IReadOnlyDictionary<DateOnly, int> alerts, DateOnly from, DateOnly before)
    {
        List<int> nights = [.. alerts.Where(night => night.Key >= from && night.Key < before).Select(night => night.Value)];
        return new AlertVolume(nights.Count, nights.Sum());
    }
}
