using System.Collections.Concurrent;
using Screening.Records;

namespace Screening.Features;

/// <summary>
/// Takes groups over consecutive events of a log, side by side on several threads, stretch after stretch. Groups whose keys are independent go
/// through a stretch key by key, so that a key's state is fetched once; the others go through it in the order of the log, several of them block after
/// block, so that a block's orders and rows stay near while they pass over them. No group reads another's state, and each fills its own
/// columns, so neither threads nor stretches nor blocks can change a bit.
/// </summary>
public sealed class GroupPass
{
    /// <summary>Events of a block, unless told: few enough that its rows lie in the processor's cache.</summary>
    public const int UsualBlock = 1 << 12;

    /// <summary>Events of a stretch of usual blocks: enough that most keys are met several times in it, few enough that what is arranged by key is small beside what the groups hold.</summary>
    internal const int UsualStretch = UsualBlock * StretchBlocks;

    private const int StretchBlocks = 64;

    private readonly FeatureGroup[] _groups;
    private readonly int[] _firstColumns;
    private readonly long[] _spent;
    private readonly Func<long>? _clock;
    private readonly int _block;

    // One a thread, kept from stretch to stretch.
    private readonly ConcurrentBag<StepsByKey> _rooms = [];

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
    }

    /// <summary>What each group has taken so far, by the clock; the order is that of the groups.</summary>
    public IReadOnlyList<long> Spent => _spent;

    /// <summary>Asks for what all groups will look at for one event, so that they wait for memory together instead of one after another.</summary>
    public void Approach(EventLog log, Event at)
    {
        for (int step = 0; step < Ahead.Steps; step++)
        {
            foreach (FeatureGroup group in _groups) group.Approach(log, at, step);
        }
    }

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
    /// <param name="cancellation">Stops between blocks and groups; the groups are of no more use then.</param>
    public void Advance(
        EventLog log, int from, int to, ReadPlan reads, FeatureMatrix matrix, int threads, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(reads);
        int[][] shares = Shares(Math.Max(1, threads));
        var whole = new Stretch(log, from, to, reads, 0, reads.Reads.Count, matrix);
        foreach (Stretch stretch in whole.Cut((long)_block * StretchBlocks))
        {
            int turn = -1;
            void TakeTurns()
            {
                StepsByKey room = _rooms.TryTake(out StepsByKey? left) ? left : new StepsByKey();
                for (int i = Interlocked.Increment(ref turn); i < shares.Length; i = Interlocked.Increment(ref turn)) Take(shares[i], stretch, room, cancellation);
                _rooms.Add(room);
            }

            if (threads <= 1) TakeTurns();
            else Parallel.Invoke([.. Enumerable.Repeat((Action)TakeTurns, Math.Min(threads, shares.Length))]);
            cancellation.ThrowIfCancellationRequested();
            progress?.Report((stretch.To - from) / (double)Math.Max(1, to - from));
        }
    }

    // Those that go in the order of the log, as many shares as threads, and then each of the others, so that whoever is done first takes the next. What has more
    // features takes longer, as a rule.
    private int[][] Shares(int threads)
    {
        var inOrder = new PriorityQueue<List<int>, int>();
        for (int i = 0; i < threads; i++) inOrder.Enqueue([], 0);
        List<int[]> byKey = [];
        foreach (int group in Enumerable.Range(0, _groups.Length).OrderByDescending(i => _groups[i].Features.Count))
        {
            if (_groups[group].IsKeyed)
            {
                byKey.Add([group]);
                continue;
            }

            inOrder.TryDequeue(out List<int>? share, out int features);
            share!.Add(group);
            inOrder.Enqueue(share, features + _groups[group].Features.Count);
        }

        return [.. inOrder.UnorderedItems.Where(s => s.Element.Count > 0).OrderByDescending(s => s.Priority).Select(s => s.Element.ToArray()), .. byKey];
    }

    private void Take(int[] groups, in Stretch stretch, StepsByKey room, CancellationToken cancellation)
    {
        foreach (Stretch part in stretch.Cut(_groups[groups[0]].IsKeyed ? long.MaxValue / 2 : _block))
        {
            foreach (int group in groups)
            {
                if (cancellation.IsCancellationRequested) return;
                long began = _clock?.Invoke() ?? 0;
                _groups[group].Advance(part, _firstColumns[group], room);
                if (_clock is { } clock) _spent[group] += clock() - began;
            }
        }
    }
}
