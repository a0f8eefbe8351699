using Screening.Tests.Cli;
using Xunit;

[assembly: AssemblyFixture(typeof(SimulatedLakeFixture))]

namespace Screening.Tests.Cli;

/// <summary>A small simulated lake; tests work on copies.</summary>
public sealed class SimulatedLakeFixture : IDisposable
{
    private readonly SharedLake _waiting, _night;

    public SimulatedLakeFixture()
    {
        _waiting = new SharedLake(lake => ScreeningProcess.Succeed("simulate", "--out", lake, "--orders", "1500", "--days", "60", "--seed", "5"));
        _night = new SharedLake(lake =>
        {
            TemporaryFolder.Copy(Lake, lake);
            ScreeningProcess.Succeed("nightly", "--lake", lake);
        });
    }

    /// <summary>Its last day still waits.</summary>
    public string Lake => _waiting.Folder;

    /// <summary>All of it is taken in, and a night was run, so that every further night is of one snapshot.</summary>
    public string AfterANight => _night.Folder;

    public void Dispose()
    {
        _night.Dispose();
        _waiting.Dispose();
    }
}
