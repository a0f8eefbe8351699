using Screening.Tests.Cli;
using Xunit;

namespace Screening.Tests.Web;

/// <summary>A small simulated lake, all of it taken in, with names of its sellers, buyers and goods; tests work on copies.</summary>
public sealed class ServedLakeFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ServedLakeFixture()
    {
        Lake = _folder["lake"];
        (int code, _, string errors) = ScreeningProcess.Run("simulate", "--out", Lake, "--orders", "1500", "--days", "60", "--seed", "5");
        Assert.True(code == 0, errors);
        (code, _, errors) = ScreeningProcess.Run("nightly", "--lake", Lake, "--policy", "1.1.0");
        Assert.True(code == 0, errors);
        (code, string csv, errors) = ScreeningProcess.Run(
            "query", "SELECT DISTINCT seller_id, purchaser_id, product_id, destination_country FROM orders WHERE end_user_id IS NOT NULL ORDER BY ALL", "--lake", Lake, "--format", "csv");
        Assert.True(code == 0, errors);
        Trades = [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Trim().Split(',')).Select(c => new Trade(c[0], c[1], c[2], c[3]))];
        Assert.True(Trades.Count > 50, $"{Trades.Count} trades");
    }

    /// <summary>The lake.</summary>
    internal string Lake { get; }

    /// <summary>Who sold what to whom, by names.</summary>
    internal IReadOnlyList<Trade> Trades { get; }

    /// <summary>The day after the last of the lake.</summary>
    internal static DateTime Morning { get; } = new(2025, 7, 1, 9, 0, 0, DateTimeKind.Utc);

    public void Dispose() => _folder.Dispose();

    /// <summary>A copy of the lake in a folder.</summary>
    internal string Copy(TemporaryFolder to)
    {
        TemporaryFolder.Copy(Lake, to["lake"]);
        return to["lake"];
    }
}

/// <summary>Something that was traded.</summary>
internal sealed record Trade(string Seller, string Purchaser, string Product, string Destination);
