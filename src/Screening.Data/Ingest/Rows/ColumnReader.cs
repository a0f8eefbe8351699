using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Screening.Data.Contracts;

namespace Screening.Data.Ingest;

/// <summary>
/// Reads one column's cells into a slice and holds them to the contract. Whether a cell is good is decided by <see cref="Take"/>, fast; only what is not is
/// looked at again, check by check, for its reasons.
/// </summary>
internal abstract class ColumnReader(ContractColumn column, int place)
{
    /// <summary>The column's place in the contract, from 0.</summary>
    public int Place { get; } = place;

    public ContractColumn Column { get; } = column;

    /// <summary>True when a deletion needs a value here too: what is gone, and since when.</summary>
    public bool NamesTheRow { get; } = column.KeyPosition is not null || column.Name == DataContract.KnownAt;

    /// <summary>The accepted codes that the column's values are counted by; null when it has none.</summary>
    public virtual CodeList? Codes => null;

    /// <summary>Reads a block's cells of one source column.</summary>
    /// <param name="block">The block.</param>
    /// <param name="source">The column among the block's; -1 when the source does not have it.</param>
    /// <param name="slice">Receives values and failed checks.</param>
    /// <param name="row">The block's first row in the slice.</param>
    /// <param name="bytes">Where the block's bytes begin in the slice.</param>
    public void Read(RecordBlock block, int source, Slice slice, int row, int bytes)
    {
        var target = slice.Columns[Place];
        if (source < 0 && !Column.Required)
        {
            target.Missing.AsSpan(row, block.Count).Fill(true);
            return;
        }
        target.HasValues = true;
        var isCoded = Codes is not null;
        var starts = block.Starts;
        var lengths = block.Lengths;
        var all = block.Bytes;
        for (var i = 0; i < block.Count; i++, row++)
        {
            var cell = (i * block.Columns) + source;
            var length = source < 0 ? -1 : lengths[cell];
            target.Missing[row] = length < 0;
            if (slice.States[row] == RowState.NotForDataset || (slice.Deleted[row] && !NamesTheRow))
            {
                target.Missing[row] = true;
            }
            else if (length < 0)
            {
                if (Column.Required) Refuse(slice, row, null, "required", "is missing; a value is required");
            }
            else
            {
                var text = all.Slice(starts[cell], length);
                if (!Take(text, Slice.Place(bytes + starts[cell], length), out target.Values[row], out var code)) Refuse(slice, row, text);
                if (isCoded) target.Codes[row] = code;
            }
        }
    }

    /// <summary>True when the cell keeps every rule; then its value.</summary>
    /// <param name="text">The cell, not empty.</param>
    /// <param name="where">Its place in the slice.</param>
    /// <param name="value">As <see cref="SliceColumn.Values"/> holds it.</param>
    /// <param name="code">Its place among <see cref="Codes"/>.</param>
    public abstract bool Take(ReadOnlySpan<byte> text, long where, out long value, out short code);

    /// <summary>Every rule that a cell breaks: the rule's short name, and why with what is accepted. None exactly when <see cref="Take"/> takes it.</summary>
    public abstract IEnumerable<(string Check, string Reason)> Problems(byte[] text);

    private void Refuse(Slice slice, int row, ReadOnlySpan<byte> text)
    {
        var copy = text.ToArray();
        var value = Encoding.UTF8.GetString(copy);
        foreach (var (check, reason) in Problems(copy)) Refuse(slice, row, value, check, reason);
        if (slice.States[row] != RowState.Broken) throw new InvalidOperationException($"{Column.Name} '{value}' was refused without a reason");
    }

    private void Refuse(Slice slice, int row, string? value, string check, string reason)
    {
        slice.States[row] = RowState.Broken;
        slice.Failed.Add(new FailedCheck(row, Place + 1, Column.Name, value, check, reason));
    }

