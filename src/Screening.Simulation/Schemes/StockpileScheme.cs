namespace Screening.Simulation;

/// <summary>T10: a customer of small orders buys many times as much in the weeks before a rule takes effect. An evasive case buys little more than usual.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Times">Each of the last orders over the usual.</param>
internal sealed record StockpileScheme(double H100e, double Times) : DiversionScheme
{
    private static readonly Knob s_h100e = new("stockpile.h100e", 60, 2500, true),
        s_times = new("stockpile.times", 2.5, 12, true),
        s_little = new("stockpile.evading_times", 1.2, 1.8);

    public override string Name => "stockpile";

    public override string Typologies => "T10";

    public override int DivertingOrders => 3;

    public static StockpileScheme Draw(CaseDraw draw) => Draw(draw, draw.Evades());

    public override DateOnly DayOn(DateOnly drawn, Cast cast) => cast.Rules.Effective("server").AddDays(-1 - drawn.DayNumber % 18);

    private static StockpileScheme Draw(CaseDraw draw, bool evades) => new(draw.Of(s_h100e), draw.Of(evades ? s_little : s_times)) { Evades = evades, Decoys = 4 };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        int known = Math.Max(2, Math.Min(420, telling.Day.DayNumber - telling.Cast.Options.FirstDay.DayNumber));
        PartyRow front = telling.Party("enterprise", telling.HubCountry(), chance.Between(1200, 6000), known + 5);
        double each = H100e / 3 / Times;
        for (int i = 1; i <= Decoys; i++) telling.Order(front, telling.Moment(95 + (known - 95) * i / 5), telling.Servers(each));
        List<TradeOrder> orders = [.. ((int[])[55, 24, 0]).Select(days => telling.Order(front, telling.Moment(days), telling.Servers(H100e / 3)))];
        telling.OrdinarySite(front, orders.SelectMany(order => order.Versions[0].Lines));
        telling.OrdinaryBooks(front, orders.Sum(order => (double)order.ValueUsd));
        telling.Truth(this, front, orders);
    }
}
