using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Screening.Casework;
using Screening.Cli.Nightly;
using Screening.Cli.Queries;
using Screening.Cli.Reports;
using Screening.Data.Lakes;
using Screening.Data.Store;
using Screening.Web.Packs;

namespace Screening.Cli.Verbs;

/// <summary><c>screening cases ...</c>: what analysts do with alerts, one act a call. Who acts is what he says until there is a sign-in.</summary>
internal static class CasesVerb
{
    private const string ReasonWords = "Why, in words";

    public static Command Command() => new("cases", "Cases: what people make of alerts")
    {
        List(), Show(), Pack(), Export(), Quality(), CasesRemindVerb.Command(), Assign(), Attach(), Merge(), Split(), Bulk(),
        Act("note", "Write a note", [Text("--text", "The note")], p => new NoteAct(Told(p, "--text"))),
        Act("ask", "Ask for evidence", [Word<EvidenceRequestKind>("--for", "What is asked for"), Text("--of", "Of whom"), Day("--due", "By when, within a year")],
            p => new AskAct(Value<EvidenceRequestKind>(p, "--for"), Told(p, "--of"), Date(p, "--due"))),
        Act("evidence", "Record evidence", [
                Word<EvidenceGrade>("--grade", "What it is worth"), Word<EvidenceArranger>("--arranged-by", "Who chose the source"), Text("--source", "Where it comes from"), Text("--text", "What it says"),
                Text("--request", "Id of the request that it answers", required: false), Text("--file", "Id of the attachment that shows it", required: false)],
            p => new EvidenceAct(Value<EvidenceGrade>(p, "--grade"), Value<EvidenceArranger>(p, "--arranged-by"), Told(p, "--source"), Told(p, "--text"), p.GetValue<string?>("--request"), p.GetValue<string?>("--file"))),
        Act("hold", "Stop its orders", [Text("--reason", ReasonWords)], p => new HoldAct(Told(p, "--reason"))),
        Act("escalate", "Hand it to a lead", [Text("--reason", ReasonWords)], p => new EscalateAct(Told(p, "--reason"))),
        Act("propose", "Say that held orders may ship, as one of the people whom a release needs", [Text("--reason", ReasonWords)], p => new ProposeAct(Told(p, "--reason"))),
        Act("release", "Let its orders ship", [Text("--code", "Why, as a code"), Text("--reason", ReasonWords)], p => new ReleaseAct(Told(p, "--code"), Told(p, "--reason"))),
        Act("confirm", "Decide that it is diversion", [Text("--code", "Why, as a code"), Text("--reason", ReasonWords)], p => new ConfirmAct(Told(p, "--code"), Told(p, "--reason"))),
        Act("dismiss", "Put it aside for the facts as they are", [Text("--code", "Why, as a code"), Text("--reason", ReasonWords), Day("--until", "Last day on which it holds, two years ahead at most")],
            p => new DismissAct(Told(p, "--code"), Told(p, "--reason"), Date(p, "--until"))),
        Act("reopen", "Take a decision back", [Text("--reason", ReasonWords)], p => new ReopenAct(Told(p, "--reason"))),
    };

