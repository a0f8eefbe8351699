using System.CommandLine;
using System.Text.Json;
using Screening.Cli.Nightly;
using Screening.Cli.Queries;
using Screening.Data;
using Screening.Data.DuckDb;
using Screening.Features;
using Screening.Learning.Training;
using Screening.Records;

namespace Screening.Cli.Verbs;

/// <summary><c>screening features list | explain | export</c>: what the engine computes.</summary>
internal static class FeaturesVerb
{
    public static Command Command()
    {
        Option<bool> json = Verb.Json();
        var list = new Command("list", "List the features with description, unit and what missing means") { json };
        list.Runs((parsed, _) =>
        {
            FeatureCatalogue catalogue = Engine.DefaultCatalogue;
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(new { FeatureSet = catalogue.Id, catalogue.Features });
                return;
            }

            Console.WriteLine($"feature set {catalogue.Id}, {catalogue.Count} features");
            foreach (Feature feature in catalogue.Features)
                Console.WriteLine($"{feature.Name}\n    {feature.Description} [{feature.Unit}]; missing: {feature.WhenMissing}");
        });
        return new Command("features", "Features: what is computed of every order") { list, Explain(), Export() };
    }

    private static Command Explain()
    {
        var name = new Argument<string>("name") { Description = "Feature, such as end_user_h100e_sum_30d" };
        Option<bool> json = Verb.Json();
        var command = new Command("explain", "Everything that a reader of a score must know of one feature") { name, json };
        command.Runs((parsed, _) =>
        {
            string wanted = parsed.GetValue(name)!;
            Feature feature = Engine.DefaultCatalogue.Features.FirstOrDefault(f => f.Name == wanted) ?? throw new UsageException($"there is no feature '{wanted}'{Near(wanted)}");
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(feature);
                return;
            }

            Console.WriteLine($"{feature.Name} ({feature.Family})");
            Console.WriteLine($"  {feature.Description}");
            Console.WriteLine(FormattableString.Invariant($"  unit: {(feature.Unit == "1" ? "none, a ratio" : feature.Unit)}; from {feature.Minimum:#,0.###} to {feature.Maximum:#,0.###}"));
            Console.WriteLine($"  missing: {feature.WhenMissing}");
            Console.WriteLine($"  made of: {feature.Source}");
            if (feature.Typologies.Length > 0) Console.WriteLine($"  serves: {feature.Typologies}; 'screening typologies explain {feature.Typologies.Split(' ')[0]}' tells more");
        });
        return command;
    }

    private static Command Export()
    {
        Option<string> lake = Verb.Lake(required: false);
        Option<string> output = new Option<string>("--out") { Description = "File to write, .parquet or .csv", Required = true }.NotEmpty();
        var force = new Option<bool>("--force") { Description = "Replace the file if it is there" };
        Option<DateOnly?> date = Verb.Date("--as-of", "What was known by the end of this day, yyyy-MM-dd; everything if not given");
        Option<int?> threads = Verb.Threads();
        var labels = new Option<bool>("--labels") { Description = "With what is known of each order by then, and since when: label and label_known_at" };
        Option<string?> memory = Verb.LogMemory();
        var command = new Command("export", "Every feature of every order version as it arrived, for data scientists") { lake, output, force, labels, date, threads, memory };
        command.Runs((parsed, cancellation) =>
        {
            string path = parsed.GetValue(output)!;
            string format = ResultFile.Format(path);
            int cores = parsed.GetValue(threads) ?? Environment.ProcessorCount;
            using ResultFile file = ResultFile.At(path, parsed.GetValue(force), Path.GetFullPath(NightlyRun.LakeOrSample(parsed.GetValue(lake))));
            long rows = ConsoleProgress.Run(progress =>
            {
                using LoadedLog loaded = LoadedLog.Of(parsed.GetValue(lake), parsed.GetValue(date), cores, progress, cancellation, parsed.GetValue(memory));
                return Write(loaded, file.Making, format, parsed.GetValue(labels), cores, progress, cancellation);
            });
            file.Place();
            Console.Error.WriteLine(FormattableString.Invariant($"{rows:#,0} order versions, {Engine.DefaultCatalogue.Count} features of set {Engine.DefaultCatalogue.Id}"));
        });
        return command;
    }

    private static long Write(LoadedLog loaded, string path, string format, bool withLabels, int threads, ConsoleProgress progress, CancellationToken cancellation)
    {
        EventLog log = loaded.Log;
        OrderLabels? labels = withLabels ? OrderLabels.Of(log, Micros.EndOf(loaded.Date)) : null;
        string spill = Directory.CreateTempSubdirectory("screening-export-").FullName;
        try
        {
            using DuckDbDatabase database = DuckDbDatabase.Open(Path.Combine(spill, "rows.duckdb"), (loaded.Memory?.DuckDb(threads) ?? new DuckDbOptions { Threads = threads }) with { TempDirectory = spill });
            using DuckDbConnection connection = database.Connect();
            connection.Execute($"CREATE TABLE looks (order_id VARCHAR, version BIGINT, known_at TIMESTAMP, {(withLabels ? "label VARCHAR, label_known_at TIMESTAMP, " : "")}{string.Join(", ", Engine.DefaultCatalogue.Features.Select(f => $"{Sql.Identifier(f.Name)} DOUBLE"))})", cancellation);
            using (DuckDbAppender appender = connection.Appender("looks"))
            {
                progress.Report("replay");
                loaded.Replay(threads, (reads, matrix) =>
                {
                    for (int look = 0; look < matrix.Rows; look++)
                    {
                        ref readonly OrderVersion order = ref log.Orders[reads.Reads[look].Order];
                        appender.String(log.Symbols.Orders.Text(order.Order)).Long(order.Version).TimestampMicros(order.KnownAt);
                        if (labels is not null) Append(appender, labels[order.Order]);
                        foreach (double value in matrix[look])
                        {
                            if (double.IsNaN(value)) appender.Null();
                            else appender.Double(value);
                        }

                        appender.EndRow();
                    }
                }, null, cancellation);
                appender.Close();
            }

            progress.Report("write");
            return connection.Execute($"COPY looks TO {Sql.Literal(path)} ({format})", cancellation);
        }
        finally
        {
            Directory.Delete(spill, recursive: true);
        }
    }

    // What nobody decided has no moment at which it was.
    private static void Append(DuckDbAppender appender, OrderLabel label)
    {
        appender.String(JsonNamingPolicy.SnakeCaseLower.ConvertName(label.Kind.ToString()));
        if (label.Kind == LabelKind.Unreviewed) appender.Null();
        else appender.TimestampMicros(label.KnownAt);
    }

    // The names that share most of its words.
    private static string Near(string wanted)
    {
        string[] words = wanted.Split('_');
        List<string> near = [.. Engine.DefaultCatalogue.Features.Select(f => f.Name).OrderByDescending(n => n.Split('_').Intersect(words, StringComparer.Ordinal).Count()).ThenBy(n => n, StringComparer.Ordinal).Take(3)];
        return near[0].Split('_').Intersect(words, StringComparer.Ordinal).Any() ? $"; did you mean {string.Join(", ", near)}?" : "; 'screening features list' shows them";
    }
}
