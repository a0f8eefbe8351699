using System.Text.RegularExpressions;
using Screening.Cli;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Screening.Data.Quarantines;
using Xunit;

namespace Screening.Tests.Data.Quarantines;

/// <summary>The worked example of docs/quarantine.md in numbers.</summary>
public sealed class RealQuarantineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-real-quarantine-").FullName;

    [Fact]
    public void AFirstMappingOfTheDeliveryHistoryIsMendedToTheOneThatWasWrittenByHand()
    {
        var source = Path.Combine(SharedData.Folder("scms"), "SCMS_Delivery_History_Dataset.csv");
        var (first, fix) = (Path.Combine(_folder, "first.yaml"), Path.Combine(_folder, "fix.yaml"));
        var written = File.ReadAllText(Path.Combine(Home.Directory, "data-contracts", "mappings", "scms", "shipments.yaml"));
        File.WriteAllText(first, Regex.Replace(written, @"(, |\n    )(null_when: \[[^\]]*\]|lookup: countries\.name|date: '%d-%b-%y')", "", RegexOptions.None, TimeSpan.FromSeconds(1)));
        var lake = Lake.Create(Path.Combine(_folder, "lake"));
        IngestReport Ingest(string mapping, int day) => Ingestion.Run(
            lake, RealDataFixture.Contracts, new IngestRequest { Dataset = "shipments", Files = [source], MappingFile = mapping, DeliveredAtUtc = new DateTime(2026, 8, day, 0, 0, 0, DateTimeKind.Utc), Threads = 2 });
        Assert.Equal(7_879, Assert.Throws<IngestException>(() => Ingest(first, 1)).Report!.Total.Quarantined);

        using (var quarantine = Quarantine.Open(lake))
        {
            var report = FixMapping.Write(lake, RealDataFixture.Contracts, quarantine.Find("2026", TestContext.Current.CancellationToken), first, DateTime.UnixEpoch.AddYears(56), fix, TestContext.Current.CancellationToken);
            Assert.Equal((7_879L, 7_879L, 1_704L), (report.Rows, report.BadRows, report.BadRowsLeft));
            Assert.Equal(
                ["to_country: 7879 of 7879", "mode: 260 of 260", "arrived_at: 7879 of 7879", "known_at: 7879 of 7879", "weight_kg: 1507 of 1507", "freight_usd: 1681 of 1681"],
                report.Applied.Concat(report.Undecided).Select(a => a[..a.IndexOf(" refused", StringComparison.Ordinal)]));
        }
        Assert.Equal(1_704, Assert.Throws<IngestException>(() => Ingest(fix, 2)).Report!.Total.Quarantined);

        // What a person decides: the two lines in comments in the place of those below.
        File.WriteAllText(fix, Regex.Replace(File.ReadAllText(fix), "  # NOT APPLIED[^\n]*\n  # ([^\n]*)\n[^\n]*\n", "  $1\n", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Equal(new IngestCounts(10_324, 7_030, 0, 23, 2_445, 826), Ingest(fix, 3).Total);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
