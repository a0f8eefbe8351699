using System.CommandLine;
using System.Globalization;
using System.Text;
using Screening.Data.Store;

namespace Screening.Cli.Operations;

/// <summary>The reference of everything that can be set, written from the verbs themselves.</summary>
internal static class ConfigurationPage
{
    /// <summary>Variables of the environment that the program reads, and what each does.</summary>
    public static IReadOnlyList<(string Name, string What)> Variables { get; } =
    [
        (Home.Variable, "Folder with `data-contracts`, `models` and `jobs`; that of the program if not given. `./screening` and the package set it"),
        (StoreAddress.Variable, "Where the store is when it is not in the lake: an address of a PostgreSQL or a file; see [operations](operations.md)"),
        ("PGPASSWORD, PGPASSFILE", "Password of that PostgreSQL; a file that only the user of the service can read is better"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "Collector of metrics and traces for `serve` where `--otlp` names none"),
        ("TERM", "`dumb` keeps progress to one line a stage"),
        ("TZ", "None: all moments are UTC, and the cron of a job names its own time zone"),
    ];

    private static readonly (string Path, string What)[] s_files =
    [
        ("models/policy/*.yaml", "The policy: typologies with weights and thresholds, blend, capacity, holds, decisions, learning, lists; see [ranking](ranking.md). Never edited: a change is a new version"),
        ("data-contracts/*.odcs.yaml", "The datasets: columns, ranges, keys, how often a delivery is expected; see [data dictionary](data-dictionary.md)"),
        ("data-contracts/reference/*", "Country groups and control rules, dated and with their sources; see [control regime](control-regime.md)"),
        ("jobs/*.yaml", "What runs when"),
        ("LAKE/_incoming/DATASET/mapping.yaml", "How files of another shape come in; see [mapping files](mapping-files.md)"),
        ("LAKE/_store/retention.yaml", "What is kept how long, and legal holds; see [operations](operations.md)"),
        ("LAKE/_store/webhooks.yaml", "Where sellers' changes are sent; mode 600; see [endpoint](endpoint.md)"),
    ];

    /// <summary>Writes it.</summary>
    public static string Render(RootCommand root)
    {
        var page = new StringBuilder();
        page.Append("# Configuration\n\nEverything that can be set, written from the program by `screening reference --out docs/configuration.md`; a test holds this page to it.\n\n");
        page.Append("## Environment\n\n| variable | what it does |\n|---|---|\n");
        foreach ((string name, string what) in Variables) page.Append(CultureInfo.InvariantCulture, $"| {string.Join(", ", name.Split(", ").Select(n => $"`{n}`"))} | {what} |\n");
        page.Append("\n## Files\n\n| file | what it holds |\n|---|---|\n");
        foreach ((string path, string what) in s_files) page.Append(CultureInfo.InvariantCulture, $"| `{path}` | {what} |\n");
        page.Append("\n## Verbs\n\nResults go to standard output, everything else to standard error. Exit code 0 is done, 2 means the input is at fault, 1 the program or its machine, 130 that somebody stopped it.\n");
        foreach (Command command in root.Subcommands.OrderBy(c => c.Name, StringComparer.Ordinal)) Append(page, command, command.Name);
        return page.ToString();
    }

    private static void Append(StringBuilder page, Command command, string path)
    {
        if (command.Hidden) return;
        if (command.Action is not null)
        {
            string arguments = string.Concat(command.Arguments.Select(a => $" {a.Name.ToUpperInvariant()}"));
            page.Append(CultureInfo.InvariantCulture, $"\n### {path}{arguments}\n\n{Cell(command.Description)}.\n");
            List<(string, string, string)> rows = [.. command.Arguments.Select(a => (a.Name.ToUpperInvariant(), Cell(a.Description), Told(a.HasDefaultValue ? a.GetDefaultValue() : null, a.Arity.MinimumNumberOfValues > 0)))];
            rows.AddRange(command.Options.Where(o => o is not System.CommandLine.Help.HelpOption and not VersionOption && !o.Hidden).OrderBy(o => o.Name, StringComparer.Ordinal)
                .Select(o => (o.Name, Cell(o.Description), Told(o.HasDefaultValue ? o.GetDefaultValue() : null, o.Required))));
            if (rows.Count > 0)
            {
                page.Append("\n| | what it is | if not given |\n|---|---|---|\n");
                foreach ((string name, string what, string otherwise) in rows) page.Append(CultureInfo.InvariantCulture, $"| `{name}` | {what} | {otherwise} |\n");
            }
        }

        foreach (Command below in command.Subcommands.OrderBy(c => c.Name, StringComparer.Ordinal)) Append(page, below, path + " " + below.Name);
    }

    // What an option stands at; nothing where its description says it or where it is a switch.
    private static string Told(object? standard, bool isRequired) => standard switch
    {
        _ when isRequired => "required",
        null or false or "" => "",
        System.Collections.IEnumerable and not string => "",
        true => "yes",
        IFormattable number => $"`{number.ToString(null, CultureInfo.InvariantCulture)}`",
        _ => $"`{standard}`",
    };

    private static string Cell(string? text) => (text ?? "").TrimEnd('.').Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