    /// <summary>The reader of a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="place">Its place in the contract, from 0.</param>
    /// <param name="contracts">Holds the reference tables.</param>
    /// <param name="deliveredAtUtc">When the delivery came: some columns may not lie long after it.</param>
    public static ColumnReader Of(ContractColumn column, int place, ContractStore contracts, DateTime deliveredAtUtc) => column.Type.Kind switch
    {
        ColumnKind.Text => new TextReader(column, place, contracts),
        ColumnKind.Whole or ColumnKind.Exact => new NumberReader(column, place),
        ColumnKind.Real => new RealReader(column, place),
        ColumnKind.Boolean => new BooleanReader(column, place),
        _ => new TimeReader(column, place, deliveredAtUtc),
    };

    /// <summary>Bounds in words: <c>0 to 10</c>, <c>more than 0</c>; empty when there are none.</summary>
    private static string Range(ContractColumn column, string? latest = null)
    {
        var low = column.Minimum is { } minimum ? minimum : column.ExclusiveMinimum is { } above ? $"more than {above}" : null;
        var high = column.Maximum is { } maximum ? maximum : column.ExclusiveMaximum is { } below ? $"less than {below}" : null;
        if (latest is not null) high = high is null ? latest : $"{high}, not later than {latest}";
        return (low, high) switch
        {
            (null, null) => "",
            (null, _) => $"up to {high}",
            (_, null) => $"{low} or more",
            _ => $"{low} to {high}",
        };
    }

    private static string Accepted(string range) => range.Length == 0 ? "" : $"; accepted: {range}";

    private sealed class TextReader : ColumnReader
    {
        private static readonly TimeSpan PatternTimeout = TimeSpan.FromSeconds(1);
        private readonly Regex? _pattern;
        private readonly CodeList? _allowed;
        private readonly CodeList? _reference;
        private readonly bool _patternIsImplied;
        private readonly int _shortest;
        private readonly int _longest;

        public TextReader(ContractColumn column, int place, ContractStore contracts)
            : base(column, place)
        {
            _shortest = column.MinLength ?? 0;
            _longest = column.MaxLength ?? int.MaxValue;
            if (column.Pattern is { } pattern) _pattern = new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, PatternTimeout);
            if (column.Allowed.Count > 0) _allowed = new CodeList(column.Allowed);
            if (column.ReferenceTable is not { } reference) return;
            _reference = new CodeList(contracts.Reference(reference.Table).Values(reference.Column));
            // A pattern that every reference value matches needs no test of its own to find the broken rows.
            _patternIsImplied = _pattern is not null && _reference.Values.All(v => _pattern.IsMatch(v));
        }

        public override CodeList? Codes => _allowed ?? _reference;

        public override bool Take(ReadOnlySpan<byte> text, long where, out long value, out short code)
        {
            value = where;
            code = 0;
            // No text has more characters than bytes.
            if ((text.Length > _longest && Characters(text) > _longest) || (_shortest > 1 && Characters(text) < _shortest)) return false;
            if (_reference is not null && (code = (short)_reference.Find(text)) < 0) return false;
            if (_allowed is not null && (code = (short)_allowed.Find(text)) < 0) return false;
            return _pattern is null || _patternIsImplied || Matches(text);
        }

        public override IEnumerable<(string Check, string Reason)> Problems(byte[] text)
        {
            if (Characters(text) < _shortest) yield return ("length", $"is shorter than accepted; accepted: {Lengths}");
            if (Characters(text) > _longest) yield return ("length", $"is longer than accepted; accepted: {Lengths}");
            if (_pattern is not null && !Matches(text)) yield return ("pattern", $"does not match the accepted pattern {Column.Pattern}");
            if (_allowed is not null && _allowed.Find(text) < 0) yield return ("allowed", $"is not accepted; accepted: {string.Join(", ", Column.Allowed)}");
            if (_reference is not null && _reference.Find(text) < 0)
                yield return ("reference", $"is not in column {Column.ReferenceTable!.Value.Column} of the reference table {Column.ReferenceTable.Value.Table}");
        }

        private string Lengths => (Column.MinLength, Column.MaxLength) switch
        {
            ({ } shortest, { } longest) => FormattableString.Invariant($"{shortest} to {longest} characters"),
            (null, { } longest) => FormattableString.Invariant($"at most {longest} characters"),
            ({ } shortest, null) => FormattableString.Invariant($"at least {shortest} characters"),
            _ => "",
        };

