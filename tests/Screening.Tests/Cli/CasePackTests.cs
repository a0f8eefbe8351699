using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli;

public sealed class CasePackTests(SimulatedLakeFixture simulated)
{
    [Fact]
    public void APackHoldsTheDossierEveryRecordBehindItTheFilesAndTheirHashes()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.AfterANight, folder["lake"]);
        using JsonDocument list = JsonDocument.Parse(Run("cases", "list", "--lake", folder["lake"], "--json"));
        JsonElement first = list.RootElement.GetProperty("cases")[0];
        (string id, string name, string party) = (first.GetProperty("case_id").GetString()!, first.GetProperty("name").GetString()!, first.GetProperty("subject").GetString()![2..]);
        string[] ann = ["--lake", folder["lake"], "--by", "Ann", "--role", "analyst"];
        File.WriteAllText(folder["lease.txt"], "A lease <script>alert(1)</script> of an example hall.");
        Run(["cases", "attach", id, folder["lease.txt"], .. ann]);
        Run(["cases", "evidence", id, "--grade", "registry", "--arranged-by", "compliance", "--source", "Register of <b>Examples</b>", "--text", "=cmd|' /C calc'!A0", .. ann]);
        string zip = folder["case.zip"];
        Assert.Contains("sha256 ", Run(["cases", "pack", id, "--out", zip, .. ann]), StringComparison.Ordinal);

        Dictionary<string, byte[]> entries = [];
        using (ZipArchive archive = ZipFile.OpenRead(zip))
        {
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                using var bytes = new MemoryStream();
                using Stream content = entry.Open();
                content.CopyTo(bytes);
                entries.Add(entry.FullName, bytes.ToArray());
            }
        }

        string Text(string entry) => Encoding.UTF8.GetString(entries[entry]);
        string[] manifest = Text("MANIFEST.sha256").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(entries.Keys.Where(key => key != "MANIFEST.sha256").Order(StringComparer.Ordinal), manifest.Select(line => line[66..]));
        Assert.All(manifest, line => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(entries[line[66..]])), line[..64]));

        string dossier = Text("dossier.html");
        Assert.Contains(name, dossier, StringComparison.Ordinal);
        Assert.Contains("What is not known", dossier, StringComparison.Ordinal);
        Assert.Contains("Register of &lt;b&gt;Examples&lt;/b&gt;", dossier, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", dossier, StringComparison.Ordinal);
        Assert.Contains("independent", dossier, StringComparison.Ordinal);
        string[] parties = Text("records/parties.csv").Split("\r\n");
        Assert.EndsWith(",deletes,source_file,source_line", parties[0], StringComparison.Ordinal);
        Assert.Contains(parties, line => line.StartsWith(party + ",", StringComparison.Ordinal) && line.Split(',') is [.., "no", var file, var at] && file.EndsWith(".csv", StringComparison.Ordinal) && int.Parse(at, System.Globalization.CultureInfo.InvariantCulture) > 1);
        Assert.Contains(party, Text("records/orders.csv"), StringComparison.Ordinal);
        Assert.DoesNotContain("records/tips.csv", entries.Keys);
        Assert.Equal("A lease <script>alert(1)</script> of an example hall.", Text(Assert.Single(entries.Keys, key => key.StartsWith("files/", StringComparison.Ordinal))));
        Assert.Contains("\"action\":\"attach\"", Text("log.jsonl"), StringComparison.Ordinal);
        Assert.Contains("\"action\":\"pack\"", Run("audit", "export", "--lake", folder["lake"]), StringComparison.Ordinal);

        (int code, _, string errors) = ScreeningProcess.Run(["cases", "pack", id, "--out", folder["other.zip"], "--lake", folder["lake"], "--by", "Sam", "--role", "seller"]);
        Assert.Equal(2, code);
        Assert.False(File.Exists(folder["other.zip"]), errors);
        Assert.Equal(2, ScreeningProcess.Run(["cases", "pack", id, "--out", zip, .. ann]).Code);
    }

    private static string Run(params string[] arguments)
    {
        (int code, string output, string errors) = ScreeningProcess.Run(arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {errors}");
        return output;
    }
}
