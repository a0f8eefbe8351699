using Screening.Data.Contracts;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Screening.Simulation;

namespace Screening.Cli.Lakes;

/// <summary>A lake that holds a simulated world: its history is ingested, its last day waits in <c>_incoming</c> for the nightly job.</summary>
internal static class SimulatedLake
{
    /// <summary>Seed, orders and days of the sample lake that the nightly verb makes when none is named.</summary>
    public static WorldOptions Sample { get; } = new() { Orders = 5000, Days = 420, Seed = 2025 };

    /// <summary>Makes the lake under a temporary name and moves it into place when it is whole.</summary>
    /// <exception cref="UsageException">The folder is there and not empty.</exception>
    public static WorldSummary Make(string directory, WorldOptions options, ConsoleProgress progress, CancellationToken cancellation)
    {
        try
        {
            return MakeWhole(directory, options, progress, cancellation);
        }
        catch
        {
            // Stopped or out of space: what is half made is of no use to anyone.
            string target = Path.GetFullPath(directory);
            foreach (string left in (string[])[target + ".making", target + ".world"])
            {
                if (Directory.Exists(left)) Directory.Delete(left, recursive: true);
            }

            throw;
        }
    }

    private static WorldSummary MakeWhole(string directory, WorldOptions options, ConsoleProgress progress, CancellationToken cancellation)
    {
        string target = Path.GetFullPath(directory);
        if (File.Exists(target)) throw new UsageException($"{directory} is a file; name a folder that does not exist yet");
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new UsageException($"{directory} is not empty; name a folder that does not exist yet");
        string making = target + ".making", world = target + ".world";
        foreach (string left in (string[])[making, world])
        {
            if (Directory.Exists(left)) Directory.Delete(left, recursive: true);
        }

        progress.Report("simulating");
        WorldSummary summary = WorldWriter.Write(World.Generate(options), world, cancellation);

        Lake lake = Lake.Create(making);
        ContractStore contracts = Home.Contracts();
        DateTime delivered = options.LastDay.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        foreach (DataContract contract in contracts.Contracts)
        {
            string file = Path.Combine(world, "history", contract.Dataset + ".csv");
            if (!File.Exists(file)) continue;
            progress.Report($"ingesting {contract.Dataset}");
            Ingestion.Run(lake, contracts, new IngestRequest { Dataset = contract.Dataset, Files = [file], DeliveredAtUtc = delivered }, null, cancellation);
        }

        foreach (string file in Directory.EnumerateFiles(Path.Combine(world, "last-day"), "*.csv"))
        {
            // Rules, rates and parts lists have no empty delivery: on a day without any of them none comes.
            string dataset = Path.GetFileNameWithoutExtension(file);
            if (summary.LastDayRows[dataset] < (contracts[dataset].DeliveryRows?.Minimum ?? 0)) continue;
            string incoming = Path.Combine(making, Incoming.Folder, dataset);
            Directory.CreateDirectory(incoming);
            File.Move(file, Path.Combine(incoming, FormattableString.Invariant($"{options.LastDay:yyyy-MM-dd}.csv")));
        }

        Directory.Move(Path.Combine(world, "truth"), Path.Combine(making, "_truth"));
        Directory.Delete(world, recursive: true);
        if (Directory.Exists(target)) Directory.Delete(target);
        Directory.Move(making, target);
        return summary;
    }
}
