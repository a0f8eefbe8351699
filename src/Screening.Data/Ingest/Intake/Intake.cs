using System.Collections.Concurrent;
using System.Text;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;

namespace Screening.Data.Ingest;

/// <summary>A slice's accepted rows as a Parquet file of their own in the scratch folder.</summary>
/// <param name="Number">The slice's number in the delivery; of the judged rows, after all others.</param>
/// <param name="File">The delivery's file it comes from; -1 for rows of several.</param>
/// <param name="Path">Where it lies now.</param>
/// <param name="Rows">At least 1.</param>
/// <param name="MinKnownAtUtc">The earliest known_at in it.</param>
/// <param name="MaxKnownAtUtc">The latest.</param>
internal sealed record WrittenSlice(int Number, int File, string Path, long Rows, DateTime MinKnownAtUtc, DateTime MaxKnownAtUtc);

/// <summary>
/// Reads the files of a delivery slice by slice: one thread reads and checks, others sort what it has read and write it. A row whose key was not seen in
/// this delivery and is not stored is accepted at once; the others wait for the <see cref="Judge"/>. Memory is that of a few slices, whatever the size.
/// </summary>
internal sealed class Intake : IDisposable
{
    private readonly DuckDbDatabase _database;
    private readonly DataContract _contract;
    private readonly RowReader _rows;
    private readonly Judge _judge;
    private readonly QuarantineTable _quarantine;
    private readonly ReferenceCheck _references;
    private readonly string _scratch;
    private readonly CancellationTokenSource _stop;
    private readonly BlockingCollection<(Slice Slice, byte[] Source)> _full;
    private readonly BlockingCollection<Slice> _free = [];
    private readonly ConcurrentBag<WrittenSlice> _written = [];
    private readonly List<Task> _writers;
    private readonly RecordBlock _block = new();
    private readonly RecordBlock _mapped = new();
    private readonly int _slices;
    private readonly KeyFilter _seen;
    private readonly KeyFilter? _stored;
    private int _made;
    private int _number;
    private Exception? _failure;

