using System.Collections.Concurrent;
using Screening.Data.Contracts;
using Screening.Data.DuckDb;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Screening.Data.Policies;
using Screening.Data.Replay;
using Screening.Policies;
using Screening.Records;
using Screening.Simulation;
using Screening.Tests.Data.Ingest;
using Screening.Tests.Simulation;
using Xunit;

namespace Screening.Tests.Cli.Nightly;

/// <summary>A small simulated world, ingested into a lake and read back, with the cases that were planted. One per seed and run of the tests.</summary>
internal sealed record SimulatedNight(EventLog Log, CountryGroups Countries, DateOnly Date, IReadOnlyList<PlantedCase> Planted)
{
    private static readonly ConcurrentDictionary<ulong, Lazy<SimulatedNight>> s_nights = [];

    public static SimulatedNight Of(ulong seed) => s_nights.GetOrAdd(seed, s => new(() => Make(s))).Value;

    /// <summary>The last day of a world in which one order of thirty is diverted, so that rare schemes show.</summary>
    public static SimulatedNight OfManyDiversions(ulong seed)
    {
        var options = new WorldOptions { Orders = 4000, Days = 60, Seed = seed, DiversionShare = 0.03 };
        return Make(options, [options.LastDay])[0];
    }

    private static SimulatedNight Make(ulong seed) => Make(new WorldOptions { Orders = 1500, Days = 60, Seed = seed }, [new WorldOptions { Orders = 1, Days = 2, Seed = 0 }.LastDay])[0];

    /// <summary>One world as it was known at the end of each day.</summary>
    public static IReadOnlyList<SimulatedNight> Make(WorldOptions options, IReadOnlyList<DateOnly> days)
    {
        string folder = Directory.CreateTempSubdirectory("screening-night-").FullName;
        try
        {
            string world = Path.Combine(folder, "world");
            WorldWriter.Write(World.Generate(options), world, TestContext.Current.CancellationToken);
            Lake lake = Lake.Create(Path.Combine(folder, "lake"));
            foreach (DataContract contract in SomeDelivery.Contracts.Contracts)
            {
                string[] files = [.. ((string[])["history", "last-day"]).Select(part => Path.Combine(world, part, contract.Dataset + ".csv")).Where(File.Exists)];
                if (files.Length == 0) continue;
                var request = new IngestRequest { Dataset = contract.Dataset, Files = files, DeliveredAtUtc = options.LastDay.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), Threads = 2 };
                Assert.Equal(0, Ingestion.Run(lake, SomeDelivery.Contracts, request).Total.Quarantined);
            }

            using DuckDbDatabase database = DuckDbDatabase.Open(null, new DuckDbOptions { Threads = 2 });
            HashSet<string> today = [.. Csv.Read(Path.Combine(world, "last-day", "orders.csv")).Select(row => row["order_id"])];
            List<PlantedCase> planted =
            [
                .. Csv.Read(Path.Combine(world, "truth", "diversions.csv")).Select(row => new PlantedCase(
                    row["scheme"], row["subject_party_id"], row["typology_ids"].Split(';'), row["order_ids"].Split(';'), row["evades"] == "true", row["order_ids"].Split(';').Any(today.Contains))),
            ];
            CountryGroups countries = ControlRegimeFile.Read(SomeDelivery.Contracts).Countries;
            return [.. days.Select(day => new SimulatedNight(EventLogReader.Read(database, lake.Snapshot(), SomeDelivery.Contracts, Micros.EndOf(day)), countries, day, planted))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

/// <summary>A case that the simulator planted.</summary>
/// <param name="Scheme">How it diverts.</param>
/// <param name="Party">The party that the case is about.</param>
/// <param name="Typologies">Typologies that it should show.</param>
/// <param name="Orders">Its diverting orders.</param>
/// <param name="Evades">Whether it hides its main signal.</param>
/// <param name="IsToday">Whether one of its orders became known on the last day.</param>
internal sealed record PlantedCase(string Scheme, string Party, string[] Typologies, string[] Orders, bool Evades, bool IsToday);
