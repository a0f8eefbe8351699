using Screening.Tests.Cli;
using Screening.Tests.Web;
using Xunit;

[assembly: AssemblyFixture(typeof(ServedLakeFixture))]

namespace Screening.Tests.Web;

/// <summary>A small simulated lake, all of it taken in, with names of its sellers, buyers and goods; tests work on copies.</summary>
public sealed class ServedLakeFixture : IDisposable
{
    private readonly SharedLake _lake;
    private readonly Lazy<IReadOnlyList<Trade>> _trades;

    public ServedLakeFixture()
    {
        _lake = new SharedLake(lake =>
        {
            ScreeningProcess.Succeed("simulate", "--out", lake, "--orders", "1500", "--days", "60", "--seed", "5");
            ScreeningProcess.Succeed("nightly", "--lake", lake, "--policy", "1.1.0");
        });
        _trades = new Lazy<IReadOnlyList<Trade>>(Traded);
    }

    /// <summary>The lake.</summary>
    internal string Lake => _lake.Folder;

    /// <summary>Who sold what to whom, by names.</summary>
    internal IReadOnlyList<Trade> Trades => _trades.Value;

    /// <summary>The day after the last of the lake.</summary>
    internal static DateTime Morning { get; } = new(2025, 7, 1, 9, 0, 0, DateTimeKind.Utc);

    public void Dispose() => _lake.Dispose();

    /// <summary>A copy of the lake in a folder.</summary>
    internal string Copy(TemporaryFolder to)
    {
        TemporaryFolder.Copy(Lake, to["lake"]);
        return to["lake"];
    }

    private Trade[] Traded()
    {
        string csv = ScreeningProcess.Succeed(
            "query", "SELECT DISTINCT seller_id, purchaser_id, product_id, destination_country FROM orders WHERE end_user_id IS NOT NULL ORDER BY ALL", "--lake", Lake, "--format", "csv");
        Trade[] trades = [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Trim().Split(',')).Select(c => new Trade(c[0], c[1], c[2], c[3]))];
        Assert.True(trades.Length > 50, $"{trades.Length} trades");
        return trades;
    }
}

/// <summary>Something that was traded.</summary>
internal sealed record Trade(string Seller, string Purchaser, string Product, string Destination);
