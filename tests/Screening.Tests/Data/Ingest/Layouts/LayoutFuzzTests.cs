using System.Text;
using Screening.Data.Ingest;
using Xunit;

namespace Screening.Tests.Data.Ingest;

/// <summary>Damaged files: every one is read, read in part with its problems told, or refused in a sentence.</summary>
public sealed class LayoutFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 1500;

    public static TheoryData<string> Names => [.. Layouts.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void DamageIsToldAndNeverThrown(string name)
    {
        const int seed = 20260801;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var outcomes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            string outcome;
            try
            {
                var (records, problems) = SomeLayout.ReadWhole(Layouts.Find(name)!, Damaged(name, random));
                Assert.True(records.Count > 0);
                Assert.All(problems, p => Assert.False(string.IsNullOrWhiteSpace(p.Reason)));
                outcome = problems.Count == 0 ? "whole" : "in part";
            }
            catch (IngestException e)
            {
                Assert.DoesNotContain('\n', e.Message);
                outcome = "refused";
            }
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }
        output.WriteLine(string.Join(", ", outcomes.Select(o => FormattableString.Invariant($"{o.Value} {o.Key}"))));
        Assert.True(outcomes.GetValueOrDefault("refused") > 0 && outcomes.GetValueOrDefault("whole") > 0);
    }

    private static LayoutInput[] Damaged(string name, Random random)
    {
        switch (name)
        {
            case "ofac-sdn":
                string[] texts = [OfacSdnLayoutTests.Sdn, OfacSdnLayoutTests.Alt, OfacSdnLayoutTests.Add];
                var hit = random.Next(3);
                return [.. texts.Select((t, i) => SomeLayout.File(new[] { "sdn.csv", "alt.csv", "add.csv" }[i], i == hit ? Damage(Encoding.UTF8.GetBytes(t), random) : Encoding.UTF8.GetBytes(t)))];
            case "un-consolidated":
                return [SomeLayout.File("un.xml", Damage(Encoding.UTF8.GetBytes(UnConsolidatedLayoutTests.List(UnConsolidatedLayoutTests.Person, UnConsolidatedLayoutTests.Firm)), random))];
            default:
                // Half of the time the archive itself, else what is in it.
                if (random.Next(2) == 0) return [SomeLayout.File("x.zip", Damage(SomeLayout.Zip(("sub.txt", SecStatementsLayoutTests.Sub), ("num.txt", SecStatementsLayoutTests.Num)), random))];
                return [SomeLayout.File("x.zip", SomeLayout.Zip(("sub.txt", Latin(SecStatementsLayoutTests.Sub, random)), ("num.txt", Latin(SecStatementsLayoutTests.Num, random))))];
        }
    }

    private static string Latin(string text, Random random) => Encoding.Latin1.GetString(Damage(Encoding.UTF8.GetBytes(text), random));

    /// <summary>A cut, or up to eight bytes flipped, overwritten or put in; characters that mean something to a reader more often than others.</summary>
    private static byte[] Damage(byte[] bytes, Random random)
    {
        if (random.Next(4) == 0) return bytes[..random.Next(bytes.Length + 1)];
        var damaged = bytes.ToList();
        var meaning = "\"',;\t\r\n<>&/=-0\u001A\0"u8.ToArray();
        for (var i = random.Next(8); i >= 0; i--)
        {
            var at = random.Next(damaged.Count);
            switch (random.Next(4))
            {
                case 0:
                    damaged[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    damaged[at] = meaning[random.Next(meaning.Length)];
                    break;
                case 2:
                    damaged.Insert(at, meaning[random.Next(meaning.Length)]);
                    break;
                default:
                    damaged[at] = (byte)random.Next(256);
                    break;
            }
        }
        return [.. damaged];
    }
}
