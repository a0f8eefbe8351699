using Screening.Records;

namespace Screening.Features;

/// <summary>Consecutive events of a log, and the looks that are taken before, between and after them.</summary>
/// <param name="log">The log.</param>
/// <param name="from">Position of the first event.</param>
/// <param name="to">Position after the last.</param>
/// <param name="plan">The looks.</param>
/// <param name="firstRead">Number of the first look of the stretch.</param>
/// <param name="endRead">Number after its last.</param>
/// <param name="matrix">Where the values go; row i belongs to look i.</param>
internal readonly struct Stretch(EventLog log, int from, int to, ReadPlan plan, int firstRead, int endRead, FeatureMatrix matrix)
{
    /// <summary>The log.</summary>
    public EventLog Log => log;

    /// <summary>Position of the first event.</summary>
    public int From => from;

    /// <summary>Position after the last event.</summary>
    public int To => to;

    /// <summary>Number of the first look; those at a position come before its event.</summary>
    public int FirstRead => firstRead;

    /// <summary>Number after the last look.</summary>
    public int EndRead => endRead;

    /// <summary>A look by number.</summary>
    public ref readonly PlannedRead Look(int read) => ref plan.AsSpan()[read];

    /// <summary>What is read by a look.</summary>
    public Reading Reading(int read) => ReadPlan.Reading(log, Look(read));

    /// <summary>Where a group's values of a look go, all missing (NaN) yet.</summary>
    public Span<double> Columns(int read, int column, int width)
    {
        Span<double> columns = matrix[read].Slice(column, width);
        columns.Fill(double.NaN);
        return columns;
    }

    /// <summary>Asks for the look or the notice of a step; see <see cref="Ahead"/>.</summary>
    public void Ask<TNotice>(Step step, Notices<TNotice> notices)
        where TNotice : struct
    {
        if (step.IsLook) Ahead.Ask(in Look(step.Read));
        else Ahead.Ask(in notices[step.Notice]);
    }

    /// <summary>Asks for the order that a step is about; a while later, for the version before it and the place where values go.</summary>
    /// <param name="step">The step.</param>
    /// <param name="noticed">Row of the order version that its notice is about, or <see cref="Missing.Symbol"/>.</param>
    /// <param name="withBefore">Whether the order was asked for a while ago.</param>
    /// <param name="column">The group's first column.</param>
    /// <param name="width">How many columns it has.</param>
    public void AskOrder(Step step, int noticed, bool withBefore, int column, int width)
    {
        int row = step.IsLook ? Look(step.Read).Order : noticed;
        if (row == Missing.Symbol) return;
        if (!withBefore)
        {
            Ahead.AskAll(in log.Orders[row]);
            return;
        }

        int before = log.Orders[row].Previous;
        if (before != Missing.Symbol) Ahead.AskAll(in log.Orders[before]);
        if (step.IsLook) Ahead.AskAll(matrix[step.Read].Slice(column, width));
    }

    /// <summary>Cuts it into parts that follow each other, of at most so many events each; looks after the last event belong to the last part.</summary>
    public IEnumerable<Stretch> Cut(long events)
    {
        for ((int at, int read) = (from, firstRead); at < to || read < endRead;)
        {
            (int end, int after) = ((int)Math.Min(to, at + events), read);
            while (after < endRead && (end == to || Look(after).Position < end)) after++;
            yield return new Stretch(log, at, end, plan, read, after, matrix);
            (at, read) = (end, after);
        }
    }
}
