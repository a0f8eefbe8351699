using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli;

public sealed class NameVerbTests(SimulatedLakeFixture simulated) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ANameIsLookedForInAFileWithReasons()
    {
        string list = List("Examplia Zondria Works,Kasdorra Venmar,Germany");
        (int code, string output, string errors) = ScreeningProcess.Run("name", "Kasdora Venmar", "--country", "Germany", "--list", list);
        Assert.True(code == 0, errors);
        Assert.StartsWith("HOLD\n", output, StringComparison.Ordinal);
        Assert.Contains("by its alias Kasdorra Venmar\n       kasdora ~ kasdorra (typing", output, StringComparison.Ordinal);
        Assert.Contains("country supports: DE, listed DE", output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheAnswerIsJsonWithNamesThatStay()
    {
        (int code, string output, string errors) = ScreeningProcess.Run("name", "\u202e\u200b", "--list", List("Examplia Zondria Works,,Germany"), "--json");
        Assert.True(code == 0, errors);
        using JsonDocument answer = JsonDocument.Parse(output);
        Assert.Equal("hold", answer.RootElement.GetProperty("outcome").GetString());
        Assert.Equal("the name holds no letter or digit that can be compared", answer.RootElement.GetProperty("problem").GetString());
    }

    [Fact]
    public void PairsComeBackAsTheyWereWithAScore()
    {
        File.WriteAllText(_folder["pairs.csv"], "id,name1,name2\n1,\"Examplia, Works\",Examplia Works\n2,Examplia,\"Zondria \"\"Z\"\"\"\n3,,\n");
        (int code, _, string errors) = ScreeningProcess.Run("name", "--batch", _folder["pairs.csv"], "--out", _folder["scored.csv"]);
        Assert.True(code == 0, errors);
        string[] lines = File.ReadAllLines(_folder["scored.csv"]);
        Assert.Equal("id,name1,name2,score", lines[0]);
        Assert.Equal("1,\"Examplia, Works\",Examplia Works,0.9600", lines[1]);
        Assert.StartsWith("2,Examplia,\"Zondria \"\"Z\"\"\",", lines[2], StringComparison.Ordinal);
        Assert.Equal("3,,,", lines[3]);
        Assert.Equal(4, lines.Length);
    }

    [Fact]
    public void SingleNamesComeBackWithTheirBestMatchAndAnEmptyOneIsAHold()
    {
        File.WriteAllText(_folder["names.csv"], "name\nExamplia Zondria\nWholly Different\n\"\"\n 🙂\n");
        (int code, _, string errors) = ScreeningProcess.Run("name", "--batch", _folder["names.csv"], "--out", _folder["out.csv"], "--list", List("Examplia Zondria,,Germany"));
        Assert.True(code == 0, errors);
        string[] lines = File.ReadAllLines(_folder["out.csv"]);
        Assert.StartsWith("Examplia Zondria,0.9600,hold,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("Wholly Different,0.0000,clear,", lines[2], StringComparison.Ordinal);
        Assert.StartsWith(",0.0000,hold,", lines[3], StringComparison.Ordinal);
        Assert.StartsWith(" 🙂,0.0000,hold,", lines[4], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public void ACountryThatNoTableKnowsIsSaid()
    {
        File.WriteAllText(_folder["names.csv"], "name,country\nExamplia Zondria,Atlantis\nExamplia Zondria,Germany\n");
        (int code, _, string errors) = ScreeningProcess.Run("name", "--batch", _folder["names.csv"], "--out", _folder["out.csv"], "--list", List("Examplia Zondria,,Germany"));
        Assert.True(code == 0, errors);
        string[] lines = File.ReadAllLines(_folder["out.csv"]);
        Assert.EndsWith("country 'Atlantis' is not known and was left out; accepted: a country's name or two letters", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("Examplia Zondria,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void RowsOfAnotherWidthAreToldAndTheOthersAnswered()
    {
        File.WriteAllText(_folder["pairs.csv"], "name1,name2\nExamplia,Examplia\nExamplia\nExamplia,Zondria,Works\nZondria,Zondria\n");
        (int code, _, string errors) = ScreeningProcess.Run("name", "--batch", _folder["pairs.csv"], "--out", _folder["scored.csv"]);
        Assert.Equal(2, code);
        Assert.Contains("2 rows have another number of cells than the header and were not compared, the first is row 3", errors, StringComparison.Ordinal);
        Assert.Equal(["name1,name2,score", "Examplia,Examplia,0.9600", "Zondria,Zondria,0.9600"], File.ReadAllLines(_folder["scored.csv"]));
        Assert.Equal(["row,reason,cells", "3,\"1 cells, expected 2\",Examplia", "4,\"3 cells, expected 2\",Examplia,Zondria,Works"], File.ReadAllLines(_folder["scored.csv.refused.csv"]));
    }

    [Fact]
    public void AFileThatCannotBeReadToItsEndLeavesTheEarlierResultAsItWas()
    {
        File.WriteAllText(_folder["scored.csv"], "earlier");
        File.WriteAllText(_folder["pairs.csv"], "name1,name2\nExamplia,Examplia\n\"Examplia,Zondria\n");
        Assert.Equal(2, ScreeningProcess.Run("name", "--batch", _folder["pairs.csv"], "--out", _folder["scored.csv"]).Code);
        Assert.Equal("earlier", File.ReadAllText(_folder["scored.csv"]));
        Assert.False(File.Exists(_folder["scored.csv.making"]));
    }

    [Fact]
    public void AMatchThatIsPutAsideIsToldBesideAndCountsAgainWhenAFactChanges()
    {
        string lake = _folder["lake"];
        TemporaryFolder.Copy(simulated.Lake, lake);
        JsonElement hit = TheListMatch(Night(lake), null);
        (string party, string entry) = (hit.GetProperty("party_id").GetString()!, hit.GetProperty("entry").GetString()!);
        Assert.True(hit.GetProperty("words").GetArrayLength() > 0);
        Assert.Contains("restricted_parties.csv:", hit.GetProperty("source").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, ScreeningProcess.Run("name", "dismiss", "nobody", entry, "--reason", "r", "--by", "R", "--until", Day(30), "--lake", lake).Code);
        Assert.Equal(2, ScreeningProcess.Run("name", "dismiss", party, entry, "--reason", "r", "--by", "R", "--until", "2020-01-01", "--lake", lake).Code);
        (int code, string said, string errors) = ScreeningProcess.Run("name", "dismiss", party, entry, "--reason", "another firm", "--by", "R. Reviewer", "--until", Day(30), "--lake", lake);
        Assert.True(code == 0, errors);
        Assert.Contains($"({entry}) until {Day(30)}", said, StringComparison.Ordinal);
        Assert.StartsWith($"holds   {party} ", ScreeningProcess.Run("name", "dismissals", "--lake", lake).Output, StringComparison.Ordinal);
        Assert.Contains(
            ScreeningProcess.Run("rescreen", "--all", "--lake", lake).Output.Split('\n'), l => l.StartsWith("aside", StringComparison.Ordinal) && l.Contains(party, StringComparison.Ordinal) && l.Contains("another firm", StringComparison.Ordinal));

        using JsonDocument aside = JsonDocument.Parse(Night(lake));
        string blind = string.Join('\n', aside.RootElement.GetProperty("blind").EnumerateArray().Select(b => b.GetString()));
        Assert.Matches("[0-9]+ match(es)? with restricted parties on tonight's orders (was|were) put aside by reviewers", blind);
        Assert.DoesNotContain(Holds(aside, entry), h => h.GetProperty("party_id").GetString() == party && h.GetProperty("put_aside").ValueKind == JsonValueKind.Null);

        // The entry tells another alias: what the reviewer looked at is no more.
        string changed = $"entry_id,list_id,name,aliases,known_at\n{entry},{hit.GetProperty("list").GetString()},\"{hit.GetProperty("listed_name").GetString()}\",Wholly Other,2024-01-01\n";
        File.WriteAllText(_folder["changed.csv"], changed);
        Assert.Equal(0, ScreeningProcess.Run("ingest", "restricted_parties", _folder["changed.csv"], "--lake", lake).Code);
        Assert.Contains("the entry changed", ScreeningProcess.Run("name", "dismissals", "--lake", lake).Output, StringComparison.Ordinal);
    }

    private static string Day(int ahead) => DateOnly.FromDateTime(DateTime.UtcNow).AddDays(ahead).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Night(string lake)
    {
        (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", lake);
        Assert.True(code == 0, errors);
        return ScreeningProcess.Run("alerts", "export", "--format", "json", "--lake", lake).Output;
    }

    private static IEnumerable<JsonElement> Holds(JsonDocument night, string? entry) => night.RootElement.GetProperty("alerts").EnumerateArray()
        .SelectMany(a => a.GetProperty("list_matches").EnumerateArray()).Where(h => h.GetProperty("is_hold").GetBoolean() && (entry is null || h.GetProperty("entry").GetString() == entry));

    private static JsonElement TheListMatch(string night, string? entry)
    {
        using JsonDocument parsed = JsonDocument.Parse(night);
        return Holds(parsed, entry).First().Clone();
    }

    [Fact]
    public void ALakeWithoutAListClearsNobody()
    {
        File.WriteAllText(_folder["p.csv"], "party_id,name,kind,known_at\nP1,Examplia,enterprise,2024-01-01\n");
        Assert.Equal(0, ScreeningProcess.Run("ingest", "parties", _folder["p.csv"], "--lake", _folder["lake"]).Code);
        (int code, _, string errors) = ScreeningProcess.Run("name", "Examplia", "--lake", _folder["lake"]);
        Assert.Equal(2, code);
        Assert.Contains("holds no restricted-party list", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ARescreeningTellsWhatTheNewListBrings()
    {
        string lake = _folder["lake"];
        TemporaryFolder.Copy(simulated.Lake, lake);
        using JsonDocument some = JsonDocument.Parse(ScreeningProcess.Run("query", "SELECT party_id, name FROM parties_current ORDER BY party_id LIMIT 1", "--lake", lake, "--json").Output);
        string name = some.RootElement.EnumerateArray().First().GetProperty("name").GetString()!;
        (int code, string imported, string errors) = ScreeningProcess.Run("lists", "import", List($"\"{name}\",,Germany"), "--lake", lake);
        Assert.True(code == 0, errors);
        Assert.Contains("1 added", imported, StringComparison.Ordinal);
        (code, string output, errors) = ScreeningProcess.Run("rescreen", "--lake", lake);
        Assert.True(code == 0, errors);
        Assert.Contains("HOLD   0.9", output, StringComparison.Ordinal);
        Assert.Contains($": {name} (bis-el-", output, StringComparison.Ordinal);
        Assert.Contains("1 added, 0 removed", ScreeningProcess.Run("lists", "diff", "--lake", lake).Output, StringComparison.Ordinal);
    }

    private string List(params string[] rows)
    {
        string path = _folder["list.csv"];
        File.WriteAllText(path, "list_id,name,aliases,country,address,effective_date,federal_register,notes\n" + string.Concat(rows.Select(r => $"bis-el,{r},,2024-01-01,,\n")));
        return path;
    }
}
