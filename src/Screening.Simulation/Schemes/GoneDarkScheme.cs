namespace Screening.Simulation;

/// <summary>T30: machines are shown to an inspector, or report for weeks, and fall silent; more are ordered. The machines of an evasive case never report.</summary>
/// <param name="H100e">Compute ordered in all.</param>
/// <param name="Earlier">Orders that were delivered before.</param>
internal sealed record GoneDarkScheme(double H100e, int Earlier) : DiversionScheme
{
    private static readonly Knob s_h100e = new("gone_dark.h100e", 30, 2500, true);

    public override string Name => "gone_dark";

    public override string Typologies => "T30";

    public override int DivertingOrders => Earlier + 1;

    public static GoneDarkScheme Draw(CaseDraw draw) => new(draw.Of(s_h100e), draw.Chance.Between(2, 3)) { Evades = draw.Evades() };

    public override void Tell(Telling telling)
    {
        Chance chance = telling.Chance;
        PartyRow front = telling.Party("neocloud", telling.FrontCountry(), chance.Between(300, 2500), chance.Between(260, 400));
        DeviceFate fate = chance.Pick([DeviceFate.Silent, DeviceFate.Staged, DeviceFate.Staged, DeviceFate.Elsewhere]);
        telling.Story.Conduct = new() { Devices = Evades ? DeviceFate.Unreported : fate, SeenIn = chance.Pick<string>(["HK", "CN", "MY"]) };
        List<TradeOrder> orders = [];
        for (int i = Earlier; i > 0; i--) orders.Add(telling.Order(front, telling.Moment(110 + i * 35), telling.Servers(H100e / (Earlier + 1)), draft => draft with { LeadDays = chance.Between(8, 20) }));
        orders.Add(telling.Order(front, telling.Moment(), telling.Servers(H100e / (Earlier + 1))));
        telling.OrdinarySite(front, orders.SelectMany(order => order.Versions[0].Lines));
        telling.OrdinaryBooks(front, orders.Sum(order => (double)order.ValueUsd));
        telling.Truth(this, front, orders);
    }
}
