using System.Globalization;
using Screening.Data.Contracts;

namespace Screening.Data.Policies;

/// <summary>Reads the cells of a dated law table; what is wrong is named with table, record, column, value and what is accepted.</summary>
internal sealed class DatedTable(ReferenceTable table)
{
    private static readonly string[] s_verified = ["V", "S", "U", "V/S", "V/U", "S/U"];

    /// <summary>Every row.</summary>
    public IEnumerable<Row> Rows => Enumerable.Range(0, table.Rows.Count).Select(at => new Row(this, at));

    private string Name => table.Name;

    private string Cell(int row, string column) => table.Rows[row][Column(column)];

    private int Column(string name) => table.Columns.ToList().IndexOf(name) is >= 0 and var column
        ? column
        : throw new ContractException($"reference table {table.Name} has no column {name}; columns: {string.Join(", ", table.Columns)}");

    internal readonly struct Row(DatedTable owner, int at)
    {
        public DateOnly? ValidFrom => Day("valid_from");

        /// <summary>Last day, never before the first.</summary>
        public DateOnly? ValidTo => Day("valid_to") is { } to && ValidFrom is { } from && to < from
            ? throw Error("valid_to", $"yyyy-MM-dd from {from:yyyy-MM-dd}, or empty")
            : Day("valid_to");

        /// <summary>Where it stands; never empty.</summary>
        public string Citation => Text("citation").Length > 0 ? Text("citation") : throw Error("citation", "a place in a text");

        public string Verified => s_verified.Contains(Text("verified"), StringComparer.Ordinal) ? Text("verified") : throw Error("verified", string.Join(", ", s_verified));

        public string Text(string column) => owner.Cell(at, column);

        /// <summary>A list separated by blanks.</summary>
        public IReadOnlyList<string> List(string column) => Text(column).Split(' ', StringSplitOptions.RemoveEmptyEntries);

        public decimal Number(string column, decimal minimum, decimal maximum) =>
            decimal.TryParse(Text(column), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value >= minimum && value <= maximum
                ? value
                : throw Error(column, string.Create(CultureInfo.InvariantCulture, $"a number from {minimum} to {maximum}"));

        public ContractException Error(string column, string accepted) =>
            new(FormattableString.Invariant($"reference table {owner.Name}, record {at + 2}: {column} is '{Text(column)}'; accepted: {accepted}"));

        private DateOnly? Day(string column)
        {
            string text = Text(column);
            if (text.Length == 0) return null;
            return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : throw Error(column, "yyyy-MM-dd or empty");
        }
    }
}
