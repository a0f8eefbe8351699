using System.CommandLine;
using System.Globalization;
using Screening.Cli.Benchmarks.Names;
using Screening.Data.Contracts;
using Screening.Data.Lists;
using Screening.Data.Transliteration;
using Screening.Parties;

namespace Screening.Cli.Verbs;

/// <summary><c>screening name</c>: a name against the lists, or a file of names or pairs.</summary>
internal static class NameVerb
{
    private const int DefaultMost = 5;

    public static Command Command()
    {
        var name = new Argument<string?>("name") { Description = "Name in any script", Arity = ArgumentArity.ZeroOrOne };
        var country = new Option<string?>("--country") { Description = "Country, a code or a name" }.NotEmpty();
        var address = new Option<string?>("--address") { Description = "Address" }.NotEmpty();
        var identifier = new Option<string[]>("--identifier") { Description = "Number of a register, tax office, passport or vessel; may be given again" };
        Option<int?> born = Verb.Whole("--born", "Year of birth", 1850, 2100), most = Verb.Whole("--most", $"Most entries below the review threshold; {DefaultMost} if not given", 0, 1000);
        var list = new Option<string?>("--list") { Description = "A published list's file instead of a lake" }.NotEmpty();
        Option<string> lake = Verb.Lake(required: false);
        var batch = new Option<string?>("--batch") { Description = "CSV with name1 and name2 (each pair scored), or with name (best match against the lists)" }.NotEmpty();
        var output = new Option<string?>("--out") { Description = "File for --batch: the same rows with more columns" }.NotEmpty();
        Option<bool> json = Verb.Json();
        var command = new Command("name", "Look for a name on the restricted-party lists, with reasons") { name, country, address, identifier, born, most, lake, list, batch, output, json };
        command.Runs((parsed, cancellation) =>
        {
            ContractStore contracts = Home.Contracts();
            if (parsed.GetValue(batch) is { } file)
            {
                Batch(file, parsed.GetValue(output) ?? throw new UsageException("--batch needs --out with the file to write"), contracts, () => NameLists.Open(parsed.GetValue(lake), parsed.GetValue(list), contracts, cancellation), cancellation);
                return;
            }

            var query = new NameQuery(parsed.GetValue(name) ?? throw new UsageException("no name is given; accepted: a name, or --batch with a file"))
            {
                Country = parsed.GetValue(country) is { } text ? RestrictedLists.Country(contracts, text) ?? throw new UsageException($"--country is '{text}'; accepted: a country's name or two letters") : null,
                Address = parsed.GetValue(address),
                Identifiers = parsed.GetValue(identifier) ?? [],
                BornIn = parsed.GetValue(born),
            };
            NameIndex index = NameLists.Open(parsed.GetValue(lake), parsed.GetValue(list), contracts, cancellation);
            NameAnswer answer = index.Find(query, parsed.GetValue(most) ?? DefaultMost);
            if (parsed.GetValue(json)) Verb.PrintJson(new { query.Name, query.Country, index.Thresholds, answer.Outcome, answer.Problem, answer.Matches });
            else Print(answer, index);
        });
        return command;
    }

    private static void Print(NameAnswer answer, NameIndex index)
    {
        Console.WriteLine(answer.Outcome switch
        {
            NameOutcome.Hold => "HOLD" + (answer.Problem is null ? "" : ": " + answer.Problem),
            NameOutcome.Review => "REVIEW",
            _ => string.Create(CultureInfo.InvariantCulture, $"clear: nothing from {index.Thresholds.Review:0.00} on among {index.Entries.Count:#,0} entries with {index.NameCount:#,0} names"),
        });
        foreach (NameMatch match in answer.Matches)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{match.Score:0.000}  {match.Entry.Name}  ({match.Entry.ListId}, {match.Entry.EntryId}{(match.Entry.Source is { } source ? ", " + source : "")})"));
            if (match.NameKind != ListedNameKind.Name) Console.WriteLine($"       by its {(match.NameKind == ListedNameKind.Alias ? "alias" : "weak alias")} {match.ListedName}");
            Console.WriteLine("       " + string.Join(", ", match.Tokens.Select(Words)));
            foreach (Circumstance c in match.Circumstances) Console.WriteLine($"       {c.What} {(c.IsSupport ? "supports" : "contradicts")}: {c.Detail}");
        }
    }

    /// <summary>A word and what became of it.</summary>
    internal static string Words(TokenExplanation token) => token switch
    {
        { Asked: null } => $"{token.Listed} only listed",
        { Listed: null } => $"{token.Asked} not found",
        { Kind: TokenMatchKind.Exact } => $"{token.Asked} exact",
        _ => string.Create(CultureInfo.InvariantCulture, $"{token.Asked} ~ {token.Listed} ({token.Kind.ToString().ToLowerInvariant()} {token.Likeness:0.00})"),
    };

    private static void Batch(string file, string output, ContractStore contracts, Func<NameIndex> open, CancellationToken cancellation)
    {
        if (!File.Exists(file)) throw new UsageException($"there is no file {file}");
        using IEnumerator<IReadOnlyList<string>> rows = CsvText.Read(file).GetEnumerator();
        if (!rows.MoveNext()) throw new UsageException($"{file} is empty; accepted: a header with name1 and name2, or with name");
        List<string> header = [.. rows.Current.Select(c => c.Trim('\uFEFF', ' '))];
        (int first, int second, int single) = (header.IndexOf("name1"), header.IndexOf("name2"), header.IndexOf("name"));
        if (single < 0 && first >= 0 && second < 0) single = first;
        if (single < 0 && (first < 0 || second < 0)) throw new UsageException($"{file} has the columns {string.Join(", ", header)}; accepted: name1 and name2, or name");
        bool isPairs = first >= 0 && second >= 0;
        using var writer = new StreamWriter(output);
        writer.Write(string.Join(',', header.Concat(isPairs ? ["score"] : (string[])["score", "outcome", "entry_id", "list_id", "listed_name", "problem"]).Select(CsvText.Cell)) + "\n");
        Func<IReadOnlyList<string>, IEnumerable<string>> answer = isPairs ? Pairs(contracts, first, second) : Singles(open(), single, header.IndexOf("country"), contracts);
        for (int line = 2; rows.MoveNext(); line++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (rows.Current.Count != header.Count) throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{file}, row {line}: {rows.Current.Count} cells, expected {header.Count}"));
            writer.Write(string.Join(',', rows.Current.Concat(answer(rows.Current)).Select(CsvText.Cell)) + "\n");
        }
    }

    private static Func<IReadOnlyList<string>, IEnumerable<string>> Pairs(ContractStore contracts, int first, int second)
    {
        var matcher = new NameMatcher(NameTables.Folding(contracts));
        return row => [matcher.Score(row[first], row[second]).ToString("0.0000", CultureInfo.InvariantCulture)];
    }

    private static Func<IReadOnlyList<string>, IEnumerable<string>> Singles(NameIndex index, int name, int country, ContractStore contracts) => row =>
    {
        NameAnswer answer = index.Find(new NameQuery(row[name]) { Country = country >= 0 && row[country].Length > 0 ? RestrictedLists.Country(contracts, row[country]) : null }, 1);
        NameMatch? best = answer.Matches.Count > 0 ? answer.Matches[0] : null;
        return [(best?.Score ?? 0).ToString("0.0000", CultureInfo.InvariantCulture), answer.Outcome.ToString().ToLowerInvariant(), best?.Entry.EntryId ?? "", best?.Entry.ListId ?? "", best?.ListedName ?? "", answer.Problem ?? ""];
    };
}
