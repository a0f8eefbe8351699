using System.CommandLine;
using Screening.Data.Contracts;
using Screening.Data.Ingest;
using Screening.Features;

namespace Screening.Cli.Verbs;

/// <summary><c>screening contracts list | check | docs</c>: what datasets must be.</summary>
internal static class ContractsVerb
{
    public static Command Command() => new("contracts", "Contracts of the datasets") { List(), Check(), Docs() };

    private static Command List()
    {
        Option<bool> json = Verb.Json();
        var command = new Command("list", "List the datasets with version, rank, key, rows of a delivery and how often one is expected") { json };
        command.Runs((parsed, _) =>
        {
            ContractStore contracts = Home.Contracts();
            if (parsed.GetValue(json))
            {
                Verb.PrintJson(contracts.Contracts.Select(c => new
                {
                    c.Dataset,
                    c.Version,
                    Past = c.Past.Select(p => p.Version),
                    c.Rank,
                    Key = c.Key.Select(k => k.Name),
                    c.EventTime,
                    c.MaximumQuarantineShare,
                    MinimumDeliveryRows = c.DeliveryRows?.Minimum,
                    MaximumDeliveryRows = c.DeliveryRows?.Maximum,
                    FrequencyDays = c.Frequency?.TotalDays,
                    Columns = c.ColumnNames,
                }));
                return;
            }

            Console.WriteLine($"{"rank",4}  {"dataset",-20} {"version",-7}  {"expected",-14}  {"rows of a delivery",-20}  key");
            foreach (DataContract contract in contracts.Contracts)
            {
                string expected = contract.Frequency is { } frequency ? FormattableString.Invariant($"every {frequency.TotalDays:0.#} days") : "";
                Console.WriteLine($"{contract.Rank,4}  {contract.Dataset,-20} {contract.Version,-7}  {expected,-14}  {contract.DeliveryRows,-20}  {string.Join(", ", contract.Key.Select(k => k.Name))}");
            }
        });
        return command;
    }

    private static Command Check()
    {
        var dataset = new Argument<string>("dataset") { Description = "Dataset, such as orders" };
        var file = new Argument<string>("file") { Description = "CSV, JSON lines or Parquet file" };
        var map = new Option<string?>("--map") { Description = "Mapping file" };
        Option<bool> json = Verb.Json();
        var command = new Command("check", "Hold a file against its contract as if the lake were empty; writes nothing") { dataset, file, map, json };
        command.Runs((parsed, cancellation) =>
        {
            string empty = Directory.CreateTempSubdirectory("screening-check-").FullName;
            try
            {
                var request = new IngestRequest
                {
                    Dataset = parsed.GetValue(dataset)!,
                    Files = [parsed.GetValue(file)!],
                    MappingFile = parsed.GetValue(map),
                    DeliveredAtUtc = TimeProvider.System.GetUtcNow().UtcDateTime,
                    DryRun = true,
                };
                IngestVerb.Run(empty, parsed.GetValue(json), isDry: true, lake => Ingestion.Run(lake, Home.Contracts(), request, null, cancellation));
            }
            finally
            {
                Directory.Delete(empty, recursive: true);
            }
        });
        return command;
    }

    private static Command Docs()
    {
        var output = new Option<string?>("--out") { Description = "File to write; standard output if not given" };
        var command = new Command("docs", "Write the data dictionary: datasets and features") { output };
        command.Runs((parsed, _) =>
        {
            string page = DataDictionary.Render(Home.Contracts(), Engine.DefaultCatalogue);
            if (parsed.GetValue(output) is { } path) File.WriteAllText(path, page);
            else Console.Out.Write(page);
        });
        return command;
    }
}
