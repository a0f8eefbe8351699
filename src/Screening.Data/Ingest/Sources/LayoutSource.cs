using System.Text;

namespace Screening.Data.Ingest;

/// <summary>The records of a published layout, which may be made of all files of a delivery together; a record's line is that in the main file.</summary>
internal sealed class LayoutSource : ISource
{
    private readonly IEnumerator<LayoutRecord> _records;
    private readonly List<MalformedLine> _problems = [];
    private bool _ended;

    /// <param name="layout">The layout.</param>
    /// <param name="inputs">The delivery's files.</param>
    /// <param name="cancellation">Ends it.</param>
    public LayoutSource(ILayout layout, IReadOnlyList<LayoutInput> inputs, CancellationToken cancellation)
    {
        Columns = layout.Columns;
        var single = inputs.Count == 1 ? inputs[0].Name : null;
        _records = layout.Read(inputs, p => _problems.Add(new MalformedLine(p.Line, p.File == single ? p.Reason : $"{p.Reason} ({p.File})", p.Raw)), cancellation).GetEnumerator();
    }

    public IReadOnlyList<string> Columns { get; }

    public string? Header => null;

    public IReadOnlyList<string> Notes => [];

    public void Read(RecordBlock block, ICollection<MalformedLine> malformed, CancellationToken cancellation)
    {
        block.Clear(Columns.Count);
        while (!block.IsFull && !_ended)
        {
            cancellation.ThrowIfCancellationRequested();
            _ended = !_records.MoveNext();
            if (!_ended) Take(_records.Current, block);
        }
        foreach (var problem in _problems) malformed.Add(problem);
        _problems.Clear();
    }

    public void Dispose() => _records.Dispose();

    private static void Take(LayoutRecord record, RecordBlock block)
    {
        foreach (var cell in record.Cells)
        {
            var text = cell is null ? [] : Encoding.UTF8.GetBytes(cell);
            block.AddCell(block.Append(text), text.Length);
        }
        var raw = Encoding.UTF8.GetBytes(record.Raw);
        block.EndRecord(record.Line, block.Append(raw), raw.Length);
    }
}
