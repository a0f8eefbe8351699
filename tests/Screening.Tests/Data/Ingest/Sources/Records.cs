using System.Text;
using Screening.Data.Ingest;

namespace Screening.Tests.Data.Ingest.Sources;

/// <summary>Everything that a source gives, for tests.</summary>
internal sealed record Records(IReadOnlyList<(long Line, string?[] Cells, string Raw)> Rows, IReadOnlyList<MalformedLine> Malformed)
{
    public static Records Of(ISource source)
    {
        var block = new RecordBlock();
        var rows = new List<(long, string?[], string)>();
        var malformed = new List<MalformedLine>();
        while (true)
        {
            source.Read(block, malformed, CancellationToken.None);
            if (block.Count == 0) return new Records(rows, malformed);
            for (var i = 0; i < block.Count; i++)
            {
                var record = i;
                rows.Add((block.Lines[i], [.. Enumerable.Range(0, block.Columns).Select(c => block.IsMissing(record, c) ? null : Encoding.UTF8.GetString(block.Cell(record, c)))], Encoding.UTF8.GetString(block.Raw(i))));
            }
        }
    }

    public static Records OfCsv(byte[] bytes, char delimiter = ',')
    {
        using var source = CsvSource.Open(new MemoryStream(bytes), delimiter);
        return Of(source);
    }

    public static Records OfCsv(string text) => OfCsv(Encoding.UTF8.GetBytes(text));
}
