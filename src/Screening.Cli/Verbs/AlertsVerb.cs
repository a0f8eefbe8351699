using System.CommandLine;
using Screening.Alerts;
using Screening.Cli.Nightly;
using Screening.Cli.Queries;
using Screening.Cli.Reports;
using Screening.Data.DuckDb;
using Screening.Data.Store;
using Screening.Typologies;

namespace Screening.Cli.Verbs;

/// <summary><c>screening alerts list | show | export</c>: what the store holds.</summary>
internal static class AlertsVerb
{
    public static Command Command() => new("alerts", "Alerts of the store") { List(), Show(), Export() };

    private static Command List()
    {
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        Option<DateOnly?> date = Verb.Date("--date", "Night to list; the latest if not given");
        var command = new Command("list", "List the alerts of a night by rank") { lake, date, json };
        command.Runs((parsed, _) =>
        {
            using AlertStore store = NightlyRun.OpenStore(NightlyRun.LakeOrSample(parsed.GetValue(lake)));
            IReadOnlyList<StoredAlert> alerts = store.List(parsed.GetValue(date));
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(alerts);
                return;
            }

            if (alerts.Count > 0) Console.WriteLine($"night of {alerts[0].Date:yyyy-MM-dd}, run {alerts[0].RunId}");
            foreach (StoredAlert stored in alerts)
            {
                Alert alert = stored.Alert;
                Console.WriteLine($"{alert.Rank,3}  {alert.Id}  {Figures.Risk(alert.Risk),5}  {stored.State,-9}  {alert.Name} ({alert.Country ?? "country not known"})\n     {alert.Sentence}");
            }

            if (alerts.Count == 0) Console.Error.WriteLine("no night is in the store yet; run: screening nightly");
        });
        return command;
    }

    private static Command Show()
    {
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        var id = new Argument<string>("id") { Description = "Id of the alert, or its beginning" };
        var command = new Command("show", "Show an alert with its reasons") { id, lake, json };
        command.Runs((parsed, _) =>
        {
            using AlertStore store = NightlyRun.OpenStore(NightlyRun.LakeOrSample(parsed.GetValue(lake)));
            StoredAlert stored = store.Show(string.IsNullOrWhiteSpace(parsed.GetValue(id)) ? throw new UsageException("the id of the alert is empty") : parsed.GetValue(id)!);
            if (parsed.GetValue(json)) Verb.PrintJson(stored);
            else Print(stored, store.Night(stored.Date) is { } night && night.RunId == stored.RunId ? night.Signs : null);
        });
        return command;
    }

    private static Command Export()
    {
        Option<string> lake = Verb.Lake(required: false);
        Option<DateOnly?> date = Verb.Date("--date", "Night to export; the latest if not given");
        var format = new Option<string?>("--format") { Description = "csv or json; by the end of the name of --out if not given, csv where that says nothing" };
        format.AcceptOnlyFromAmong("csv", "json");
        Option<string?> output = new Option<string?>("--out") { Description = "File to write: .csv, .parquet or .json; standard output if not given" }.NotEmpty();
        var force = new Option<bool>("--force") { Description = "Replace the file of --out" };
        var command = new Command("export", "Export the alerts of a night") { lake, date, format, output, force };
        command.Runs((parsed, _) =>
        {
            string folder = NightlyRun.LakeOrSample(parsed.GetValue(lake));
            using AlertStore store = NightlyRun.OpenStore(folder);
            using ResultFile? file = parsed.GetValue(output) is { } path ? ResultFile.At(path, parsed.GetValue(force), Path.GetFullPath(folder)) : null;
            NightlyList night = store.Night(parsed.GetValue(date)) ?? throw new UsageException("no night is in the store yet; run: screening nightly");
            string kind = parsed.GetValue(format) ?? TableKind.OrCsv(parsed.GetValue(output));
            if (kind == "parquet")
            {
                using DuckDbDatabase database = DuckDbDatabase.Open();
                NightlyFiles.WriteParquet(file!.Making, night, database);
                file.Place();
                return;
            }

            string text = kind == "json" ? System.Text.Json.JsonSerializer.Serialize(night, AlertJson.Indented) + "\n" : AlertCsv.Render(night);
            if (file is null)
            {
                Console.Out.Write(text);
                return;
            }

            File.WriteAllText(file.Making, text);
            file.Place();
        });
        return command;
    }

    private static void Print(StoredAlert stored, SignCoverage? signs)
    {
        Alert alert = stored.Alert;
        Console.WriteLine($"{alert.Id}  {stored.State}, opened {stored.OpenedOn:yyyy-MM-dd}, shown {stored.Date:yyyy-MM-dd} at rank {alert.Rank} by run {stored.RunId}");
        Console.WriteLine($"{alert.Name} ({alert.Country ?? "country not known"}, {alert.Kind}), {alert.Subject}");
        Console.WriteLine($"risk {Figures.Risk(alert.Risk)}; at stake {alert.StakeH100e:#,0.#} H100e, {alert.StakeUsd:#,0} USD; {alert.Changed}");
        Console.WriteLine(alert.Sentence);
        Console.WriteLine($"what adds to the risk (weight of evidence), all of order {alert.OrderId} version {alert.OrderVersion} as of the night:");
        foreach (Reason reason in alert.Reasons)
            Console.WriteLine($"  {reason.LogOdds,6:+0.00;-0.00}  {reason.Code,-8} {reason.Name}: {reason.Sentence}{(reason.Citation.Length == 0 ? "" : $"\n                   [{reason.Citation}]")}");
        if (alert.Model is { Weight: 0 } model) Console.WriteLine($"beside it, not counted: {model.Sentence} [model {model.Version}]");
        string[] unknown = [.. alert.NotAssessed, .. Coverage.OfEveryOrder(signs)];
        Console.WriteLine("not known: " + (unknown.Length == 0 ? Coverage.Nothing(signs) : string.Join("; ", unknown)));
        foreach (string note in alert.Notes) Console.WriteLine("note: " + note);
        if (alert.Members.Count > 1)
        {
            Console.WriteLine($"linked parties, itself included ({alert.Members.Count}): {string.Join(", ", alert.Members)}");
            Console.WriteLine("  " + (alert.Links.Count == 0 ? "by what they are linked is not told" : string.Join("\n  ", alert.Links)));
        }

        foreach (ListHit hit in alert.ListMatches)
            Console.WriteLine($"listed: {hit.Role} {hit.Party} ({hit.PartyId}){(hit.ListedName.Length == 0 ? "" : $" / {hit.ListedName} ({hit.List}, {hit.Entry})")}: {ListHitText.How(hit)}");
        Console.WriteLine("orders, the first is the one that speaks for the subject:");
        foreach (AlertOrder order in alert.Orders)
        {
            Console.WriteLine($"  {order.OrderId} v{order.Version} {order.Status} {Figures.When(order)}: {order.H100e:#,0.#} H100e, {order.ValueUsd:#,0.00} USD to {order.Destination ?? "no told destination"}; {string.Join(", ", order.Goods)}");
            string parties = order.Parties.Count > 0
                ? string.Join("; ", Figures.Parties(order.Parties))
                : $"purchaser: {order.Purchaser}; end user: {order.EndUser ?? "not named"}";
            Console.WriteLine($"    {parties}{(order.Parties.Count > 0 && order.EndUser is null ? "; no end user is named" : "")}");
        }
    }
}
