using System.Globalization;
using System.Text.Json;
using Screening.Cli.Benchmarks;
using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>
/// The whole process, not only DuckDB, stays within <c>--memory</c>: measured by the kernel's own high-water mark of a process that ingests. SCREENING_TEST_ROWS
/// asks for more rows than the short form has; ten million take some minutes.
/// </summary>
public sealed class IngestMemoryTests(ITestOutputHelper output) : IDisposable
{
    private const long ShortRows = 1_200_000;
    private const int Seed = 11;
    private readonly string _folder = Directory.CreateTempSubdirectory("screening-memory-").FullName;

    private static long Rows => Environment.GetEnvironmentVariable("SCREENING_TEST_ROWS") is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : ShortRows;

    [Fact]
    public void AHistoryAndTheSameToldAgainStayWithinTheMemoryGiven()
    {
        (string memory, double bytes) = Rows > ShortRows ? ("2GB", 2e9) : ("1.5GB", 1.5e9);
        var file = Path.Combine(_folder, "history.csv");
        var again = Path.Combine(_folder, "again.csv");
        var lake = Path.Combine(_folder, "lake");
        OrderLines.Write(file, Rows, days: 3650, Seed);
        File.Copy(file, again);
        File.AppendAllText(again, "\r\n");

        foreach (var (what, path) in new[] { (IngestBench.Ingest, file), (IngestBench.Again, again) })
        {
            var (code, text, errors) = ScreeningProcess.Run("bench", "ingest-once", what, path, lake, "--memory", memory, "--threads", "2");
            Assert.True(code == 0, errors);
            var measured = JsonSerializer.Deserialize<Measured>(text)!;
            output.WriteLine(FormattableString.Invariant($"{what}: {measured.Rows} rows, {measured.PeakMb:0} MB of 2^20 bytes at the peak"));
            Assert.Equal(Rows, measured.Rows);
            Assert.True(measured.PeakMb * 1024 * 1024 <= bytes, FormattableString.Invariant($"{what} took {measured.PeakMb:0} MB of 2^20 bytes, more than {memory}"));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