    public Intake(DuckDbDatabase database, RowReader rows, Judge judge, QuarantineTable quarantine, ReferenceCheck references, KeyFilter seen, KeyFilter? stored, string scratch, int threads, CancellationToken cancellation)
    {
        (_database, _contract, _rows, _judge, _quarantine, _references, _stored, _scratch) = (database, rows.Contract, rows, judge, quarantine, references, stored, scratch);
        _seen = seen;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var writers = Math.Max(1, threads);
        _slices = writers + 1;
        _full = new BlockingCollection<(Slice, byte[])>(writers);
        _writers = [.. Enumerable.Range(0, writers).Select(i => Task.Factory.StartNew(() => WriteSlices(i), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Profile = new ProfileCounter(rows);
    }

    /// <summary>Counts what the delivery's columns hold.</summary>
    public ProfileCounter Profile { get; }

    /// <summary>Reads a file to its end.</summary>
    /// <param name="file">The file; its counts are filled.</param>
    /// <param name="source">Its records.</param>
    /// <param name="mapping">Null when it is shaped like the contract.</param>
    /// <param name="knownAtMicros">When every row became known; null when a column says so.</param>
    /// <param name="progress">Receives the rows read so far.</param>
    public void Read(DeliveredFile file, ISource source, FileMapping? mapping, long? knownAtMicros, Action<long> progress)
    {
        var lineage = Encoding.ASCII.GetBytes(file.Lineage);
        var places = Places(mapping is null ? source.Columns : [.. _contract.ColumnNames]);
        var deleted = mapping is null ? source.Columns.ToList().IndexOf(SliceTable.Deleted) : -1;
        _quarantine.Begin(file, source.Header);
        var slice = Begin(file);
        while (true)
        {
            source.Read(_block, slice.Malformed, _stop.Token);
            if (_block.Count == 0) break;
            Add(slice, mapping, places, deleted, knownAtMicros);
            if (!slice.IsFull) continue;
            Finish(slice, file, lineage);
            progress(file.RowsIn);
            slice = Begin(file);
        }
        Finish(slice, file, lineage);
        _quarantine.End();
        file.Notes.AddRange(source.Notes);
    }

    /// <summary>Waits until everything is written.</summary>
    /// <returns>The slices, in the order of the delivery.</returns>
    public IReadOnlyList<WrittenSlice> Complete()
    {
        _full.CompleteAdding();
        Task.WaitAll([.. _writers], CancellationToken.None);
        Rethrow();
        return [.. _written.OrderBy(w => w.Number)];
    }

    /// <summary>Throws what made a writer stop, if one did: to be asked when reading ended by a cancellation that nobody asked for.</summary>
    public void Rethrow()
    {
        if (_failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _full.CompleteAdding();
        Task.WaitAll([.. _writers], CancellationToken.None);
        _stop.Dispose();
        _full.Dispose();
        _free.Dispose();
    }

    private int[] Places(IReadOnlyList<string> columns)
    {
        var places = columns.Select((name, i) => (name, i)).ToDictionary(c => c.name, c => c.i, StringComparer.Ordinal);
        return [.. _contract.ColumnNames.Select(c => places.GetValueOrDefault(c, -1))];
    }

    private Slice Begin(DeliveredFile file)
    {
        if (!_free.TryTake(out var slice)) slice = _made++ < _slices ? new Slice(_contract.Columns.Count) : _free.Take(_stop.Token);
        slice.Begin(_number++, file.Number);
        return slice;
    }

    private void Add(Slice slice, FileMapping? mapping, int[] places, int deleted, long? knownAtMicros)
    {
        if (mapping is null)
        {
            var (row, bytes) = slice.Add(_block.Lines.AsSpan(0, _block.Count), _block.Bytes);
            Raws(slice, row, bytes);
            if (deleted >= 0) ReadDeletions(slice, row, deleted, null);
            _rows.Read(_block, places, knownAtMicros, slice, row, bytes);
        }
        else
        {
            var (taken, gone) = mapping.Stage.Map(_block, _mapped, mapping.Rates, _stop.Token);
            var (row, bytes) = slice.Add(_block.Lines.AsSpan(0, _block.Count), _mapped.Bytes);
            Raws(slice, row, slice.Append(_block.Bytes));
            if (mapping.DeleteFrom >= 0) ReadDeletions(slice, row, mapping.DeleteFrom, taken);
            for (var i = 0; i < taken.Length; i++)
            {
                if (!taken[i]) slice.States[row + i] = RowState.NotForDataset;
                slice.Deleted[row + i] = (slice.Deleted[row + i] || gone[i]) && taken[i];
            }
            _rows.Read(_mapped, places, null, slice, row, bytes);
        }
    }

    private void Raws(Slice slice, int row, int bytes)
    {
        for (var i = 0; i < _block.Count; i++) slice.Raws[row + i] = Slice.Place(bytes + _block.RawStarts[i], _block.RawLengths[i]);
    }

    private void ReadDeletions(Slice slice, int row, int column, bool[]? taken)
    {
        for (var i = 0; i < _block.Count; i++)
        {
            if (_block.IsMissing(i, column) || taken is [..] && !taken[i]) continue;
            if (CellText.TryBoolean(_block.Cell(i, column), out slice.Deleted[row + i])) continue;
            slice.States[row + i] = RowState.Broken;
            slice.Failed.Add(new FailedCheck(row + i, 0, SliceTable.Deleted, Encoding.UTF8.GetString(_block.Cell(i, column)), "type", "is not true or false; accepted: true, false, yes, no, 1, 0"));
        }
    }

    /// <summary>Counts a slice's rows, sets aside what is refused or doubtful, and hands the rest to a writer.</summary>
    private void Finish(Slice slice, DeliveredFile file, byte[] lineage)
    {
        var suspects = 0;
        Span<long> counts = stackalloc long[(int)RowState.Suspect + 1];
        for (var i = 0; i < slice.Count; i++)
        {
            if (slice.States[i] == RowState.Accepted && ((_stored is not null && _stored.MayContain(slice.Keys[i])) | !_seen.Add(slice.Keys[i])))
            {
                slice.States[i] = RowState.Suspect;
                suspects++;
            }
            counts[(int)slice.States[i]]++;
        }
        file.Count(slice.Count + slice.Malformed.Count, counts, slice.Malformed.Count);
        _quarantine.Add(slice);
        if (suspects > 0) _judge.Add(slice, suspects, lineage);
        if (counts[(int)RowState.Accepted] > 0)
        {
            _full.Add((slice, lineage), _stop.Token);
            return;
        }
        Tally(slice);
        _free.Add(slice);
    }

    /// <summary>Counts do not depend on the order of slices, and reading is what the others wait for: so a writer counts.</summary>
    private void Tally(Slice slice)
    {
        lock (_references)
        {
            _references.Add(slice);
            Profile.Add(slice);
        }
    }

    private void WriteSlices(int number)
    {
        try
        {
            using var writer = new SliceWriter(_database, _contract, number, _scratch);
            foreach (var (slice, source) in _full.GetConsumingEnumerable(_stop.Token))
            {
                Tally(slice);
                _written.Add(writer.Write(slice, source, _stop.Token));
                _free.Add(slice);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader ends too, and says why.
        }
        catch (Exception e)
        {
            Interlocked.CompareExchange(ref _failure, e, null);
            _stop.Cancel();
        }
    }
}
