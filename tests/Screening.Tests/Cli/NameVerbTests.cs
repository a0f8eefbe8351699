using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli;

public sealed class NameVerbTests(SimulatedLakeFixture simulated) : IClassFixture<SimulatedLakeFixture>, IDisposable
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
        Assert.Equal("3,,,0.0000", lines[3]);
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
