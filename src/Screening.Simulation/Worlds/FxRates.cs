namespace Screening.Simulation;

/// <summary>Invented exchange rates of four real currencies, week by week. Nothing in the world is converted by them.</summary>
internal static class FxRates
{
    private static readonly (string Currency, double Usd)[] s_currencies = [("EUR", 1.1), ("JPY", 0.0067), ("SGD", 0.75), ("TWD", 0.031)];

    public static IEnumerable<FxRow> Of(WorldOptions options)
    {
        Chance chance = new(options.Seed, StoryKind.List, 2000);
        foreach ((string currency, double usd) in s_currencies)
        {
            double rate = usd;
            for (DateOnly day = options.FirstDay; day <= options.LastDay; day = day.AddDays(7))
            {
                rate *= chance.Between(0.992, 1.008);
                yield return new(currency, day, decimal.Round((decimal)Math.Round(rate, 6), 6), day.ToDateTime(new TimeOnly(16, 0), DateTimeKind.Utc));
            }
        }
    }
}