    private static Command List()
    {
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        var states = new Option<string[]>("--state") { Description = "States; the open ones if not given", AllowMultipleArgumentsPerToken = true };
        states.AcceptOnlyFromAmong([.. Words<CaseState>()]);
        Option<string?> assignee = Text("--assignee", "Who works on them", required: false), search = Text("--search", "Words of subjects, parties, orders, notes, evidence or files", required: false);
        Option<string?> cursor = Text("--after", "Cursor that the page before ended with", required: false);
        var held = new Option<bool>("--held") { Description = "Only those whose orders are held" };
        Option<DateOnly?> due = Verb.Date("--due-before", "Only those whose evidence was due before this day");
        Option<int?> limit = Verb.Whole("--limit", "Cases a page", 1, CaseFilter.MostOnPage);
        var command = new Command("list", "List cases, the most pressing first") { states, assignee, held, due, search, limit, cursor, lake, json };
        command.Runs((parsed, _) =>
        {
            using CaseStore store = Open(parsed);
            CasePage page = store.List(new CaseFilter
            {
                States = parsed.GetValue(states) is { Length: > 0 } named ? [.. named.Select(Value<CaseState>)] : null,
                Assignee = parsed.GetValue(assignee),
                IsHeld = parsed.GetValue(held) ? true : null,
                DueBefore = parsed.GetValue(due),
                Search = parsed.GetValue(search),
                Limit = parsed.GetValue(limit) ?? 100,
                Cursor = parsed.GetValue(cursor),
            });
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(page);
                return;
            }

            foreach (CaseRecord record in page.Cases) Console.WriteLine(Line(record));
            if (page.Next is { } next) Console.WriteLine($"more: --after {next}");
            if (page.Cases.Count == 0) Console.Error.WriteLine("no case is like that");
        });
        return command;
    }

    private static Command Show()
    {
        Command command = Base("show", "Show everything that is on record of a case; that you looked is on record as well", out Argument<string> id);
        command.Runs((parsed, _) =>
        {
            using CaseStore store = Open(parsed);
            CaseFile file = store.Show(parsed.GetValue(id)!, Actor(parsed));
            if (parsed.GetValue<bool>("--json")) Verb.PrintJson(file);
            else CaseText.Print(file);
        });
        return command;
    }

    private static Command Pack()
    {
        Command command = Base("pack", "Write a case as a ZIP to hand over: a dossier, every record behind it with file and line, files, hashes", out Argument<string> id);
        Option<string?> output = Text("--out", "File to write; named after the case and the moment if not given", required: false);
        command.Add(output);
        command.Runs((parsed, cancellation) =>
        {
            string lake = NightlyRun.LakeOrSample(parsed.GetValue<string?>("--lake"));
            using CaseStore store = Open(parsed);
            // That one was made goes on record: not of one that has no place to go.
            using ResultFile? told = parsed.GetValue(output) is { } place ? ResultFile.At(place, mayReplace: false, Path.GetFullPath(lake)) : null;
            (string name, byte[] zip) = EvidencePack.Of(store, parsed.GetValue(id)!, Actor(parsed), Lake.Open(lake).Snapshot(), Home.Contracts(), cancellation);
            using ResultFile file = told ?? ResultFile.At(name, mayReplace: false, Path.GetFullPath(lake));
            File.WriteAllBytes(file.Making, zip);
            file.Place();
            if (parsed.GetValue<bool>("--json")) Verb.PrintJson(new { File = parsed.GetValue(output) ?? name, Bytes = zip.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(zip)) });
            else Console.WriteLine($"{parsed.GetValue(output) ?? name}: {zip.Length} bytes, sha256 {Convert.ToHexStringLower(SHA256.HashData(zip))}");
        });
        return command;
    }

    private static Command Export()
    {
        var output = new Option<string>("--out") { Description = "File to write: .csv, .parquet or .json", Required = true }.NotEmpty();
        var force = new Option<bool>("--force") { Description = "Replace the file of --out" };
        var states = new Option<string[]>("--state") { Description = "States; all if not given", AllowMultipleArgumentsPerToken = true };
        states.AcceptOnlyFromAmong([.. Words<CaseState>()]);
        var command = new Command("export", "Write all cases, open and closed, as CSV, Parquet or JSON; that they were taken is on record") { output, force, states };
        Common(command);
        command.Runs((parsed, _) =>
        {
            string path = parsed.GetValue(output)!, kind = TableKind.Of(path), lake = NightlyRun.LakeOrSample(parsed.GetValue<string?>("--lake"));
            using CaseStore store = Open(parsed);
            using ResultFile file = ResultFile.At(path, parsed.GetValue(force), Path.GetFullPath(lake));
            IReadOnlyList<CaseRecord> cases = store.Export(parsed.GetValue(states) is { Length: > 0 } named ? [.. named.Select(Value<CaseState>)] : null, kind, Actor(parsed));
            if (kind == "parquet") CaseCsv.WriteParquet(file.Making, cases);
            else File.WriteAllText(file.Making, kind == "json" ? System.Text.Json.JsonSerializer.Serialize(cases, AlertJson.Indented) + "\n" : CaseCsv.Render(cases), new System.Text.UTF8Encoding(false));
            file.Place();
            if (parsed.GetValue<bool>("--json")) Verb.PrintJson(new { File = path, Cases = cases.Count });
            else Console.WriteLine(FormattableString.Invariant($"{path}: {cases.Count} cases"));
        });
        return command;
    }

    private static Command Quality()
    {
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        Option<DateOnly?> from = Verb.Date("--from", "Only cases that were opened on this day or later");
        var command = new Command("quality", "What came of the cases that each sign spoke in: decided, confirmed, days to a decision, reopened, judged twice") { lake, from, json };
        command.Runs((parsed, _) =>
        {
            using CaseStore store = Open(parsed);
            IReadOnlyList<SignQuality> quality = store.Quality(parsed.GetValue(from));
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(quality);
                return;
            }

            Console.WriteLine($"{"sign",-6} {"decided",8} {"confirmed",10} {"share",7} {"days",7} {"reopened",9} {"twice",6} {"disagree",9}");
            foreach (SignQuality sign in quality)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sign.Code,-6} {sign.Decided,8:#,0} {sign.Confirmed,10:#,0} {(sign.Precision is { } share ? share.ToString("0.00", CultureInfo.InvariantCulture) : "-"),7} {(sign.MedianDays is { } days ? days.ToString("0.0", CultureInfo.InvariantCulture) : "-"),7} {sign.Reopened,9:#,0} {sign.JudgedTwice,6:#,0} {sign.Disagreements,9:#,0}  {sign.Name}"));
            }

            Console.WriteLine("a dismissal is not innocence, and what was never listed is in none of these");
        });
        return command;
    }

    private static Command Assign()
    {
        Command command = Base("assign", "Give a case to somebody, or take the most pressing one that nobody has with --next", out Argument<string> id);
        id.Arity = ArgumentArity.ZeroOrOne;
        Option<string?> to = Text("--to", "To whom; to yourself if not given", required: false);
        var next = new Option<bool>("--next") { Description = "Take the most pressing case that nobody has" };
        Option<int?> seen = Seen();
        command.Add(to);
        command.Add(next);
        command.Add(seen);
        command.Runs((parsed, _) =>
        {
            (string? named, CaseActor actor) = (parsed.GetValue(id), Actor(parsed));
            if (named is null != parsed.GetValue(next)) throw new UsageException("name a case, or say --next");
            using CaseStore store = Open(parsed);
            CaseRecord? given = named is null ? store.AssignNext(actor) : store.Do(named, new AssignAct(parsed.GetValue(to) ?? actor.Name), actor, parsed.GetValue(seen));
            if (given is null) Console.Error.WriteLine("no case waits for anybody");
            else Print(parsed, given);
        });
        return command;
    }

    private static Command Attach()
    {
        Command command = Base("attach", "Add a file to a case", out Argument<string> id);
        var file = new Argument<FileInfo>("file") { Description = "File: pdf, png, jpg, docx, xlsx, txt or csv of up to 20 MiB" };
        command.Add(file);
        command.Runs((parsed, _) =>
        {
            FileInfo found = parsed.GetValue(file)!;
            if (!found.Exists) throw new UsageException($"there is no file {found.FullName}");
            if (found.Length > AttachmentFile.MostBytes) throw new UsageException($"the file {found.Name} has {found.Length} bytes; accepted: up to {AttachmentFile.MostBytes}");
            using CaseStore store = Open(parsed);
            CaseAttachment kept = store.Attach(parsed.GetValue(id)!, found.Name, File.ReadAllBytes(found.FullName), Actor(parsed));
            if (parsed.GetValue<bool>("--json")) Verb.PrintJson(kept);
            else Console.WriteLine($"{kept.AttachmentId}  {kept.Name}  {kept.MediaType}  {kept.SizeBytes} bytes  sha256 {kept.Sha256}");
        });
        return command;
    }

    private static Command Merge()
    {
        Command command = Base("merge", "Take a case into another", out Argument<string> id);
        Option<string?> into = Text("--into", "The case that goes on"), reason = Text("--reason", ReasonWords);
        command.Add(into);
        command.Add(reason);
        command.Runs((parsed, _) =>
        {
            using CaseStore store = Open(parsed);
            Print(parsed, store.Merge(parsed.GetValue(id)!, Told(parsed, "--into"), Actor(parsed), Told(parsed, "--reason")));
        });
        return command;
    }

    private static Command Split()
    {
        Command command = Base("split", "Take a merged case out again", out Argument<string> id);
        command.Add(Text("--reason", ReasonWords));
        command.Runs((parsed, _) =>
        {
            using CaseStore store = Open(parsed);
            Print(parsed, store.Split(parsed.GetValue(id)!, Actor(parsed), Told(parsed, "--reason")));
        });
        return command;
    }

    private static Command Bulk()
    {
        var ids = new Argument<string[]>("ids") { Description = "Ids of the cases", Arity = ArgumentArity.OneOrMore };
        Option<DateOnly?> until = Day("--until", "Last day on which it holds, two years ahead at most");
        var apply = new Option<bool>("--apply") { Description = "Do it; without it only what would be done is shown" };
        var command = new Command("bulk-dismiss", "Put many cases aside; shows what would be done unless --apply is given") { ids, Text("--code", "Why, as a code"), Text("--reason", ReasonWords), until, apply };
        Common(command);
        command.Runs((parsed, _) =>
        {
            using CaseStore store = Open(parsed);
            var act = new DismissAct(Told(parsed, "--code"), Told(parsed, "--reason"), Date(parsed, "--until"));
            IReadOnlyList<BulkResult> results = store.Preview([.. parsed.GetValue(ids)!.Select(i => store.Find(i).CaseId)], act, Actor(parsed));
            if (parsed.GetValue(apply)) results = store.DoAll(results, act, Actor(parsed));
            if (parsed.GetValue<bool>("--json"))
            {
                Verb.PrintJson(results);
                return;
            }

            foreach (BulkResult r in results) Console.WriteLine($"{r.CaseId}  {r.Name}: {(r.Refusal is { } why ? "left alone: " + why : $"{CaseWords.Of(r.From!.Value)} to {CaseWords.Of(r.To!.Value)}")}");
            if (!parsed.GetValue(apply)) Console.Error.WriteLine("nothing was done; --apply does it");
        });
        return command;
    }

    private static Command Act(string name, string description, Option[] options, Func<ParseResult, CaseAct> act)
    {
        Command command = Base(name, description, out Argument<string> id);
        Option<int?> seen = Seen();
        foreach (Option option in options) command.Add(option);
        command.Add(seen);
        command.Runs((parsed, _) =>
        {
            using CaseStore store = Open(parsed);
            Print(parsed, store.Do(parsed.GetValue(id)!, act(parsed), Actor(parsed), parsed.GetValue(seen)));
        });
        return command;
    }

    private static Command Base(string name, string description, out Argument<string> id)
    {
        id = new Argument<string>("id") { Description = "Id of the case, or its beginning" };
        var command = new Command(name, description) { id };
        Common(command);
        return command;
    }

    private static void Common(Command command)
    {
        command.Add(Text("--by", "Who acts"));
        command.Add(Word<CaseRole>("--role", "As what"));
        command.Add(Verb.Policy());
        command.Add(Verb.Lake(required: false));
        command.Add(Verb.Json());
    }

    private static Option<int?> Seen() => Verb.Whole("--seen", "Version of the case that you looked at; refused when somebody changed it since", 1, int.MaxValue);

    private static Option<string?> Text(string name, string description, bool required = true) => new Option<string?>(name) { Description = description, Required = required }.NotEmpty();

    private static Option<DateOnly?> Day(string name, string description)
    {
        Option<DateOnly?> option = Verb.Date(name, description);
        option.Required = true;
        return option;
    }

    private static Option<string> Word<T>(string name, string description)
        where T : struct, Enum
    {
        var option = new Option<string>(name) { Description = description, Required = true };
        option.AcceptOnlyFromAmong([.. Words<T>().Where(w => w != "system")]);
        return option;
    }

    private static IEnumerable<string> Words<T>()
        where T : struct, Enum => Enum.GetNames<T>().Select(System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName);

    private static T Value<T>(string word)
        where T : struct, Enum => Enum.GetValues<T>().First(v => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()) == word);

    private static T Value<T>(ParseResult parsed, string name)
        where T : struct, Enum => Value<T>(parsed.GetValue<string>(name)!);

    private static string Told(ParseResult parsed, string name) => parsed.GetValue<string?>(name)!;

    private static DateOnly Date(ParseResult parsed, string name) => parsed.GetValue<DateOnly?>(name)!.Value;

    private static CaseActor Actor(ParseResult parsed) => new(Told(parsed, "--by"), Value<CaseRole>(parsed, "--role"), TimeProvider.System.GetUtcNow().UtcDateTime);

    // What a release needs stands in the policy; listing asks nothing of it.
    private static CaseStore Open(ParseResult parsed)
    {
        string lake = NightlyRun.LakeOrSample(parsed.GetValue<string?>("--lake"));
        if (!Directory.Exists(lake)) throw new UsageException($"there is no lake at {lake}; 'screening nightly' makes a sample, 'screening ingest' begins one");
        bool acts = parsed.CommandResult.Command.Options.Any(o => o.Name == "--policy");
        return CaseStore.Open(StoreAddress.OfLake(lake), acts ? Home.Policy(parsed.GetValue<string?>("--policy")).Holds : null);
    }

    private static void Print(ParseResult parsed, CaseRecord record)
    {
        if (parsed.GetValue<bool>("--json")) Verb.PrintJson(record);
        else Console.WriteLine(Line(record));
    }

    private static string Line(CaseRecord record) => FormattableString.Invariant(
        $"{record.CaseId}  v{record.Version}  {CaseWords.Of(record.State)}{(record.HoldId is not null && record.State != CaseState.Held ? ", held" : "")}{(record.DueOn is { } due ? $", due {due:yyyy-MM-dd}" : "")}  {record.Assignee ?? "nobody"}  {record.Name} ({record.Country ?? "country not known"})");
}
