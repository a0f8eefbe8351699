using System.Globalization;
using Screening.Cli.Benchmarks.Names;
using Screening.Data.Contracts;
using Screening.Data.Lists;
using Screening.Data.Transliteration;
using Screening.Parties;

namespace Screening.Cli.Verbs;

/// <summary>
/// <c>screening name --batch</c>: a file of pairs or of names with what came of each row. The result takes its place when it is whole. Rows with another number of
/// cells than the header are answered by nothing: they stand in a file beside it, and the verb ends with the exit code of faulty input.
/// </summary>
internal static class NameBatch
{
    private static readonly string[] OfNames = ["score", "outcome", "entry_id", "list_id", "listed_name", "problem"];

    /// <summary>Answers a file.</summary>
    /// <param name="file">CSV in UTF-8.</param>
    /// <param name="output">The same rows with more columns.</param>
    /// <param name="contracts">Tables of names and countries.</param>
    /// <param name="open">Opens the lists; called for single names only.</param>
    /// <param name="cancellation">Stops between rows; nothing is written then.</param>
    /// <exception cref="UsageException">The header is not one of those accepted, or rows were refused.</exception>
    public static void Run(string file, string output, ContractStore contracts, Func<NameIndex> open, CancellationToken cancellation)
    {
        if (!File.Exists(file)) throw new UsageException($"there is no file {file}");
        using IEnumerator<IReadOnlyList<string>> rows = CsvText.Read(file).GetEnumerator();
        if (!rows.MoveNext()) throw new UsageException($"{file} is empty; accepted: a header with name1 and name2, or with name");
        List<string> header = [.. rows.Current.Select(c => c.Trim('\uFEFF', ' '))];
        (int first, int second, int single) = (header.IndexOf("name1"), header.IndexOf("name2"), header.IndexOf("name"));
        if (single < 0 && first >= 0 && second < 0) single = first;
        if (single < 0 && (first < 0 || second < 0)) throw new UsageException($"{file} has the columns {string.Join(", ", header)}; accepted: name1 and name2, or name");
        bool isPairs = first >= 0 && second >= 0;
        Func<IReadOnlyList<string>, IEnumerable<string>> answer = isPairs ? Pairs(contracts, first, second) : Singles(open(), single, header.IndexOf("country"), contracts);
        Write(file, output, rows, header, isPairs ? ["score"] : OfNames, answer, cancellation);
    }

    private static void Write(
        string file, string output, IEnumerator<IReadOnlyList<string>> rows, List<string> header, string[] more, Func<IReadOnlyList<string>, IEnumerable<string>> answer, CancellationToken cancellation)
    {
        string making = output + ".making";
        var refused = new List<string>();
        try
        {
            using (var writer = new StreamWriter(making))
            {
                writer.Write(Line(header.Concat(more)));
                for (int row = 2; rows.MoveNext(); row++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    if (rows.Current.Count == header.Count) writer.Write(Line(rows.Current.Concat(answer(rows.Current))));
                    else refused.Add(Line([row.ToString(CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{rows.Current.Count} cells, expected {header.Count}"), .. rows.Current]));
                }
            }

            File.Move(making, output, overwrite: true);
        }
        finally
        {
            if (File.Exists(making)) File.Delete(making);
        }

        string beside = output + ".refused.csv";
        if (refused.Count == 0)
        {
            // What an earlier run refused is not of this one.
            if (File.Exists(beside)) File.Delete(beside);
            return;
        }

        File.WriteAllText(beside, "row,reason,cells\n" + string.Concat(refused));
        throw new UsageException(string.Create(
            CultureInfo.InvariantCulture, $"{file}: {refused.Count:#,0} rows have another number of cells than the header and were not compared, the first is row {refused[0][..refused[0].IndexOf(',', StringComparison.Ordinal)]}; they stand in {beside}, all others in {output}"));
    }

    private static string Line(IEnumerable<string> cells) => string.Join(',', cells.Select(CsvText.Cell)) + "\n";

    private static Func<IReadOnlyList<string>, IEnumerable<string>> Pairs(ContractStore contracts, int first, int second)
    {
        NameFolding folding = NameTables.Folding(contracts);
        var matcher = new NameMatcher(folding);

        // What cannot be compared has no score, which is not a score of 0.
        return row => folding.Fold(row[first]).Problem is null && folding.Fold(row[second]).Problem is null
            ? [matcher.Score(row[first], row[second]).ToString("0.0000", CultureInfo.InvariantCulture)]
            : [""];
    }

    private static Func<IReadOnlyList<string>, IEnumerable<string>> Singles(NameIndex index, int name, int country, ContractStore contracts) => row =>
    {
        string told = country >= 0 ? row[country].Trim() : "";
        string? code = told.Length > 0 ? RestrictedLists.Country(contracts, told) : null;
        NameAnswer answer = index.Find(new NameQuery(row[name]) { Country = code }, 1);
        NameMatch? best = answer.Matches.Count > 0 ? answer.Matches[0] : null;
        string? problem = told.Length > 0 && code is null ? $"country '{told}' is not known and was left out; accepted: a country's name or two letters" : null;
        return
        [
            (best?.Score ?? 0).ToString("0.0000", CultureInfo.InvariantCulture), answer.Outcome.ToString().ToLowerInvariant(), best?.Entry.EntryId ?? "", best?.Entry.ListId ?? "", best?.ListedName ?? "",
            string.Join("; ", new[] { answer.Problem, problem }.OfType<string>()),
        ];
    };
}
