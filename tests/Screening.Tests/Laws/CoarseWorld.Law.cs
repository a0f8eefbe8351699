using Screening.Policies;
using Screening.Records;

namespace Screening.Tests.Laws;

/// <content>The law of a world, which changes on days of its own, and what is told of owners.</content>
internal sealed partial class CoarseWorld
{
    private const int ProductNames = 505;

    /// <summary>Told classes; a world tells their words, and the oracle knows them by their number.</summary>
    public const int ToldPartA = 600, ToldSystemB = 601, ToldOther = 602, ToldOpen = 603;

    private static readonly ControlClass[] HighestClasses = [ControlClass.Part3A090A, ControlClass.System4A090A];
    private static readonly ControlClass[] SecondClasses = [ControlClass.Part3A090B, ControlClass.System4A090B];

    private LawTables MakeLaw()
    {
        DateOnly first = Micros.Day(_start), middle = first.AddDays(60);
        Threshold At(string key, decimal value, DateOnly? from = null, DateOnly? to = null) => new(key, value, ControlThresholds.Units[key], from, to, "", "V", "");
        LicenceRule Rule(RegimeReading reading, ControlClass[] classes, string verified, string[] unlessPartner, DateOnly? from = null, DateOnly? to = null) => new(
            reading, classes, ["D:5", "MO"], unlessPartner, ["A:5", "A:6"], [], true, from, to, "", verified, "");
        string[] others = ["D:1", "D:4"];
        return new LawTables(
            [
                At("3A090.a.tpp", 4800, to: middle.AddDays(-1)), At("3A090.a.tpp", 7917, from: middle), At("3A090.a.dense_tpp", 1600), At("3A090.a.dense_density", 5.92m),
                At("3A090.b.tpp_from", 2400), At("3A090.b.tpp_below", 4800), At("3A090.b.density_from", 1.6m), At("3A090.b.density_below", 5.92m),
                At("3A090.b.dense_tpp", 1600), At("3A090.b.dense_density_from", 3.2m), At("not_datacentre.tpp_below", 4800),
                At("3A090.c.bandwidth_density_above", 2, from: first.AddDays(20)),
            ],
            [
                new ProductOverride("No 505", ControlClass.Notified, first.AddDays(30), first.AddDays(300), "", "S", ""), new ProductOverride("506", ControlClass.Part3A090B, null, null, "", "S", ""),
            ],
            [
                Rule(RegimeReading.Enforced, HighestClasses, "V", others), Rule(RegimeReading.Enforced, SecondClasses, "S", others, from: first.AddDays(10)),
                Rule(RegimeReading.Codified, HighestClasses, "S", others, to: middle.AddDays(-1)), Rule(RegimeReading.Codified, SecondClasses, "S", others),
                Rule(RegimeReading.Codified, HighestClasses, "S", [], from: middle) with { Always = [LicenceRule.AnyPlace], Outside = ["US"] },
                Rule(RegimeReading.Enforced, [ControlClass.Memory3A090C], "U", []), Rule(RegimeReading.Codified, [ControlClass.Memory3A090C], "U", []),
                Rule(RegimeReading.Enforced, [ControlClass.Notified], "S", []), Rule(RegimeReading.Codified, [ControlClass.Notified], "S", [], to: first.AddDays(200)) with { Headquarters = false },
            ]);
    }

    // By dice of its own, so that the rest of the world is as it would be without.
    private Product WithLaw(Product product) => product with
    {
        Name = _dice.Next(2) == 0 ? Missing.Symbol : ProductNames + _dice.Next(3),
        MarketedForDatacentre = Throw<bool?>(true, true, false, null),
        DieAreaMm2 = Throw(double.NaN, double.NaN, 320, 1000),
        MemoryBandwidthDensity = Throw(double.NaN, 2, 2.01),
        ControlClass = _dice.Next(2) == 0 ? Missing.Symbol : Throw(ToldPartA, ToldSystemB, ToldOther, ToldOther, ToldOpen),
        Material = _dice.Next(10) == 0 ? PackagingMaterial.Hbm : product.Material,
    };

    private PartyEvent WithOwner(PartyEvent change) => change with
    {
        Owner = _dice.Next(10) < 3 ? Missing.Symbol : _dice.Next(_parties + 1),
        ShareHeld = Throw(0, 0.1, 0.25, 0.3, 0.5, 0.51, 0.6, 1, double.NaN),
    };

    private T Throw<T>(params T[] items) => items[_dice.Next(items.Length)];
}
