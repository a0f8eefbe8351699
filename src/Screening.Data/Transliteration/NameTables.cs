using System.Globalization;
using Screening.Data.Contracts;
using Screening.Parties;

namespace Screening.Data.Transliteration;

/// <summary>The tables names are taken apart by: <c>reference/legal-forms.csv</c> and <c>reference/name-words.csv</c>.</summary>
public static class NameTables
{
    /// <summary>Reads them.</summary>
    /// <exception cref="ContractException">A table or column is missing, or a row is not what it should be.</exception>
    public static NameWords Read(ContractStore contracts)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        ReferenceTable forms = contracts.Reference("legal-forms"), words = contracts.Reference("name-words");
        try
        {
            return new NameWords(
                Rows(forms, "form", "canonical", "place").Select(r => (r[0], r[1], r[2])),
                Rows(words, "word", "canonical", "kind", "weight").Select(r => (r[0], r[1], r[2], Weight(r[0], r[3]))));
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new ContractException($"reference tables of names: {e.Message}");
        }
    }

    /// <summary>Names taken apart by these tables and the machine's ICU.</summary>
    /// <exception cref="ContractException">As for <see cref="Read"/>.</exception>
    public static NameFolding Folding(ContractStore contracts) => new(Read(contracts), TokenWeights.None, IcuTransliterator.Instance is { } icu ? icu.ToLatin : null);

    private static IEnumerable<string[]> Rows(ReferenceTable table, params string[] columns)
    {
        int[] at = [.. columns.Select(c => table.Columns.ToList().IndexOf(c) is var i and >= 0 ? i : throw new ContractException($"reference table {table.Name} has no column '{c}'; it has {string.Join(", ", table.Columns)}"))];
        return table.Rows.Select(row => at.Select(i => row[i]).ToArray());
    }

    private static double Weight(string word, string text) => text.Length == 0
        ? 0
        : double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double weight) && weight is >= 0 and <= 1
            ? weight
            : throw new ContractException($"reference table name-words: '{word}' has weight '{text}'; accepted: 0 to 1");
}
