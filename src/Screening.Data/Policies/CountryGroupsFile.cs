using System.Globalization;
using Screening.Data.Contracts;
using Screening.Policies;
using Screening.Records;

namespace Screening.Data.Policies;

/// <summary>Reads <c>data-contracts/reference/country-groups.csv</c>.</summary>
public static class CountryGroupsFile
{
    private const string Alias = "law-alias";

    /// <summary>The groups of a reference table with columns group, country, valid_from, valid_to and note; an alias stands in the note as <c>law:CN</c>.</summary>
    /// <exception cref="ContractException">A row does not say what it must.</exception>
    public static CountryGroups Read(ReferenceTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        int Column(string name) => table.Columns.ToList().IndexOf(name) is >= 0 and var column
            ? column
            : throw new ContractException($"reference table {table.Name} has no column {name}; columns: {string.Join(", ", table.Columns)}");
        int group = Column("group"), country = Column("country"), from = Column("valid_from"), to = Column("valid_to"), note = Column("note");
        var members = new List<(string, int, long, long)>();
        var aliases = new List<(int, int)>();
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            int code = Code(row[country]);
            if (row[group] == Alias) aliases.Add((code, Code(row[note][(row[note].IndexOf(':', StringComparison.Ordinal) + 1)..])));
            else members.Add((row[group], code, Moment(row[from], long.MinValue, endOfDay: false), Moment(row[to], long.MaxValue, endOfDay: true)));
        }

        return new CountryGroups(members, aliases);

        int Code(string text)
        {
            try
            {
                return CountryCode.Of(text);
            }
            catch (ArgumentException)
            {
                throw new ContractException($"reference table {table.Name} has the country '{text}'; accepted: two capital letters (ISO 3166-1 alpha-2)");
            }
        }

        long Moment(string text, long open, bool endOfDay)
        {
            if (text.Length == 0) return open;
            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
                throw new ContractException($"reference table {table.Name} has the date '{text}'; accepted: yyyy-MM-dd or empty");
            return endOfDay ? Micros.EndOf(day) : Micros.StartOf(day);
        }
    }
}
