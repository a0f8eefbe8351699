using Screening.Cli;
using Screening.Data.Ingest;
using Screening.Data.Lakes;
using Screening.Data.Lists;
using Screening.Parties;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Data.Lists;

public sealed class ListImportTests : IDisposable
{
    private const string Header = "list_id,name,aliases,country,address,effective_date,federal_register,notes";
    private static readonly DateTime Day = new(2026, 3, 2, 12, 0, 0, DateTimeKind.Utc);
    private readonly TemporaryFolder _folder = new();
    private readonly Lake _lake;

    public ListImportTests() => _lake = Lake.Create(_folder["lake"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AListComesInWithNamesAliasesCountriesAndItsLine()
    {
        ListImportReport report = Import("a.csv", 0, Row("Examplia Works", "Zondria; Kasdorra", "Germany"));
        Assert.Equal((1, 0, 0), (report.Diff.Added.Count, report.Diff.Removed.Count, report.Diff.Changed.Count));
        ListEntry entry = Assert.Single(Entries());
        Assert.Equal(("Examplia Works", "bis-el"), (entry.Name, entry.ListId));
        Assert.Equal(["Zondria", "Kasdorra"], entry.Aliases);
        Assert.Equal(["DE"], entry.Countries);
        Assert.EndsWith(":2", entry.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void WhoWentIsTakenOutAndTheVersionBeforeStays()
    {
        Import("a.csv", 0, [.. Many(200)]);
        LakeSnapshot before = _lake.Snapshot();
        ListImportReport report = Import("b.csv", 1, [.. Many(200).Skip(2), Row("Newcomer Zondria", "", "France")]);
        Assert.Equal((1, 2), (report.Diff.Added.Count, report.Diff.Removed.Count));
        Assert.Equal(199, Entries().Count);
        Assert.Equal(200, RestrictedLists.Read(before, Home.Contracts(), Stop).Count);
        Assert.Equal(before.Number, ListVersions.Before(_lake, _lake.Snapshot())!.Number);
    }

    [Fact]
    public void AnImportThatLosesTooManyIsRefusedUntilItIsConfirmed()
    {
        Import("a.csv", 0, [.. Many(200)]);
        IngestException refused = Assert.Throws<IngestException>(() => Import("b.csv", 1, [.. Many(200).Skip(10)]));
        Assert.Contains("10 of 200 entries of bis-el would go (5.0 %, 2 % is accepted)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(200, Entries().Count);
        Import("b.csv", 1, isConfirmed: true, [.. Many(200).Skip(10)]);
        Assert.Equal(190, Entries().Count);
    }

    [Fact]
    public void AKnownMemberNeverGoesSilently()
    {
        string giant = Row("Giant Examplia", "One Alpha; Two Beta; Three Gamma; Four Delta", "Germany");
        Import("a.csv", 0, [giant, .. Many(300)]);
        IngestException refused = Assert.Throws<IngestException>(() => Import("b.csv", 1, [.. Many(300)]));
        Assert.Contains("known members would go: Giant Examplia", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AColumnOfAliasesThatBecameEmptyIsRefused()
    {
        Import("a.csv", 0, [.. Enumerable.Range(0, 20).Select(i => Row($"Examplia Number{i}x", $"Alias{i}x", "Germany"))]);
        IngestException refused = Assert.Throws<IngestException>(() => Import("b.csv", 1, [.. Enumerable.Range(0, 20).Select(i => Row($"Examplia Number{i}x", "", "Germany"))]));
        Assert.Contains("20 of 20 aliases of bis-el would go", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AListWithoutRowsOrWithoutEndOfAQuoteIsRefused()
    {
        Assert.Contains("no entry", Assert.Throws<IngestException>(() => Import("a.csv", 0)).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder["b.csv"], Header + "\nbis-el,\"Examplia without end,,,,,,\nbis-el,Zondria,,,,,,\n");
        Assert.ThrowsAny<Exception>(() => ListImport.Run(_lake, Home.Contracts(), [_folder["b.csv"]], Mappings, Day, isConfirmed: false, Stop));
        Assert.Empty(Entries());
    }

    [Fact]
    public void AListOfAnotherPublicationIsNoLoss()
    {
        File.WriteAllText(_folder["own.csv"], "entry_id,list_id,name,known_at\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"own-{i},own,Some{i}x,2026-03-01\n")));
        ListImport.Run(_lake, Home.Contracts(), [_folder["own.csv"]], Mappings, Day, isConfirmed: false, Stop);
        Import("a.csv", 1, [.. Many(5)]);
        Assert.Equal(25, Entries().Count);
    }

    [Fact]
    public void WhatIsNoListIsRefusedWithWhatIsAccepted()
    {
        File.WriteAllText(_folder["c.csv"], "colour,shape\nred,round\n");
        Assert.Contains("begins with 'colour,shape'", Assert.Throws<IngestException>(() => ListImport.Mapping([_folder["c.csv"]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameEntryTwiceIsOneAndTwoUnderOneNumberAreTold()
    {
        ListImportReport report = Import("a.csv", 0, Row("Examplia Works", "", "Germany"), Row("Examplia Works", "", "Germany"));
        Assert.Equal((1, 1), (report.Ingest.Total.Accepted, report.Ingest.Total.Collapsed));
        File.WriteAllText(_folder["d.csv"], "entry_id,list_id,name,known_at\nx-1,own,Examplia,2026-03-01\nx-1,own,Zondria,2026-03-01\n" + string.Concat(Enumerable.Range(2, 60).Select(i => $"x-{i},own,Some{i}x,2026-03-01\n")));
        Assert.Equal(1, ListImport.Run(_lake, Home.Contracts(), [_folder["d.csv"]], Mappings, Day.AddDays(1), isConfirmed: true, Stop).Ingest.Total.Quarantined);
    }

    [Theory]
    [InlineData("us-restricted-parties.yaml", "us-restricted-parties.csv")]
    [InlineData("csl.yaml", "csl-sample.csv")]
    [InlineData("un.yaml", "un-consolidated.xml")]
    [InlineData("ofac.yaml", "ofac/sdn.csv", "ofac/alt.csv", "ofac/add.csv")]
    public void PublishedListsAreKnownByWhatTheyBeginWith(string mapping, params string[] files)
    {
        string folder = SharedData.Folder("lists");
        string[] paths = [.. files.Select(f => Path.Combine(folder, f))];
        Assert.Equal(mapping, ListImport.Mapping(paths));
        ListImportReport report = ListImport.Run(_lake, Home.Contracts(), paths, Mappings, Day.AddMonths(6), isConfirmed: false, Stop);
        Assert.True(report.Ingest.Total is { Balance: true, Quarantined: 0 } && Entries().Count == report.Ingest.Total.Accepted);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Mappings => Path.Combine(Home.Directory, "data-contracts", "mappings");

    private static IEnumerable<string> Many(int count) => Enumerable.Range(0, count).Select(i => Row($"Examplia Number{i}x", "", "Germany"));

    private static string Row(string name, string aliases, string country) => $"bis-el,{name},{aliases},{country},,2024-01-01,,";

    private IReadOnlyList<ListEntry> Entries() => RestrictedLists.Read(_lake.Snapshot(), Home.Contracts(), Stop);

    private ListImportReport Import(string file, int day, params string[] rows) => Import(file, day, isConfirmed: false, rows);

    private ListImportReport Import(string file, int day, bool isConfirmed, params string[] rows)
    {
        File.WriteAllText(_folder[file], Header + "\n" + string.Concat(rows.Select(r => r + "\n")));
        return ListImport.Run(_lake, Home.Contracts(), [_folder[file]], Mappings, Day.AddDays(day), isConfirmed, Stop);
    }
}
