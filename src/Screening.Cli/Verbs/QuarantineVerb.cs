using System.CommandLine;
using Screening.Cli.Nightly;
using Screening.Data.DuckDb;
using Screening.Data.Lakes;

namespace Screening.Cli.Verbs;

/// <summary><c>screening quarantine list | show</c>: which rows were refused, where they stood and why.</summary>
internal static class QuarantineVerb
{
    private const string Folder = "_quarantine";

    public static Command Command() => new("quarantine", "Rows that were refused") { List(), Show() };

    private static Command List()
    {
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        var command = new Command("list", "Deliveries with refused rows, and the rules they broke") { lake, json };
        command.Runs((parsed, cancellation) =>
        {
            const string Sql = """
                SELECT parse_filename(filename, true) AS delivery, dataset, file, check_name, column_name, count(DISTINCT (file, line)) AS rows, min(line) AS first_line
                FROM {quarantine} GROUP BY ALL ORDER BY delivery DESC, dataset, rows DESC, check_name, column_name
                """;
            Print(parsed.GetValue(lake), Sql, [], parsed.GetValue(json), row =>
                $"{row["delivery"]}  {row["dataset"],-18} {row["rows"],8:#,0} x {row["check_name"]}{(row["column_name"] is null ? "" : " " + row["column_name"])}, first on line {row["first_line"]} of {row["file"]}", cancellation);
        });
        return command;
    }

    private static Command Show()
    {
        var delivery = new Argument<string>("delivery") { Description = "Delivery as 'quarantine list' names it, or its beginning" };
        var most = new Option<int>("--rows") { Description = "Most rows to print", DefaultValueFactory = _ => 100 };
        (Option<string> lake, Option<bool> json) = (Verb.Lake(required: false), Verb.Json());
        var command = new Command("show", "The refused rows of a delivery, each with file, line, column, value, reason and the record as it stood") { delivery, lake, most, json };
        command.Runs((parsed, cancellation) =>
        {
            string begins = parsed.GetValue(delivery)!;
            const string Sql = """
                SELECT file, line, column_name, value, check_name, reason, raw FROM {quarantine}
                WHERE starts_with(parse_filename(filename, true), $1) ORDER BY file, line, column_name, check_name LIMIT $2
                """;
            int printed = Print(parsed.GetValue(lake), Sql, [begins, (long)Math.Max(0, parsed.GetValue(most))], parsed.GetValue(json), row =>
                $"{row["file"]} line {row["line"]}: {row["reason"]}\n    {row["raw"]}", cancellation);
            if (printed == 0) throw new UsageException($"no refused row belongs to a delivery {begins}; 'screening quarantine list' shows the deliveries");
        });
        return command;
    }

    private static int Print(
        string? lake, string sql, object?[] parameters, bool json, Func<IReadOnlyDictionary<string, object?>, string> line, CancellationToken cancellation)
    {
        string folder = Path.Combine(Lake.Open(NightlyRun.LakeOrSample(lake)).FullPath, Folder);
        List<string> files = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];
        if (files.Count == 0)
        {
            if (json) Verb.PrintJson(Array.Empty<object>());
            else Console.Error.WriteLine("nothing is in quarantine");
            return files.Count;
        }

        using DuckDbDatabase database = DuckDbDatabase.Open();
        using DuckDbConnection connection = database.Connect();
        string text = sql.Replace("{quarantine}", $"read_parquet({Data.Sql.List(files)}, filename=true, union_by_name=true)", StringComparison.Ordinal);
        using DuckDbResult result = connection.Query(text, parameters, cancellation);
        List<string> names = [.. result.Columns.Select(c => c.Name)];
        List<Dictionary<string, object?>> rows = [.. result.Rows().Select(row => names.Zip(row).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal))];
        if (json) Verb.PrintJson(rows);
        else foreach (Dictionary<string, object?> row in rows) Console.WriteLine(line(row));
        return rows.Count;
    }
}