        private static int Characters(ReadOnlySpan<byte> text)
        {
            var count = 0;
            foreach (var b in text) count += (b & 0xC0) == 0x80 ? 0 : 1;
            return count;
        }

        private bool Matches(ReadOnlySpan<byte> text)
        {
            Span<char> characters = text.Length <= 256 ? stackalloc char[256] : new char[text.Length];
            return _pattern!.IsMatch(characters[..Encoding.UTF8.GetChars(text, characters)]);
        }
    }

    /// <summary>Whole and exact numbers, times ten to the scale.</summary>
    private sealed class NumberReader : ColumnReader
    {
        private readonly int _precision;
        private readonly int _scale;
        private readonly bool _isWhole;
        private readonly long _least = long.MinValue;
        private readonly long _most = long.MaxValue;

        public NumberReader(ContractColumn column, int place)
            : base(column, place)
        {
            (_precision, _scale, _isWhole) = (column.Type.Precision, column.Type.Scale, column.Type.Kind == ColumnKind.Whole);
            if (column.Minimum is { } minimum) _least = Scaled(Math.Ceiling, minimum);
            if (column.ExclusiveMinimum is { } above) _least = Math.Max(_least, Scaled(Math.Floor, above) + 1);
            if (column.Maximum is { } maximum) _most = Scaled(Math.Floor, maximum);
            if (column.ExclusiveMaximum is { } below) _most = Math.Min(_most, Scaled(Math.Ceiling, below) - 1);
        }

        public override bool Take(ReadOnlySpan<byte> text, long where, out long value, out short code)
        {
            code = 0;
            return TryRead(text, out value) && value >= _least && value <= _most;
        }

        public override IEnumerable<(string Check, string Reason)> Problems(byte[] text)
        {
            var range = Range(Column);
            if (TryRead(text, out var value))
            {
                if (value < _least) yield return ("minimum", $"is below the accepted range {range}");
                if (value > _most) yield return ("maximum", $"is above the accepted range {range}");
            }
            else if (CellText.IsNotFinite(text))
            {
                yield return ("not_finite", $"is not a finite number{Accepted(range)}");
            }
            else if (_isWhole)
            {
                yield return ("type", $"is not a whole number of 64 bits{Accepted(range)}");
            }
            else if (CellText.IsPlainNumber(text) && IsTooFine(text))
            {
                yield return ("scale", FormattableString.Invariant($"has more than {_scale} digits after the point; nothing is rounded silently"));
            }
            else
            {
                yield return ("type", FormattableString.Invariant($"is not a plain number of at most {_precision - _scale} digits before the point and {_scale} after it{Accepted(range)}"));
            }
        }

        private bool TryRead(ReadOnlySpan<byte> text, out long value) => _isWhole ? CellText.TryWhole(text, out value) : CellText.TryScaled(text, _precision, _scale, out value);

        private bool IsTooFine(ReadOnlySpan<byte> text)
        {
            var point = text.IndexOf((byte)'.');
            if (point < 0) return false;
            var fraction = text[(point + 1)..].TrimEnd(" \t\n\f\r"u8);
            return fraction.Length > _scale && fraction[_scale..].IndexOfAnyExcept((byte)'0') >= 0;
        }

        private long Scaled(Func<decimal, decimal> toWhole, string bound)
        {
            var number = decimal.Parse(bound, NumberStyles.Float, CultureInfo.InvariantCulture);
            for (var i = 0; i < (_isWhole ? 0 : _scale); i++) number *= 10;
            return (long)Math.Clamp(toWhole(number), long.MinValue / 2, long.MaxValue / 2);
        }
    }

    private sealed class RealReader : ColumnReader
    {
        private readonly double? _minimum;
        private readonly double? _above;
        private readonly double? _maximum;
        private readonly double? _below;

        public RealReader(ContractColumn column, int place)
            : base(column, place) =>
            (_minimum, _above, _maximum, _below) = (Number(column.Minimum), Number(column.ExclusiveMinimum), Number(column.Maximum), Number(column.ExclusiveMaximum));

        public override bool Take(ReadOnlySpan<byte> text, long where, out long value, out short code)
        {
            code = 0;
            var isReal = CellText.TryReal(text, out var number);
            value = BitConverter.DoubleToInt64Bits(number);
            return isReal && !IsBelow(number) && !IsAbove(number);
        }

        public override IEnumerable<(string Check, string Reason)> Problems(byte[] text)
        {
            var range = Range(Column);
            if (CellText.TryReal(text, out var number))
            {
                if (IsBelow(number)) yield return ("minimum", $"is below the accepted range {range}");
                if (IsAbove(number)) yield return ("maximum", $"is above the accepted range {range}");
            }
            else if (CellText.IsNotFinite(text) || CellText.IsRealNumber(text))
            {
                yield return ("not_finite", $"is not a finite number{Accepted(range)}");
            }
            else
            {
                yield return ("type", $"is not a number{Accepted(range)}");
            }
        }

        private static double? Number(string? bound) => bound is null ? null : double.Parse(bound, NumberStyles.Float, CultureInfo.InvariantCulture);

        private bool IsBelow(double number) => number < _minimum || number <= _above;

        private bool IsAbove(double number) => number > _maximum || number >= _below;
    }

    private sealed class BooleanReader(ContractColumn column, int place) : ColumnReader(column, place)
    {
        public override bool Take(ReadOnlySpan<byte> text, long where, out long value, out short code)
        {
            code = 0;
            var isBoolean = CellText.TryBoolean(text, out var yes);
            value = yes ? 1 : 0;
            return isBoolean;
        }

        public override IEnumerable<(string Check, string Reason)> Problems(byte[] text)
        {
            if (!CellText.TryBoolean(text, out _)) yield return ("type", "is not true or false; accepted: true, false, yes, no, 1, 0");
        }
    }

    /// <summary>Days since 1970, and moments in microseconds since then.</summary>
    private sealed class TimeReader : ColumnReader
    {
        private readonly bool _isDay;
        private readonly long _least = long.MinValue;
        private readonly long _most = long.MaxValue;
        private readonly long _latest = long.MaxValue;
        private readonly string? _latestWords;

        public TimeReader(ContractColumn column, int place, DateTime deliveredAtUtc)
            : base(column, place)
        {
            _isDay = column.Type.Kind == ColumnKind.Date;
            if (column.Minimum is { } minimum) _least = Bound(minimum);
            if (column.ExclusiveMinimum is { } above) _least = Math.Max(_least, Bound(above) + 1);
            if (column.Maximum is { } maximum) _most = Bound(maximum);
            if (column.ExclusiveMaximum is { } below) _most = Math.Min(_most, Bound(below) - 1);
            if (column.MaximumDaysAfterDelivery is not { } days) return;
            var latest = deliveredAtUtc.AddDays(days);
            var text = latest.ToString(_isDay ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);
            _latest = Bound(text);
            var late = days switch { 0 => "the delivery", 1 => "1 day after the delivery", _ => FormattableString.Invariant($"{days} days after the delivery") };
            _latestWords = $"{text} ({late})";
        }

        public override bool Take(ReadOnlySpan<byte> text, long where, out long value, out short code)
        {
            code = 0;
            return TryRead(text, out value) && value >= _least && value <= _most && value <= _latest;
        }

        public override IEnumerable<(string Check, string Reason)> Problems(byte[] text)
        {
            var range = Range(Column, _latestWords);
            if (!TryRead(text, out var value))
            {
                var form = _isDay ? "a day of the form 2024-05-01" : "a moment of the form 2024-05-01, 2024-05-01 12:00:00[.ffffff][Z or +02:00] or with T between";
                yield return ("type", $"is not {form}{Accepted(range)}");
                yield break;
            }
            if (value < _least) yield return ("minimum", $"is below the accepted range {range}");
            if (value > _most) yield return ("maximum", $"is above the accepted range {range}");
            if (value > _latest) yield return ("after_delivery", $"is above the accepted range {range}");
        }

        private bool TryRead(ReadOnlySpan<byte> text, out long value) => _isDay ? CellText.TryDay(text, out value) : CellText.TryMoment(text, out value);

        private long Bound(string text) => TryRead(Encoding.ASCII.GetBytes(text), out var value) ? value : throw new ContractException($"column {Column.Name} has the bound '{text}', which is no {(_isDay ? "day" : "moment")}");
    }
}
