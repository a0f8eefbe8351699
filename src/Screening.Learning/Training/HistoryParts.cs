using Screening.Records;

namespace Screening.Learning.Training;

/// <summary>
/// A history cut by time for choosing, fitting and calibrating, with the label delay between parts:
/// <code>
/// |---------- fit ----------|·delay·|-- validation --|·delay·|-- calibration --|·delay·| day of training
/// </code>
/// A part's labels are those known by the start of the next part, as they would have been. Later parts leave out subjects that an earlier part knew to be
/// diversion: to find them again is no achievement, and their orders would carry the answer across the cut.
/// </summary>
/// <param name="From">Start of the history, microseconds.</param>
/// <param name="FitTo">End of what is learnt while choosing.</param>
/// <param name="ValidationFrom">Start of validation.</param>
/// <param name="ValidationTo">End of validation, and of what the final model learns.</param>
/// <param name="CalibrationFrom">Start of calibration.</param>
/// <param name="CalibrationTo">End of calibration: orders later than this are too young to have labels.</param>
/// <param name="AsOf">End of the day of training.</param>
public sealed record HistoryParts(long From, long FitTo, long ValidationFrom, long ValidationTo, long CalibrationFrom, long CalibrationTo, long AsOf)
{
    /// <summary>Cuts the history before the end of a day.</summary>
    public static HistoryParts Before(DateOnly date, TrainingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        long asOf = Micros.EndOf(date), delay = options.LabelDelayDays * Micros.PerDay;
        long calibrationTo = asOf - delay, calibrationFrom = calibrationTo - (options.CalibrationDays * Micros.PerDay);
        long validationTo = calibrationFrom - delay, validationFrom = validationTo - (options.ValidationDays * Micros.PerDay);
        long from = asOf - (options.Days * Micros.PerDay), fitTo = validationFrom - delay;
        if (fitTo <= from)
        {
            throw new TrainingException(FormattableString.Invariant(
                $"{options.Days} days are no more than what validation ({options.ValidationDays}), calibration ({options.CalibrationDays}) and three label delays ({options.LabelDelayDays}) take; nothing is left to learn from"));
        }

        return new HistoryParts(from, fitTo, validationFrom, validationTo, calibrationFrom, calibrationTo, asOf);
    }

    /// <summary>What is learnt while choosing, with the labels of its end.</summary>
    public Examples Fit(Examples all) => Part(all, From, FitTo, ValidationFrom, []);

    /// <summary>By what is chosen.</summary>
    public Examples Validation(Examples all, Examples fit) => Part(all, ValidationFrom, ValidationTo, AsOf, Known(fit));

    /// <summary>What the final model learns: everything up to calibration.</summary>
    public Examples Training(Examples all) => Part(all, From, ValidationTo, CalibrationFrom, []);

    /// <summary>On what margins become probabilities.</summary>
    public Examples Calibration(Examples all, Examples training) => Part(all, CalibrationFrom, CalibrationTo, AsOf, Known(training));

    private static HashSet<int> Known(Examples earlier) => [.. earlier.Items.Where(item => item.Label.IsDiversion).Select(item => item.Subject)];

    private static Examples Part(Examples all, long from, long to, long labelledBy, HashSet<int> known)
    {
        Examples part = all.Where(item => item.KnownAt >= from && item.KnownAt < to && !known.Contains(item.Subject));
        return part.With(item => item.Label.KnownAt < labelledBy || item.Label == OrderLabel.None ? item : item with { Label = OrderLabel.None });
    }
}
