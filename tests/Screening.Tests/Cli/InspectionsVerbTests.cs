using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli;

public sealed class InspectionsVerbTests(SimulatedLakeFixture simulated)
{
    [Fact]
    public void VisitsAreDrawnAgainBySeedRecordedOnceAndRefusedLineByLine()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        File.WriteAllText(folder["auditors"], "Ann Specimen\nBen Specimen\n");
        DateTime today = TimeProvider.System.GetUtcNow().UtcDateTime.Date;
        string[] plan = ["inspections", "plan", "--lake", folder["lake"], "--auditors", folder["auditors"], "--from", Day(today.AddDays(-10)), "--to", Day(today.AddDays(20)), "--policy", "1.1.0"];
        Run([.. plan, "--out", folder["plan"]]);
        string seed = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["plan"], "plan.json"))).RootElement.GetProperty("seed").GetString()!;
        Run([.. plan, "--out", folder["again"], "--seed", seed]);
        foreach (string file in (string[])["plan.json", "visits.csv", "renewals.csv", "plan.html"]) Assert.Equal(File.ReadAllText(Path.Combine(folder["plan"], file)), File.ReadAllText(Path.Combine(folder["again"], file)));
        Assert.Contains("is not drawn over", Refused([.. plan, "--out", folder["plan"]]), StringComparison.Ordinal);

        // All that is due stands in the table, and the plan says how many that are.
        string[] due = File.ReadAllLines(Path.Combine(folder["plan"], "renewals.csv"));
        string page = File.ReadAllText(Path.Combine(folder["plan"], "plan.html"));
        JsonElement statements = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["plan"], "plan.json"))).RootElement.GetProperty("plan").GetProperty("statements");
        Assert.Equal((due.Length - 1, due.Count(line => line.EndsWith(",,", StringComparison.Ordinal))), (statements.GetProperty("due").GetInt32(), statements.GetProperty("never_given").GetInt32()));
        Assert.True(due.Length > 1);
        Assert.All(due[1..], line => Assert.Contains($"({line.Split(',')[0]})", page, StringComparison.Ordinal));

        string[] sheet = File.ReadAllLines(Path.Combine(folder["plan"], "visits.csv"));
        string visit = sheet[1].Split(',')[0];
        const string Head = "visit_id,day,party_id,name,country,auditor,serial,installed,online,seen_at,remark";
        Assert.Equal(Head, sheet[0]);
        string seen = Day(today.AddDays(-1)) + "T09:00:00Z";
        string good = $"{Head}\n{visit},,,,,Ann Specimen,SN-1,yes,no,{seen},\n{visit},,,,,Ann Specimen,SN-2,no,no,{seen},\n";
        string[] record = ["inspections", "record", folder["seen.csv"], "--plan", Path.Combine(folder["plan"], "plan.json"), "--lake", folder["lake"]];
        foreach ((string line, string why) in ((string, string)[])
        [
            ($"V-999,,,,,Ann,SN-3,yes,no,{seen},", "line 4: visit_id is 'V-999'"), ($"{visit},,,,,Ann,SN-3,perhaps,no,{seen},", "line 4: installed is 'perhaps'"),
            ($"{visit},,,,,Ann,SN-3,yes,no,{Day(today.AddDays(2))},", "line 4: seen_at is"), ($"{visit},,,,,Ann,,yes,no,{seen},", "line 4: serial is empty"),
            ($"{visit},,,,,Ann,SN-1,yes,no,{seen},", "is told twice"), ($"{visit},,,,,,SN-3,yes,no,{seen},", "line 4: auditor is empty"),
        ])
        {
            File.WriteAllText(folder["seen.csv"], good + line + "\n");
            Assert.Contains(why, Refused(record), StringComparison.Ordinal);
        }

        string incoming = Path.Combine(folder["lake"], "_incoming", "device_reports");
        Assert.Empty(Directory.Exists(incoming) ? Directory.GetFiles(incoming, "inspection-*") : []);
        File.WriteAllText(folder["seen.csv"], good);
        Assert.Contains("2 devices of 1 visit; 1 device neither installed nor answering", Run(record), StringComparison.Ordinal);
        Run(["nightly", "--lake", folder["lake"]]);
        Run(record);
        Run(["nightly", "--lake", folder["lake"]]);
        using JsonDocument told = JsonDocument.Parse(Run(["query", "SELECT serial, installed, online, inspected_by, evidence_grade FROM device_reports WHERE report_id LIKE 'inspection-%' ORDER BY serial", "--lake", folder["lake"], "--format", "json"]));
        Assert.Equal(2, told.RootElement.ToString().Split("SN-").Length - 1);
        Assert.Contains("site_visit", told.RootElement.ToString(), StringComparison.Ordinal);

        // Nothing stands where it should: no report of the delivery can name a country, and none may be refused for that.
        File.WriteAllText(folder["seen.csv"], $"{Head}\n{visit},,,,,Ann Specimen,SN-8,no,no,{seen},\n{visit},,,,,Ann Specimen,SN-9,no,no,{seen},\n");
        Assert.Contains("2 devices neither installed nor answering", Run(record), StringComparison.Ordinal);
        Run(["nightly", "--lake", folder["lake"]]);
        string silent = Run(["query", "SELECT serial FROM device_reports WHERE report_id LIKE 'inspection-%' AND NOT installed AND NOT online AND country IS NULL ORDER BY serial", "--lake", folder["lake"], "--format", "json"]);
        foreach (string serial in (string[])["SN-2", "SN-8", "SN-9"]) Assert.Contains(serial, silent, StringComparison.Ordinal);
    }

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Run(string[] arguments)
    {
        (int code, string output, string errors) = ScreeningProcess.Run(arguments);
        Assert.True(code == 0, $"{string.Join(' ', arguments)}: {errors}");
        return output;
    }

    private static string Refused(string[] arguments)
    {
        (int code, _, string errors) = ScreeningProcess.Run(arguments);
        Assert.Equal(2, code);
        return errors;
    }
}
