using System.CommandLine;
using System.Globalization;
using Screening.Data.Contracts;
using Screening.Data.Lists;
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
        var batch = new Option<string?>("--batch") { Description = "CSV with name1 and name2 (each pair scored), or with name and country (best match against the lists)" }.NotEmpty();
        var output = new Option<string?>("--out") { Description = "File for --batch: the same rows with more columns" }.NotEmpty();
        Option<bool> json = Verb.Json();
        var command = new Command("name", "Look for a name on the restricted-party lists, with reasons") { name, country, address, identifier, born, most, lake, list, batch, output, json, NameDismissVerb.Dismiss(), NameDismissVerb.List() };
        command.Runs((parsed, cancellation) =>
        {
            ContractStore contracts = Home.Contracts();
            if (parsed.GetValue(batch) is { } file)
            {
                NameBatch.Run(file, parsed.GetValue(output) ?? throw new UsageException("--batch needs --out with the file to write"), contracts, () => NameLists.Open(parsed.GetValue(lake), parsed.GetValue(list), contracts, cancellation), cancellation);
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
            Console.WriteLine("       " + string.Join(", ", match.Tokens.Select(ListHitText.Word)));
            foreach (Circumstance c in match.Circumstances) Console.WriteLine($"       {c.What} {(c.IsSupport ? "supports" : "contradicts")}: {c.Detail}");
        }
    }
}
