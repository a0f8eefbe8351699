using System.Text.Json;
using Xunit;

namespace Screening.Tests.Cli;

public sealed class RegimeVerbTests(SimulatedLakeFixture simulated)
{
    [Fact]
    public void AProductIsClassifiedAndAnsweredUnderBothReadings()
    {
        (int code, string output, string errors) = Classify("--product", "H100 SXM", "--destination", "MY", "--headquarters", "MY", "--parent", "MY", "--day", "2025-06-01");
        Assert.True(code == 0, errors);
        Assert.Contains("class on 2025-06-01: 3A090.a\n", output, StringComparison.Ordinal);
        Assert.Contains("told class: 3A090.a; it agrees", output, StringComparison.Ordinal);
        Assert.Contains("codified: licence needed\n", output, StringComparison.Ordinal);
        Assert.Contains("enforced: no licence needed\n", output, StringComparison.Ordinal);
        Assert.Contains("policy 1.0.0 reads the law as enforced", output, StringComparison.Ordinal);
    }

    [Fact]
    public void FiguresAreClassifiedAndHeldAgainstTheToldClass()
    {
        using JsonDocument answer = JsonDocument.Parse(Classify(
            "--tpp", "4799", "--pd", "5.92", "--datacentre", "yes", "--told", "5A992.c", "--destination", "HK", "--day", "2024-06-01", "--policy", "1.1.0", "--json").Output);
        JsonElement root = answer.RootElement;
        Assert.Equal(("3A090.a", "computed_is_stricter", "1.1.0"), (root.GetProperty("class").GetString(), root.GetProperty("agreement").GetString(), root.GetProperty("policy_version").GetString()));
        Assert.All(root.GetProperty("licences").EnumerateArray(), l => Assert.Equal("needed", l.GetProperty("need").GetString()));
    }

    [Fact]
    public void AProductOfALakeIsLookedUpByItsNumber()
    {
        using var folder = new TemporaryFolder();
        TemporaryFolder.Copy(simulated.Lake, folder["lake"]);
        (int code, string output, string errors) = Classify("--product", "ACC-H20", "--lake", folder["lake"], "--destination", "CN");
        Assert.True(code == 0, errors);
        Assert.Contains("'H20 accelerator' is caught by the notice on H20", output, StringComparison.Ordinal);
        (code, _, errors) = Classify("--product", "ACC' OR 1=1 --", "--lake", folder["lake"], "--destination", "CN");
        Assert.Equal(2, code);
        Assert.Contains("is no product of the lake", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingCountryCannotBeTold() =>
        Assert.Contains("enforced: cannot tell\n", Classify("--product", "H200", "--destination", "MY").Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("--product is 'H900'; accepted without --lake: A100 SXM,", "--product", "H900", "--destination", "DE")]
    [InlineData("--product and --tpp exclude each other", "--product", "H20", "--tpp", "1", "--destination", "DE")]
    [InlineData("--lake needs --product", "--lake", "nowhere", "--tpp", "1", "--destination", "DE")]
    [InlineData("--tpp is 'many'; accepted: a number from 0 to 10000000", "--tpp", "many", "--destination", "DE")]
    [InlineData("--pd is '-1'; accepted: a number from 0 to 1000", "--tpp", "1", "--pd", "-1", "--destination", "DE")]
    [InlineData("--destination is 'XX'; accepted: two capital letters of ISO 3166-1", "--tpp", "1", "--destination", "XX")]
    [InlineData("--headquarters is 'cn'; accepted: two capital letters of ISO 3166-1", "--tpp", "1", "--destination", "DE", "--headquarters", "cn")]
    [InlineData("--day is '1.6.2025'; accepted: yyyy-MM-dd", "--tpp", "1", "--destination", "DE", "--day", "1.6.2025")]
    [InlineData("Option '--destination' is required", "--tpp", "1")]
    public void BadInputIsOneSentence(string sentence, params string[] arguments)
    {
        (int code, string output, string errors) = Classify(arguments);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(sentence, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void TheTablesOfADayAreShown()
    {
        (int code, string all, _) = ScreeningProcess.Run("regime", "tables");
        (_, string early, _) = ScreeningProcess.Run("regime", "tables", "--day", "2024-06-01");
        Assert.Equal(0, code);
        Assert.Contains("26,900,000 TPP", all, StringComparison.Ordinal);
        Assert.Contains("case_by_case.tpp_below", all, StringComparison.Ordinal);
        Assert.Contains("any but US", all, StringComparison.Ordinal);
        Assert.DoesNotContain("case_by_case.tpp_below", early, StringComparison.Ordinal);
        Assert.DoesNotContain("any but US", early, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Errors) Classify(params string[] arguments) => ScreeningProcess.Run(["regime", "classify", .. arguments]);
}
