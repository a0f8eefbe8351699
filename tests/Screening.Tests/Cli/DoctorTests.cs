using System.Text.Json;
using Screening.Data.Jobs;
using Screening.Data.Journals;
using Screening.Data.Store;
using Xunit;

namespace Screening.Tests.Cli;

public sealed class DoctorTests(SimulatedLakeFixture simulated)
{
    [Fact]
    public void WhatIsWellIsToldAsWellAndWhatIsLateIsAWarningThatSaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        Dictionary<string, (string Kind, string Said, string? Todo)> before = Findings(folder, expected: 0);
        Assert.Equal(("warning", "there is none yet"), (before["store"].Kind, before["store"].Said));
        Assert.Equal("good", before["duckdb"].Kind);
        Assert.Equal("good", before["lake"].Kind);
        (int code, _, string errors) = ScreeningProcess.Run("nightly", "--lake", folder["lake"]);
        Assert.True(code == 0, errors);
        Dictionary<string, (string Kind, string Said, string? Todo)> after = Findings(folder, expected: 0);
        Assert.Equal("good", after["audit log"].Kind);
        Assert.Equal("good", after["waiting files"].Kind);

        // The simulated year is over: its last night and its lists are old by now.
        Assert.Equal("warning", after["last night"].Kind);
        Assert.Contains("run 'screening nightly'", after["last night"].Todo, StringComparison.Ordinal);
        Assert.All(after.Values, finding => Assert.Equal(finding.Kind == "good", finding.Todo is null));

        File.WriteAllText(Path.Combine(folder["lake"], "_incoming", "loose.csv"), "x");
        Assert.Contains("1 file loose in _incoming, such as loose.csv", Findings(folder, expected: 0)["waiting files"].Said, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotWorkIsAFaultAndTheExitCodeSaysSo()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("fault", Findings(folder, expected: 1)["lake"].Kind);
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        string data = Directory.EnumerateFiles(folder["lake"], "*.parquet", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First(path => path.Contains("/orders/", StringComparison.Ordinal));
        byte[] bytes = File.ReadAllBytes(data);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(data, bytes);
        Assert.Equal("fault", Findings(folder, expected: 1, "--deep")["files of the lake"].Kind);
        Directory.CreateDirectory(Path.Combine(folder["lake"], "_store"));
        File.WriteAllText(Path.Combine(folder["lake"], "_store", "screening.db"), "no database, whatever its name says. ".PadRight(5000, '.'));
        Assert.Equal("fault", Findings(folder, expected: 1)["store"].Kind);
        Assert.Equal("fault", Findings(folder, expected: 1, "--policy", "9.9.9")["policy"].Kind);
    }

    [Fact]
    public void AJobThatFailedAndAJournalThatWasAlteredAreFound()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        string lake = folder["lake"], nameless = JournalFolder.Of(lake, null).FullPath, east = JournalFolder.Of(lake, "east").FullPath;
        foreach (string at in (string[])[nameless, east])
        {
            using Journal journal = Journal.Open(at, (_, _) => { }, 1 << 12);
            _ = journal.Reserve(9);
            _ = journal.Reserve(6);
            journal.Write(["the first"u8.ToArray()]);
            journal.Write(["second"u8.ToArray()]);
        }

        Assert.Equal(("good", "good"), (Findings(folder, expected: 0)["journal"].Kind, Findings(folder, expected: 0)["journal east"].Kind));
        Assert.EndsWith("2 records, each linked to the one before", Findings(folder, expected: 0, "--deep")["journal east"].Said, StringComparison.Ordinal);
        string file = Path.Combine(east, "00000000.journal");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.AsSpan().IndexOf("first"u8)] ^= 1;
        File.WriteAllBytes(file, bytes);
        Dictionary<string, (string Kind, string Said, string? Todo)> altered = Findings(folder, expected: 1, "--deep");
        Assert.Equal(("good", "fault"), (altered["journal"].Kind, altered["journal east"].Kind));
        Assert.Contains("replica-east", altered["journal east"].Said, StringComparison.Ordinal);

        // Before any night has made a store.
        (DateTime at1, DateTime at2) = (new(2026, 3, 1, 2, 0, 0, DateTimeKind.Utc), new(2026, 3, 2, 2, 0, 0, DateTimeKind.Utc));
        using (JobStore jobs = JobStore.Open(StoreAddress.OfLake(lake)))
        {
            Ran(jobs, "nightly", at1, JobOutcome.Failed);
            Ran(jobs, "nightly", at2, JobOutcome.Done);
            Ran(jobs, "backup", at1, JobOutcome.Done);
            Ran(jobs, "backup", at2, JobOutcome.Failed);
            Ran(jobs, "night-part-3", at2, JobOutcome.Failed);
            Assert.Equal(["backup", "night-part-3", "nightly"], jobs.Latest().Select(run => run.Job));
            Assert.Equal(at2, jobs.Latest()[0].StartedAtUtc);
        }

        (string kind, string said, string? todo) = Findings(folder, expected: 0)["jobs"];
        Assert.Equal("there is none yet", Findings(folder, expected: 0)["store"].Said);
        Assert.Equal(("warning", "job backup failed with exit code 3 (2026-03-02 02:00 UTC)"), (kind, said));
        Assert.Contains("screening jobs history", todo, StringComparison.Ordinal);
    }

    private static void Ran(JobStore jobs, string job, DateTime at, JobOutcome outcome)
    {
        JobRun run = jobs.Claim(new JobRun { RunId = "", Job = job, Cause = JobCause.Schedule, StartedAtUtc = at, Node = "one" }).Run!;
        jobs.End(run with { EndedAtUtc = at.AddMinutes(1), Outcome = outcome, ExitCode = outcome == JobOutcome.Done ? 0 : 3 });
    }

    private static Dictionary<string, (string Kind, string Said, string? Todo)> Findings(TemporaryFolder folder, int expected, params string[] more)
    {
        (int code, string output, string errors) = ScreeningProcess.Run(["doctor", "--lake", folder["lake"], "--models", folder["models"], "--json", .. more]);
        Assert.True(code == expected, $"exit code {code}: {errors}\n{output}");
        using JsonDocument found = JsonDocument.Parse(output);
        return found.RootElement.EnumerateArray().GroupBy(f => f.GetProperty("what").GetString()!, StringComparer.Ordinal).ToDictionary(
            f => f.Key, f => (f.First().GetProperty("kind").GetString()!, f.First().GetProperty("said").GetString()!, f.First().GetProperty("todo").GetString()), StringComparer.Ordinal);
    }
}
