using Screening.Features;
using Screening.Policies;
using Screening.Records;
using Xunit;

namespace Screening.Tests.Laws;

/// <summary>Ways to work off a log, and comparisons to the bit.</summary>
internal static class Runs
{
    public static FeatureCatalogue Catalogue { get; } = Engine.DefaultCatalogue;

    /// <summary>The row of every order version on arrival, live, but for orders that are gone: see <see cref="Rows"/>.</summary>
    public static double[][] Live(EventLog log, CountryGroups countries, Action<Engine>? between = null)
    {
        var engine = new Engine(log, countries);
        var rows = new List<double[]>();
        while (engine.Processed < log.Events.Count)
        {
            double[] row = new double[Catalogue.Count];
            if (IsRead(log, engine.Process(row))) rows.Add(row);
            between?.Invoke(engine);
        }

        return [.. rows];
    }

    /// <summary>Whether features are read at an event.</summary>
    public static bool IsRead(EventLog log, Event at) => at.Kind == EventKind.Order && !log.Orders[at.Row].IsGone;

    /// <summary>The order rows that are read on arrival.</summary>
    public static int[] Rows(EventLog log) => [.. Enumerable.Range(0, log.Orders.Count).Where(row => !log.Orders[row].IsGone)];

    public static double[][] Live(CoarseWorld world) => Live(CoarseWorld.Log(world.Facts), world.Countries);

    /// <summary>An engine that has processed all of some facts.</summary>
    public static Engine After(CoarseWorld world, IEnumerable<Fact> facts)
    {
        var engine = new Engine(CoarseWorld.Log(facts), world.Countries);
        engine.ProcessAll();
        return engine;
    }

    public static void AssertSame(double[] expected, double[] actual, string where, params ReadOnlySpan<string> except)
    {
        Assert.Equal(Catalogue.Count, expected.Length);
        Assert.Equal(Catalogue.Count, actual.Length);
        for (int column = 0; column < expected.Length; column++)
        {
            string name = Catalogue.Features[column].Name;
            if (!except.Contains(name) && BitConverter.DoubleToInt64Bits(expected[column]) != BitConverter.DoubleToInt64Bits(actual[column]))
                Assert.Fail($"{name} is {actual[column]:R} where it should be {expected[column]:R}: {where}");
        }
    }

    public static void AssertSame(double[][] expected, double[][] actual, string where, params ReadOnlySpan<string> except)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int row = 0; row < expected.Length; row++) AssertSame(expected[row], actual[row], $"order row {row} of {where}", except);
    }
}
