using System.CommandLine;
using System.Globalization;
using System.Text;
using Screening.Cli.Nightly;
using Screening.Cli.Reports;
using Screening.Data;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Cli.Verbs;

/// <summary><c>screening query</c>: SQL over a snapshot. Each dataset is a view; nothing but the snapshot's files can be reached, and nothing can be written.</summary>
internal static class QueryVerb
{
    private const int DefaultRows = 1000;

    public static Command Command()
    {
        var sql = new Argument<string>("sql") { Description = "A SELECT over the datasets, in DuckDB's SQL" };
        Option<string> lake = Verb.Lake(required: false);
        var snapshot = new Option<long?>("--snapshot") { Description = "Number of the snapshot; the newest if not given" };
        var format = new Option<string>("--format") { Description = "table, csv or json", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "csv", "json");
        var limit = new Option<int>("--rows") { Description = "Most rows to print", DefaultValueFactory = _ => DefaultRows };
        (Option<bool> json, Option<int?> threads) = (Verb.Json(), Verb.Threads());
        var command = new Command("query", "Ask a snapshot of the lake in SQL; reads only") { sql, lake, snapshot, format, limit, json, threads };
        command.Runs((parsed, cancellation) =>
        {
            LakeSnapshot at = Lake.Open(NightlyRun.LakeOrSample(parsed.GetValue(lake))).Snapshot(parsed.GetValue(snapshot));
            using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = parsed.GetValue(threads) ?? 0 });
            using DuckDbConnection connection = database.Connect();
            foreach (DataContract contract in Home.Contracts().Contracts)
                connection.Execute($"CREATE VIEW {Sql.Identifier(contract.Dataset)} AS SELECT * FROM {at.Relation(contract)}", cancellation);
            connection.Execute($"SET allowed_paths = {Sql.List(at.AllFiles.Select(at.FullPath))}; SET enable_external_access = false; SET lock_configuration = true", cancellation);
            string text = parsed.GetValue(sql)!.Trim().TrimEnd(';');
            try
            {
                // DuckDB's query() takes one statement that reads, and nothing else.
                using DuckDbResult result = connection.Query(
                    string.Create(CultureInfo.InvariantCulture, $"SELECT * FROM query({Sql.Literal(text)}) LIMIT {Math.Max(0, parsed.GetValue(limit))}"), cancellation);
                Print(result, parsed.GetValue(json) ? "json" : parsed.GetValue(format)!);
            }
            catch (DuckDbException e) when (e.ErrorType is not (DuckDbErrorType.OutOfMemory or DuckDbErrorType.Internal or DuckDbErrorType.Fatal or DuckDbErrorType.Io))
            {
                throw new UsageException(e.Message.Split("\n\nLINE", 2)[0].Split("\nSQL:", 2)[0].TrimEnd());
            }
        });
        return command;
    }

    private static void Print(DuckDbResult result, string format)
    {
        List<string> names = [.. result.Columns.Select(c => c.Name)];
        if (format == "json")
        {
            Verb.PrintJson(result.Rows().Select(row => names.Zip(row).DistinctBy(c => c.First).ToDictionary(c => c.First, c => c.Second)).ToList());
            return;
        }

        if (format == "csv")
        {
            Console.Out.Write(string.Join(',', names.Select(AlertCsv.Text)) + "\r\n");
            foreach (object?[] row in result.Rows()) Console.Out.Write(string.Join(',', row.Select(v => v is string or null ? AlertCsv.Text((string?)v) : Text(v))) + "\r\n");
            return;
        }

        List<string[]> rows = [.. result.Rows().Select(r => r.Select(v => v is null ? "" : Text(v)).ToArray())];
        int[] widths = [.. names.Select((n, i) => Math.Min(60, rows.Select(r => r[i].Length).Append(n.Length).Max()))];
        Console.WriteLine(Line(names, widths));
        Console.WriteLine(string.Join("  ", widths.Select(w => new string('─', w))));
        foreach (string[] row in rows) Console.WriteLine(Line(row, widths));
        Console.Error.WriteLine($"{rows.Count} row{(rows.Count == 1 ? "" : "s")}");
    }

    private static string Line(IReadOnlyList<string> cells, int[] widths)
    {
        var line = new StringBuilder();
        for (int i = 0; i < cells.Count; i++)
        {
            string cell = cells[i].Length <= widths[i] ? cells[i] : string.Concat(cells[i].AsSpan(0, widths[i] - 1), "…");
            line.Append(cell.Replace('\n', ' ').PadRight(widths[i])).Append("  ");
        }

        return line.ToString().TrimEnd();
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTime at => at.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        bool yes => yes ? "true" : "false",
        System.Collections.IEnumerable list and not string => string.Join(';', list.Cast<object?>().Select(Text)),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
