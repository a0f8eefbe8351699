using Screening.Records;

namespace Screening.Features;

/// <summary>
/// Takes groups over consecutive events of a log, side by side on several threads: block after block, each group goes through the block in
/// the order of the log, so that a block's orders and rows stay near while all groups pass over them. No group reads another's state, and
/// each fills its own columns, so neither threads nor blocks can change a bit.
/// </summary>
public sealed class GroupPass
{
    /// <summary>Events of a block, unless told: enough that threads seldom wait for each other, few enough that its rows lie in the processor's cache.</summary>
    public const int UsualBlock = 1 << 12;

    private readonly FeatureGroup[] _groups;
    private readonly int[] _firstColumns, _turns;
    private readonly long[] _spent;
    private readonly Func<long>? _clock;
    private readonly int _block;

    /// <summary>Makes a pass of groups whose columns stand one after another.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="clock">Tells the time, in units of its own, so that what each group takes can be told; <c>null</c> when nobody asks.</param>
    /// <param name="block">Events of a block, at least 1; the result does not depend on it.</param>
    /// <param name="firstColumns">Where each group's columns begin; one group's after another's when <c>null</c>.</param>
    public GroupPass(IReadOnlyList<FeatureGroup> groups, Func<long>? clock = null, int block = UsualBlock, IReadOnlyList<int>? firstColumns = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentOutOfRangeException.ThrowIfLessThan(block, 1);
        _block = block;
        _groups = [.. groups];
        _clock = clock;
        _spent = new long[_groups.Length];
        _firstColumns = new int[_groups.Length];
        for (int i = 0; i < _groups.Length; i++) _firstColumns[i] = firstColumns is not null ? firstColumns[i] : i == 0 ? 0 : _firstColumns[i - 1] + _groups[i - 1].Features.Count;

        // The groups that take longest go first, so that no thread waits long for the last one of a block.
        _turns = [.. Enumerable.Range(0, _groups.Length).OrderByDescending(i => _groups[i].Features.Count)];
    }

    /// <summary>What each group has taken so far, by the clock; the order is that of the groups.</summary>
    public IReadOnlyList<long> Spent => _spent;

    /// <summary>Takes one event into every group.</summary>
    public void Learn(EventLog log, Event at)
    {
        foreach (FeatureGroup group in _groups) group.Learn(log, at);
    }

    /// <summary>Fills a row for one look.</summary>
    public void Read(EventLog log, in Reading reading, Span<double> row)
    {
        row.Fill(double.NaN);
        for (int i = 0; i < _groups.Length; i++) _groups[i].Read(log, reading, row.Slice(_firstColumns[i], _groups[i].Features.Count));
    }

    /// <summary>Takes in the events from one position to another, and what is read between them.</summary>
    /// <param name="log">The log.</param>
    /// <param name="from">Position of the first event.</param>
    /// <param name="to">Position after the last event.</param>
    /// <param name="reads">The looks, at positions from <paramref name="from"/> through <paramref name="to"/>; those at a position come before its event.</param>
    /// <param name="matrix">Where the values go; row i belongs to look i.</param>
    /// <param name="threads">How many threads may work at once.</param>
    /// <param name="progress">Receives how far the work is, 0 to 1.</param>
    /// <param name="cancellation">Stops between blocks; the groups are of no more use then.</param>
    public void Advance(
        EventLog log, int from, int to, ReadPlan reads, FeatureMatrix matrix, int threads, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(reads);
        int read = 0;
        for (int start = from; start < to || read < reads.Reads.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            int end = (int)Math.Min(to, (long)start + _block), first = read;
            while (read < reads.Reads.Count && (reads.Reads[read].Position < end || end == to)) read++;
            var block = new Block(log, start, end, reads, first, read, matrix);
            RunSideBySide(block, threads);
            start = end;
            progress?.Report((end - from) / (double)Math.Max(1, to - from));
        }
    }

    private void RunSideBySide(Block block, int threads)
    {
        int turn = -1;
        void TakeTurns()
        {
            for (int i = Interlocked.Increment(ref turn); i < _turns.Length; i = Interlocked.Increment(ref turn)) Run(_turns[i], block);
        }

        if (threads <= 1) TakeTurns();
        else Parallel.Invoke([.. Enumerable.Repeat((Action)TakeTurns, Math.Min(threads, _turns.Length))]);
    }

    private void Run(int number, in Block block)
    {
        long began = _clock?.Invoke() ?? 0;
        FeatureGroup group = _groups[number];
        (int column, int width) = (_firstColumns[number], group.Features.Count);
        (EventLog log, FeatureMatrix matrix) = (block.Log, block.Matrix);
        ReadOnlySpan<PlannedRead> reads = block.Reads.AsSpan();
        int read = block.FirstRead;
        bool approaches = group.Approaches;
        for (int position = block.From; position <= block.To; position++)
        {
            if (approaches) Approach(group, log, position, block.To);
            for (; read < block.EndRead && reads[read].Position == position; read++)
            {
                if (!group.Takes(in log.Orders[reads[read].Order])) continue;
                Span<double> columns = matrix[read].Slice(column, width);
                columns.Fill(double.NaN);
                group.Read(log, ReadPlan.Reading(log, reads[read]), columns);
            }

            if (position < block.To) group.Learn(log, log.Events[position]);
        }

        if (_clock is { } clock) _spent[number] += clock() - began;
    }

    private static void Approach(FeatureGroup group, EventLog log, int position, int to)
    {
        for (int step = 0, next = position + (Ahead.Steps * Ahead.EventsPerStep); step < Ahead.Steps; step++, next -= Ahead.EventsPerStep)
        {
            if (next < to) group.Approach(log, log.Events[next], step);
        }
    }

    private readonly record struct Block(EventLog Log, int From, int To, ReadPlan Reads, int FirstRead, int EndRead, FeatureMatrix Matrix);
}
