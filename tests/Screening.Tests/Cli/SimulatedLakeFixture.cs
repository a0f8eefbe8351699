using Xunit;

namespace Screening.Tests.Cli;

/// <summary>A small simulated lake whose last day still waits; tests work on copies.</summary>
public sealed class SimulatedLakeFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SimulatedLakeFixture()
    {
        Lake = _folder["lake"];
        (int code, _, string errors) = ScreeningProcess.Run("simulate", "--out", Lake, "--orders", "1500", "--days", "60", "--seed", "5");
        Assert.True(code == 0, errors);
    }

    public string Lake { get; }

    public void Dispose() => _folder.Dispose();
}
