using System.Globalization;
using System.Text;
using Screening.Data.Ingest;
using Screening.Tests.Data.Ingest;
using Xunit;

namespace Screening.Tests.Laws;

/// <summary>Where one block or slice of rows ends and the next begins makes no difference to any row: files whose rows end just there, against what was written.</summary>
public sealed class SliceLimitLaws(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Currencies = ["EUR", "JPY", "GBP", "CHF", "CNY", "KRW", "INR", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "TRY", "BRL", "MXN", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "THB", "ZAR", "ILS", "AED", "KZT", "VND", "MYR", "IDR"];
    private readonly SomeDelivery _some = new();

    [Theory]
    [InlineData(RecordBlock.MostRecords - 1)]
    [InlineData(RecordBlock.MostRecords)]
    [InlineData(RecordBlock.MostRecords + 1)]
    [InlineData(Slice.MostRows - 1)]
    [InlineData(Slice.MostRows)]
    [InlineData(Slice.MostRows + 1)]
    [InlineData(Slice.MostRows + RecordBlock.MostRecords + 1)]
    public void RowsAtTheEndOfABlockOrASliceAreLikeAllOthers(int rows)
    {
        var written = new Written(rows);
        var report = _some.Ingest(_some.WriteBytes("rates.csv", written.Bytes), "fx_rates");

        output.WriteLine($"seed {written.Seed}: {report.Total}");
        Assert.Equal(written.Refused.Count > 0, report.QuarantineFile is not null);
        if (written.Refused.Count > 0) Assert.Equal(written.Refused, _some.Quarantine(report).Select(q => string.Join('|', q.Split('|') is var p ? [p[0], p[3]] : [])));
        Assert.Equal(new IngestCounts(rows, rows - written.Refused.Count - written.Known, written.Known, written.Refused.Count, 0, 0), report.Total);
        Assert.Equal(written.Accepted, SomeDelivery.Read(
            $"SELECT concat_ws('|', _line, currency, day, usd_per_unit, source, known_at) FROM {_some.Lake.Snapshot().History(SomeDelivery.Contracts["fx_rates"])} ORDER BY _line"));
    }

    [Fact]
    public void LongTextsEndBlocksAndSlicesEarlierAndLoseNothing()
    {
        // More bytes than a slice takes, in fewer rows than a block of short ones has to have.
        const int Length = 1_990;
        var rows = (Slice.MostBytes / Length) + RecordBlock.MostRecords;
        var file = _some.Orders("orders.csv", Enumerable.Range(0, rows).Select(n => SomeDelivery.Order(n, ("end_use", new string((char)('a' + (n % 26)), Length)))));
        Assert.Equal(rows, _some.Ingest(file).Total.Accepted);

        Assert.True(_some.Lake.Snapshot().AllFiles.Count > 1);
        Assert.Equal([rows.ToString(CultureInfo.InvariantCulture)], _some.Query(FormattableString.Invariant($"SELECT count(DISTINCT order_id) FROM {{dataset}} WHERE end_use = repeat(chr(97 + substr(order_id, 4)::INTEGER % 26), {Length})")));
    }

    public void Dispose() => _some.Dispose();

    /// <summary>A file, and what must become of it. Near each limit stand rows that are refused, repeat one, change one, or tell it again.</summary>
    private sealed class Written
    {
        private readonly StringBuilder _text = new("currency,day,usd_per_unit,source,known_at\n");
        private readonly HashSet<int> _taken = [];
        private long _line = 2;

        public Written(int rows)
        {
            Seed = TestSeed.Value;
            var random = new Random(Seed);
            for (var row = 0; row < rows; row++)
            {
                var isNear = row % RecordBlock.MostRecords is < 4 or > RecordBlock.MostRecords - 5 && row > 4;
                Add(isNear ? random.Next(6) : 0, row, random.Next(row));
            }
        }

        public int Seed { get; }

        public int Known { get; private set; }

        public List<string> Accepted { get; } = [];

        public List<string> Refused { get; } = [];

        public byte[] Bytes => Encoding.UTF8.GetBytes(_text.ToString());

        private void Add(int fate, int row, int earlier)
        {
            // Only a plain row is repeated, told again or changed, and only once.
            if (fate is 2 or 3 or 4 && !_taken.Add(earlier)) fate = 0;
            if (fate != 0) _taken.Add(row);
            switch (fate)
            {
                case 1:
                    Write(row, "x", "b", 1);
                    Refused.Add(FormattableString.Invariant($"{_line}|type"));
                    break;
                case 2:
                    Write(earlier, "1.5", "b", 1);
                    Refused.Add(FormattableString.Invariant($"{_line}|duplicate"));
                    break;
                case 3:
                    Write(earlier, "1.5", "b", 2);
                    Known++;
                    break;
                case 4:
                    Write(earlier, "2.5", "b", 2);
                    Accept(earlier, "2.5", "b", 2);
                    break;
                case 5:
                    // A line break in a cell: the record has two lines.
                    Write(row, "1.5", "\"b\nc\"", 1);
                    Accept(row, "1.5", "b\nc", 1);
                    _line++;
                    break;
                default:
                    Write(row, "1.5", "b", 1);
                    Accept(row, "1.5", "b", 1);
                    break;
            }
            _line++;
        }

        private static (string Currency, string Day) Key(int row) => (Currencies[row % Currencies.Length], new DateOnly(2000, 1, 1).AddDays(row / Currencies.Length).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

        private void Write(int row, string rate, string source, int day) =>
            _text.Append(CultureInfo.InvariantCulture, $"{Key(row).Currency},{Key(row).Day},{rate},{source},2024-05-0{day}\n");

        private void Accept(int row, string rate, string source, int day) =>
            Accepted.Add(FormattableString.Invariant($"{_line}|{Key(row).Currency}|{Key(row).Day}|{rate}00000000|{source}|2024-05-0{day} 00:00:00"));
    }
}
