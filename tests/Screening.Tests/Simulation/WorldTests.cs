using System.Security.Cryptography;
using Screening.Simulation;
using Xunit;

namespace Screening.Tests.Simulation;

public sealed class WorldTests : IDisposable
{
    private static readonly WorldOptions s_small = new() { Orders = 3000, Days = 180, Seed = 7 };

    private readonly string _directory = Path.Combine(Path.GetTempPath(), "screening-world-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void TheSameSeedGivesTheSameBytes() => Assert.Equal(Hash(s_small, "a"), Hash(s_small, "b"));

    [Fact]
    public void AnotherSeedGivesAnotherWorld() => Assert.NotEqual(Hash(s_small, "a"), Hash(s_small with { Seed = 8 }, "b"));

    [Fact]
    public void AnotherFamilyGivesAnotherWorldOfTheSameSize()
    {
        WorldSummary a = Write(s_small, "a"), b = Write(s_small with { Family = WorldFamily.B }, "b");
        Assert.Equal(a.Orders, b.Orders);
        Assert.NotEqual(File.ReadAllText(Path.Combine(_directory, "a", "truth", "diversions.csv")), File.ReadAllText(Path.Combine(_directory, "b", "truth", "diversions.csv")));
    }

    // Strong cases on the last day are for a first look; to judge by them would be to judge by what is easy.
    [Fact]
    public void OnlyTheTrainingFamilyHasCasesForAFirstLook()
    {
        Write(s_small with { Family = WorldFamily.C }, "w");
        Assert.DoesNotContain(Csv.Read(Path.Combine(_directory, "w", "truth", "diversions.csv")).GroupBy(row => row["first_order_on"], StringComparer.Ordinal), day => day.Count() > 4);
    }

    [Fact]
    public void VerdictsComeLateAndOfAShareOfTheCasesOnlyAndErr()
    {
        Write(s_small with { Orders = 20_000, Days = 400, DiversionShare = 0.05 }, "w");
        Dictionary<string, string> cases = Csv.Read(Path.Combine(_directory, "w", "truth", "diversions.csv")).SelectMany(row => row["order_ids"].Split(';').Select(id => (id, row["subject_party_id"]))).ToDictionary(pair => pair.id, pair => pair.Item2, StringComparer.Ordinal);
        Dictionary<string, string> told = Read("w", "orders").GroupBy(row => row["order_id"], StringComparer.Ordinal).ToDictionary(rows => rows.Key, rows => rows.Min(row => row["known_at"])!, StringComparer.Ordinal);
        Dictionary<string, string>[] verdicts = [.. Read("w", "dispositions").Where(row => row["decision"] is "confirmed" or "dismissed" or "released")];
        Assert.All(verdicts, row => Assert.True(string.CompareOrdinal(told[row["order_id"]], row["decided_at"]) < 0));
        Dictionary<string, string>[] ofCases = [.. verdicts.Where(row => cases.ContainsKey(row["order_id"]))], honest = [.. verdicts.Where(row => !cases.ContainsKey(row["order_id"]))];
        Assert.InRange(ofCases.Select(row => cases[row["order_id"]]).Distinct().Count() / (double)cases.Values.Distinct().Count(), 0.15, 0.7);
        Assert.InRange(ofCases.Count(row => row["decision"] != "confirmed") / (double)ofCases.Length, 0.02, 0.4);
        Assert.Contains(honest, row => row["decision"] == "confirmed");
        Assert.True(honest.Count(row => row["decision"] == "confirmed") < 0.15 * honest.Length);
        Assert.Contains(Read("w", "outcomes"), row => cases.ContainsKey(row["order_id"]) && row["finding"] is "established" or "alleged");
        Assert.Contains(Read("w", "outcomes"), row => !cases.ContainsKey(row["order_id"]));
    }

    [Fact]
    public void RowsAreCorrectedLaterUnderTheSameKey()
    {
        Write(s_small with { Orders = 10_000 }, "w");
        Assert.Contains(Read("w", "balance_sheets").GroupBy(row => (row["party_id"], row["period_end"])), tellings => tellings.Select(row => row["total_assets_usd"]).Distinct().Count() > 1);
        Assert.Contains(Read("w", "payments").GroupBy(row => row["payment_id"], StringComparer.Ordinal), tellings => tellings.Select(row => row["amount_usd"]).Distinct().Count() > 1);
    }

    [Fact]
    public void MoreBuyersMoveNoScheme()
    {
        Write(s_small, "few");
        Write(s_small with { Buyers = 333 }, "many");
        string few = File.ReadAllText(Path.Combine(_directory, "few", "truth", "diversions.csv"));
        Assert.Equal(few, File.ReadAllText(Path.Combine(_directory, "many", "truth", "diversions.csv")));
        HashSet<string> ids = [.. Csv.Read(Path.Combine(_directory, "few", "truth", "diversions.csv")).SelectMany(row => row["order_ids"].Split(';'))];
        Assert.NotEmpty(ids);
        string[] LinesOf(string name) => [.. File.ReadLines(Path.Combine(_directory, name, "history", "orders.csv")).Where(line => ids.Contains(line[..line.IndexOf(',', StringComparison.Ordinal)])).Order(StringComparer.Ordinal)];
        Assert.Equal(LinesOf("few"), LinesOf("many"));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(40, 30)]
    [InlineData(1500, 60)]
    [InlineData(5000, 365)]
    public void AWorldHasAsManyOrdersAsAsked(int orders, int days)
    {
        WorldSummary summary = Write(s_small with { Orders = orders, Days = days }, "w");
        Assert.InRange(summary.Orders, orders * 0.98, orders * 1.02);
        HashSet<string> told = [.. Read("w", "orders").Select(row => row["order_id"])];
        Assert.Equal(summary.Orders, told.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.003)]
    [InlineData(0.01)]
    [InlineData(0.05)]
    public void TheDiversionShareIsAsAsked(double share)
    {
        WorldSummary summary = Write(s_small with { Orders = 20_000, DiversionShare = share }, "w");
        Assert.InRange(summary.DivertingOrders, 20_000 * share * 0.95, 20_000 * share * 1.02);
    }

    [Fact]
    public void EverySchemeHasAStrongCaseOnTheLastDay()
    {
        WorldOptions options = new() { Orders = 1500, Days = 60, Seed = 3 };
        Write(options, "w");
        HashSet<string> today = [.. Csv.Read(Path.Combine(_directory, "w", "last-day", "orders.csv")).Where(row => row["version"] == "1").Select(row => row["order_id"])];
        IEnumerable<string> schemes = Csv.Read(Path.Combine(_directory, "w", "truth", "diversions.csv"))
            .Where(row => row["evades"] == "false" && row["order_ids"].Split(';').Any(today.Contains)).Select(row => row["scheme"]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(["balance_sheet", "capacity", "listed_party", "new_firm", "ownership", "proportion", "split", "transshipment"], schemes);
    }

    [Fact]
    public void GoodsOfATransshipmentLeaveTheHubOnTheLastDay()
    {
        Write(s_small, "w");
        HashSet<string> ids = [.. Csv.Read(Path.Combine(_directory, "w", "truth", "diversions.csv")).Where(row => row["scheme"] == "transshipment").SelectMany(row => row["order_ids"].Split(';'))];
        Assert.Contains(Csv.Read(Path.Combine(_directory, "w", "last-day", "shipments.csv")),
            row => ids.Contains(row["order_id"]) && row["from_country"] == "MY" && row["to_country"] == "HK" && row["departed_at"].StartsWith("2025-06-30", StringComparison.Ordinal));
    }

    [Fact]
    public void TheTruthNamesOrdersAndPartiesThatExist()
    {
        Write(s_small, "w");
        HashSet<string> orders = [.. Read("w", "orders").Select(row => row["order_id"])], parties = [.. Read("w", "parties").Select(row => row["party_id"])];
        List<Dictionary<string, string>> truth = [.. Csv.Read(Path.Combine(_directory, "w", "truth", "diversions.csv"))];
        Assert.NotEmpty(truth);
        Assert.All(truth, row =>
        {
            Assert.Contains(row["subject_party_id"], parties);
            Assert.All(row["order_ids"].Split(';'), id => Assert.Contains(id, orders));
        });
    }

    [Fact]
    public void NoLineIsHeldOnceItsStoryIsTold()
    {
        World world = World.Generate(new() { Orders = 50_000, Days = 365, Seed = 1 });
        var told = new List<WeakReference>();
        int stories = 0, orders = 0, held = 0;
        foreach (Story story in world.Stories())
        {
            orders += story.Orders.Count;
            if (story.Orders.Count > 0) told.Add(new WeakReference(story.Orders));
            if (++stories % 500 != 0) continue;
            GC.Collect();
            held = Math.Max(held, told.Count(t => t.IsAlive));
        }

        Assert.Equal(50_000, orders);
        Assert.InRange(stories, 1_000, 50_000);

        // The one that is being told, and perhaps the one before it, which the loop may still have at hand.
        Assert.InRange(held, 0, 3);
    }

    [Theory]
    [InlineData(0, 30, 0.01)]
    [InlineData(100, 1, 0.01)]
    [InlineData(100, 30, 0.5)]
    public void AnOptionOutsideItsRangeIsNamed(int orders, int days, double share)
    {
        ArgumentOutOfRangeException thrown = Assert.Throws<ArgumentOutOfRangeException>(() => World.Generate(new() { Orders = orders, Days = days, Seed = 1, DiversionShare = share }));
        Assert.Contains("accepted", thrown.Message, StringComparison.Ordinal);
    }

    private WorldSummary Write(WorldOptions options, string name) =>
        WorldWriter.Write(World.Generate(options), Path.Combine(_directory, name), TestContext.Current.CancellationToken);

    private IEnumerable<Dictionary<string, string>> Read(string name, string dataset) =>
        Csv.Read(Path.Combine(_directory, name, "history", dataset + ".csv")).Concat(Csv.Read(Path.Combine(_directory, name, "last-day", dataset + ".csv")));

    private string Hash(WorldOptions options, string name)
    {
        Write(options, name);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] files = [.. Directory.EnumerateFiles(Path.Combine(_directory, name), "*.csv", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.Equal(45, files.Length);
        foreach (string file in files) hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
