using Screening.Policies;
using Screening.Records;

namespace Screening.Features;

/// <summary>
/// A replay that takes the groups, or shards of their keys, one after another over the whole log, so that never more than some of their state is in memory. It makes what
/// <see cref="Engine.Replay(EventLog, CountryGroups, ReadPlan, int, IProgress{double}, CancellationToken)"/> makes, bit for bit, and goes over the log once for each.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="countries">Country groups.</param>
/// <param name="shares">All groups, each whole or in all its shards.</param>
/// <param name="threads">How many of them may be at work at once.</param>
/// <param name="between">Called whenever the state of one is no longer needed.</param>
public sealed class GroupTurns(EventLog log, CountryGroups countries, IReadOnlyList<GroupShard> shares, int threads, Action between)
{
    /// <summary>Takes looks.</summary>
    /// <param name="reads">The looks; row i of the result belongs to look i.</param>
    /// <param name="progress">Receives how far the work is, 0 to 1.</param>
    /// <param name="cancellation">Stops between blocks of events.</param>
    public FeatureMatrix Replay(ReadPlan reads, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reads);
        var matrix = new FeatureMatrix(reads.Reads.Count, Engine.DefaultCatalogue.Count, log.Memory);
        Replay(reads, matrix, progress, cancellation);
        return matrix;
    }

    /// <summary>Takes looks into a matrix of the caller's.</summary>
    /// <param name="reads">The looks; row i of the matrix belongs to look i.</param>
    /// <param name="matrix">NaN, with a row for every look; columns behind the catalogue's stay as they are.</param>
    /// <param name="progress">Receives how far the work is, 0 to 1.</param>
    /// <param name="cancellation">Stops between blocks of events.</param>
    /// <exception cref="ArgumentException">The matrix has fewer columns than the catalogue, or another number of rows than there are looks.</exception>
    public void Replay(ReadPlan reads, FeatureMatrix matrix, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        Engine.RequireRoom(reads, matrix);
        FeatureMatrix[] columns = InTurns(reads, progress, cancellation);
        for (int row = 0; row < matrix.Rows; row++) PutTogether(columns, row, matrix[row]);
        foreach (FeatureMatrix group in columns) group.GiveBack();
    }

    /// <summary>Reads every order version on arrival. What each group makes of them lies in the memory of the log from its turn until it is taken.</summary>
    /// <param name="take">Receives some looks and their rows, in order; the rows are only lent, until it returns.</param>
    /// <param name="chosen">Which order rows to look at; all when <c>null</c>.</param>
    /// <param name="progress">Receives how far the work is, 0 to 1.</param>
    /// <param name="cancellation">Stops between blocks of events.</param>
    public void Replay(Action<ReadPlan, FeatureMatrix> take, Func<int, bool>? chosen = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(take);
        var reads = ReadPlan.OnArrival(log, chosen);
        FeatureMatrix[] columns = InTurns(reads, progress, cancellation);
        var matrix = new FeatureMatrix(0, Engine.DefaultCatalogue.Count);
        for (int first = 0; first < reads.Reads.Count; first += FeatureMatrix.RowsPerBlock)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadPlan some = reads.Part(first, Math.Min(FeatureMatrix.RowsPerBlock, reads.Reads.Count - first));
            matrix.Resize(some.Reads.Count);
            for (int row = 0; row < matrix.Rows; row++) PutTogether(columns, first + row, matrix[row]);
            // Whoever takes them may write them down, where room on the disk is what is left.
            foreach (FeatureMatrix group in columns) group.GiveBackBefore(first + some.Reads.Count);
            take(some, matrix);
        }

        foreach (FeatureMatrix group in columns) group.GiveBack();
    }

    private static void PutTogether(FeatureMatrix[] columns, int look, Span<double> row)
    {
        foreach ((int group, GroupColumns at) in Engine.DefaultGroups.Index()) columns[group][look].CopyTo(row[at.First..]);
    }

    // Columns of their own for each group: in rows of all columns each turn would go over all pages for a few values of each.
    private FeatureMatrix[] InTurns(ReadPlan reads, IProgress<double>? progress, CancellationToken cancellation)
    {
        FeatureMatrix[] columns = [.. Engine.DefaultGroups.Select(group => FeatureMatrix.Undefined(reads.Reads.Count, group.Count, log.Memory))];
        log.NamePairs.Update(threads, cancellation);
        int next = -1, done = 0;
        void TakeTurns()
        {
            for (int turn = Interlocked.Increment(ref next); turn < shares.Count; turn = Interlocked.Increment(ref next))
            {
                Take(shares[turn], reads, columns[shares[turn].Group], cancellation);
                between();
                progress?.Report(Interlocked.Increment(ref done) / (double)shares.Count);
            }
        }

        if (threads <= 1) TakeTurns();
        else Parallel.Invoke([.. Enumerable.Repeat((Action)TakeTurns, Math.Min(threads, shares.Count))]);
        return columns;
    }

    // Of its own, so that nothing holds the state afterwards.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private void Take(GroupShard share, ReadPlan reads, FeatureMatrix columns, CancellationToken cancellation) =>
        new GroupPass(Engine.GroupsOf(log, countries, [share])).Advance(log, 0, log.Events.Count, reads, columns, 1, null, cancellation);
}
